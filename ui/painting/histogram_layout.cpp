#include "ui/painting/histogram_layout.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

namespace {

constexpr std::int64_t kTowering = 10;  // times the next largest

/// 0 for nothing; 0.1 powers of ten for one element.
double powers(std::int64_t count) {
    if (count <= 0) return 0;
    return 0.1 + std::log10(static_cast<double>(count));
}

}  // namespace

int HistogramLayout::binAt(int x) const {
    if (bars.empty() || x < plot.left() || x > plot.right()) return -1;
    const auto bins = static_cast<std::int64_t>(bars.size());
    for (auto bin = static_cast<int>((x - plot.left()) * bins / plot.width());
         bin < static_cast<int>(bins); ++bin)
        if (x <= column(bin).right()) return bin;
    return static_cast<int>(bins) - 1;
}

QRect HistogramLayout::column(int bin) const {
    // Edges are rounded, not widths, so that the bins fill the plot exactly.
    const auto bins = static_cast<std::int64_t>(bars.size());
    const auto edge = [&](std::int64_t i) {
        return plot.left() + static_cast<int>(i * plot.width() / bins);
    };
    return {edge(bin), plot.top(), std::max(1, edge(bin + 1) - edge(bin)), plot.height()};
}

int HistogramLayout::y(std::int64_t count) const {
    const double part = most == 0       ? 0
                        : isLogarithmic ? powers(count) / powers(most)
                                        : static_cast<double>(count) / static_cast<double>(most);
    return plot.bottom() + 1 - static_cast<int>(std::lround(part * plot.height()));
}

std::vector<std::int64_t> HistogramLayout::marks(int distance) const {
    std::vector<std::int64_t> marks;
    int last = plot.bottom() + 1 + distance;
    const auto add = [&](std::int64_t count) {
        if (last - y(count) < distance) return;
        marks.push_back(count);
        last = y(count);
    };
    if (isLogarithmic) {
        for (std::int64_t count = 1; count <= most; count *= 10) add(count);
        return marks;
    }
    const int room = std::max(1, plot.height() / std::max(1, distance));
    std::int64_t step = 1;
    for (int i = 0; most / step > room; ++i) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    for (std::int64_t count = 0; count <= most; count += step) add(count);
    return marks;
}

HistogramLayout layoutHistogram(const eval::Histogram& histogram, const QRect& plot) {
    HistogramLayout layout;
    layout.plot = plot;
    std::int64_t second = 0;
    for (const std::int64_t count : histogram.counts) {
        second = std::max(second, std::min(count, layout.most));
        layout.most = std::max(layout.most, count);
    }
    layout.isLogarithmic = second > 0 && layout.most / second >= kTowering;
    layout.bars.resize(histogram.counts.size());
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        if (histogram.counts[bin] == 0) continue;
        QRect bar = layout.column(static_cast<int>(bin));
        bar.setTop(std::min(layout.y(histogram.counts[bin]), plot.bottom()));
        layout.bars[bin] = bar;
    }
    return layout;
}

}  // namespace thimble::ui
