#include "core/interp/program.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "core/interp/operator_call.h"
#include "core/model/names.h"
#include "core/ops/operator_rules.h"

namespace thimble::interp {

namespace {

constexpr std::size_t kMostTensorBytes = std::size_t{2} << 30U;

std::size_t elementsOf(const Tensor& tensor) {
    std::size_t elements = 1;
    for (const std::int32_t d : tensor.shape) elements *= static_cast<std::size_t>(d);
    return elements;
}

/// Of 4-bit values, the first in the lower half of each byte: a byte each, sign-extended.
std::vector<std::byte> unpackInt4(std::span<const std::byte> packed, std::size_t elements) {
    std::vector<std::byte> bytes(elements);
    for (std::size_t i = 0; i < elements; ++i) {
        const unsigned nibble = std::to_integer<unsigned>(packed[i / 2] >> (i % 2 * 4)) & 0xFU;
        bytes[i] = static_cast<std::byte>((nibble ^ 8U) - 8U);
    }
    return bytes;
}

/// The constant's bytes as kernels want them.
Result<std::span<const std::byte>> constantBytes(Program& program, std::size_t s, std::size_t t,
                                                 const TensorInfo& info) {
    const Tensor& tensor = program.model.subgraphs[s].tensors[t];
    const std::span<const std::byte> stored = program.model.buffers[tensor.buffer].data.bytes();
    const bool packed = tensor.type == TensorType::Int4;
    const std::size_t needed = packed ? (info.elements + 1) / 2 : info.bytes;
    if (stored.size() < needed)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} has {} bytes; its shape {} asks for {}",
                                tensorLabel(program.model, s, t), stored.size(),
                                shapeText(tensor.shape), needed));
    const std::size_t width = info.elements == 0 ? 1 : info.bytes / info.elements;
    if (!packed && reinterpret_cast<std::uintptr_t>(stored.data()) % width == 0)
        return stored.first(info.bytes);
    program.unpacked.push_back(std::make_shared<const std::vector<std::byte>>(
        packed ? unpackInt4(stored, info.elements)
               : std::vector<std::byte>(stored.begin(),
                                        stored.begin() + static_cast<std::ptrdiff_t>(needed))));
    return std::span<const std::byte>(*program.unpacked.back());
}

Result<TensorInfo> tensorInfo(Program& program, std::size_t s, std::size_t t) {
    const Tensor& tensor = program.model.subgraphs[s].tensors[t];
    TensorInfo info;
    info.type = tensor.type;
    info.shape = tensor.shape;
    info.elements = elementsOf(tensor);
    info.bytes =
        info.elements * static_cast<std::size_t>(tflmElementBytes(tensor.type).value_or(0));
    info.isVariable = tensor.isVariable;
    if (tensor.sparsity)
        return fail(ErrorCode::Unsupported,
                    tensorLabel(program.model, s, t) + " is sparse, which no kernel reads");
    if (tensor.quantization && !tensor.quantization->scale.empty()) {
        info.quantization = &*tensor.quantization;
        info.scale = tensor.quantization->scale[0];
        if (!std::isfinite(info.scale)) info.scale = 0;
        if (!tensor.quantization->zeroPoint.empty())
            info.zeroPoint = static_cast<std::int32_t>(tensor.quantization->zeroPoint[0]);
    }
    if (!isConstant(program.model, tensor)) return info;
    info.isConstant = true;
    if (info.bytes > 0) {
        THIMBLE_TRY(info.constant, constantBytes(program, s, t, info));
    }
    return info;
}

Result<void> addTensors(Program& program) {
    std::size_t total = 0;
    for (std::size_t s = 0; s < program.model.subgraphs.size(); ++s) {
        program.firstSlot.push_back(program.tensors.size());
        for (std::size_t t = 0; t < program.model.subgraphs[s].tensors.size(); ++t) {
            THIMBLE_TRY(TensorInfo info, tensorInfo(program, s, t));
            total += info.bytes;
            program.tensors.push_back(std::move(info));
            if (total > kMostTensorBytes)
                return fail(ErrorCode::Unsupported, "the tensors are larger than 2 GiB together");
        }
    }
    return {};
}

/// Operators without a kernel, each kind once with the first place where it occurs.
Result<void> checkKernels(const Model& model) {
    std::vector<std::string> names;
    std::string missing;
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s)
        for (std::size_t o = 0; o < model.subgraphs[s].operators.size(); ++o) {
            const OperatorCode& code = model.operatorCodes[model.subgraphs[s].operators[o].opcode];
            if (findKernel(code.builtin, code.customCode) != nullptr) continue;
            const std::string name = operatorName(model, model.subgraphs[s].operators[o]);
            if (std::ranges::find(names, name) != names.end()) continue;
            names.push_back(name);
            missing += (missing.empty() ? "" : ", ") + operatorLabel(model, s, o);
        }
    if (missing.empty()) return {};
    return fail(ErrorCode::Unsupported, "there is no kernel for " + missing);
}

Result<void> checkShapes(const Program& program, std::size_t s, std::size_t o) {
    const Subgraph& subgraph = program.model.subgraphs[s];
    const Operator& op = subgraph.operators[o];
    const auto shapes = outputShapes(program.model, subgraph, op);
    if (!shapes) return {};
    for (std::size_t i = 0; i < shapes->size() && i < op.outputs.size(); ++i) {
        const auto t = static_cast<std::size_t>(op.outputs[i]);
        if ((*shapes)[i] == subgraph.tensors[t].shape) continue;
        return fail(
            ErrorCode::InvalidFile,
            fmt::format("{} gives an output of shape {}, but {} has shape {}",
                        operatorLabel(program.model, s, o), shapeText((*shapes)[i]),
                        tensorLabel(program.model, s, t), shapeText(subgraph.tensors[t].shape)));
    }
    return {};
}

}  // namespace

Result<std::shared_ptr<const Program>> prepareProgram(const Model& model, PrepareOptions options) {
    for (const Metadata& metadata : model.metadata)
        if (metadata.name == "COMPRESSION_METADATA")
            return fail(ErrorCode::Unsupported,
                        "its weights are compressed, which no kernel reads");
    THIMBLE_CHECK(checkKernels(model));
    auto program = std::make_shared<Program>();
    program->model = model;
    THIMBLE_CHECK(addTensors(*program));
    program->steps.resize(model.subgraphs.size());
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s)
        for (std::size_t o = 0; o < model.subgraphs[s].operators.size(); ++o) {
            THIMBLE_CHECK(checkShapes(*program, s, o));
            OperatorCall call(*program, s, o, options);
            const OperatorCode& code = model.operatorCodes[model.subgraphs[s].operators[o].opcode];
            THIMBLE_TRY(Step step, findKernel(code.builtin, code.customCode)->prepare(call));
            program->steps[s].push_back(std::move(step));
        }
    return program;
}

}  // namespace thimble::interp
