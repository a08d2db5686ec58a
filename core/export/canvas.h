#pragma once

#include <cairo.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace thimble {

struct Colour {
    double red;
    double green;
    double blue;
};

struct Box {
    double x;
    double y;
    double width;
    double height;
};

enum class Align { Left, Centre, Right };

/// A page to draw on, over cairo: the same calls make an SVG, a PNG or a PDF.
class Canvas {
public:
    enum class Format { Svg, Png, Pdf };
    /// Pixels; of a PDF points, 1/72 inch.
    Canvas(Format format, double width, double height);

    /// PDF only: what was drawn is a page, and an empty one of this size follows.
    void nextPage(double width, double height);
    /// Until end() all is drawn from this corner on and so much smaller.
    void begin(double x, double y, double scale);
    void end();
    /// PDF only: what a viewer shows as the document's title.
    void setTitle(const std::string& title);

    void fill(const Box& box, Colour colour);
    void outline(const Box& box, Colour colour, double lineWidth);
    void line(double x1, double y1, double x2, double y2, Colour colour, double lineWidth,
              bool dashed = false);
    /// `y` is the baseline. What is not UTF-8 or not printable becomes a replacement character.
    void text(double x, double y, const std::string& words, double size, Colour colour,
              Align align = Align::Left, bool bold = false);
    [[nodiscard]] double textWidth(const std::string& words, double size, bool bold = false);
    /// The words, cut with an ellipsis to fit; empty when nothing sensible fits.
    [[nodiscard]] std::string fitted(const std::string& words, double size, double width);

    /// Ends the drawing; the file's bytes.
    [[nodiscard]] Result<std::vector<std::byte>> finish();

private:
    void choose(double size, bool bold);

    struct Destroy {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
        void operator()(cairo_t* context) const { cairo_destroy(context); }
    };
    Format m_format;
    std::vector<std::byte> m_bytes;
    std::unique_ptr<cairo_surface_t, Destroy> m_surface;
    std::unique_ptr<cairo_t, Destroy> m_context;
};

}  // namespace thimble
