#pragma once

#include "core/cproject/emitter.h"

namespace thimble::cproject {

// Operators of other types than int8, whose table entry stands with the int8 one.
[[nodiscard]] Result<void> emitConvS16(Emitter& emitter);
[[nodiscard]] Result<void> emitDepthwiseS16(Emitter& emitter);
[[nodiscard]] Result<void> emitFullyConnectedS16(Emitter& emitter);
[[nodiscard]] Result<void> emitConvF32(Emitter& emitter);
[[nodiscard]] Result<void> emitDepthwiseF32(Emitter& emitter);
[[nodiscard]] Result<void> emitFullyConnectedF32(Emitter& emitter);

}  // namespace thimble::cproject
