#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/model/model.h"
#include "core/patches/patch_plan.h"
#include "core/patches/patch_rule.h"

namespace thimble::patches {

/// A tensor that a segment's steps read or write.
struct PatchTensor {
    std::int32_t source = 0;  ///< tensor of the model whose values these are
    bool isWhole = true;      ///< the model's own, as it is
    Region region;            ///< a part: which, with the padding that it has already
    Extent channels;          ///< a slice: which; empty: all
    std::int32_t patch = 0;   ///< which one it is made for
};

struct PatchStep {
    enum class Kind {
        Slice,  ///< a region of an input, or some of its channels
        Pad,    ///< the same with zero points around it
        Run,    ///< operator `op` on parts
        Join,   ///< parts side by side along `axis`
    };
    Kind kind = Kind::Run;
    std::int32_t op = -1;
    bool isValid = false;              ///< Run: the padding is in the input
    Extent channels;                   ///< Run: makes these alone; empty: all
    std::int32_t axis = 1;             ///< Join: 1 rows, 2 columns, the last one channels
    std::vector<std::int32_t> inputs;  ///< in PatchSteps::tensors; -1: left out
    std::int32_t output = 0;
};

/// What a segment does, patch by patch.
struct PatchSteps {
    PatchPlan plan;
    std::vector<PatchTensor> tensors;
    std::vector<PatchStep> steps;  ///< in an order in which they can run
    std::int32_t result = 0;       ///< the segment's output, whole
};

/// Where parts of a tensor end: as even as possible, on multiples of `step` where there are enough.
[[nodiscard]] std::vector<Extent> cut(std::int64_t size, std::int64_t parts, std::int64_t step);

/// [1, height, width, C] of a tensor; fewer dimensions for what is no image.
[[nodiscard]] std::vector<std::int32_t> shapeOf(const Model& model, const PatchTensor& tensor);
/// Of the step, as operatorMacs counts them.
[[nodiscard]] Macs stepMacs(const Model& model, const PatchSteps& steps, const PatchStep& step);

/// The rules of all operators, read once for many plans.
using PatchRules = std::vector<Result<PatchRule>>;
[[nodiscard]] PatchRules patchRules(const Model& model);

/// Takes a plan apart. Every part of a tensor is as large as its readers in the same patch need; a
/// reader that needs less gets a slice of it. Where SAME padding comes out right for a part it
/// stays; otherwise the rows and columns that lie outside are added by PAD and the operator is
/// VALID. PADs of the model vanish into that.
///   errors   InvalidArgument   a plan whose numbers make no sense for this model
///            Unsupported       operators without a rule, named; a segment with more than one
///                              output; pooling over the edge of the image
[[nodiscard]] Result<PatchSteps> patchSteps(const Model& model, const PatchRules& rules,
                                            const PatchPlan& plan);

}  // namespace thimble::patches
