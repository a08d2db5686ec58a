#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/cost/cost_data.h"
#include "core/model/model.h"

namespace thimble::cost {

// Cycles, time and energy of one invocation. A model fitted to measurements, not a measurement:
// every figure has a low and a high between which 19 of 20 left-out measurements lay.
//   source   docs/algorithms/cost-model.md; tools/fit_cost --report for the errors

/// An estimate with its interval.
struct Range {
    double low = 0;
    double value = 0;
    double high = 0;

    [[nodiscard]] Range times(double scale) const {
        return {low * scale, value * scale, high * scale};
    }
    friend bool operator==(const Range&, const Range&) = default;
};

/// As far as time and energy depend on a board.
struct Machine {
    std::string core;  ///< as boards have it: "cortex-m4f", "cortex-m7"
    std::string chip;  ///< "STM32F446RE"
    double clockHz = 0;
    std::string stack;            ///< as MachineCost; stackOf(target) for TFLM
    double activeMilliwatts = 0;  ///< stated for the board; 0: nobody has, measurements are asked
    double activeMilliwattsClockHz = 0;  ///< at which that was; 0: at the board's clock
    friend bool operator==(const Machine&, const Machine&) = default;
};

struct OperatorCost {
    std::int32_t index = 0;  ///< in subgraph 0
    std::string name;        ///< "CONV_2D"
    std::string routine;     ///< the loop nest that its cost was fitted for
    bool known = true;       ///< false: a custom operator or control flow; counted as nothing
    Range instructions;      ///< on a Cortex-M4 with the library's kernels
    Range cycles;            ///< of this operator alone: wider than its part in the total
    Range microseconds;
    Range microjoules;  ///< zero without power
};

struct CostEstimate {
    std::vector<OperatorCost> operators;  ///< of subgraph 0
    Range cycles;
    Range microseconds;
    Range microjoules;  ///< zero where the active power is not known
    Range milliwatts;   ///< while it computes; zero where it is not known
    Basis basis{};
    std::string machineSource;  ///< the measurements that cycles rest on
    std::string powerSource;
    std::size_t unknownOperators = 0;  ///< counted as nothing: the total is a lower bound then
};

/// "tflm-reference" or "tflm-cmsis-nn".
[[nodiscard]] std::string_view stackOf(bool isCmsis);

/// Stacks for which there are coefficients on this core, sorted.
[[nodiscard]] std::vector<std::string> stacksFor(const CostData& data, std::string_view core);

/// The entry for a machine: its chip's, else its core's. Null where nothing is known of it.
[[nodiscard]] const MachineCost* machineCost(const CostData& data, const Machine& machine);
[[nodiscard]] const PowerCost* powerCost(const CostData& data, const Machine& machine);

/// Instructions of one operator by the coefficients.
[[nodiscard]] Range instructions(const CostData& data, const OperatorWork& work, Kernels kernels);

/// Whether the model of costs has an idea of the operator at all.
[[nodiscard]] bool isCostKnown(const OperatorWork& work);

/// What one invocation costs; `model` has passed checkModel. Called subgraphs are not counted.
///   errors   Unsupported   nothing was measured for this core and stack: names both
///            InvalidArgument   no clock
[[nodiscard]] Result<CostEstimate> estimateCost(const Model& model, const Machine& machine,
                                                const CostData& data = builtInCostData());

}  // namespace thimble::cost
