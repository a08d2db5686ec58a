// LSTM, RNN and SVDF. The first input is [batch, input], or [batch, time, input] in either order
// for a whole sequence; every element before the last dimension is one time step. In each, every
// weight is used once.

#include <array>
#include <initializer_list>

#include "core/base/interval.h"
#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// Positions of weight matrices among the inputs.
using Weights = HalfOpen<std::size_t>;

/// Matrices of a multiplication per time step; absent ones (of a coupled gate, a projection) cost
/// nothing, and vectors (peephole, diagonal) count as they are.
Macs perTimeStep(const Operands& in, std::initializer_list<Weights> weights) {
    const auto input = in.shape(0);
    if (!input || input->empty()) return 0;
    Macs step = 0;
    for (const Weights range : weights)
        for (std::size_t i = range.first; i < range.last; ++i)
            if (const auto matrix = in.shape(i)) step = sum(step, product(*matrix));
    return product({product(std::span(*input).first(input->size() - 1)), step});
}

/// The input's shape with `width` in place of its last dimension.
std::optional<Dims> sequenceOf(const Operands& in, std::int64_t width) {
    const auto input = in.shape(0);
    if (!input || input->size() < 2) return {};
    return replaced(*input, input->size() - 1, 1, Dims{width});
}

ShapeList oneSequence(const Operands& in, std::int64_t width) {
    auto output = sequenceOf(in, width);
    if (!output) return {};
    return oneOutput(std::move(*output));
}

/// Forward and backward, side by side in one output or each in its own.
ShapeList twoSequences(const Operands& in, std::int64_t forward, std::int64_t backward) {
    if (in.flag("merge_outputs")) return oneSequence(in, forward + backward);
    const auto one = sequenceOf(in, forward), other = sequenceOf(in, backward);
    if (!one || !other) return {};
    return {{*one, *other}};
}

// --- LSTM: the input is followed by 4 input weights, 4 recurrent weights [cells, outputs],
// 3 peepholes, 4 biases, projection weights and bias; all of it again for the way back ---

/// Outputs of a cell, from the weights of its output gate. Diagonal matrices are kept as vectors.
std::optional<std::int64_t> lstmWidth(const Operands& in, std::size_t recurrentToOutput) {
    const auto weights = in.shape(recurrentToOutput);
    if (!weights || weights->empty()) return {};
    return weights->back();
}

ShapeList sequenceLstm(const Operands& in) {
    const auto width = lstmWidth(in, 8);
    if (!width) return {};
    return oneSequence(in, *width);
}

Macs sequenceLstmMacs(const Operands& in) { return perTimeStep(in, {{1, 9}, {16, 17}}); }

/// The basic kernel has input, last output, weights [4 * outputs, inputs + outputs], biases and
/// state; the output is followed by the new state and two intermediate results.
bool isBasic(const Operands& in) { return in.option("kernel_type") == 1; }

ShapeList lstm(const Operands& in) {
    if (!isBasic(in)) return sequenceLstm(in);
    const auto input = in.shape(0, 2), last = in.shape(1, 2), weights = in.shape(2, 2);
    if (!input || !last || !weights) return {};
    const std::int64_t batches = (*input)[0], width = (*last)[1];
    if (*weights != Dims{4 * width, (*input)[1] + width}) return {};
    return {{{batches, width}, {batches, width}, {batches, (*weights)[1]}, {batches, 4 * width}}};
}

Macs lstmMacs(const Operands& in) {
    return isBasic(in) ? perTimeStep(in, {{2, 3}}) : sequenceLstmMacs(in);
}

ShapeList bidirectionalLstm(const Operands& in) {
    const auto forward = lstmWidth(in, 8), backward = lstmWidth(in, 25);
    if (!forward || !backward) return {};
    return twoSequences(in, *forward, *backward);
}

Macs bidirectionalLstmMacs(const Operands& in) {
    constexpr Weights kAuxiliary{40, 48};
    return perTimeStep(in, {{1, 9}, {16, 17}, {18, 26}, {33, 34}, kAuxiliary});
}

// --- RNN: the input is followed by weights [units, inputs], recurrent weights, bias, state ---

ShapeList rnn(const Operands& in) {
    const auto weights = in.shape(1, 2);
    if (!weights) return {};
    return oneSequence(in, weights->front());
}

Macs rnnMacs(const Operands& in) { return perTimeStep(in, {{1, 3}}); }

ShapeList bidirectionalRnn(const Operands& in) {
    const auto forward = in.shape(1, 2), backward = in.shape(5, 2);
    if (!forward || !backward) return {};
    return twoSequences(in, forward->front(), backward->front());
}

Macs bidirectionalRnnMacs(const Operands& in) {
    constexpr Weights kAuxiliary{10, 12};
    return perTimeStep(in, {{1, 3}, {5, 7}, kAuxiliary});
}

// --- SVDF: input, feature weights [filters, inputs], time weights [filters, memory], ... ---

ShapeList svdf(const Operands& in) {
    const auto input = in.shape(0, 2), feature = in.shape(1, 2), time = in.shape(2, 2);
    const std::int64_t rank = in.option("rank");
    if (!input || !feature || !time || rank < 1 || (*feature)[0] % rank != 0) return {};
    if ((*feature)[1] != (*input)[1] || (*time)[0] != (*feature)[0]) return {};
    return oneOutput({(*input)[0], (*feature)[0] / rank});
}

using enum BuiltinOperator;
constexpr auto kRecurrent = OperatorFamily::Recurrent;

constexpr auto kRules = std::to_array<OperatorRule>({
    {BidirectionalSequenceLstm, kRecurrent, bidirectionalLstm, bidirectionalLstmMacs},
    {BidirectionalSequenceRnn, kRecurrent, bidirectionalRnn, bidirectionalRnnMacs},
    {Lstm, kRecurrent, lstm, lstmMacs},
    {Rnn, kRecurrent, rnn, rnnMacs},
    {Svdf, kRecurrent, svdf, rnnMacs},
    {UnidirectionalSequenceLstm, kRecurrent, sequenceLstm, sequenceLstmMacs},
    {UnidirectionalSequenceRnn, kRecurrent, rnn, rnnMacs},
});

}  // namespace

std::span<const OperatorRule> recurrentRules() { return kRules; }

}  // namespace thimble::ops
