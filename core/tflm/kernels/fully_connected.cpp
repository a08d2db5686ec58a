// FULLY_CONNECTED, EMBEDDING_LOOKUP.
// Sources: TFLM micro/kernels/{fully_connected,fully_connected_common,embedding_lookup}.cc,
// cmsis_nn/fully_connected.cc, lite/kernels/kernel_util.cc (GetQuantizedConvolutionMultipler).

#include "core/tflm/kernels/fully_connected.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/tflm/kernels/cmsis_scratch.h"
#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

std::int64_t lastDim(const Tensor& tensor) {
    return KernelCall::dim(tensor, tensor.shape.size() - 1);
}

bool requireMatrixRanks(KernelCall& call) {
    return requireRankAtLeast(call, *call.input(1), "weights", 2) &&
           requireRankAtLeast(call, *call.output(0), "output", 1);
}

/// The reference kernel prepares UINT8 activations as well, and looks at ranks only when it runs.
bool acceptsFullyConnected(KernelCall& call) {
    if (!requireKnownBiasOption(call)) return false;
    const std::int64_t format = call.op.options.integer("weights_format");
    if (format != 0 && format != 1)
        return call.refuseIn(Phase::Parse, "weights format " + std::to_string(format),
                             "TFLite Micro knows 0 and 1");
    if (!requireOperands(call, 2) || !requireSameType(call, *call.input(0), *call.output(0)))
        return false;
    if (!call.target.isCmsis() && call.input(0)->type == UInt8) return true;
    return requireWeightType(call, *call.input(0), *call.input(1)) &&
           (!call.target.isCmsis() || requireMatrixRanks(call));
}

/// 16-bit activations: one scale for all weights, no zero points.
bool acceptsCmsisS16(KernelCall& call) {
    if (scaleCount(*call.input(1)) > 1)
        return call.refuse("INT16 input and a scale per channel", "CMSIS-NN has it for INT8 only");
    return requireZeroPoint(call, *call.input(0), 0) && requireZeroPoint(call, *call.output(0), 0);
}

/// 8-bit weights. A result of more than two dimensions goes through the 1x1 convolution, which has
/// scales per channel only, so a single scale is copied out for each.
void requestCmsisS8(KernelCall& call) {
    const Tensor& weights = *call.input(1);
    const Tensor* bias = call.input(2);
    const Tensor& output = *call.output(0);
    const std::int64_t outputs = lastDim(output);
    if (output.shape.size() > 2 && lastDim(weights) % 4 == 0) {
        if (scaleCount(weights) <= 1) call.scratch(product({outputs, 8}));
        return;
    }
    // With TFLM built for speed, as it is unless told otherwise, constant sums are made once.
    const Bytes sums = cmsis::fullyConnectedS8(call.target.kernels, outputs);
    if (sums == 0) return;
    if (call.isConstant(weights) && (!bias || call.isConstant(*bias)))
        call.persistent(sums);
    else
        call.scratch(sums);
}

void fullyConnected(KernelCall& call) {
    const bool onCmsis = call.target.isCmsis();
    call.parse(call.sized(5, 16), call.sized(1, 4));
    call.init(onCmsis ? call.sized(72, 96) : call.sized(48, 64));
    if (!acceptsFullyConnected(call)) return;
    const Tensor& input = *call.input(0);
    const Tensor& weights = *call.input(1);
    const Tensor& output = *call.output(0);

    tempOperands(call, 3);
    if (weights.type == Int4 && !onCmsis) call.scratch(KernelCall::elements(weights));  // unpacked
    if (!requestProductMultipliers(call, input, weights, call.input(2), scaleOf(output))) return;
    if (input.type != Float32 &&
        !requireActivationRange(call, output, fusedActivation(call, "FullyConnectedOptions")))
        return;
    if (!onCmsis) {
        call.enter(Phase::Invoke);
        if (requireWeightType(call, input, weights)) requireMatrixRanks(call);
        return;
    }
    if (input.type == Int16 && !acceptsCmsisS16(call)) return;
    if (input.type == Int8 && weights.type == Int8) requestCmsisS8(call);
}

std::int64_t rowElements(const Tensor& table) {
    std::int64_t elements = 1;
    for (std::size_t axis = 1; axis < table.shape.size(); ++axis)
        elements = product({elements, KernelCall::dim(table, axis)});
    return elements;
}

bool acceptsEmbeddingLookup(KernelCall& call) {
    if (!requireExactly(call, 2)) return false;
    const Tensor& lookup = *call.input(0);
    const Tensor& table = *call.input(1);
    const Tensor& output = *call.output(0);
    if (!requireRank(call, lookup, "lookup", 1) || !requireType(call, lookup, "lookup", {Int32}) ||
        !requireRankAtLeast(call, table, "table", 2) ||
        !requireType(call, table, "table", {Float32, Int8}) ||
        !(table.type == Float32 ? requireType(call, output, "output", {Float32})
                                : requireType(call, output, "output", {Float32, Int8})) ||
        !requireRankAtLeast(call, output, "output", table.shape.size()))
        return false;
    if (table.shape[0] < 1)
        return call.refuse("an empty table", "TFLite Micro divides by its rows");
    // The output takes over the table's rows and keeps what dimensions it has beyond those.
    std::int64_t elements = product({lookup.shape[0], rowElements(table)});
    for (std::size_t axis = table.shape.size(); axis < output.shape.size(); ++axis)
        elements = product({elements, KernelCall::dim(output, axis)});
    if (product({elements, tflmElementBytes(output.type).value_or(0)}) > KernelCall::bytes(output))
        return call.refuse("an output smaller than the rows it looks up",
                           "TFLite Micro does not resize tensors");
    return table.type != Int8 || output.type != Float32 || requireZeroPoint(call, table, 0);
}

/// Gives its output the shape that it computes, which ordinary files already have.
void embeddingLookup(KernelCall& call) {
    if (!acceptsEmbeddingLookup(call)) return;
    tempOperands(call, 2);
    call.persistent(shapeCopyBytes(*call.output(0)));
    call.persistent(call.sized(8, 16));
    std::vector<std::int64_t> shape(call.output(0)->shape.begin(), call.output(0)->shape.end());
    std::copy(call.input(1)->shape.begin(), call.input(1)->shape.end(), shape.begin());
    shape.front() = KernelCall::dim(*call.input(0), 0);
    call.reshapeOutput(shape);
    call.enter(Phase::Invoke);
    const std::int64_t rows = KernelCall::dim(*call.input(1), 0);
    for (const std::int32_t row : call.int32Values(*call.input(0)))
        if (row < 0 || row >= rows) {
            call.refuse("row " + std::to_string(row), "its table has " + std::to_string(rows));
            return;
        }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::FullyConnected, {}, "AddFullyConnected", fullyConnected},
    KernelEntry{BuiltinOperator::EmbeddingLookup, {}, "AddEmbeddingLookup", embeddingLookup},
};

}  // namespace

bool requireProductScales(KernelCall& call, const Tensor& a, const Tensor& b, const Tensor* bias,
                          float outputScale) {
    if (bias) {
        const double expected = static_cast<double>(scaleOf(a)) * static_cast<double>(scaleOf(b));
        const double difference = std::abs(expected - static_cast<double>(scaleOf(*bias)));
        // Not so when both are zero, which leaves no number.
        if (!(difference / static_cast<double>(outputScale) <= 0.02))
            return call.refuse("bias scale " + std::to_string(scaleOf(*bias)),
                               "TFLite Micro wants input scale times weight scale");
    }
    if (scaleOf(a) * scaleOf(b) >= 0.0F) return true;
    return call.refuse("a negative scale", "TFLite Micro wants positive ones");
}

bool requireVainQuantization(KernelCall& call, const Tensor& input, const Tensor& weights,
                             const Tensor* bias, const Tensor& output, std::int64_t activation) {
    if (!KernelCall::hasAffineQuantization(input) || scaleCount(weights) != 1)
        return requireWeightType(call, input, weights);
    if (input.type == UInt8 && !requireProductScales(call, input, weights, bias, scaleOf(output)))
        return false;
    return (input.type != UInt8 && input.type != Int16) ||
           (requireType(call, output, "output", {UInt8, Int8, Int16}) &&
            requireActivationRange(call, output, activation));
}

bool requestProductMultipliers(KernelCall& call, const Tensor& input, const Tensor& weights,
                               const Tensor* bias, float outputScale) {
    if (input.type == Float32) return true;
    const std::int64_t scales = scaleCount(weights);
    if (scales <= 1) return requireProductScales(call, input, weights, bias, outputScale);
    if (!requireType(call, input, "input", {Int8, Int16})) return false;
    if (weights.type == Int4)
        return call.refuse("INT4 weights and a scale per channel",
                           "TFLite Micro takes one scale for them");
    if (!requireScalesPerChannel(call, weights, scales)) return false;
    call.persistent(int32Bytes(scales));
    call.persistent(int32Bytes(scales));
    return true;
}

std::span<const KernelEntry> fullyConnectedKernels() { return kKernels; }

}  // namespace thimble::tflm
