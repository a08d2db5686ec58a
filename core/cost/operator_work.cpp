#include "core/cost/operator_work.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/ops/operands.h"
#include "core/ops/operator_rules.h"
#include "core/ops/window.h"

namespace thimble::cost {

namespace {

using ops::Dims;
using ops::Operands;

double real(std::int64_t value) { return static_cast<double>(value); }

double elements(const Dims& dims) {
    double count = 1;
    for (const std::int64_t size : dims) count *= real(size);
    return count;
}

NumberKind numberKind(TensorType type) {
    switch (type) {
        case TensorType::Int8:
        case TensorType::UInt8:
        case TensorType::Int4: return NumberKind::Int8;
        case TensorType::Int16:
        case TensorType::UInt16: return NumberKind::Int16;
        case TensorType::Float32:
        case TensorType::Float16: return NumberKind::Float;
        default: return NumberKind::Other;
    }
}

const Tensor* tensorAt(const Subgraph& subgraph, std::int32_t index) {
    if (index < 0 || index >= std::ssize(subgraph.tensors)) return nullptr;
    return &subgraph.tensors[static_cast<std::size_t>(index)];
}

bool isRunTime(const Model& model, const Tensor& tensor) {
    return tensor.buffer >= model.buffers.size() || !isConstant(model, tensor);
}

/// What holds for every operator.
void countTensors(const Model& model, const Subgraph& subgraph, const Operator& op,
                  OperatorWork& work) {
    bool hasNumber = false;
    std::optional<Dims> first;
    for (const std::int32_t index : op.inputs) {
        const Tensor* tensor = tensorAt(subgraph, index);
        const std::optional<Dims> dims = ops::shapeOf(subgraph, index);
        if (!tensor || !dims) continue;
        // Constants are stretched over the other input, too, but are often no operands at all.
        if (first && elements(*first) != elements(*dims)) work.broadcasts = true;
        if (!first) first = dims;
        if (!isRunTime(model, *tensor)) continue;
        work.inputs += 1;
        work.inputElements += elements(*dims);
        if (!hasNumber) {
            work.number = numberKind(tensor->type);
            work.fromUnsigned = tensor->type == TensorType::UInt8;
        }
        hasNumber = true;
    }
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
        const std::optional<Dims> dims = ops::shapeOf(subgraph, op.outputs[i]);
        if (!dims) continue;
        work.outputs += 1;
        work.outputElements += elements(*dims);
        if (i > 0) continue;
        const Tensor& tensor = *tensorAt(subgraph, op.outputs[i]);
        work.elementBytes = static_cast<double>(tflmElementBytes(tensor.type).value_or(0));
        work.innerElements = dims->empty() ? 1 : real(dims->back());
        // An operator that makes numbers out of indices or of nothing.
        if (!hasNumber || work.number == NumberKind::Other) work.number = numberKind(tensor.type);
    }
}

/// A window's way along one axis.
struct Sweep {
    std::int64_t input = 1;
    std::int64_t output = 1;
    std::int64_t window = 1;
    std::int64_t stride = 1;
    std::int64_t dilation = 1;

    [[nodiscard]] std::int64_t padding() const {
        const std::int64_t reach = (window - 1) * dilation + 1;
        return std::max<std::int64_t>((output - 1) * stride + reach - input, 0) / 2;
    }

    /// Pairs of position and window element inside the image.
    [[nodiscard]] double taps() const {
        constexpr std::int64_t kLongest = 4096;  // no kernel is; a hostile file's may be
        if (window > kLongest) return real(output) * real(window);
        double count = 0;
        for (std::int64_t k = 0; k < window; ++k) {
            const std::int64_t shift = k * dilation - padding();
            const std::int64_t first = shift >= 0 ? 0 : ops::divideUp(-shift, stride);
            if (shift >= input) continue;
            const std::int64_t last = std::min((input - 1 - shift) / stride, output - 1);
            count += real(std::max<std::int64_t>(last - first + 1, 0));
        }
        return count;
    }
};

/// Window sizes come from the filter [?, KH, KW, ?] or from the options of a pooling operator.
void countWindow(const Operands& in, const Dims& image, const Dims& output, std::int64_t height,
                 std::int64_t width, OperatorWork& work) {
    std::array<Sweep, 2> sweeps;
    const std::array sizes = {height, width};
    const std::array axes = {ops::kHeightAxis, ops::kWidthAxis};
    work.dilation = work.stride = 1;
    for (std::size_t i = 0; i < sweeps.size(); ++i) {
        sweeps[i] = {image[1 + i], output[1 + i], sizes[i],
                     std::max<std::int64_t>(in.option(axes[i].stride), 1),
                     std::max<std::int64_t>(in.option(axes[i].dilation, 1), 1)};
        work.stride *= real(sweeps[i].stride);
        work.dilation *= real(sweeps[i].dilation);
        work.padding = std::max(work.padding, real(sweeps[i].padding()));
    }
    work.positions = real(output[0]) * real(output[1]) * real(output[2]);
    work.taps = real(output[0]) * sweeps[0].taps() * sweeps[1].taps();
    work.window = real(height) * real(width);
    work.windowHeight = real(height);
    work.outputChannels = real(output[3]);
    work.imageChannels = real(image[3]);
}

void countConvolution(const Operands& in, OperatorWork& work) {
    const auto image = in.shape(0, 4), filter = in.shape(1, 4), output = in.outputShape(0);
    if (!image || !filter || !output || output->size() != 4) return;
    countWindow(in, *image, *output, (*filter)[1], (*filter)[2], work);
    const bool depthwise = work.code == BuiltinOperator::DepthwiseConv2d;
    work.inputChannels = depthwise ? 1 : real((*filter)[3]);
    work.multiplier =
        depthwise && work.imageChannels > 0 ? work.outputChannels / work.imageChannels : 0;
}

/// Seen from the image: every element of it meets the whole window.
void countTransposed(const Operands& in, OperatorWork& work) {
    const auto filter = in.shape(1, 4), image = in.shape(2, 4), output = in.outputShape(0);
    if (!filter || !image || !output || output->size() != 4) return;
    work.positions = real((*image)[0]) * real((*image)[1]) * real((*image)[2]);
    work.window = real((*filter)[1]) * real((*filter)[2]);
    work.windowHeight = real((*filter)[1]);
    work.taps = work.positions * work.window;
    work.inputChannels = work.imageChannels = real((*image)[3]);
    work.outputChannels = real((*output)[3]);
    work.stride = work.dilation = 1;
}

void countPooling(const Operands& in, OperatorWork& work) {
    const auto image = in.shape(0, 4), output = in.outputShape(0);
    if (!image || !output || output->size() != 4) return;
    countWindow(in, *image, *output, std::max<std::int64_t>(in.option("filter_height"), 1),
                std::max<std::int64_t>(in.option("filter_width"), 1), work);
}

/// Weights are [units, depth].
void countProduct(const Operands& in, OperatorWork& work) {
    const auto weights = in.shape(1, 2);
    if (!weights || (*weights)[0] == 0) return;
    work.outputChannels = real((*weights)[0]);
    work.inputChannels = work.imageChannels = real((*weights)[1]);
    work.positions = work.taps = work.outputElements / work.outputChannels;
    work.window = work.windowHeight = work.stride = work.dilation = 1;
}

/// Elements before `axis`: how often an operator along it starts anew.
double before(const Dims& dims, std::int64_t axis) {
    const std::optional<std::size_t> at = ops::axisAmong(dims.size(), axis);
    return at ? elements(Dims(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(*at))) : 1;
}

/// How many pieces of memory are copied one by one.
double runsOf(const Operands& in, const OperatorWork& work) {
    const auto output = in.outputShape(0);
    if (!output || output->empty()) return 1;
    const double rows = work.outputElements / std::max(work.innerElements, 1.0);
    switch (work.code) {
        case BuiltinOperator::Concatenation:
        case BuiltinOperator::Pack: return work.inputs * before(*output, in.option("axis"));
        case BuiltinOperator::Unpack: {
            const auto input = in.shape(0);
            return input ? work.outputs * before(*input, in.option("axis")) : 1;
        }
        case BuiltinOperator::Split: return work.outputs * before(*output, in.value(0).value_or(0));
        case BuiltinOperator::SplitV:
            return work.outputs * before(*output, in.value(2).value_or(0));
        case BuiltinOperator::Pad:
        case BuiltinOperator::Padv2: {
            // Whole rows go in one piece as long as nothing is added inside them.
            const auto input = in.shape(0);
            const bool isWhole = input && input->size() == output->size() && input->size() > 1 &&
                                 input->back() == output->back();
            return isWhole ? rows / std::max(real((*output)[output->size() - 2]), 1.0) : rows;
        }
        default: return rows;
    }
}

bool hasManyScales(const Operands& in) {
    const Tensor* weights = in.input(1);
    return weights && weights->quantization && weights->quantization->scale.size() > 1;
}

}  // namespace

OperatorWork operatorWork(const Model& model, const Subgraph& subgraph, const Operator& op) {
    OperatorWork work;
    work.code = BuiltinOperator{-1};
    if (op.opcode < model.operatorCodes.size()) {
        work.code = model.operatorCodes[op.opcode].builtin;
        if (work.code == BuiltinOperator::Custom)
            work.custom = model.operatorCodes[op.opcode].customCode;
    }
    work.macs = static_cast<double>(operatorMacs(model, subgraph, op));
    countTensors(model, subgraph, op, work);
    const Operands in(model, subgraph, op);
    switch (work.code) {
        case BuiltinOperator::Conv2d:
        case BuiltinOperator::DepthwiseConv2d: countConvolution(in, work); break;
        case BuiltinOperator::TransposeConv: countTransposed(in, work); break;
        case BuiltinOperator::AveragePool2d:
        case BuiltinOperator::MaxPool2d: countPooling(in, work); break;
        case BuiltinOperator::FullyConnected: countProduct(in, work); break;
        default: break;
    }
    work.runs = runsOf(in, work);
    work.perChannel = work.window > 0 && hasManyScales(in);
    return work;
}

}  // namespace thimble::cost
