#pragma once

#include <QString>
#include <QStringList>

#include "core/report/report.h"

// The sentences of the summary. Those marked "rich" hold links and escaped text.
namespace thimble::ui {

/// "Needs 100,672 bytes of SRAM on Cortex-M4, M7, M33 with CMSIS-NN", or that TFLM refuses the
/// model.
[[nodiscard]] QString headline(const Report& report);
/// "31 operators, 89 tensors, 7,489,664 MACs, 219,072 B of weights in flash".
[[nodiscard]] QString modelSentence(const Report& report);
/// Rich: "Peak working set 55,296 B at #2 CONV_2D".
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
