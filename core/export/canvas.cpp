#include "core/export/canvas.h"

#include <cairo-svg.h>

#include <cmath>

namespace thimble {

namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    auto& list = *static_cast<std::vector<std::byte>*>(bytes);
    const auto* first = reinterpret_cast<const std::byte*>(data);
    list.insert(list.end(), first, first + length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(Format format, double width, double height)
    : m_format(format),
      m_surface(format == Format::Svg
                    ? cairo_svg_surface_create_for_stream(append, &m_bytes, width, height)
                    : cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width),
                                                 static_cast<int>(height))),
      m_context(cairo_create(m_surface.get())) {
    fill({0, 0, width, height}, {1, 1, 1});
}

void Canvas::fill(const Box& box, Colour colour) {
    cairo_set_source_rgb(m_context.get(), colour.red, colour.green, colour.blue);
    cairo_rectangle(m_context.get(), box.x, box.y, box.width, box.height);
    cairo_fill(m_context.get());
}

void Canvas::outline(const Box& box, Colour colour, double lineWidth) {
    cairo_set_source_rgb(m_context.get(), colour.red, colour.green, colour.blue);
    cairo_set_line_width(m_context.get(), lineWidth);
    cairo_rectangle(m_context.get(), box.x, box.y, box.width, box.height);
    cairo_stroke(m_context.get());
}

void Canvas::line(double x1, double y1, double x2, double y2, Colour colour, double lineWidth,
                  bool dashed) {
    cairo_set_source_rgb(m_context.get(), colour.red, colour.green, colour.blue);
    cairo_set_line_width(m_context.get(), lineWidth);
    const double dash = 4;
    cairo_set_dash(m_context.get(), &dash, dashed ? 1 : 0, 0);
    cairo_move_to(m_context.get(), x1, y1);
    cairo_line_to(m_context.get(), x2, y2);
    cairo_stroke(m_context.get());
    cairo_set_dash(m_context.get(), nullptr, 0, 0);
}

void Canvas::choose(double size, bool bold) {
    cairo_select_font_face(m_context.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(m_context.get(), size);
}

double Canvas::textWidth(const std::string& words, double size, bool bold) {
    choose(size, bold);
    cairo_text_extents_t extents;
    cairo_text_extents(m_context.get(), words.c_str(), &extents);
    return extents.x_advance;
}

void Canvas::text(double x, double y, const std::string& words, double size, Colour colour,
                  Align align, bool bold) {
    const double width = textWidth(words, size, bold);
    if (align == Align::Centre) x -= width / 2;
    if (align == Align::Right) x -= width;
    cairo_set_source_rgb(m_context.get(), colour.red, colour.green, colour.blue);
    cairo_move_to(m_context.get(), x, y);
    cairo_show_text(m_context.get(), words.c_str());
}

std::string Canvas::fitted(const std::string& words, double size, double width) {
    if (textWidth(words, size) <= width) return words;
    constexpr const char* kEllipsis = "\xE2\x80\xA6";
    std::string cut = words;
    while (!cut.empty()) {
        while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U)
            cut.pop_back();
        if (!cut.empty()) cut.pop_back();
        if (textWidth(cut + kEllipsis, size) <= width) break;
    }
    return cut.size() < 3 ? std::string() : cut + kEllipsis;
}

Result<std::vector<std::byte>> Canvas::finish() {
    m_context.reset();
    if (m_format == Format::Png) {
        const cairo_status_t status =
            cairo_surface_write_to_png_stream(m_surface.get(), append, &m_bytes);
        if (status != CAIRO_STATUS_SUCCESS)
            return fail(ErrorCode::Io, cairo_status_to_string(status));
    }
    cairo_surface_finish(m_surface.get());
    const cairo_status_t status = cairo_surface_status(m_surface.get());
    if (status != CAIRO_STATUS_SUCCESS) return fail(ErrorCode::Io, cairo_status_to_string(status));
    return std::move(m_bytes);
}

}  // namespace thimble
