#include <fmt/format.h>

#include <cctype>
#include <optional>
#include <string_view>

#include "core/data/image.h"

// PGM and PPM. Source: Netpbm's pgm(5) and ppm(5).
namespace thimble::data {

namespace {

constexpr std::size_t kLargestNumber = 1'000'000'000;

class Text {
public:
    explicit Text(std::span<const std::byte> bytes)
        : m_rest(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}

    [[nodiscard]] std::size_t size() const { return m_rest.size(); }

    char character() {
        if (m_rest.empty()) return '\0';
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        return c;
    }
    /// The next number behind white space and comments; nothing where there is none.
    std::optional<std::size_t> number() {
        while (!m_rest.empty() && (isSpace(m_rest.front()) || m_rest.front() == '#'))
            m_rest.remove_prefix(m_rest.front() == '#' ? std::min(m_rest.find('\n'), m_rest.size())
                                                       : 1);
        if (m_rest.empty() || !isDigit(m_rest.front())) return std::nullopt;
        std::size_t value = 0;
        while (!m_rest.empty() && isDigit(m_rest.front())) {
            value = value * 10 + static_cast<std::size_t>(character() - '0');
            if (value > kLargestNumber) return std::nullopt;
        }
        return value;
    }
    /// The next byte, or two with the high one first. Must be there.
    std::size_t sample(bool wide) {
        const std::size_t high = wide ? static_cast<std::uint8_t>(character()) : 0;
        return high * 256 + static_cast<std::uint8_t>(character());
    }
    [[nodiscard]] bool takeSpace() { return isSpace(character()); }

private:
    static bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    std::string_view m_rest;
};

}  // namespace

Result<Image> readPnm(const Blob& file) {
    Text text(file.bytes());
    const bool isPnm = text.character() == 'P';
    const char kind = text.character();
    if (!isPnm || (kind != '2' && kind != '3' && kind != '5' && kind != '6'))
        return fail(ErrorCode::InvalidFile,
                    "is no PGM or PPM: it does not begin with P2, P3, P5 or P6");
    const bool plain = kind <= '3';
    const std::size_t channels = kind == '3' || kind == '6' ? 3 : 1;
    const std::optional<std::size_t> width = text.number();
    const std::optional<std::size_t> height = text.number();
    const std::optional<std::size_t> highest = text.number();
    if (!width || !height || !highest || *highest < 1 || *highest > 65535 || !text.takeSpace())
        return fail(ErrorCode::InvalidFile,
                    "the header is not width, height and a largest value of 1 to 65535");
    THIMBLE_CHECK(checkImageSize(*width, *height));
    const bool wide = *highest > 255;
    const std::size_t count = *width * *height * channels;
    // A plain sample takes a digit and a space, which the last one does without.
    const std::size_t needed = plain ? 2 * count - 1 : count * (wide ? 2 : 1);
    if (text.size() < needed)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} x {} pixels need {} bytes behind the header, {} are there",
                                *width, *height, needed, text.size()));
    Image image{*width, *height, channels, std::vector<std::uint8_t>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const std::optional<std::size_t> value =
            plain ? text.number() : std::optional(text.sample(wide));
        if (!value)
            return fail(ErrorCode::InvalidFile,
                        fmt::format("value {} of {} is missing or no number", i, count));
        if (*value > *highest)
            return fail(ErrorCode::InvalidFile,
                        fmt::format("value {} is {}, above the largest, {}", i, *value, *highest));
        image.pixels[i] = static_cast<std::uint8_t>((*value * 255 + *highest / 2) / *highest);
    }
    return image;
}

}  // namespace thimble::data
