#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/cost/routines.h"

namespace thimble::cost {

// What tools/fit_cost has learned from measurements: resources/cost/coefficients.json. A model, not
// exact. Every estimate comes with a factor that says how wrong it may be: 19 of 20 left-out
// measurements lay between estimate / factor and estimate * factor.

/// How sure an estimate is.
enum class Basis {
    Chip,    ///< measured on this chip with this stack
    Core,    ///< measured on other chips with this core and stack
    Scaled,  ///< from measurements of a sibling core or stack
};
[[nodiscard]] std::string_view basisName(Basis basis);

/// Instructions of one routine on an emulated Cortex-M4F, GCC 12.2 -O2.
struct RoutineCost {
    std::string routine;
    Kernels kernels{};
    Terms perTerm{};    ///< instructions for one of each term; none is negative
    double factor = 1;  ///< of one operator's estimate
    int operators = 0;  ///< that were measured; 0: another routine stands in
    friend bool operator==(const RoutineCost&, const RoutineCost&) = default;
};

/// How a core with a software stack turns instructions into cycles.
struct MachineCost {
    std::string core;      ///< as boards have it: "cortex-m4"
    std::string chip;      ///< "STM32F446", the start of a chip's name; empty: any
    std::string stack;     ///< "tflm-cmsis-nn", "tflm-reference", "x-cube-ai", ...
    Kernels kernels{};     ///< whose instructions are counted
    double cyclesPer = 0;  ///< cycles for one instruction of a convolution
    double spread = 1;     ///< of the class Spread: so many times that
    double product = 1;    ///< of the class Product
    double factor = 1;     ///< of a whole network's estimate
    Basis basis{};
    std::string source;  ///< the measurements it rests on
    friend bool operator==(const MachineCost&, const MachineCost&) = default;
};

/// Active power measured on boards with a core, in proportion to the clock.
struct PowerCost {
    std::string core;
    std::string chip;       ///< as above
    double milliwatts = 0;  ///< at `megahertz`
    double megahertz = 0;
    double factor = 1;
    std::string source;
    friend bool operator==(const PowerCost&, const PowerCost&) = default;
};

struct CostData {
    std::vector<RoutineCost> routines;
    std::vector<MachineCost> machines;
    std::vector<PowerCost> powers;

    /// Null where there is none.
    [[nodiscard]] const RoutineCost* routine(std::string_view name, Kernels kernels) const;
    friend bool operator==(const CostData&, const CostData&) = default;
};

/// Errors: InvalidFile names the field.
[[nodiscard]] Result<CostData> readCostData(std::string_view json);
/// Numbers with six digits, one entry a line.
[[nodiscard]] std::string costDataJson(const CostData& data);

/// The file that the program was built with.
[[nodiscard]] const CostData& builtInCostData();

}  // namespace thimble::cost
