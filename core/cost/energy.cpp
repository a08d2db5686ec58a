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
    Sending result{bytes, std::nullopt, std::nullopt};
    if (link.bitsPerSecond > 0) result.seconds = bits / link.bitsPerSecond;
    if (link.nanojoulesPerBit > 0) result.microjoules = bits * link.nanojoulesPerBit / 1000;
    return result;
}

Range plus(const Range& range, double extra) {
    return {range.low + extra, range.value + extra, range.high + extra};
}

Pays pays(const Range& infer, double send) {
    if (infer.high < send) return Pays::Yes;
    return infer.low < send ? Pays::Maybe : Pays::No;
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

Result<SendOrInfer> sendOrInfer(const CostEstimate* estimate, const Link& link, double inputBytes,
                                double answerBytes) {
    for (const double number : {link.bitsPerSecond, link.nanojoulesPerBit, inputBytes, answerBytes})
        if (!(number >= 0))
            return fail(ErrorCode::InvalidArgument,
                        "rate, energy and bytes of a message cannot be below 0");
    SendOrInfer result;
    result.input = sending(link, inputBytes);
    result.answer = sending(link, answerBytes);
    if (result.input.microjoules && result.answer.microjoules)
        result.mostMicrojoules = *result.input.microjoules - *result.answer.microjoules;
    if (estimate == nullptr) return result;
    if (result.answer.seconds) {
        result.inferSeconds = plus(estimate->microseconds.times(1e-6), *result.answer.seconds);
        result.inTime = pays(*result.inferSeconds, *result.input.seconds);
    }
    if (result.answer.microjoules && estimate->milliwatts.value > 0) {
        result.inferMicrojoules = plus(estimate->microjoules, *result.answer.microjoules);
        result.inEnergy = pays(*result.inferMicrojoules, *result.input.microjoules);
    }
    return result;
}

}  // namespace thimble::cost
