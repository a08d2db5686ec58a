#pragma once

#include <span>
#include <vector>

#include "core/cproject/emitter.h"

namespace thimble::cproject {

// One table for each file of this folder.
[[nodiscard]] std::span<const EmitEntry> arithmeticEmitters();
[[nodiscard]] std::span<const EmitEntry> convolutionEmitters();
[[nodiscard]] std::span<const EmitEntry> fullyConnectedEmitters();
[[nodiscard]] std::span<const EmitEntry> meanEmitters();
[[nodiscard]] std::span<const EmitEntry> movementEmitters();
[[nodiscard]] std::span<const EmitEntry> poolingEmitters();
[[nodiscard]] std::span<const EmitEntry> recurrentEmitters();
[[nodiscard]] std::span<const EmitEntry> reshapeEmitters();
[[nodiscard]] std::span<const EmitEntry> signalEmitters();
[[nodiscard]] std::span<const EmitEntry> signalFourierEmitters();
[[nodiscard]] std::span<const EmitEntry> softmaxEmitters();
[[nodiscard]] std::span<const EmitEntry> transposeConvolutionEmitters();
[[nodiscard]] std::span<const EmitEntry> unaryEmitters();
[[nodiscard]] std::span<const EmitEntry> variableEmitters();

/// All of them.
[[nodiscard]] inline std::vector<std::span<const EmitEntry>> emitFamilies() {
    return {convolutionEmitters(),
            fullyConnectedEmitters(),
            recurrentEmitters(),
            reshapeEmitters(),
            transposeConvolutionEmitters(),
            variableEmitters(),
            unaryEmitters(),
            movementEmitters(),
            meanEmitters(),
            arithmeticEmitters(),
            poolingEmitters(),
            softmaxEmitters(),
            signalEmitters(),
            signalFourierEmitters()};
}

}  // namespace thimble::cproject
