#include "core/export/canvas.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <cmath>
#include <string_view>

#include "core/base/assert.h"

namespace thimble {

namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    auto& list = *static_cast<std::vector<std::byte>*>(bytes);
    const auto* first = reinterpret_cast<const std::byte*>(data);
    list.insert(list.end(), first, first + length);
    return CAIRO_STATUS_SUCCESS;
}

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kLongestText = 400;  // bytes; a name may be as long as the file

struct Character {
    char32_t code;
    std::size_t bytes;
};

/// The first character of `text`; a byte that begins none counts as the replacement character.
Character firstOf(std::string_view text) {
    constexpr Character kBroken{kReplacement, 1};
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return {byte(0), 1};
    const std::size_t bytes = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC0 || byte(0) > 0xF4 || bytes > text.size()) return kBroken;
    char32_t code = byte(0) & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return kBroken;
        code = code << 6 | (byte(i) & 0x3FU);
    }
    constexpr char32_t kLeast[] = {0x80, 0x800, 0x10000};
    const bool isSurrogate = code >= 0xD800 && code < 0xE000;
    if (code < kLeast[bytes - 2] || code > 0x10FFFF || isSurrogate) return kBroken;
    return {code, bytes};
}

/// Names come from files and may hold anything, but cairo draws nothing more after a text that is
/// not UTF-8.
std::string drawable(std::string_view words) {
    std::string text;
    while (!words.empty() && text.size() < kLongestText) {
        const Character next = firstOf(words);
        if (next.code < 0x20 || next.code == kReplacement ||
            (next.code >= 0x7F && next.code < 0xA0))
            text += "\xEF\xBF\xBD";
        else
            text += words.substr(0, next.bytes);
        words.remove_prefix(next.bytes);
    }
    return text;
}

cairo_surface_t* makeSurface(Canvas::Format format, double width, double height,
                             std::vector<std::byte>& bytes) {
    switch (format) {
        case Canvas::Format::Svg:
            return cairo_svg_surface_create_for_stream(append, &bytes, width, height);
        case Canvas::Format::Pdf:
            return cairo_pdf_surface_create_for_stream(append, &bytes, width, height);
        case Canvas::Format::Png: break;
    }
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width),
                                      static_cast<int>(height));
}

}  // namespace

Canvas::Canvas(Format format, double width, double height)
    : m_format(format),
      m_surface(makeSurface(format, width, height, m_bytes)),
      m_context(cairo_create(m_surface.get())) {
    if (format == Format::Pdf)
        // The same report, the same bytes: no time of making.
        cairo_pdf_surface_set_metadata(m_surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
    fill({0, 0, width, height}, {1, 1, 1});
}

void Canvas::nextPage(double width, double height) {
    THIMBLE_ASSERT(m_format == Format::Pdf);
    cairo_show_page(m_context.get());
    cairo_pdf_surface_set_size(m_surface.get(), width, height);
}

void Canvas::begin(double x, double y, double scale) {
    cairo_save(m_context.get());
    cairo_translate(m_context.get(), x, y);
    cairo_scale(m_context.get(), scale, scale);
}

void Canvas::end() { cairo_restore(m_context.get()); }

void Canvas::setTitle(const std::string& title) {
    THIMBLE_ASSERT(m_format == Format::Pdf);
    cairo_pdf_surface_set_metadata(m_surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   drawable(title).c_str());
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
    cairo_text_extents(m_context.get(), drawable(words).c_str(), &extents);
    return extents.x_advance;
}

void Canvas::text(double x, double y, const std::string& words, double size, Colour colour,
                  Align align, bool bold) {
    const double width = textWidth(words, size, bold);
    if (align == Align::Centre) x -= width / 2;
    if (align == Align::Right) x -= width;
    cairo_set_source_rgb(m_context.get(), colour.red, colour.green, colour.blue);
    cairo_move_to(m_context.get(), x, y);
    cairo_show_text(m_context.get(), drawable(words).c_str());
}

std::string Canvas::fitted(const std::string& words, double size, double width) {
    std::string cut = drawable(words);
    if (textWidth(cut, size) <= width) return cut;
    constexpr const char* kEllipsis = "\xE2\x80\xA6";
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
