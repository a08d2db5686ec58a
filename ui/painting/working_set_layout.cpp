#include "ui/painting/working_set_layout.h"

#include <algorithm>

namespace thimble::ui {

int WorkingSetLayout::operatorAt(int x) const {
    for (const Bar& bar : bars)
        if (x >= bar.column.left() && x <= bar.column.right()) return bar.op;
    return -1;
}

WorkingSetLayout layoutWorkingSet(const std::vector<Bytes>& before, const std::vector<Bytes>& now,
                                  const QRect& plot, int tickDistance) {
    WorkingSetLayout layout{.plot = plot, .operators = static_cast<int>(now.size())};
    Bytes most = 1;
    for (const auto* values : {&before, &now})
        for (const Bytes bytes : *values) most = std::max(most, bytes);
    layout.axis = makeByteAxis(most, plot.top(), plot.bottom() + 1, tickDistance);
    if (now.empty() || plot.width() < 1) return layout;
    const auto edge = [&](std::int64_t op) {
        return plot.left() + static_cast<int>(op * plot.width() / layout.operators);
    };
    const auto bar = [&](const QRect& column, Bytes bytes, int gap) {
        const int top =
            bytes > 0 ? std::min(layout.axis.y(bytes), layout.axis.bottom - 1) : layout.axis.bottom;
        return QRect(column.left(), top, std::max(1, column.width() - gap),
                     layout.axis.bottom - top);
    };
    constexpr int kRoomForGap = 4;  // pixels
    for (int first = 0; first < layout.operators;) {
        int end = first + 1;
        while (end < layout.operators && edge(end) == edge(first)) ++end;
        int fullest = first;
        for (int op = first + 1; op < end; ++op)
            if (now[static_cast<std::size_t>(op)] > now[static_cast<std::size_t>(fullest)])
                fullest = op;
        const QRect column(edge(first), plot.top(), std::max(1, edge(end) - edge(first)),
                           plot.height());
        const int gap = column.width() >= kRoomForGap ? 1 : 0;
        layout.bars.push_back({fullest, bar(column, before[static_cast<std::size_t>(fullest)], gap),
                               bar(column, now[static_cast<std::size_t>(fullest)], gap), column});
        first = end;
    }
    return layout;
}

}  // namespace thimble::ui
