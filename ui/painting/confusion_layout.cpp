#include "ui/painting/confusion_layout.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

QRect ConfusionLayout::table() const {
    const auto side = static_cast<int>(std::floor(classes * cell));
    return {origin, QSize(side, side)};
}

QRect ConfusionLayout::cellRect(Cell place) const {
    const auto edge = [this](int i) { return static_cast<int>(std::floor(i * cell)); };
    const int left = edge(place.answer);
    const int top = edge(place.label);
    return {origin + QPoint(left, top), QSize(std::max(1, edge(place.answer + 1) - left),
                                              std::max(1, edge(place.label + 1) - top))};
}

std::optional<ConfusionLayout::Cell> ConfusionLayout::cellAt(const QPoint& point) const {
    if (cell <= 0 || !table().contains(point)) return std::nullopt;
    const auto index = [this](int pixel) {
        return std::min(static_cast<int>((pixel + 0.5) / cell), classes - 1);
    };
    return Cell{index(point.y() - origin.y()), index(point.x() - origin.x())};
}

ConfusionLayout layoutConfusion(int classes, const QRect& area, int names, int line) {
    ConfusionLayout layout;
    layout.classes = classes;
    layout.origin = area.topLeft() + QPoint(names, names);
    const int side = std::min(area.width(), area.height()) - names;
    if (classes < 1 || side < 1) return layout;
    layout.cell = side / static_cast<double>(classes);
    if (layout.cell > 1) layout.cell = std::floor(std::min(layout.cell, 5.0 * line));
    layout.labelEvery = std::max(1, static_cast<int>(std::ceil(line / layout.cell)));
    return layout;
}

}  // namespace thimble::ui
