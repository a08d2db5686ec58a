#include "core/base/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace thimble {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
    char32_t code = 0;
    std::size_t bytes = 0;  ///< 0: not UTF-8
};

/// How a UTF-8 sequence begins, and the first character that needs so many bytes.
struct Lead {
    std::uint8_t mask;
    std::uint8_t value;
    char32_t smallest;
};
constexpr std::array<Lead, 4> kLeads = {
    {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}}};

/// The first character of `text`, which is not empty.
Character firstCharacter(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    for (std::size_t more = 0; more < kLeads.size(); ++more) {
        const Lead& lead = kLeads[more];
        if ((byte(0) & lead.mask) != lead.value) continue;
        if (text.size() <= more) return {};
        char32_t code = byte(0) & static_cast<std::uint8_t>(~lead.mask);
        for (std::size_t i = 1; i <= more; ++i) {
            if ((byte(i) & 0xC0U) != 0x80U) return {};
            code = (code << 6U) | (byte(i) & 0x3FU);
        }
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (code < lead.smallest || code > 0x10FFFF || surrogate) return {};
        return {code, more + 1};
    }
    return {};
}

/// Control characters, line and paragraph separators, marks of direction.
bool isHarmful(char32_t code) {
    constexpr std::array<std::array<char32_t, 2>, 7> kRanges = {{{0x00, 0x1F},
                                                                 {0x7F, 0x9F},
                                                                 {0x61C, 0x61C},
                                                                 {0x200E, 0x200F},
                                                                 {0x2028, 0x202E},
                                                                 {0x2066, 0x2069},
                                                                 {0xFEFF, 0xFEFF}}};
    return std::ranges::any_of(
        kRanges, [code](const auto& range) { return range[0] <= code && code <= range[1]; });
}

}  // namespace

std::string printable(std::string_view text, std::size_t longest) {
    std::string result;
    result.reserve(std::min(text.size(), longest));
    while (!text.empty()) {
        const Character next = firstCharacter(text);
        const bool keep = next.bytes > 0 && !isHarmful(next.code);
        const std::string_view shown = keep ? text.substr(0, next.bytes) : kReplacement;
        if (result.size() + shown.size() > longest) return result + "...";
        result += shown;
        text.remove_prefix(std::max<std::size_t>(next.bytes, 1));
    }
    return result;
}

}  // namespace thimble
