#include "core/shrink/model_sizes.h"

#include <set>

#include "core/ops/operator_rules.h"
#include "core/shrink/arena_needs.h"
#include "core/tflm/device_memory.h"

namespace thimble::shrink {

Bytes weightBytesOf(const Model& model) {
    std::set<std::uint32_t> buffers;
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Tensor& tensor : subgraph.tensors) buffers.insert(tensor.buffer);
    Bytes total = 0;
    for (const std::uint32_t b : buffers) total += model.buffers[b].data.size();
    return total;
}

Result<ModelSizes> sizesOf(const Model& model, const tflm::TargetInfo& target,
                           const SearchControl& control) {
    ModelSizes sizes{.weightBytes = weightBytesOf(model), .macs = modelMacs(model)};
    THIMBLE_TRY(const tflm::DeviceMemory device, tflm::deviceMemory(model, target));
    if (!device.accepts) return sizes;
    THIMBLE_TRY(const MemoryPlan plan, soundPlan(model, target, control));
    sizes.arenaBytes = plan.after.minimumBytes;
    return sizes;
}

}  // namespace thimble::shrink
