#include "core/interp/kernels/table16.h"

#include <algorithm>
#include <cmath>

namespace thimble::interp {

Table16 makeTable16(Scale16 input, Scale16 output, float (*function)(float)) {
    constexpr int kSteps = 512;
    const auto lowest = [](Scale16 s) {
        return s.scale * static_cast<float>(-32768 - s.zeroPoint);
    };
    const auto highest = [](Scale16 s) {
        return s.scale * static_cast<float>(32767 - s.zeroPoint);
    };
    const auto stored = [](float x) {
        return static_cast<std::int16_t>(std::clamp(x, -32768.0F, 32767.0F));
    };
    const float from = lowest(input);
    const float to = highest(input);
    const float step = (to - from) / kSteps;
    const float perReal = 65536.0F / (highest(output) - lowest(output));

    Table16 table;
    for (int i = 0; i < kSteps; ++i) {
        const float at = from + static_cast<float>(i) * step;
        const float value = std::round(function(at) * perReal);
        const float next = function(from + static_cast<float>(i + 1) * step) * perReal;
        // The line is moved by half of what it is wrong by in its middle.
        const float line = std::round((next + value) / 2);
        const float middle = std::round(function(at + step / 2) * perReal);
        table.values[static_cast<std::size_t>(i)] = stored(value - std::round((line - middle) / 2));
    }
    table.values[kSteps] = stored(std::round(function(to) * perReal));
    return table;
}

}  // namespace thimble::interp
