#include "ui/painting/byte_axis.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

int ByteAxis::y(Bytes bytes) const {
    const double part = static_cast<double>(bytes) / static_cast<double>(maximum);
    return bottom - static_cast<int>(std::lround(part * (bottom - top)));
}

std::vector<Bytes> ByteAxis::ticks() const {
    std::vector<Bytes> values;
    for (Bytes value = 0; value <= maximum; value += tickStep) values.push_back(value);
    return values;
}

ByteAxis makeByteAxis(Bytes maximum, int top, int bottom, int tickDistance) {
    ByteAxis axis{std::max<Bytes>(maximum, 1), 1, top, std::max(bottom, top)};
    const double perByte =
        static_cast<double>(axis.bottom - axis.top) / static_cast<double>(axis.maximum);
    while (axis.tickStep <= axis.maximum &&
           static_cast<double>(axis.tickStep) * perByte < tickDistance)
        axis.tickStep *= 2;
    return axis;
}

}  // namespace thimble::ui
