#include "core/model/drop_unused_buffers.h"

#include <utility>
#include <vector>

namespace thimble {

namespace {

template <typename Visit>
void visitBuffers(Model& model, Visit visit) {
    for (Subgraph& subgraph : model.subgraphs)
        for (Tensor& tensor : subgraph.tensors) visit(tensor.buffer);
    for (Metadata& entry : model.metadata) visit(entry.buffer);
    // Nothing promises that these point at something.
    for (std::int32_t& buffer : model.metadataBuffer)
        if (buffer >= 0 && buffer < std::ssize(model.buffers)) visit(buffer);
}

}  // namespace

Model dropUnusedBuffers(const Model& model) {
    Model result = model;
    std::vector<bool> isUsed(model.buffers.size());
    if (!isUsed.empty()) isUsed[0] = true;
    visitBuffers(result, [&](auto& buffer) { isUsed[static_cast<std::size_t>(buffer)] = true; });
    std::vector<std::size_t> position(isUsed.size());
    std::vector<Buffer> kept;
    for (std::size_t b = 0; b < isUsed.size(); ++b) {
        position[b] = kept.size();
        if (isUsed[b]) kept.push_back(model.buffers[b]);
    }
    visitBuffers(result, [&](auto& buffer) {
        buffer = static_cast<std::remove_reference_t<decltype(buffer)>>(
            position[static_cast<std::size_t>(buffer)]);
    });
    result.buffers = std::move(kept);
    return result;
}

}  // namespace thimble
