// FULLY_CONNECTED, BATCH_MATMUL.

#include <array>
#include <utility>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// Weights are [out, in]; the input's elements are taken as rows of `in`.
ShapeList fullyConnected(const Operands& in) {
    const auto input = in.shape(0), weights = in.shape(1, 2);
    if (!input || !weights) return {};
    const std::int64_t units = (*weights)[0], depth = (*weights)[1];
    if (in.flag("keep_num_dims")) {
        if (input->empty() || input->back() != depth) return {};
        return oneOutput(replaced(*input, input->size() - 1, 1, Dims{units}));
    }
    const std::int64_t elements = product(*input);
    if (depth == 0 || elements % depth != 0) return {};
    return oneOutput({elements / depth, units});
}

Macs fullyConnectedMacs(const Operands& in) {
    const auto output = in.outputShape(0), weights = in.shape(1, 2);
    if (!output || !weights) return 0;
    return product({product(*output), (*weights)[1]});
}

/// Rows and columns of a stack of matrices as the product takes it.
struct Matrices {
    Dims batches;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
};

std::optional<Matrices> matrices(const Operands& in, std::size_t position,
                                 std::string_view transposed) {
    const auto dims = in.shape(position);
    if (!dims || dims->size() < 2) return {};
    Matrices result{Dims(dims->begin(), dims->end() - 2), *(dims->end() - 2), dims->back()};
    if (in.flag(transposed)) std::swap(result.rows, result.columns);
    return result;
}

ShapeList batchMatmul(const Operands& in) {
    const auto x = matrices(in, 0, "adj_x"), y = matrices(in, 1, "adj_y");
    if (!x || !y || x->columns != y->rows) return {};
    std::optional<Dims> output = broadcast(x->batches, y->batches);
    if (!output) return {};
    output->insert(output->end(), {x->rows, y->columns});
    return oneOutput(std::move(*output));
}

Macs batchMatmulMacs(const Operands& in) {
    const auto output = in.outputShape(0);
    const auto x = matrices(in, 0, "adj_x");
    if (!output || !x) return 0;
    return product({product(*output), x->columns});
}

using enum BuiltinOperator;
constexpr auto kMatrixProduct = OperatorFamily::MatrixProduct;

constexpr auto kRules = std::to_array<OperatorRule>({
    {BatchMatmul, kMatrixProduct, batchMatmul, batchMatmulMacs},
    {FullyConnected, kMatrixProduct, fullyConnected, fullyConnectedMacs},
    {StablehloDotGeneral, kMatrixProduct},  // no rule: any batch and contracting dimensions
});

}  // namespace

std::span<const OperatorRule> fullyConnectedRules() { return kRules; }

}  // namespace thimble::ops
