#pragma once

#include "core/cproject/emitter.h"

namespace thimble::cproject {

/// One row of AVERAGE_POOL_2D or MAX_POOL_2D.
[[nodiscard]] Result<void> emitPoolRow(Emitter& emitter);

}  // namespace thimble::cproject
