#pragma once

#include <optional>

#include "core/cost/estimate.h"

namespace thimble::cost {

/// How a device spends its days.
struct DutyCycle {
    double secondsBetween = 60;  ///< from the start of one inference to the start of the next
    double sleepMilliwatts = 0;  ///< while it does nothing
    double batteryMilliwattHours = 0;
};

struct BatteryLife {
    Range averageMilliwatts;
    Range days;           ///< low goes with the high power
    bool keepsUp = true;  ///< false: one inference may take longer than there is time
};

/// Life of a battery that does nothing but this. Its own leakage is not counted.
///   errors   InvalidArgument   a number that must be positive is not, or power is not known
[[nodiscard]] Result<BatteryLife> batteryLife(const CostEstimate& estimate, const DutyCycle& duty);

/// How results leave the device. 0: nobody has stated it.
struct Link {
    double bitsPerSecond = 0;
    double nanojoulesPerBit = 0;
};

struct Sending {
    double bytes = 0;
    std::optional<double> seconds;      ///< nothing where the rate is not known
    std::optional<double> microjoules;  ///< nothing where the energy of a bit is not known
};

/// Whether it pays to infer on the device; Maybe where the range of the estimate holds both.
enum class Pays { No, Maybe, Yes };

/// The raw input sent, against inferring first and sending the answer alone. What rests on an
/// unknown number is absent.
struct SendOrInfer {
    Sending input;
    Sending answer;
    std::optional<Range> inferSeconds;      ///< inference and sending the answer
    std::optional<Range> inferMicrojoules;  ///< likewise
    std::optional<Pays> inTime;
    std::optional<Pays> inEnergy;
    /// What one inference may take at most to be worth its energy: what the shorter message saves.
    std::optional<double> mostMicrojoules;
};

/// Payload bits only: no protocol overhead, retries, or waking of the radio. `estimate` null: time
/// and energy of the inference are not known.
///   errors   InvalidArgument   a number of bytes, a rate or an energy is negative
[[nodiscard]] Result<SendOrInfer> sendOrInfer(const CostEstimate* estimate, const Link& link,
                                              double inputBytes, double answerBytes);

}  // namespace thimble::cost
