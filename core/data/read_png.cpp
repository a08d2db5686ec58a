#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <string>

#include "core/base/printable.h"
#include "core/data/image.h"

namespace thimble::data {

namespace {

/// Deflate makes at most so many bytes of one: a code of two bits repeats 258 bytes.
constexpr std::size_t kLargestExpansion = 1032;

/// libpng leaves by longjmp, past the destructors of what stands between. So each step that calls
/// it is a function of its own without such objects, and what must survive lives here.
class Decoder {
public:
    explicit Decoder(std::span<const std::byte> bytes) : m_rest(bytes) {
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, onError, onWarning);
        if (m_png) m_info = png_create_info_struct(m_png);
        if (m_info) png_set_read_fn(m_png, this, onRead);
    }
    ~Decoder() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    [[nodiscard]] bool isReady() const { return m_info != nullptr; }
    [[nodiscard]] std::size_t width() const { return png_get_image_width(m_png, m_info); }
    [[nodiscard]] std::size_t height() const { return png_get_image_height(m_png, m_info); }
    [[nodiscard]] std::size_t channels() const { return png_get_channels(m_png, m_info); }
    [[nodiscard]] std::size_t rowBytes() const { return png_get_rowbytes(m_png, m_info); }
    [[nodiscard]] tl::unexpected<Error> error() const {
        return fail(ErrorCode::InvalidFile, "is no PNG that can be read: " + printable(m_message));
    }

    bool readHeader() {
        if (setjmp(png_jmpbuf(m_png)) != 0) return false;
        png_read_info(m_png, m_info);
        return true;
    }
    /// Every pixel becomes 8 bits in 1 to 4 channels.
    bool setTransformations() {
        if (setjmp(png_jmpbuf(m_png)) != 0) return false;
        png_set_expand(m_png);
        png_set_scale_16(m_png);
        png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        return true;
    }
    bool readRows(png_bytep* rows) {
        if (setjmp(png_jmpbuf(m_png)) != 0) return false;
        png_read_image(m_png, rows);
        png_read_end(m_png, nullptr);
        return true;
    }

private:
    [[noreturn]] static void onError(png_structp png, png_const_charp message) {
        auto* self = static_cast<Decoder*>(png_get_error_ptr(png));
        std::strncpy(self->m_message, message, sizeof self->m_message - 1);
        png_longjmp(png, 1);
    }
    static void onWarning(png_structp /*png*/, png_const_charp /*message*/) {}
    static void onRead(png_structp png, png_bytep to, std::size_t count) {
        auto* self = static_cast<Decoder*>(png_get_io_ptr(png));
        if (count > self->m_rest.size()) png_error(png, "the file ends too early");
        std::copy_n(self->m_rest.begin(), count, reinterpret_cast<std::byte*>(to));
        self->m_rest = self->m_rest.subspan(count);
    }

    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    std::span<const std::byte> m_rest;
    char m_message[128] = {};
};

/// Drops the alpha channel: what is transparent becomes black.
std::vector<std::uint8_t> onBlack(const std::vector<std::uint8_t>& pixels, std::size_t channels) {
    const std::size_t colours = channels - 1;
    std::vector<std::uint8_t> result;
    result.reserve(pixels.size() / channels * colours);
    for (std::size_t at = 0; at < pixels.size(); at += channels)
        for (std::size_t c = 0; c < colours; ++c)
            result.push_back(
                static_cast<std::uint8_t>((pixels[at + c] * pixels[at + colours] + 127) / 255));
    return result;
}

}  // namespace

Result<Image> readPng(const Blob& file) {
    Decoder decoder(file.bytes());
    if (!decoder.isReady()) return fail(ErrorCode::Unsupported, "libpng cannot be used");
    if (!decoder.readHeader()) return decoder.error();
    THIMBLE_CHECK(checkImageSize(decoder.width(), decoder.height()));
    // Before memory is spent on what the file cannot hold.
    if (decoder.rowBytes() * decoder.height() / kLargestExpansion > file.bytes().size())
        return fail(ErrorCode::InvalidFile, fmt::format("the file is too short for {} x {} pixels",
                                                        decoder.width(), decoder.height()));
    if (!decoder.setTransformations()) return decoder.error();
    const std::size_t channels = decoder.channels();
    const std::size_t rowBytes = decoder.rowBytes();
    Image image{decoder.width(), decoder.height(), channels,
                std::vector<std::uint8_t>(rowBytes * decoder.height())};
    std::vector<png_bytep> rows(image.height);
    for (std::size_t y = 0; y < image.height; ++y) rows[y] = &image.pixels[y * rowBytes];
    if (!decoder.readRows(rows.data())) return decoder.error();
    if (channels % 2 == 0) {
        image.pixels = onBlack(image.pixels, channels);
        image.channels = channels - 1;
    }
    return image;
}

}  // namespace thimble::data
