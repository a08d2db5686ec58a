#include "core/pipeline/use_on_board.h"

#include <cmath>

#include "core/cost/machine_of_board.h"

namespace thimble {

namespace {

constexpr double kSecondsPerDay = 24 * 60 * 60;

/// Of subgraph 0.
Bytes bytesOf(const Report& report, bool TensorRow::*role) {
    Bytes sum = 0;
    for (const TensorRow& tensor : report.tensors)
        if (tensor.subgraph == 0 && tensor.*role) sum += tensor.bytes;
    return sum;
}

Result<void> checkUsage(const Usage& usage) {
    const auto isAbove0 = [](double number) { return number > 0 && std::isfinite(number); };
    if (!isAbove0(usage.inferencesPerDay))
        return fail(ErrorCode::InvalidArgument, "inferences per day must be more than 0");
    if (!isAbove0(usage.batteryMilliwattHours))
        return fail(ErrorCode::InvalidArgument, "a battery must hold more than 0 mWh");
    if (!(usage.sleepMilliwatts >= 0) || !std::isfinite(usage.sleepMilliwatts))
        return fail(ErrorCode::InvalidArgument, "the power asleep cannot be below 0");
    return {};
}

}  // namespace

Result<UseOnBoard> useOnBoard(const BoardFit& on, const Usage& usage) {
    THIMBLE_CHECK(checkUsage(usage));
    UseOnBoard use;
    const std::optional<cost::CostEstimate>& estimate = on.cost.inference;
    if (!estimate) {
        use.batteryUnknown = "time and energy of an inference are not known";
    } else if (!(estimate->milliwatts.value > 0)) {
        use.batteryUnknown = "nobody has stated what the board draws while it computes";
    } else {
        THIMBLE_TRY(
            use.battery,
            cost::batteryLife(*estimate, {kSecondsPerDay / usage.inferencesPerDay,
                                          usage.sleepMilliwatts, usage.batteryMilliwattHours}));
    }
    const std::optional<cost::Link> link = cost::linkOf(on.board);
    if (!link) {
        use.sendingUnknown = "no radio or downlink is stated for the board";
        return use;
    }
    const Bytes input = usage.inputBytes.value_or(bytesOf(*on.report, &TensorRow::isInput));
    const Bytes answer = usage.answerBytes.value_or(bytesOf(*on.report, &TensorRow::isOutput));
    THIMBLE_TRY(use.sending,
                cost::sendOrInfer(estimate ? &*estimate : nullptr, *link,
                                  static_cast<double>(input), static_cast<double>(answer)));
    return use;
}

}  // namespace thimble
