#pragma once

#include "core/base/result.h"
#include "core/diagram/layout.h"

namespace thimble::diagram {

/// Layers from top to bottom, by graphviz's dot; the same request gives the same layout. Where
/// lines together cross more than `kCarefulLayers` layers the search for short lines is cut off and
/// the layout is rough: without that a network unrolled over time takes dot many minutes.
///   errors   InvalidArgument   a request that fails checkRequest
///            Unsupported       graphviz has no dot, or fails
///   threads  one at a time in a process; cannot be stopped
///   source   E. R. Gansner et al., "A technique for drawing directed graphs", IEEE TSE 19(3), 1993
[[nodiscard]] Result<Layout> layOut(const LayoutRequest& request);

inline constexpr std::int64_t kCarefulLayers = 6000;

}  // namespace thimble::diagram
