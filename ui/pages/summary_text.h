#pragma once

#include <QString>
#include <QStringList>

#include "core/pipeline/planned_model.h"
#include "core/report/report.h"

// The sentences of the summary. Those marked "rich" hold links and escaped text.
namespace thimble::ui {

/// "Needs 100,672 bytes of SRAM on Cortex-M4, M7, M33 with CMSIS-NN", or that TFLM refuses the
/// model.
[[nodiscard]] QString headline(const Report& report);
/// The same and what the plan would change: "Needs 100,672 bytes of SRAM on ...; 82,240 with a
/// better plan and the same output". `plan` null: not known yet.
[[nodiscard]] QString storyHeadline(const Report& report, const PlannedModel* plan);
/// Where the number of the headline comes from, and whether it is exact.
[[nodiscard]] QString headlineTip(const Report& report);
/// The same of the peak, what is reported and what is warned of.
[[nodiscard]] QString peakTip(const Report& report);
/// "31 operators, 89 tensors, 7,489,664 MACs, 219,072 B of weights in flash".
[[nodiscard]] QString modelSentence(const Report& report);
/// Rich: "It peaks at #2 CONV_2D, with 55,296 B of tensors alive".
[[nodiscard]] QString peakSentence(const Report& report);
/// Rich: "Fullest step, with scratch 73,728 B at #4 CONV_2D"; empty where that is the peak.
[[nodiscard]] QString fullestSentence(const Report& report);
/// "arena_used_bytes() will say 100,660; ..."; empty where TFLM refuses the model.
[[nodiscard]] QString usedSentence(const Report& report);
/// Whether the numbers are measured or by formula; empty where TFLM refuses the model.
[[nodiscard]] QString exactnessSentence(const Report& report);
/// What the head loses to gaps between buffers; empty when nothing.
[[nodiscard]] QString fragmentationSentence(const Report& report);
/// That starting up needs more than running; empty where it does not.
[[nodiscard]] QString startupSentence(const Report& report);
/// What TFLM refuses and why, and what is shown all the same; empty where it accepts the model.
[[nodiscard]] QString refusalSentence(const Report& report);
/// The largest contributors, as they are.
[[nodiscard]] QStringList contributorSentences(const Report& report);

}  // namespace thimble::ui
