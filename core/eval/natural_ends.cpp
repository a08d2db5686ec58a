#include "core/eval/natural_ends.h"

#include <cmath>
#include <limits>
#include <optional>

#include "core/eval/tensor_statistics.h"

namespace thimble::eval {

namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

/// What values of a tensor can be, in real numbers.
struct Bounds {
    double lowest = -kNone;
    double highest = kNone;
    std::string because;
};

/// By the schema's ActivationFunctionType.
std::optional<Bounds> boundsOfActivation(std::int64_t activation) {
    switch (activation) {
        case 1: return Bounds{0, kNone, "RELU"};
        case 2: return Bounds{-1, 1, "RELU_N1_TO_1"};
        case 3: return Bounds{0, 6, "RELU6"};
        case 4: return Bounds{-1, 1, "TANH"};
        default: return std::nullopt;
    }
}

std::optional<Bounds> boundsOfOperator(BuiltinOperator code) {
    switch (code) {
        case BuiltinOperator::Relu: return Bounds{0, kNone, "RELU"};
        case BuiltinOperator::Relu6: return Bounds{0, 6, "RELU6"};
        case BuiltinOperator::ReluN1To1: return Bounds{-1, 1, "RELU_N1_TO_1"};
        case BuiltinOperator::Relu0To1: return Bounds{0, 1, "RELU_0_TO_1"};
        case BuiltinOperator::Abs: return Bounds{0, kNone, "ABS"};
        case BuiltinOperator::Logistic: return Bounds{0, 1, "LOGISTIC"};
        case BuiltinOperator::Softmax: return Bounds{0, 1, "SOFTMAX"};
        case BuiltinOperator::Tanh: return Bounds{-1, 1, "TANH"};
        default: return std::nullopt;
    }
}

/// The input whose elements the outputs are made of; -1: none.
int handsOn(BuiltinOperator code) {
    switch (code) {
        case BuiltinOperator::Reshape:
        case BuiltinOperator::Squeeze:
        case BuiltinOperator::ExpandDims:
        case BuiltinOperator::Transpose:
        case BuiltinOperator::Slice:
        case BuiltinOperator::StridedSlice:
        case BuiltinOperator::SplitV:
        case BuiltinOperator::Gather:
        case BuiltinOperator::Quantize:
        case BuiltinOperator::Mean:
        case BuiltinOperator::ReduceMax:
        case BuiltinOperator::MaxPool2d:
        case BuiltinOperator::AveragePool2d: return 0;
        case BuiltinOperator::Split: return 1;
        default: return -1;
    }
}

NaturalEnds endsOf(const interp::TensorInfo& tensor, const Bounds& bounds) {
    const auto range = storedRange(tensor.type);
    if (!range || tensor.scale <= 0) return {};
    // Infinite bounds stay infinite.
    const auto stored = [&tensor](double real) {
        return std::round(real / static_cast<double>(tensor.scale)) + tensor.zeroPoint;
    };
    const bool lowest = stored(bounds.lowest) >= static_cast<double>(range->lowest) - 1;
    const bool highest = stored(bounds.highest) <= static_cast<double>(range->highest) + 1;
    return {lowest, highest, bounds.because};
}

}  // namespace

std::vector<NaturalEnds> naturalEnds(const interp::Program& program) {
    std::vector<std::optional<Bounds>> bounds(program.tensors.size());
    std::vector<NaturalEnds> ends(program.tensors.size());
    for (std::size_t s = 0; s < program.model.subgraphs.size(); ++s)
        for (const Operator& op : program.model.subgraphs[s].operators) {
            const BuiltinOperator code = program.model.operatorCodes[op.opcode].builtin;
            auto found = boundsOfActivation(op.options.integer("fused_activation_function"));
            if (!found) found = boundsOfOperator(code);
            const int from = handsOn(code);
            if (!found && from >= 0 && static_cast<std::size_t>(from) < op.inputs.size())
                if (const std::int32_t t = op.inputs[static_cast<std::size_t>(from)]; t >= 0)
                    found = bounds[program.slot(s, t)];
            if (!found) continue;
            for (const std::int32_t t : op.outputs) {
                if (t < 0) continue;
                const interp::Slot slot = program.slot(s, t);
                bounds[slot] = found;
                ends[slot] = endsOf(program.tensors[slot], *found);
            }
        }
    return ends;
}

}  // namespace thimble::eval
