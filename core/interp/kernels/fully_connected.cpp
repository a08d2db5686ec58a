#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/interp/kernels/contraction.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"
#include "core/model/names.h"

namespace thimble::interp {

/// Weights [outputs, depth]; the input is rows of `depth` elements, whatever its shape.
Result<Contraction> fullyConnectedSum(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const TensorInfo& input = call.input(0);
    const TensorInfo& weights = call.input(1);
    const TensorInfo& output = call.output();
    if (call.option("weights_format") != 0) return call.fail("its weights are shuffled");
    if (weights.shape.size() != 2 || weights.elements == 0 || output.shape.empty())
        return call.fail(fmt::format("weights of shape {}", shapeText(weights.shape)));
    const std::int64_t outputs = weights.shape[0];
    const std::int64_t depth = weights.shape[1];
    const std::int64_t rows = static_cast<std::int64_t>(output.elements) / outputs;
    if (output.fromEnd(0) != outputs || !std::cmp_equal(output.elements, rows * outputs) ||
        !std::cmp_equal(input.elements, rows * depth))
        return call.fail(fmt::format("weights of shape {} do not fit input {} and output {}",
                                     shapeText(weights.shape), shapeText(input.shape),
                                     shapeText(output.shape)));
    const Window w{.batches = 1,
                   .inHeight = 1,
                   .inWidth = rows,
                   .inDepth = depth,
                   .outHeight = 1,
                   .outWidth = rows,
                   .outDepth = outputs,
                   .depth = depth,
                   .outPerGroup = outputs,
                   .weightsPerOutput = depth};
    return Contraction{.window = w};
}

namespace {

Result<Step> prepareFullyConnected(OperatorCall& call) {
    THIMBLE_TRY(const Contraction sum, fullyConnectedSum(call));
    return prepareContraction(call, sum);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::FullyConnected, prepareFullyConnected},
};

}  // namespace

std::span<const KernelEntry> fullyConnectedKernels() { return kKernels; }

}  // namespace thimble::interp
