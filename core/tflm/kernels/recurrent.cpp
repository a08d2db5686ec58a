// SVDF, UNIDIRECTIONAL_SEQUENCE_LSTM.
// Sources: TFLM micro/kernels/{svdf,svdf_common,unidirectional_sequence_lstm,lstm_eval,
// lstm_eval_common}.cc, cmsis_nn/{svdf,unidirectional_sequence_lstm}.cc.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/tflm/kernels/cmsis_scratch.h"
#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/fully_connected.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

bool requireShape(KernelCall& call, const Tensor& tensor, std::string_view operand,
                  std::initializer_list<std::int64_t> shape) {
    if (std::ranges::equal(tensor.shape, shape)) return true;
    std::string wanted;
    for (const std::int64_t size : shape)
        wanted += (wanted.empty() ? "" : ", ") + std::to_string(size);
    return call.refuse(std::string(operand) + " of another shape than the others call for",
                       "TFLite Micro wants [" + wanted + "]");
}

bool requireVariable(KernelCall& call, const Tensor& tensor, std::string_view operand) {
    if (tensor.isVariable) return true;
    return call.refuse(std::string(operand) + " that is not a variable",
                       "it keeps a state from one run to the next");
}

// --- SVDF: inputs are input, feature weights, time weights, bias, activation state ---

bool acceptsSvdfShapes(KernelCall& call) {
    const Tensor& input = *call.input(0);
    const Tensor& feature = *call.input(1);
    const Tensor& time = *call.input(2);
    const Tensor& bias = *call.input(3);
    if (!requireRank(call, input, "input", 2) ||
        !requireRank(call, feature, "feature weights", 2) ||
        !requireRank(call, time, "time weights", 2) || !requireRankAtLeast(call, bias, "bias", 1))
        return false;
    const std::int64_t rank = call.op.options.integer("rank");
    const std::int64_t batches = input.shape[0];
    const std::int64_t filters = feature.shape[0];
    const std::int64_t memory = time.shape[1];
    if (rank < 1 || filters % rank != 0)
        return call.refuse(std::to_string(filters) + " filters of rank " + std::to_string(rank),
                           "TFLite Micro wants a multiple");
    const std::int64_t units = filters / rank;
    if (KernelCall::dim(bias, 0) != units)
        return call.refuse("a bias of " + std::to_string(KernelCall::dim(bias, 0)),
                           "it has " + std::to_string(units) + " units");
    return requireShape(call, *call.output(0), "an output", {batches, units}) &&
           requireShape(call, feature, "feature weights", {filters, input.shape[1]}) &&
           requireShape(call, time, "time weights", {filters, memory}) &&
           requireShape(call, *call.input(4), "a state", {batches, memory * filters}) &&
           requireVariable(call, *call.input(4), "a state");
}

bool acceptsSvdf(KernelCall& call) {
    if (!requireExactly(call, 5)) return false;  // a bias left out: TFLM follows a null pointer
    const Tensor& input = *call.input(0);
    const Tensor& feature = *call.input(1);
    const Tensor& time = *call.input(2);
    const Tensor& bias = *call.input(3);
    const Tensor& state = *call.input(4);
    const Tensor& output = *call.output(0);
    if (!requireType(call, input, "input", {Float32, Int8}) || !acceptsSvdfShapes(call))
        return false;
    if (input.type == Float32)
        return requireType(call, feature, "feature weights", {Float32}) &&
               requireType(call, time, "time weights", {Float32}) &&
               requireType(call, state, "state", {Float32}) &&
               requireType(call, bias, "bias", {Float32}) &&
               requireType(call, output, "output", {Float32});
    if (!requireType(call, feature, "feature weights", {Int8}) ||
        !requireType(call, time, "time weights", {Int8, Int16}) ||
        !requireType(call, state, "state", {Int8, Int16}) ||
        !requireType(call, bias, "bias", {Int32}) || !requireType(call, output, "output", {Int8}))
        return false;
    const float expected = scaleOf(state) * scaleOf(time);
    if (std::abs(static_cast<double>(scaleOf(bias)) - static_cast<double>(expected)) < 1e-5)
        return true;
    return call.refuse("bias scale " + std::to_string(scaleOf(bias)),
                       "TFLite Micro wants state scale times time weight scale");
}

void svdf(KernelCall& call) {
    const bool onCmsis = call.target.isCmsis();
    call.parse(call.sized(8, 12), 4);
    call.init(onCmsis ? call.sized(40, 48) : 36);
    if (!acceptsSvdf(call)) return;
    const Tensor& input = *call.input(0);
    const Tensor& feature = *call.input(1);
    const std::int64_t batches = input.shape[0];
    const std::int64_t filters = feature.shape[0];

    tempOperands(call, 5);
    call.scratch(product({batches, filters, 4}));
    if (input.type == Float32) return;
    call.scratch(product({batches, filters / call.op.options.integer("rank"), 4}));
    if (!onCmsis) return;

    // Sums over the weights, made once: TFLM built for speed, as it is unless told otherwise.
    const Bytes sums = cmsis::svdfS8(call.target.kernels, filters);
    if (sums == 0) return;
    if (!call.isConstant(feature)) {
        call.refuse("feature weights that are computed", "CMSIS-NN wants constants");
        return;
    }
    call.persistent(sums);
}

// --- UNIDIRECTIONAL_SEQUENCE_LSTM ---

// Inputs of each of the four gates (input, forget, cell, output) stand in a row.
constexpr std::size_t kInput = 0;
constexpr std::size_t kInputWeights = 1;
constexpr std::size_t kRecurrentWeights = 5;
constexpr std::size_t kPeepholeWeights = 9;
constexpr std::size_t kBiases = 12;
constexpr std::size_t kProjection = 16;
constexpr std::size_t kHiddenState = 18;
constexpr std::size_t kCellState = 19;
constexpr std::size_t kLayerNorm = 20;
constexpr std::size_t kLstmInputs = 24;
constexpr std::size_t kGates = 4;

/// `count` inputs from `first` are there and of one type.
bool requireGroup(KernelCall& call, std::string_view group, std::size_t first, std::size_t count) {
    for (std::size_t i = first; i < first + count; ++i) {
        if (!call.input(i))
            return call.refuse("no input " + std::to_string(i),
                               "all four gates need their " + std::string(group));
        if (!requireSameType(call, *call.input(first), *call.input(i))) return false;
    }
    return true;
}

bool requireAbsent(KernelCall& call, std::string_view variant, std::size_t first,
                   std::size_t count) {
    for (std::size_t i = first; i < first + count; ++i)
        if (call.input(i)) return call.refuse(variant, "TFLite Micro has the plain LSTM only");
    return true;
}

bool acceptsLstmOperands(KernelCall& call) {
    if (call.inputCount() != kLstmInputs || call.outputCount() != 1)
        return call.refuse(std::to_string(call.inputCount()) + " inputs",
                           "TFLite Micro takes " + std::to_string(kLstmInputs) + " and gives 1");
    const Tensor* input = call.input(kInput);
    const Tensor* hidden = call.input(kHiddenState);
    const Tensor* cell = call.input(kCellState);
    const Tensor* output = call.output(0);
    if (!input || !hidden || !cell || !output)
        return call.refuse("no input, output or state", "it cannot do without");
    return requireVariable(call, *hidden, "a hidden state") &&
           requireVariable(call, *cell, "a cell state") && requireSameType(call, *input, *hidden) &&
           requireSameType(call, *input, *output) &&
           requireGroup(call, "weights", kInputWeights, 2 * kGates) &&
           requireGroup(call, "biases", kBiases, kGates) &&
           requireAbsent(call, "peepholes", kPeepholeWeights, 3) &&
           requireAbsent(call, "a projection", kProjection, 2) &&
           requireAbsent(call, "layer normalisation", kLayerNorm, kGates);
}

/// CMSIS-NN sums over the weights in Prepare.
bool requireConstantGates(KernelCall& call) {
    for (std::size_t i = kInputWeights; i < kBiases + kGates; ++i)
        if (const Tensor* tensor = call.input(i); tensor && !call.isConstant(*tensor))
            return call.refuse("weights or biases that are computed", "CMSIS-NN wants constants");
    return true;
}

struct LstmSizes {
    std::int64_t batches = 0;
    std::int64_t inputs = 0;
    std::int64_t states = 0;
};

/// Shapes are [batch, time, input], or with time first; the state's second dimension is its size.
LstmSizes lstmSizes(const KernelCall& call) {
    const Tensor& input = *call.input(kInput);
    const bool timeMajor = call.op.options.flag("time_major");
    return {KernelCall::dim(input, timeMajor ? 1 : 0), KernelCall::dim(input, 2),
            KernelCall::dim(*call.input(kHiddenState), 1)};
}

bool acceptsLstmShapes(KernelCall& call) {
    const Tensor& input = *call.input(kInput);
    const Tensor& hidden = *call.input(kHiddenState);
    if (!requireRankAtLeast(call, input, "input", 3) ||
        !requireRankAtLeast(call, hidden, "hidden state", 2))
        return false;
    const auto [batches, inputs, states] = lstmSizes(call);
    for (std::size_t gate = 0; gate < kGates; ++gate)
        if (!requireShape(call, *call.input(kInputWeights + gate), "input weights",
                          {states, inputs}) ||
            !requireShape(call, *call.input(kRecurrentWeights + gate), "recurrent weights",
                          {states, states}) ||
            !requireShape(call, *call.input(kBiases + gate), "biases", {states}))
            return false;
    const std::int64_t elements = product({batches, states});
    for (const std::size_t state : {kHiddenState, kCellState})
        if (KernelCall::elements(*call.input(state)) != elements)
            return call.refuse("states of another size than the others call for",
                               "TFLite Micro wants " + std::to_string(elements) + " elements");
    return requireShape(call, *call.output(0), "an output",
                        {input.shape[0], input.shape[1], states});
}

/// The types of input and weights are looked at when the operator runs.
void requireLstmTypes(KernelCall& call) {
    const Tensor& input = *call.input(kInput);
    call.enter(Phase::Invoke);
    if (requireType(call, input, "input", {Float32, Int8, Int16}) && input.type != Float32)
        requireType(call, *call.input(kInputWeights), "weights", {Int8});
}

/// Gates in the order in which TFLM prepares them: forget, input, cell, output.
bool requestGateMultipliers(KernelCall& call) {
    constexpr float kGateScale = 1.0F / 4096;
    for (const std::size_t gate : {std::size_t{1}, std::size_t{0}, std::size_t{2}, std::size_t{3}})
        if (!requestProductMultipliers(call, *call.input(kInput), *call.input(kInputWeights + gate),
                                       nullptr, kGateScale) ||
            !requestProductMultipliers(call, *call.input(kHiddenState),
                                       *call.input(kRecurrentWeights + gate), nullptr, kGateScale))
            return false;
    return true;
}

void lstm(KernelCall& call) {
    const bool onCmsis = call.target.isCmsis();
    call.parse(16, 4);
    call.init(onCmsis ? call.sized(912, 1008) : 688);
    if (!acceptsLstmOperands(call) || (onCmsis && !requireConstantGates(call)) ||
        !acceptsLstmShapes(call) ||
        !requireType(call, *call.input(kCellState), "cell state", {Float32, Int16}))
        return;
    const Tensor& input = *call.input(kInput);
    const Tensor& cell = *call.input(kCellState);
    const LstmSizes sizes = lstmSizes(call);

    tempOperands(call, kLstmInputs);
    if (cell.type == Int16 && !requestGateMultipliers(call)) return;

    // CMSIS-NN keeps sums over both kinds of weights of each gate, as wide as its biases, and does
    // with one buffer less.
    const bool fused = onCmsis && cell.type == Int16 && (input.type == Int8 || input.type == Int16);
    if (fused)
        for (std::size_t i = 0; i < 2 * kGates; ++i)
            call.persistent(product({sizes.states, input.type == Int8 ? 4 : 8}));
    for (std::size_t i = 0; i < (fused ? 3U : 4U); ++i)
        call.scratch(product({sizes.batches, sizes.states, cell.type == Float32 ? 4 : 2}));
    requireLstmTypes(call);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Svdf, {}, "AddSvdf", svdf},
    KernelEntry{
        BuiltinOperator::UnidirectionalSequenceLstm, {}, "AddUnidirectionalSequenceLSTM", lstm},
};

}  // namespace

std::span<const KernelEntry> recurrentKernels() { return kKernels; }

}  // namespace thimble::tflm
