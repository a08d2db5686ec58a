#include <algorithm>
#include <map>
#include <string_view>

#include "core/eval/compare.h"
#include "core/model/names.h"

namespace thimble::eval {

namespace {

/// Tensors of subgraph 0 by name; -1 where several have it.
std::map<std::string_view, std::int32_t> byName(const Subgraph& subgraph) {
    std::map<std::string_view, std::int32_t> names;
    for (std::size_t t = 0; t < subgraph.tensors.size(); ++t) {
        const auto [place, isNew] =
            names.try_emplace(subgraph.tensors[t].name, static_cast<std::int32_t>(t));
        if (!isNew) place->second = -1;
    }
    names.erase("");
    return names;
}

bool sameOperators(const Model& a, const Model& b) {
    return std::ranges::equal(a.subgraphs[0].operators, b.subgraphs[0].operators,
                              [&](const Operator& x, const Operator& y) {
                                  return operatorName(a, x) == operatorName(b, y) &&
                                         x.outputs.size() == y.outputs.size();
                              });
}

}  // namespace

std::vector<std::int32_t> counterparts(const interp::Program& a, const interp::Program& b) {
    const Subgraph& graphA = a.model.subgraphs[0];
    const Subgraph& graphB = b.model.subgraphs[0];
    std::vector<std::int32_t> result(graphA.tensors.size(), -1);
    const auto offer = [&](std::int32_t tensorA, std::int32_t tensorB) {
        if (tensorA < 0 || tensorB < 0) return;
        std::int32_t& place = result[static_cast<std::size_t>(tensorA)];
        const interp::TensorInfo& infoA = a.tensors[a.slot(0, tensorA)];
        const interp::TensorInfo& infoB = b.tensors[b.slot(0, tensorB)];
        if (place < 0 && infoA.type == infoB.type && infoA.shape == infoB.shape) place = tensorB;
    };
    for (std::size_t i = 0; i < graphA.outputs.size() && i < graphB.outputs.size(); ++i)
        offer(graphA.outputs[i], graphB.outputs[i]);
    const auto namesB = byName(graphB);
    for (const auto& [name, tensor] : byName(graphA))
        if (const auto other = namesB.find(name); other != namesB.end())
            offer(tensor, other->second);
    if (sameOperators(a.model, b.model))
        for (std::size_t o = 0; o < graphA.operators.size(); ++o)
            for (std::size_t i = 0; i < graphA.operators[o].outputs.size(); ++i)
                offer(graphA.operators[o].outputs[i], graphB.operators[o].outputs[i]);
    return result;
}

}  // namespace thimble::eval
