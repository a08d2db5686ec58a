#pragma once

#include <QString>
#include <optional>

#include "core/search/outcome.h"
#include "core/search/problem.h"

// What the search's charts show of a cost.
namespace thimble::ui {

struct CostAxis {
    QString title;
    double unit = 1;  ///< what one on the axis stands for
};

[[nodiscard]] CostAxis axisOf(search::Objective objective);
/// On that axis; none: unknown, or the score, which is no cost.
[[nodiscard]] std::optional<double> costOnAxis(const search::Outcome& outcome,
                                               search::Objective objective);
[[nodiscard]] std::optional<double> limitOnAxis(const search::Limits& limits,
                                                search::Objective objective);

}  // namespace thimble::ui
