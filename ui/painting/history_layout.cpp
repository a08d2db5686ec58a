#include "ui/painting/history_layout.h"

#include <algorithm>
#include <numeric>

namespace thimble::ui {

namespace {

HistoryLayout emptyLayout(const split::ArenaHistory& history, const QRect& plot, Bytes atLeast,
                          int tickDistance) {
    HistoryLayout layout;
    layout.plot = plot;
    layout.steps = static_cast<int>(history.steps.size());
    layout.axis = makeByteAxis(std::max(atLeast, history.arenaBytes), plot.top(), plot.bottom() + 1,
                               tickDistance);
    return layout;
}

Bytes bytesOf(const split::UsedBytes& used, ArenaUse use) {
    switch (use) {
        case ArenaUse::Whole: return used.whole;
        case ArenaUse::Rows: return used.rows;
        case ArenaUse::Work: break;
    }
    return used.work;
}

/// Steps with the same bytes are one box.
void addOutline(HistoryLayout& layout, const std::vector<Bytes>& outline) {
    for (std::size_t first = 0; first < outline.size();) {
        std::size_t end = first + 1;
        while (end < outline.size() && outline[end] == outline[first]) ++end;
        const QRect left = layout.column(static_cast<int>(first));
        const QRect right = layout.column(static_cast<int>(end) - 1);
        const int top = layout.axis.y(outline[first]);
        layout.outline.emplace_back(left.left(), top, right.right() - left.left() + 1,
                                    layout.plot.bottom() + 1 - top);
        first = end;
    }
}

}  // namespace

ArenaUse useOf(split::HeldBytes::Kind kind) {
    switch (kind) {
        case split::HeldBytes::Kind::Tensor: return ArenaUse::Whole;
        case split::HeldBytes::Kind::Row: return ArenaUse::Rows;
        case split::HeldBytes::Kind::Scratch:
        case split::HeldBytes::Kind::Sums: break;
    }
    return ArenaUse::Work;
}

int HistoryLayout::stepAt(int x) const {
    if (steps == 0 || x < plot.left() || x > plot.right()) return -1;
    // The last step that begins at or before the pixel's end.
    const auto across = std::int64_t{x} - plot.left() + 1;
    return static_cast<int>(
        std::clamp<std::int64_t>((across * steps - 1) / plot.width(), 0, steps - 1));
}

QRect HistoryLayout::column(int step) const {
    // Edges are rounded, not widths, so that the steps fill the plot exactly.
    const auto edge = [this](std::int64_t s) {
        return plot.left() + static_cast<int>(s * plot.width() / std::max(steps, 1));
    };
    return {edge(step), plot.top(), std::max(1, edge(step + std::int64_t{1}) - edge(step)),
            plot.height()};
}

std::optional<std::size_t> HistoryLayout::heldAt(QPoint place) const {
    // What was drawn last is on top.
    const auto found = std::find_if(boxes.rbegin(), boxes.rend(),
                                    [place](const Box& box) { return box.box.contains(place); });
    return found == boxes.rend() ? std::nullopt : std::optional(found->held);
}

std::vector<int> HistoryLayout::marks(int distance) const {
    std::vector<int> marks;
    const int operators = steps - 2;
    if (operators < 1 || plot.width() < distance) return marks;
    int every = 1;
    for (int i = 0; std::int64_t{every} * plot.width() < std::int64_t{distance} * steps; ++i)
        every = i % 3 == 1 ? every / 2 * 5 : every * 2;
    for (int step = every; step <= operators; step += every) marks.push_back(step);
    return marks;
}

HistoryLayout layoutUsed(const split::ArenaHistory& history, const QRect& plot, Bytes atLeast,
                         int tickDistance, const std::vector<Bytes>& outline) {
    if (!outline.empty()) atLeast = std::max(atLeast, *std::ranges::max_element(outline));
    HistoryLayout layout = emptyLayout(history, plot, atLeast, tickDistance);
    addOutline(layout, outline);
    std::optional<split::UsedBytes> last;
    std::vector<std::size_t> open;  // bars that the next column may continue
    for (int x = plot.left(); layout.steps > 0 && x <= plot.right();) {
        // All columns of a wide step at once, all steps of a narrow column.
        const int first = x == plot.left() ? 0 : layout.stepAt(x - 1) + 1;
        const int end = std::max(layout.stepAt(x), std::min(first, layout.steps - 1)) + 1;
        const int from = std::min(first, end - 1);
        const int right = layout.column(end - 1).right();
        const auto used =
            *std::max_element(history.used.begin() + from, history.used.begin() + end,
                              [](const auto& a, const auto& b) { return a.total() < b.total(); });
        if (last == used) {
            for (const std::size_t bar : open) layout.bars[bar].box.setRight(std::max(right, x));
        } else {
            open.clear();
            Bytes below = 0;
            for (const ArenaUse use : {ArenaUse::Whole, ArenaUse::Rows, ArenaUse::Work}) {
                const Bytes bytes = bytesOf(used, use);
                const int bottom = layout.axis.y(below);
                const int top = layout.axis.y(below + bytes);
                below += bytes;
                if (top == bottom) continue;
                open.push_back(layout.bars.size());
                layout.bars.push_back(
                    {QRect(x, top, std::max(right, x) - x + 1, bottom - top), use});
            }
        }
        last = used;
        x = std::max(right, x) + 1;
    }
    return layout;
}

HistoryLayout layoutHeld(const split::ArenaHistory& history, const QRect& plot, Bytes atLeast,
                         int tickDistance) {
    HistoryLayout layout = emptyLayout(history, plot, atLeast, tickDistance);
    std::vector<std::size_t> order(history.held.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t h) { return history.held[h].first; });
    for (const std::size_t h : order) {
        const split::HeldBytes& held = history.held[h];
        const int left = layout.column(held.first).left();
        const int right = layout.column(held.last).right();
        // Within the plot, also the last byte at its edge.
        const int top = std::min(layout.axis.y(held.offset + held.bytes), plot.bottom());
        const int bottom = std::max(layout.axis.y(held.offset), top + 1);
        layout.boxes.push_back({QRect(left, top, right - left + 1, bottom - top), h});
    }
    return layout;
}

}  // namespace thimble::ui
