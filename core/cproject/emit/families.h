#pragma once

#include <span>
#include <vector>

#include "core/cproject/emitter.h"

namespace thimble::cproject {

// One table for each file of this folder.
[[nodiscard]] std::span<const EmitEntry> convolutionEmitters();
[[nodiscard]] std::span<const EmitEntry> fullyConnectedEmitters();
[[nodiscard]] std::span<const EmitEntry> recurrentEmitters();
[[nodiscard]] std::span<const EmitEntry> reshapeEmitters();
[[nodiscard]] std::span<const EmitEntry> transposeConvolutionEmitters();
[[nodiscard]] std::span<const EmitEntry> variableEmitters();

/// All of them.
[[nodiscard]] inline std::vector<std::span<const EmitEntry>> emitFamilies() {
    return {convolutionEmitters(), fullyConnectedEmitters(),       recurrentEmitters(),
            reshapeEmitters(),     transposeConvolutionEmitters(), variableEmitters()};
}

}  // namespace thimble::cproject
