#pragma once

#include <QString>
#include <vector>

#include "core/pipeline/use_on_board.h"
#include "ui/jobs/boards_job.h"

// What the page of boards says in words.
namespace thimble::ui {

/// "Fits ST NUCLEO-F446RE", "Does not fit ST NUCLEO-F446RE".
[[nodiscard]] QString boardHeadline(const BoardAnswer& answer);
/// How much of SRAM and flash is used and left; or every reason why it does not fit.
[[nodiscard]] QString boardVerdict(const BoardAnswer& answer);
/// What the answer rests on and what is not known; may be empty.
[[nodiscard]] QString boardNotes(const BoardAnswer& answer);
/// "The model fits 31 of 54 boards".
[[nodiscard]] QString boardsHeadline(const BoardAnswers& answers);

/// What stands beside the gauges.
[[nodiscard]] QString sramText(const boards::Fit& fit);
[[nodiscard]] QString flashText(const boards::Fit& fit);
[[nodiscard]] QString latencyText(const BoardAnswer& answer);
[[nodiscard]] QString energyText(const BoardAnswer& answer);
/// How long the battery lasts, and whether inferring beats sending the raw input: what is known.
[[nodiscard]] QString batteryText(const UseOnBoard& use);
[[nodiscard]] QString sendingText(const BoardAnswer& answer, const UseOnBoard& use);
/// On what the estimates rest: the measurements; or why there is none.
[[nodiscard]] QString latencyTip(const BoardAnswer& answer);
[[nodiscard]] QString energyTip(const BoardAnswer& answer);

}  // namespace thimble::ui
