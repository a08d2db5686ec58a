#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/cproject/emit/channels.h"
#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

// What kernels for whole images and for rows have in common.

/// What the quick kernels do: int8, weights known and without a zero point.
[[nodiscard]] bool isPlain(const Emitter& emitter, const interp::Contraction& sum);

/// The window on the tensor without the padding.
[[nodiscard]] interp::Window unpadded(interp::Window window, const FoldedPadding& padding);

/// What kernels are told of an int8 contraction: its requantisation, its channels and the weights
/// of each, a patch in the order [height, width, depth].
struct KnownSum {
    interp::Requantisation how;
    Channels channels;
    std::function<std::vector<std::int8_t>(std::size_t)> weightsOf;
};
[[nodiscard]] Result<KnownSum> knownSum(const Emitter& emitter, const interp::Contraction& sum);

/// Weights as the kernels of patches read them: see th_conv.h.
[[nodiscard]] std::vector<std::uint32_t> patchWeights(
    const interp::Window& window,
    const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf);

/// A call of that kernel with the fields of `th_conv_params`, without operands.
void emitPatchCall(Emitter& emitter, std::string_view kernel, const interp::Window& window,
                   const KnownSum& known);

/// Bytes of a patch of int8, in whole words.
[[nodiscard]] std::size_t packedPatchBytes(const interp::Window& window);

/// Bytes in which such a kernel works.
[[nodiscard]] std::size_t patchScratch(const interp::Window& window);

}  // namespace thimble::cproject
