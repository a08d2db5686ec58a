#pragma once

#include <QRect>
#include <vector>

#include "core/eval/tensor_statistics.h"

namespace thimble::ui {

/// The bars of a histogram over the whole width of an area, in pixels. Where one bin holds more
/// than ten times what any other does, heights are logarithmic: every power of ten is as high as
/// the one before it, and one element is a tenth of the way to ten.
struct HistogramLayout {
    QRect plot;
    std::vector<QRect> bars;  ///< one for each bin; empty: no elements. At least a pixel high.
    bool isLogarithmic = false;
    std::int64_t most = 0;  ///< elements in the fullest bin

    /// The bin at a pixel column; -1: beside them.
    [[nodiscard]] int binAt(int x) const;
    /// The whole height of the plot.
    [[nodiscard]] QRect column(int bin) const;
    /// The pixel row of a number of elements.
    [[nodiscard]] int y(std::int64_t count) const;
    /// Round numbers of elements for marks on the axis, ascending, none above `most`.
    [[nodiscard]] std::vector<std::int64_t> marks(int distance) const;
};

[[nodiscard]] HistogramLayout layoutHistogram(const eval::Histogram& histogram, const QRect& plot);

}  // namespace thimble::ui
