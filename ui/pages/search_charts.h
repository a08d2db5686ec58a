#pragma once

#include <vector>

#include "ui/document/searcher.h"
#include "ui/pages/front_chart.h"

// What the charts of a search show; nothing before there is one.
namespace thimble::ui {

/// Scores against the cost that was asked for. `chosen`: a point of `front`; -1: none.
[[nodiscard]] FrontChart::Content frontContent(const Searcher& searcher,
                                               const std::vector<search::FrontPoint>& front,
                                               int chosen);
/// Scores in the order of evaluation; the best so far are joined.
[[nodiscard]] FrontChart::Content scoreHistory(const Searcher& searcher);
/// Costs of what fits, in the order of evaluation.
[[nodiscard]] FrontChart::Content costHistory(const Searcher& searcher);

}  // namespace thimble::ui
