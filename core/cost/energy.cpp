#include "core/cost/energy.h"

#include <algorithm>

namespace thimble::cost {

namespace {

constexpr double kHoursPerDay = 24;

Result<void> needPower(const CostEstimate& estimate) {
    if (!(estimate.milliwatts.value > 0))
        return fail(ErrorCode::InvalidArgument, "the active power of this board is not known");
    return {};
}

Sending sending(const Link& link, double bytes) {
    const double bits = bytes * 8;
    return {bytes, bits / link.bitsPerSecond, bits * link.nanojoulesPerBit / 1000};
}

}  // namespace

Result<BatteryLife> batteryLife(const CostEstimate& estimate, const DutyCycle& duty) {
    THIMBLE_CHECK(needPower(estimate));
    if (!(duty.secondsBetween > 0) || !(duty.batteryMilliwattHours > 0) || duty.sleepMilliwatts < 0)
        return fail(ErrorCode::InvalidArgument,
                    "a battery life needs a period and a capacity above 0");
    const auto average = [&](double microseconds, double microjoules) {
        const double active = std::min(microseconds * 1e-6, duty.secondsBetween);
        // A device that cannot keep up computes all the time.
        const double share = active > 0 ? active / (microseconds * 1e-6) : 0;
        const double millijoules = microjoules * share / 1000;
        return (millijoules + duty.sleepMilliwatts * (duty.secondsBetween - active)) /
               duty.secondsBetween;
    };
    const Range &time = estimate.microseconds, &energy = estimate.microjoules;
    BatteryLife life;
    life.averageMilliwatts = {average(time.low, energy.low), average(time.value, energy.value),
                              average(time.high, energy.high)};
    const auto days = [&](double milliwatts) {
        return duty.batteryMilliwattHours / milliwatts / kHoursPerDay;
    };
    life.days = {days(life.averageMilliwatts.high), days(life.averageMilliwatts.value),
                 days(life.averageMilliwatts.low)};
    life.keepsUp = time.high * 1e-6 <= duty.secondsBetween;
    return life;
}

Result<SendOrInfer> sendOrInfer(const CostEstimate& estimate, const Link& link, double inputBytes,
                                double answerBytes) {
    THIMBLE_CHECK(needPower(estimate));
    if (!(link.bitsPerSecond > 0) || !(link.nanojoulesPerBit > 0))
        return fail(ErrorCode::InvalidArgument,
                    "a link needs a rate and an energy per bit above 0");
    SendOrInfer result;
    result.input = sending(link, inputBytes);
    result.answer = sending(link, answerBytes);
    const auto plus = [](const Range& range, double scale, double extra) {
        return Range{range.low * scale + extra, range.value * scale + extra,
                     range.high * scale + extra};
    };
    result.inferSeconds = plus(estimate.microseconds, 1e-6, result.answer.seconds);
    result.inferMicrojoules = plus(estimate.microjoules, 1, result.answer.microjoules);
    result.inferSavesEnergy = result.inferMicrojoules.high < result.input.microjoules;
    result.inferSavesTime = result.inferSeconds.high < result.input.seconds;
    return result;
}

}  // namespace thimble::cost
