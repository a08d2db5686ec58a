#pragma once

#include <QFontMetrics>

#include "core/report/report.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/step_axis.h"

namespace thimble::ui {

/// How the steps are labelled below a plot: their numbers, brackets over called subgraphs, and
/// where there is room the operators' names, level in a second row or standing upright.
struct StepBand {
    enum class Names { None, Level, Upright };
    Names names = Names::None;
    int height = 0;
    int stride = 1;  ///< numbers are shown for its multiples
    friend bool operator==(const StepBand&, const StepBand&) = default;
};

/// Pixels of the longest operator name. Looks at every operator: keep the answer.
[[nodiscard]] int widestOperatorName(const Report& report, const QFontMetrics& metrics);

/// One row, without names.
[[nodiscard]] StepBand numbersOnly(double stepWidth, std::int32_t operators,
                                   const QFontMetrics& metrics);

/// `mostHeight`: pixels that names may take; numbers are always shown.
[[nodiscard]] StepBand layoutStepBand(double stepWidth, int widestName, std::int32_t operators,
                                      const QFontMetrics& metrics, int mostHeight);

/// Below a timeline that fills `area` and shows so many steps: bars come before names.
[[nodiscard]] StepBand layoutStepBand(const PlotStyle& style, const QRect& area, double steps,
                                      const Report& report, int widestName);

void drawStepBand(QPainter& painter, const PlotStyle& style, const QRect& area,
                  const StepBand& band, const Report& report, const StepScale& scale);

}  // namespace thimble::ui
