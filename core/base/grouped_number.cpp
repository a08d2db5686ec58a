#include "core/base/grouped_number.h"

#include <cstddef>

namespace thimble {

std::string groupedNumber(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::ptrdiff_t firstDigit = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > firstDigit; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string counted(std::int64_t count, std::string_view what) {
    std::string text = groupedNumber(count) + " ";
    text += what;
    if (count != 1) text += 's';
    return text;
}

}  // namespace thimble
