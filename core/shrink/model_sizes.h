#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/base/units.h"
#include "core/model/model.h"
#include "core/tflm/target.h"

namespace thimble::shrink {

/// What a model needs and does.
struct ModelSizes {
    std::optional<Bytes> arenaBytes;  ///< TFLM's, with the best plan; nothing where it refuses it
    Bytes weightBytes = 0;            ///< each buffer once
    Macs macs = 0;                    ///< of subgraph 0
    friend bool operator==(const ModelSizes&, const ModelSizes&) = default;
};

[[nodiscard]] Bytes weightBytesOf(const Model& model);

///   errors   as soundPlan, but for a model that TFLM refuses
[[nodiscard]] Result<ModelSizes> sizesOf(const Model& model, const tflm::TargetInfo& target,
                                         const SearchControl& control = {});

}  // namespace thimble::shrink
