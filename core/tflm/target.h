#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace thimble::tflm {

/// How the compiler lays out TFLM's structures. Arm32 is arm-none-eabi with hard float and short
/// enums, the bare-metal convention; Host64 is x86-64 Linux.
enum class Abi { Host64, Arm32 };

/// Which kernels TFLM was built with. The CMSIS-NN variants differ in scratch memory:
/// Scalar is M0 to M3, Dsp is M4, M7 and M33, Mve is M55 and M85.
enum class KernelLibrary { Reference, CmsisScalar, CmsisDsp, CmsisMve };

/// What an arena costs depends on both.
struct Target {
    Abi abi = Abi::Arm32;
    KernelLibrary kernels = KernelLibrary::Reference;

    [[nodiscard]] constexpr bool isCmsis() const { return kernels != KernelLibrary::Reference; }
    friend bool operator==(const Target&, const Target&) = default;
};

/// A target as the command line and the window offer it.
struct TargetInfo {
    std::string_view name;         ///< "arm32-reference"
    std::string_view description;  ///< one line for people
    Target target;
    bool exact;  ///< measured against TFLM itself; otherwise by CMSIS-NN's published formulas
};

inline constexpr std::array<TargetInfo, 5> kTargets = {{
    {"arm32-reference",
     "Cortex-M (or any ILP32 part), TFLM reference kernels",
     {Abi::Arm32, KernelLibrary::Reference},
     true},
    {"arm32-cmsis-scalar",
     "Cortex-M0, M0+, M3 with CMSIS-NN",
     {Abi::Arm32, KernelLibrary::CmsisScalar},
     false},
    {"arm32-cmsis-dsp",
     "Cortex-M4, M7, M33 with CMSIS-NN",
     {Abi::Arm32, KernelLibrary::CmsisDsp},
     true},
    {"arm32-cmsis-mve",
     "Cortex-M55, M85 with CMSIS-NN",
     {Abi::Arm32, KernelLibrary::CmsisMve},
     false},
    {"host64-reference",
     "x86-64 host, TFLM reference kernels",
     {Abi::Host64, KernelLibrary::Reference},
     true},
}};

/// Nothing for a name that is not in the table.
[[nodiscard]] std::optional<TargetInfo> findTarget(std::string_view name);

}  // namespace thimble::tflm
