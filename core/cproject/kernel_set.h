#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace thimble::cproject {

/// Whose kernels a project calls. CMSIS-NN's sources are the user's to supply; it has int8
/// convolutions, depthwise convolutions and matrix products here, all else stays our own.
enum class KernelSet { Own, CmsisNn };

/// A set as the command line and the window offer it.
struct KernelSetInfo {
    KernelSet set;
    std::string_view name;   ///< "cmsis-nn"
    std::string_view title;  ///< for people
};

inline constexpr std::array<KernelSetInfo, 2> kKernelSets = {{
    {KernelSet::Own, "own", "Own"},
    {KernelSet::CmsisNn, "cmsis-nn", "CMSIS-NN"},
}};

[[nodiscard]] constexpr const KernelSetInfo& kernelSetInfo(KernelSet set) {
    return kKernelSets[static_cast<std::size_t>(set)];
}

/// Nothing for a name that is not in the table.
[[nodiscard]] constexpr std::optional<KernelSet> findKernelSet(std::string_view name) {
    for (const KernelSetInfo& info : kKernelSets)
        if (info.name == name) return info.set;
    return std::nullopt;
}

}  // namespace thimble::cproject
