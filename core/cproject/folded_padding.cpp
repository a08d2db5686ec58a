#include "core/cproject/folded_padding.h"

#include <array>
#include <cmath>
#include <cstring>

#include "core/cproject/operator_kind.h"

namespace thimble::cproject {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

std::optional<FoldedPadding> imagePadding(const Model& model, std::size_t o) {
    const Operator& op = model.subgraphs[0].operators[o];
    if (codeOf(model, o) != BuiltinOperator::Pad || op.inputs.size() < 2 || op.inputs[1] < 0)
        return {};
    const Tensor& table = model.subgraphs[0].tensors[at(op.inputs[1])];
    const auto bytes = model.buffers[table.buffer].data.bytes();
    std::array<std::int32_t, 8> pairs{};
    if (table.type != TensorType::Int32 || bytes.size() != sizeof pairs) return {};
    std::memcpy(pairs.data(), bytes.data(), sizeof pairs);
    if (pairs[0] != 0 || pairs[1] != 0 || pairs[6] != 0 || pairs[7] != 0) return {};
    return FoldedPadding{pairs[2], pairs[3], pairs[4], pairs[5]};
}

bool zerosAddNothing(const interp::Program& program, std::size_t o) {
    const std::vector<std::int32_t>& inputs = program.model.subgraphs[0].operators[o].inputs;
    if (inputs.size() < 2 || inputs[1] < 0) return false;
    const interp::TensorInfo& weights = program.tensors[program.slot(0, inputs[1])];
    if (weights.type != TensorType::Float32) return true;
    for (std::size_t i = 0; i + sizeof(float) <= weights.constant.size(); i += sizeof(float)) {
        float value = 0;
        std::memcpy(&value, weights.constant.data() + i, sizeof value);
        if (!std::isfinite(value)) return false;
    }
    return true;
}

}  // namespace thimble::cproject
