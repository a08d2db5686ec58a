#include "core/model/drop_orphans.h"

#include <algorithm>
#include <variant>

namespace thimble {

namespace {

constexpr std::int32_t kDropped = -1;

/// Calls `visit` with every place in the subgraph that holds a tensor index.
template <typename AnySubgraph, typename Visit>
void visitReferences(AnySubgraph& subgraph, Visit visit) {
    for (auto* list : {&subgraph.inputs, &subgraph.outputs})
        for (auto& t : *list) visit(t);
    for (auto& op : subgraph.operators)
        for (auto* list : {&op.inputs, &op.outputs, &op.intermediates})
            for (auto& t : *list) visit(t);
}

/// The tensors that hold another tensor's scales and zero points.
template <typename AnyTensor, typename Visit>
void visitQuantization(AnyTensor& tensor, Visit visit) {
    if (!tensor.quantization) return;
    const auto visitBoth = [&](auto& details) {
        visit(details.scales);
        visit(details.zeroPoints);
    };
    if (auto* blocks = std::get_if<BlockwiseQuantization>(&tensor.quantization->details))
        visitBoth(*blocks);
    if (auto* axes = std::get_if<MultiAxisQuantization>(&tensor.quantization->details))
        visitBoth(*axes);
}

/// New positions of a subgraph's tensors.
std::vector<std::int32_t> closeRanks(const std::vector<bool>& named) {
    std::vector<std::int32_t> position(named.size(), kDropped);
    std::int32_t next = 0;
    for (std::size_t t = 0; t < named.size(); ++t)
        if (named[t]) position[t] = next++;
    return position;
}

void keepOnly(Model& model, std::size_t s, const std::vector<bool>& named) {
    Subgraph& subgraph = model.subgraphs[s];
    const std::vector<std::int32_t> position = closeRanks(named);
    const auto moved = [&](auto& t) {
        using Index = std::remove_reference_t<decltype(t)>;
        const auto index = static_cast<std::int64_t>(t);
        if (index >= 0 && index < static_cast<std::int64_t>(position.size()))
            t = static_cast<Index>(position[static_cast<std::size_t>(index)]);
    };
    visitReferences(subgraph, moved);
    for (Signature& signature : model.signatures)
        if (signature.subgraph == s)
            for (auto* list : {&signature.inputs, &signature.outputs})
                for (NamedTensor& entry : *list) moved(entry.tensor);
    std::vector<Tensor> kept;
    for (std::size_t t = 0; t < named.size(); ++t) {
        if (!named[t]) continue;
        kept.push_back(std::move(subgraph.tensors[t]));
        visitQuantization(kept.back(), moved);
    }
    subgraph.tensors = std::move(kept);
}

std::vector<bool> buffersInUse(const Model& model) {
    std::vector<bool> used(model.buffers.size());
    const auto use = [&](std::int64_t buffer) {
        if (buffer >= 0 && buffer < static_cast<std::int64_t>(used.size()))
            used[static_cast<std::size_t>(buffer)] = true;
    };
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Tensor& tensor : subgraph.tensors) use(tensor.buffer);
    for (const Metadata& entry : model.metadata) use(entry.buffer);
    for (const std::int32_t buffer : model.metadataBuffer) use(buffer);
    return used;
}

}  // namespace

std::vector<bool> namedTensors(const Model& model, std::size_t s) {
    const Subgraph& subgraph = model.subgraphs[s];
    std::vector<bool> named(subgraph.tensors.size());
    const auto name = [&](std::int64_t t) {
        if (t >= 0 && t < static_cast<std::int64_t>(named.size()))
            named[static_cast<std::size_t>(t)] = true;
    };
    visitReferences(subgraph, name);
    for (const Signature& signature : model.signatures)
        if (signature.subgraph == s)
            for (const auto* list : {&signature.inputs, &signature.outputs})
                for (const NamedTensor& entry : *list) name(entry.tensor);
    // A tensor of scales may have scales of its own.
    for (bool more = true; more;) {
        const auto before = std::ranges::count(named, true);
        for (std::size_t t = 0; t < named.size(); ++t)
            if (named[t]) visitQuantization(subgraph.tensors[t], name);
        more = std::ranges::count(named, true) != before;
    }
    return named;
}

Model dropOrphanTensors(const Model& model) {
    Model result = model;
    const std::vector<bool> usedBefore = buffersInUse(model);
    bool changed = false;
    for (std::size_t s = 0; s < result.subgraphs.size(); ++s) {
        const std::vector<bool> named = namedTensors(result, s);
        if (std::ranges::all_of(named, [](bool is) { return is; })) continue;
        keepOnly(result, s, named);
        changed = true;
    }
    if (!changed) return result;
    const std::vector<bool> usedNow = buffersInUse(result);
    for (std::size_t b = 0; b < usedNow.size(); ++b)
        if (usedBefore[b] && !usedNow[b]) result.buffers[b] = {};
    return result;
}

}  // namespace thimble
