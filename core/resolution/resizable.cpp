#include "core/resolution/resizable.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "core/model/names.h"

namespace thimble::resolution {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// How often anything in the model names the tensor of the first subgraph.
std::ptrdiff_t usesOf(const Model& model, std::int32_t tensor) {
    const Subgraph& subgraph = model.subgraphs[0];
    std::ptrdiff_t uses =
        std::ranges::count(subgraph.inputs, tensor) + std::ranges::count(subgraph.outputs, tensor);
    for (const Operator& op : subgraph.operators)
        uses += std::ranges::count(op.inputs, tensor) + std::ranges::count(op.outputs, tensor) +
                std::ranges::count(op.intermediates, tensor);
    const auto names = [&](const NamedTensor& named) {
        return std::cmp_equal(named.tensor, tensor);
    };
    for (const Signature& signature : model.signatures)
        if (signature.subgraph == 0)
            uses += std::ranges::count_if(signature.inputs, names) +
                    std::ranges::count_if(signature.outputs, names);
    for (const Tensor& other : subgraph.tensors) {
        if (!other.quantization) continue;
        const auto& details = other.quantization->details;
        if (const auto* blocks = std::get_if<BlockwiseQuantization>(&details))
            uses += (blocks->scales == tensor ? 1 : 0) + (blocks->zeroPoints == tensor ? 1 : 0);
        if (const auto* axes = std::get_if<MultiAxisQuantization>(&details))
            uses += (axes->scales == tensor ? 1 : 0) + (axes->zeroPoints == tensor ? 1 : 0);
    }
    return uses;
}

/// How often anything in the model names the buffer.
std::ptrdiff_t usesOfBuffer(const Model& model, std::uint32_t buffer) {
    const auto names = [&](const auto& user) { return user.buffer == buffer; };
    std::ptrdiff_t uses =
        std::ranges::count_if(model.metadata, names) +
        std::ranges::count(model.metadataBuffer, static_cast<std::int32_t>(buffer));
    for (const Subgraph& subgraph : model.subgraphs)
        uses += std::ranges::count_if(subgraph.tensors, names);
    return uses;
}

template <typename Integer>
Blob integers(const ops::Dims& values) {
    std::vector<std::byte> bytes(values.size() * sizeof(Integer));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = static_cast<Integer>(values[i]);
        std::memcpy(bytes.data() + i * sizeof(Integer), &value, sizeof(Integer));
    }
    return Blob(std::move(bytes));
}

}  // namespace

bool Resizable::isChanged(std::int32_t tensor) const {
    return tensor >= 0 && at(tensor) < before.subgraphs[0].tensors.size() &&
           before.subgraphs[0].tensors[at(tensor)].shape !=
               model.subgraphs[0].tensors[at(tensor)].shape;
}

tl::unexpected<Error> Resizable::refuse(std::size_t o, const std::string& what) const {
    return fail(ErrorCode::Unsupported, operatorLabel(before, 0, o) + " " + what);
}

void Resizable::setConstant(std::size_t o, std::size_t position, const ops::Dims& values) {
    if (operands(o).values(position) == values) return;
    Subgraph& subgraph = model.subgraphs[0];
    std::int32_t& tensor = subgraph.operators[o].inputs[position];
    if (usesOf(model, tensor) > 1) {
        Tensor own = subgraph.tensors[at(tensor)];
        subgraph.tensors.push_back(std::move(own));
        tensor = static_cast<std::int32_t>(subgraph.tensors.size()) - 1;
    }
    Tensor& constant = subgraph.tensors[at(tensor)];
    if (usesOfBuffer(model, constant.buffer) > 1) {
        constant.buffer = static_cast<std::uint32_t>(model.buffers.size());
        model.buffers.emplace_back();
    }
    model.buffers[constant.buffer].data = constant.type == TensorType::Int64
                                              ? integers<std::int64_t>(values)
                                              : integers<std::int32_t>(values);
}

void Resizable::setOption(std::size_t o, std::string_view name, std::int64_t value) {
    Operator& changed = model.subgraphs[0].operators[o];
    for (OptionTable* table : {&changed.options, &changed.options2})
        for (OptionField& field : table->fields)
            if (field.name == name) {
                field.value = value;
                return;
            }
}

}  // namespace thimble::resolution
