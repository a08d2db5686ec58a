// Sources: TFLM lite/kernels/padding.h (ComputePaddingHeightWidth), lite/kernels/kernel_util.cc
// (PopulateConvolutionQuantizationParams), core/api/flatbuffer_conversions.cc (ConvertTensorType).

#include "core/tflm/kernels/common.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

constexpr std::int64_t kLargestSize = std::int64_t{1} << 48;
constexpr std::int64_t kSame = 0;
constexpr std::int64_t kValid = 1;

/// One axis of a window on its input.
struct Axis {
    std::int64_t input, filter, stride, dilation;

    [[nodiscard]] std::int64_t reach() const { return (filter - 1) * dilation + 1; }

    [[nodiscard]] std::optional<std::int64_t> outputSize(std::int64_t padding) const {
        if (input < 0 || filter < 1 || stride < 1 || dilation < 1) return {};
        if (padding != kSame && padding != kValid) return {};
        const std::int64_t room = padding == kSame ? input + stride - 1 : input + stride - reach();
        const std::int64_t size = room / stride;
        if (size < 0) return {};
        return size;
    }
    [[nodiscard]] std::int64_t paddingBefore(std::int64_t outputSize) const {
        const std::int64_t total = (outputSize - 1) * stride + reach() - input;
        const std::int64_t before = std::max<std::int64_t>(total, 0) / 2;
        return before <= std::numeric_limits<std::int32_t>::max() ? before : 0;
    }
};

/// Rows and columns.
std::pair<Axis, Axis> axesOf(const Window& window, const Tensor& input, HeightWidth filter) {
    return {
        {KernelCall::dim(input, 1), filter.height, window.stride.height, window.dilation.height},
        {KernelCall::dim(input, 2), filter.width, window.stride.width, window.dilation.width}};
}

std::string typeText(const Tensor& tensor) { return std::string(tensorTypeName(tensor.type)); }

}  // namespace

Window windowOf(const OptionTable& options) {
    return {options.integer("padding"),
            {options.integer("stride_h"), options.integer("stride_w")},
            {options.integer("dilation_h_factor", 1), options.integer("dilation_w_factor", 1)}};
}

HeightWidth windowPadding(const Window& window, const Tensor& input, HeightWidth filter) {
    const auto [rows, columns] = axesOf(window, input, filter);
    const std::optional<std::int64_t> outputRows = rows.outputSize(window.padding);
    const std::optional<std::int64_t> outputColumns = columns.outputSize(window.padding);
    if (!outputRows || !outputColumns) return {};
    return {rows.paddingBefore(*outputRows), columns.paddingBefore(*outputColumns)};
}

HeightWidth windowOutput(const Window& window, const Tensor& input, HeightWidth filter) {
    const auto [rows, columns] = axesOf(window, input, filter);
    return {rows.outputSize(window.padding).value_or(0),
            columns.outputSize(window.padding).value_or(0)};
}

std::int64_t product(std::initializer_list<std::int64_t> factors) {
    std::int64_t result = 1;
    for (const std::int64_t factor : factors) {
        if (factor <= 0) return 0;
        result = factor > kLargestSize / result ? kLargestSize : result * factor;
    }
    return result;
}

Bytes shapeCopyBytes(const Tensor& tensor) {
    return 4 + 4 * static_cast<Bytes>(tensor.shape.size());
}

std::int64_t scaleCount(const Tensor& tensor) {
    return KernelCall::hasAffineQuantization(tensor) ? std::ssize(tensor.quantization->scale) : 0;
}

bool requireRankAtLeast(KernelCall& call, const Tensor& tensor, std::string_view operand,
                        std::size_t rank) {
    if (tensor.shape.size() >= rank) return true;
    return call.refuse(std::string(operand) + " of " + counted(tensor.shape.size(), "dimension"),
                       "TFLite Micro reads " + std::to_string(rank) + " of them");
}

bool requireRank(KernelCall& call, const Tensor& tensor, std::string_view operand,
                 std::size_t rank) {
    if (tensor.shape.size() == rank) return true;
    return call.refuse(std::string(operand) + " of " + counted(tensor.shape.size(), "dimension"),
                       "TFLite Micro wants " + std::to_string(rank));
}

bool requireWeightType(KernelCall& call, const Tensor& input, const Tensor& weights) {
    switch (input.type) {
        case Float32:
            if (weights.type == Float32) return true;
            break;
        case Int8:
            if (weights.type == Int8 || weights.type == Int4) return true;
            break;
        case Int16:
            if (weights.type == Int8) return true;
            break;
        default: break;
    }
    return call.refuse(typeText(input) + " input and " + typeText(weights) + " weights",
                       "TFLite Micro supports no hybrid models, only FLOAT32 with FLOAT32, INT8 "
                       "with INT8 or INT4, and INT16 with INT8");
}

bool requireKnownBiasOption(KernelCall& call) {
    const std::int64_t type = call.op.options.integer("quantized_bias_type");
    if (type >= static_cast<std::int64_t>(Float32) && type <= static_cast<std::int64_t>(Float8E5M2))
        return true;
    return call.refuseIn(Phase::Parse, "a bias of type " + std::to_string(type),
                         "TFLite Micro knows no such type");
}

bool requireScalesPerChannel(KernelCall& call, const Tensor& weights, std::int64_t channels) {
    const std::int64_t scales = scaleCount(weights);
    if (scales == 1) return true;
    if (scales != channels)
        return call.refuse(std::to_string(scales) + " scales of its weights",
                           "TFLite Micro wants 1 or " + std::to_string(channels));
    const std::int32_t axis = weights.quantization->quantizedDimension;
    if (axis >= 0 && axis < std::ssize(weights.shape) &&
        weights.shape[static_cast<std::size_t>(axis)] == scales)
        return true;
    return call.refuse(
        std::to_string(scales) + " scales of its weights",
        "dimension " + std::to_string(axis) + ", to which they belong, has no such size");
}

bool requireConvolutionQuantization(KernelCall& call, const Tensor& input, const Tensor& weights,
                                    const Tensor& output, std::int64_t channels,
                                    std::int64_t activation) {
    if (!KernelCall::hasAffineQuantization(input) || !KernelCall::hasAffineQuantization(weights))
        return call.refuse(typeText(input) + " input",
                           "TFLite Micro wants scales and zero points of input and weights");
    return requireScalesPerChannel(call, weights, channels) &&
           requireType(call, output, "output", {UInt8, Int8, Int16}) &&
           requireActivationRange(call, output, activation);
}

}  // namespace thimble::tflm
