#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace thimble::boards {

/// A processor core as far as memory and speed depend on it.
struct CoreInfo {
    std::string_view name;         ///< "cortex-m4f"
    std::string_view description;  ///< for people
    std::string_view target;       ///< the name in tflm/target.h that a board implies
    bool isArm;                    ///< Cortex-M: the layout of arm-none-eabi is its own
};

inline constexpr std::array<CoreInfo, 20> kCores = {{
    {"cortex-m0", "Arm Cortex-M0", "arm32-cmsis-scalar", true},
    {"cortex-m0+", "Arm Cortex-M0+", "arm32-cmsis-scalar", true},
    {"cortex-m3", "Arm Cortex-M3", "arm32-cmsis-scalar", true},
    {"cortex-m4", "Arm Cortex-M4", "arm32-cmsis-dsp", true},
    {"cortex-m4f", "Arm Cortex-M4 with FPU", "arm32-cmsis-dsp", true},
    {"cortex-m7", "Arm Cortex-M7 with FPU", "arm32-cmsis-dsp", true},
    {"cortex-m33", "Arm Cortex-M33 with DSP and FPU", "arm32-cmsis-dsp", true},
    {"cortex-m55", "Arm Cortex-M55 with Helium", "arm32-cmsis-mve", true},
    {"cortex-m85", "Arm Cortex-M85 with Helium", "arm32-cmsis-mve", true},
    {"xtensa-lx6", "Cadence Tensilica Xtensa LX6", "arm32-reference", false},
    {"xtensa-lx7", "Cadence Tensilica Xtensa LX7", "arm32-reference", false},
    {"riscv32", "RISC-V, 32 bit", "arm32-reference", false},
    {"leon3", "LEON3, SPARC V8", "arm32-reference", false},
    {"leon4", "LEON4, SPARC V8", "arm32-reference", false},
    {"mips-m4k", "MIPS32 M4K", "arm32-reference", false},
    {"mips-microaptiv", "MIPS32 microAptiv", "arm32-reference", false},
    {"mips-m5150", "MIPS32 M5150 Warrior", "arm32-reference", false},
    {"rxv2", "Renesas RXv2", "arm32-reference", false},
    {"rxv3", "Renesas RXv3", "arm32-reference", false},
    {"powerpc-750", "PowerPC 750", "arm32-reference", false},
}};

/// Nothing for a name that is not in the table.
[[nodiscard]] std::optional<CoreInfo> findCore(std::string_view name);

}  // namespace thimble::boards
