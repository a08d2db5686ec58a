#pragma once

#include <optional>
#include <string>

#include "core/cost/energy.h"
#include "core/pipeline/fit_on_board.h"

namespace thimble {

/// How a device is used: what nobody can read from a model or a board.
struct Usage {
    double inferencesPerDay = 1440;       ///< one a minute
    double sleepMilliwatts = 0;           ///< between inferences
    double batteryMilliwattHours = 7500;  ///< two AA cells: 2.5 Ah at 3 V
    std::optional<Bytes> inputBytes;      ///< to be sent raw; nothing: the model's inputs
    std::optional<Bytes> answerBytes;     ///< nothing: the model's outputs
    friend bool operator==(const Usage&, const Usage&) = default;
};

/// How long a battery lasts, and whether inferring on the device beats sending the raw input.
struct UseOnBoard {
    std::optional<cost::BatteryLife> battery;
    std::string batteryUnknown;  ///< why there is none
    std::optional<cost::SendOrInfer> sending;
    std::string sendingUnknown;  ///< why there is none
};

/// `on` is an answer of fitOnBoard.
///   errors   InvalidArgument   a number of `usage` that makes no sense
[[nodiscard]] Result<UseOnBoard> useOnBoard(const BoardFit& on, const Usage& usage);

}  // namespace thimble
