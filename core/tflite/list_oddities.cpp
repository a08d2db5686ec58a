#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/model/names.h"
#include "core/tflite/reader.h"

namespace thimble {

namespace {

/// One sentence per kind of oddity, naming the first place: a list of two hundred misaligned
/// buffers tells nobody more.
class Oddities {
public:
    void add(std::string text) { m_list.push_back(std::move(text)); }

    /// "3 of 40 tensors have no name (first: ...)". `one` and `several` say what they do, `of` how
    /// many could; 0: anybody knows.
    void addCounted(std::size_t count, std::size_t of, std::string_view one,
                    std::string_view several, const std::string& first) {
        if (count == 0) return;
        const std::string all = of == 0 ? std::string() : fmt::format(" of {}", of);
        add(fmt::format("{}{} {} (first: {})", count, all, count == 1 ? one : several, first));
    }

    std::vector<std::string> take() { return std::move(m_list); }

private:
    std::vector<std::string> m_list;
};

struct Count {
    std::size_t count = 0;
    std::string first;
    template <typename Label>
    void hit(Label label) {
        if (count++ == 0) first = label();
    }
};

void listBuffers(const Model& model, const Blob& file, Oddities& odd) {
    Count misaligned;
    std::size_t filled = 0;
    const std::byte* start = file.bytes().data();
    for (std::size_t b = 0; b < model.buffers.size(); ++b) {
        const Blob& data = model.buffers[b].data;
        if (data.empty()) continue;
        ++filled;
        const std::byte* at = data.bytes().data();
        if (!file.empty() && at >= start && at < start + file.size() && (at - start) % 16 != 0)
            misaligned.hit([&] { return fmt::format("buffer {} at byte {}", b, at - start); });
    }
    odd.addCounted(misaligned.count, filled, "constant buffers is not on 16 bytes",
                   "constant buffers are not on 16 bytes", misaligned.first);
    if (!model.buffers.empty() && !model.buffers[0].data.empty())
        odd.add("buffer 0 holds data; it should be the empty one that run-time tensors share");
}

std::optional<Bytes> storedBytes(const Tensor& tensor) {
    const auto bits = storedBits(tensor.type);
    if (!bits) return std::nullopt;
    std::int64_t elements = 1;
    for (const std::int32_t d : tensor.shape) elements *= d;
    return (elements * *bits + 7) / 8;
}

void listTensors(const Model& model, Oddities& odd) {
    Count unnamed, outOfRange, otherSize, sparse, filledVariable, unused;
    std::size_t total = 0;
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = model.subgraphs[s];
        std::vector<bool> used(subgraph.tensors.size());
        const auto mark = [&](const std::vector<std::int32_t>& list) {
            for (const std::int32_t t : list)
                if (t >= 0) used[static_cast<std::size_t>(t)] = true;
        };
        mark(subgraph.inputs);
        mark(subgraph.outputs);
        for (const Operator& op : subgraph.operators) {
            mark(op.inputs);
            mark(op.outputs);
            mark(op.intermediates);
        }
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t, ++total) {
            const Tensor& tensor = subgraph.tensors[t];
            const auto label = [&] { return tensorLabel(model, s, t); };
            const bool constant = isConstant(model, tensor);
            if (tensor.name.empty()) unnamed.hit(label);
            if (tensor.quantization && tensor.quantization->scale.size() > 0 &&
                (tensor.quantization->quantizedDimension < 0 ||
                 tensor.quantization->quantizedDimension >=
                     std::max<std::int32_t>(1, static_cast<std::int32_t>(tensor.shape.size()))))
                outOfRange.hit(label);
            if (tensor.sparsity) sparse.hit(label);
            if (constant && !tensor.sparsity)
                if (const auto bytes = storedBytes(tensor);
                    bytes && *bytes != model.buffers[tensor.buffer].data.size())
                    otherSize.hit([&] {
                        return fmt::format("{}: shape {} takes {} bytes, the buffer has {}",
                                           label(), shapeText(tensor.shape), *bytes,
                                           model.buffers[tensor.buffer].data.size());
                    });
            if (constant && tensor.isVariable) filledVariable.hit(label);
            if (!constant && !tensor.isVariable && !used[t]) unused.hit(label);
        }
    }
    odd.addCounted(unnamed.count, total, "tensors has no name", "tensors have no name",
                   unnamed.first);
    odd.addCounted(outOfRange.count, 0,
                   "tensor names a quantised dimension that it does not have; full TFLite refuses "
                   "such a file, TFLM ignores it",
                   "tensors name a quantised dimension that they do not have; full TFLite refuses "
                   "such a file, TFLM ignores it",
                   outOfRange.first);
    odd.addCounted(otherSize.count, 0, "constant has a buffer of another size than its shape",
                   "constants have a buffer of another size than their shape", otherSize.first);
    odd.addCounted(sparse.count, 0, "sparse tensor, which TFLM would read as if it were dense",
                   "sparse tensors, which TFLM would read as if they were dense", sparse.first);
    odd.addCounted(filledVariable.count, 0, "variable tensor with constant data",
                   "variable tensors with constant data", filledVariable.first);
    odd.addCounted(unused.count, 0,
                   "tensor that nothing reads or writes, and that TFLM gives memory all the same",
                   "tensors that nothing reads or writes, and that TFLM gives memory all the same",
                   unused.first);
}

void listOperators(const Model& model, Oddities& odd) {
    Count controlFlow, unknown, withCustom;
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = model.subgraphs[s];
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const Operator& op = subgraph.operators[o];
            const OperatorCode& code = model.operatorCodes[op.opcode];
            const auto label = [&] { return operatorLabel(model, s, o); };
            const bool calls = code.builtin == BuiltinOperator::If ||
                               code.builtin == BuiltinOperator::While ||
                               code.builtin == BuiltinOperator::CallOnce;
            if (calls && code.newBuiltin != code.builtin) controlFlow.hit(label);
            if (code.builtin != BuiltinOperator::Custom &&
                builtinOperatorName(code.builtin).empty())
                unknown.hit(label);
            if (code.builtin != BuiltinOperator::Custom && op.customOptions) withCustom.hit(label);
        }
    }
    odd.addCounted(controlFlow.count, 0,
                   "control-flow operator is named only by the retired operator code; TFLM's "
                   "planner overlooks its subgraphs",
                   "control-flow operators are named only by the retired operator code; TFLM's "
                   "planner overlooks their subgraphs",
                   controlFlow.first);
    odd.addCounted(unknown.count, 0, "operator is not in schema 3d",
                   "operators are not in schema 3d", unknown.first);
    odd.addCounted(withCustom.count, 0,
                   "builtin operator carries custom options, which TFLM refuses",
                   "builtin operators carry custom options, which TFLM refuses", withCustom.first);
    const auto retired = std::ranges::count_if(model.operatorCodes, [](const OperatorCode& code) {
        return code.newBuiltin != code.builtin;
    });
    if (retired > 0)
        odd.add(fmt::format("{} of {} operator codes {} only the retired 8-bit field", retired,
                            model.operatorCodes.size(), retired == 1 ? "uses" : "use"));
}

}  // namespace

std::vector<std::string> listOddities(const Model& model, const Blob& file) {
    Oddities odd;
    if (model.version != 3)
        odd.add(fmt::format("the file says schema version {}; 3 is the only one", model.version));
    listBuffers(model, file, odd);
    listTensors(model, odd);
    listOperators(model, odd);
    return odd.take();
}

}  // namespace thimble
