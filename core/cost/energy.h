#pragma once

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

/// How results leave the device.
struct Link {
    double bitsPerSecond = 0;
    double nanojoulesPerBit = 0;
};

struct Sending {
    double bytes = 0;
    double seconds = 0;
    double microjoules = 0;
};

/// The raw input sent, against inferring first and sending the answer alone.
struct SendOrInfer {
    Sending input;
    Sending answer;
    Range inferSeconds;             ///< inference and sending the answer
    Range inferMicrojoules;         ///< likewise
    bool inferSavesEnergy = false;  ///< even at the high end
    bool inferSavesTime = false;
};

/// Payload bits only: no protocol overhead, retries, or waking of the radio.
///   errors   InvalidArgument   as above, for the link
[[nodiscard]] Result<SendOrInfer> sendOrInfer(const CostEstimate& estimate, const Link& link,
                                              double inputBytes, double answerBytes);

}  // namespace thimble::cost
