// What TFLM refuses, when, and the words for it. That it does, and in which phase, is recorded from
// TFLM 90b983c2b.

#include "core/tflm/refusal.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

#include "core/tflite/option_names.h"
#include "core/tflm/device_memory.h"
#include "tests/core/tflm/kernel_text.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm::test {
namespace {

struct RefusalCase {
    std::string_view model, sentence;  // after "operator #0 "
};

std::string reasonFor(const Model& model, std::string_view target = "arm32-reference") {
    const auto memory = deviceMemory(model, *findTarget(target));
    if (!memory) return "not analysed: " + memory.error().message;
    EXPECT_EQ(memory->accepts, memory->reason.empty());
    return memory->reason;
}

void expectRefusals(std::span<const RefusalCase> cases, Phase phase,
                    std::string_view target = "arm32-reference") {
    for (const auto& [text, sentence] : cases) {
        SCOPED_TRACE(text);
        const Model model = modelFromText(text);
        EXPECT_EQ(reasonFor(model, target), "operator #0 " + std::string(sentence));
        const KernelRequests requests = requestsOf(model, target);
        ASSERT_TRUE(requests.refusal.has_value());
        EXPECT_EQ(requests.refusal->phase, phase);
    }
}

const RefusalCase kRefusedInParse[] = {
    {"MULTINOMIAL(f32 1x4, i32 1) -> i32 1x1",
     "MULTINOMIAL has no kernel: TFLite Micro does not know this operator"},
    {"SomebodysOwn(f32 1x4) -> f32 1x4",
     "SomebodysOwn has no kernel: TFLite Micro does not bring this custom operator along"},
    {"CAST(i32 1x4) -> f32 1x4 | CastOptions in_data_type=99",
     "CAST has in_data_type 99: TFLite Micro does not know that type"},
    {"RESHAPE(f32 1) -> f32 1 | ReshapeOptions new_shape=[1 1 1 1 1 1 1 1 1]",
     "RESHAPE has 9 dimensions in its options: TFLite Micro has room for 8"},
    {"FULLY_CONNECTED(i8 1x8 q, i8 4x8 q =) -> i8 1x4 q | FullyConnectedOptions weights_format=7",
     "FULLY_CONNECTED has weights format 7: TFLite Micro knows 0 and 1"},
    {"CONV_2D(i8 1x5x5x3 q, i8 4x3x3x3 q =) -> i8 1x3x3x4 q | Conv2DOptions padding=1 stride_w=1 "
     "stride_h=1 quantized_bias_type=99",
     "CONV_2D has a bias of type 99: TFLite Micro knows no such type"},
};

TEST(Refusal, WhileParsing) { expectRefusals(kRefusedInParse, Phase::Parse); }

const RefusalCase kRefusedInInit[] = {
    {"SignalWindow(i16 8, i16 8 =) -> i16 8", "SignalWindow has no options: it cannot do without"},
    {"SignalDelay(i16 4) -> i16 4 | {delay_length: -3}",
     "SignalDelay has delay_length -3: TFLite Micro takes it for a size"},
};

TEST(Refusal, WhileInitialising) { expectRefusals(kRefusedInInit, Phase::Init); }

const RefusalCase kRefusedInPrepare[] = {
    {"RELU(-) -> i8 1x4 q", "RELU has no input 0: it cannot do without"},
    {"ADD(i8 1x4 q, i8 1x4 q) -> i8 1x4 | AddOptions",
     "ADD has scales that are missing or out of proportion: TFLite Micro halts, for a multiplier "
     "is not between 0 and 1"},
    {"ADD(i8 1x4 q, i8 1x4 q) -> i8 1x4 q.0000000001:0 | AddOptions",
     "ADD has scales that are missing or out of proportion: TFLite Micro halts, for a multiplier "
     "is not between 0 and 1"},
    {"MUL(i8 1x4 q, f32 1x4) -> i8 1x4 q | MulOptions",
     "MUL has INT8 and FLOAT32 operands: TFLite Micro wants them of one type"},
    {"LEAKY_RELU(i8 1x4 q, i8 1x4 q) -> i8 1x4 q | LeakyReluOptions",
     "LEAKY_RELU has 2 inputs and 1 output: it takes 1 and gives 1"},
    {"LOGISTIC(i8 1x4 q) -> i8 1x4 q.00390625:0",
     "LOGISTIC has INT8 zero point 0: TFLite Micro wants -128"},
    {"TANH(i16 1x4 q) -> i16 1x4 q",
     "TANH has INT16 output of another scale than 1/32768: TFLite Micro has no other"},
    {"HARD_SWISH(i8 1x4 q) -> i8 1x4 q.00001:0",
     "HARD_SWISH has an output scale that is too fine: TFLite Micro wants the input scale below "
     "128 output scales"},
    {"ABS(i8 1x4) -> i8 1x4",
     "ABS has an input without scale and zero point: TFLite Micro needs both"},
    {"EXP(f32 2x2) -> f32 4", "EXP has shapes [2, 2] and [4]: TFLite Micro wants them equal"},
    {"ADD_N(i8 1x4 q, i8 1x4 q.25:0) -> i8 1x4 q",
     "ADD_N has inputs of different scales or zero points: TFLite Micro wants them equal"},
    {"SELECT_V2(bool 2, f32 3, f32 3) -> f32 3",
     "SELECT_V2 has shapes that do not broadcast to its output's: TFLite Micro stops"},
    {"QUANTIZE(f32 1x4) -> i8 1x4 q4",
     "QUANTIZE has an output without exactly one scale: TFLite Micro quantizes per tensor only"},
    {"SOFTMAX(i8 1x10 q) -> i8 1x10 q | SoftmaxOptions beta=1.0",
     "SOFTMAX has INT8 zero point 0: TFLite Micro wants -128"},
    {"L2_NORMALIZATION(f32 1x4) -> f32 1x4 | L2NormOptions fused_activation_function=1",
     "L2_NORMALIZATION has a fused activation: TFLite Micro has it without"},
    {"CUMSUM(f32 2x6, i32 2 =) -> f32 2x6 | CumsumOptions",
     "CUMSUM has several axes: it sums along one"},
    {"CONV_2D(u8 1x5x5x3 q, u8 4x3x3x3 q =) -> u8 1x3x3x4 q | Conv2DOptions padding=1 stride_w=1 "
     "stride_h=1",
     "CONV_2D has UINT8 input and UINT8 weights: TFLite Micro supports no hybrid models, only "
     "FLOAT32 with FLOAT32, INT8 with INT8 or INT4, and INT16 with INT8"},
    {"CONV_2D(f32 1x5x5x3, i8 4x3x3x3 q =) -> f32 1x3x3x4 | Conv2DOptions padding=1 stride_w=1 "
     "stride_h=1",
     "CONV_2D has FLOAT32 input and INT8 weights: TFLite Micro supports no hybrid models, only "
     "FLOAT32 with FLOAT32, INT8 with INT8 or INT4, and INT16 with INT8"},
    {"CONV_2D(i8 1x5x5x3 q, i8 4x3x3x3 q3 =) -> i8 1x3x3x4 q | Conv2DOptions padding=1 stride_w=1 "
     "stride_h=1",
     "CONV_2D has 3 scales of its weights: TFLite Micro wants 1 or 4"},
    {"CONV_2D(i8 1x5x5x3 q, i8 4x3x3x3 q4@1 =) -> i8 1x3x3x4 q | Conv2DOptions padding=1 "
     "stride_w=1 stride_h=1",
     "CONV_2D has 4 scales of its weights: dimension 1, to which they belong, has no such size"},
    {"CONV_2D(i8 1x5x5x3, i8 4x3x3x3 =) -> i8 1x3x3x4 | Conv2DOptions padding=1 stride_w=1 "
     "stride_h=1",
     "CONV_2D has INT8 input: TFLite Micro wants scales and zero points of input and weights"},
    {"FULLY_CONNECTED(i8 1x8 q, i8 4x8 q =, i32 4 q.75:0 =) -> i8 1x4 q | FullyConnectedOptions",
     "FULLY_CONNECTED has bias scale 0.750000: TFLite Micro wants input scale times weight scale"},
    {"FULLY_CONNECTED(i8 1x8 q, i4 4x8 q4 =) -> i8 1x4 q | FullyConnectedOptions",
     "FULLY_CONNECTED has INT4 weights and a scale per channel: TFLite Micro takes one scale for "
     "them"},
    {"BATCH_MATMUL(f32 2x3x4, f32 2x5x6) -> f32 2x3x6 | BatchMatMulOptions",
     "BATCH_MATMUL has matrices of depth 4 and 5: they have no product"},
    {"AVERAGE_POOL_2D(i8 1x6x6x3 q) -> i8 1x3x3x3 q.25:0 | Pool2DOptions stride_w=2 stride_h=2 "
     "filter_width=2 filter_height=2",
     "AVERAGE_POOL_2D has different scales or zero points of input and output: TFLite Micro pools "
     "without converting"},
    {"SVDF(f32 2x3, f32 8x3 =, f32 8x5 =, f32 4 =, f32 2x40) -> f32 2x4 | SVDFOptions rank=2",
     "SVDF has a state that is not a variable: it keeps a state from one run to the next"},
    {"UNIDIRECTIONAL_SEQUENCE_LSTM(f32 1x3x2, f32 4x2 =) -> f32 1x3x4 | "
     "UnidirectionalSequenceLSTMOptions",
     "UNIDIRECTIONAL_SEQUENCE_LSTM has 2 inputs: TFLite Micro takes 24 and gives 1"},
    {"SQUEEZE(f32 2x4) -> f32 8 | SqueezeOptions squeeze_dims=[0]",
     "SQUEEZE has dimension 0 to drop: the input has no such dimension of size 1"},
    {"FILL(i32 2, f32 .) -> f32 2x3",
     "FILL has non-constant dims: TFLite Micro needs the values in the file"},
    {"FILL(i32 2 =[2 4], f32 .) -> f32 2x3",
     "FILL has an output of another shape than it is told: TFLite Micro wants them equal"},
    {"EXPAND_DIMS(f32 4, i32 1 =[5]) -> f32 1x4",
     "EXPAND_DIMS has axis 5: the input has no such place"},
    {"BROADCAST_TO(f32 2, i32 2 =[2 3]) -> f32 2x3",
     "BROADCAST_TO has an output shape that the input cannot be stretched to: only dimensions of "
     "size 1 stretch"},
    {"CONCATENATION(i8 1x2 q, i8 1x3 q.25:0) -> i8 1x5 q | ConcatenationOptions axis=1",
     "CONCATENATION has INT8 inputs of another scale or zero point than the output: TFLite Micro "
     "copies and does not rescale"},
    {"CONCATENATION(f32 1, f32 1, f32 1, f32 1, f32 1, f32 1, f32 1, f32 1, f32 1, f32 1, f32 1) "
     "-> f32 11 | ConcatenationOptions",
     "CONCATENATION has 11 inputs: TFLite Micro joins at most 10"},
    {"STRIDED_SLICE(f32 4x3, i32 2 =[0 0], i32 2 =[4 3], i32 2 =[0 1]) -> f32 2x3 | "
     "StridedSliceOptions",
     "STRIDED_SLICE has stride 0: it would never arrive"},
    {"GATHER(f32 4x3, i32 2) -> f32 2x3 | GatherOptions axis=2",
     "GATHER has an axis or batch dimensions that do not suit its operands: TFLite Micro finds no "
     "place to gather from"},
    {"PAD(f32 4x3, i32 2x2 =[1 0 0 2]) -> f32 4x3",
     "PAD has output dimension 0 of size 4: input and paddings (read as INT32) make it 5"},
    {"TRANSPOSE(f32 4x3, i32 2 =[2 0]) -> f32 3x4",
     "TRANSPOSE has dimension 2 in its perm: the input has 2"},
    {"DEPTH_TO_SPACE(f32 1x2x2x5) -> f32 1x4x4x1 | DepthToSpaceOptions block_size=2",
     "DEPTH_TO_SPACE has an input that block size 2 does not divide: TFLite Micro wants no "
     "remainder"},
    {"RESIZE_BILINEAR(f32 1x2x2x1, i32 2) -> f32 1x4x4x1 | ResizeBilinearOptions",
     "RESIZE_BILINEAR has non-constant size: TFLite Micro needs the values in the file"},
    {"RELU(str 4) -> str 4", "RELU has a tensor of type STRING: TFLite Micro knows no size of it"},
    {"NEG(f32 2x0x3) -> f32 2x0x3",
     "NEG has an output without elements: TFLite Micro takes its shape for one that changes at run "
     "time"},
    {"SignalWindow(f32 8, i16 8 =) -> i16 8 | {shift: 12}",
     "SignalWindow has FLOAT32 input 0: TFLite Micro has it for INT16 only"},
    {"TFLM_DECODE(i8 2 =, u8 18 =[9 1 0 0 1 4]) -> i8 4",
     "TFLM_DECODE has encoding 9: TFLite Micro knows lookup tables, Huffman codes and pruning"},
};

TEST(Refusal, WhilePreparing) { expectRefusals(kRefusedInPrepare, Phase::Prepare); }

const RefusalCase kRefusedInInvoke[] = {
    {"SPLIT(i32 1 =[0], u8 4 q) -> u8 2 q, u8 2 q | SplitOptions num_splits=2",
     "SPLIT has UINT8 input: TFLite Micro has it for FLOAT32, INT8, INT16 and INT32 only"},
    {"SPLIT(i32 1 =[1], f32 4) -> f32 2, f32 2 | SplitOptions num_splits=2",
     "SPLIT has axis 1: the input has 1 dimension"},
    {"NEG(i8 1x4 q) -> i8 1x4 q", "NEG has INT8 input: TFLite Micro has it for FLOAT32 only"},
    {"MAXIMUM(u8 1x4, u8 1x4) -> u8 1x4",
     "MAXIMUM has UINT8 output: TFLite Micro has it for FLOAT32, INT8, INT16, INT32 and INT64 "
     "only"},
    {"MEAN(f32 2x6, i32 1 =[2]) -> f32 2 | ReducerOptions",
     "MEAN has axis 2: its input has 2 dimensions"},
    {"REDUCE_MAX(i8 2x6 q, i32 1 =[1]) -> i8 2 q.25:0 | ReducerOptions",
     "REDUCE_MAX has different scales or zero points of input and output: TFLite Micro wants them "
     "equal"},
    {"DEPTHWISE_CONV_2D(u8 1x5x5x2 q, u8 1x3x3x2 q =) -> u8 1x3x3x2 q | DepthwiseConv2DOptions "
     "padding=1 stride_w=1 stride_h=1 depth_multiplier=1",
     "DEPTHWISE_CONV_2D has UINT8 input and UINT8 weights: TFLite Micro supports no hybrid models, "
     "only FLOAT32 with FLOAT32, INT8 with INT8 or INT4, and INT16 with INT8"},
    {"FULLY_CONNECTED(u8 1x8 q, u8 4x8 q =) -> u8 1x4 q | FullyConnectedOptions",
     "FULLY_CONNECTED has UINT8 input and UINT8 weights: TFLite Micro supports no hybrid models, "
     "only FLOAT32 with FLOAT32, INT8 with INT8 or INT4, and INT16 with INT8"},
    {"FLOOR_DIV(f32 2, f32 2 =[0 0]) -> f32 2",
     "FLOOR_DIV has a constant divisor of zero: TFLite Micro stops"},
    {"EMBEDDING_LOOKUP(i32 2 =[0 6], f32 6x4 =) -> f32 2x4",
     "EMBEDDING_LOOKUP has row 6: its table has 6"},
    {"REVERSE_V2(f32 2x3x4, i32 2 =[0 2]) -> f32 2x3x4",
     "REVERSE_V2 has dimensions that do not follow one another: TFLite Micro reverses neighbours "
     "only"},
    {"READ_VARIABLE(res .) -> f32 4",
     "READ_VARIABLE has no variables in this model: a VAR_HANDLE would make one"},
};

TEST(Refusal, WhenTheModelRuns) { expectRefusals(kRefusedInInvoke, Phase::Invoke); }

/// The reference kernels take these, or find out only when the model runs.
const RefusalCase kRefusedByCmsis[] = {
    {"ADD(i8 1x4 q, f32 1x4) -> i8 1x4 q | AddOptions",
     "ADD has INT8 and FLOAT32 operands: TFLite Micro wants them of one type"},
    {"CONV_2D(i8 1x6x6x3 q, i8 2x3x3x2 q2 =) -> i8 1x6x6x2 q | Conv2DOptions stride_w=1 stride_h=1",
     "CONV_2D has 3 input channels for 2 of the filter: CMSIS-NN wants a multiple"},
    {"CONV_2D(i16 1x5x5x3 q.5:1, i8 4x3x3x3 q4 =, i64 4 =) -> i16 1x3x3x4 q | Conv2DOptions "
     "padding=1 stride_w=1 stride_h=1",
     "CONV_2D has INT16 zero point 1: TFLite Micro wants 0"},
    {"DEPTHWISE_CONV_2D(u8 1x5x5x2 q, u8 1x3x3x2 q =) -> u8 1x3x3x2 q | DepthwiseConv2DOptions "
     "padding=1 stride_w=1 stride_h=1 depth_multiplier=1",
     "DEPTHWISE_CONV_2D has UINT8 input and UINT8 weights: TFLite Micro supports no hybrid models, "
     "only FLOAT32 with FLOAT32, INT8 with INT8 or INT4, and INT16 with INT8"},
    {"FULLY_CONNECTED(i16 1x8 q, i8 4x8 q4 =) -> i16 1x4 q | FullyConnectedOptions",
     "FULLY_CONNECTED has INT16 input and a scale per channel: CMSIS-NN has it for INT8 only"},
    {"TRANSPOSE_CONV(i32 4 =, i8 2x3x3x4 q2 =, i16 1x4x4x4 q) -> i16 1x8x8x2 q | "
     "TransposeConvOptions stride_w=2 stride_h=2",
     "TRANSPOSE_CONV has INT16 input and no bias: TFLite Micro follows a null pointer"},
    {"BATCH_MATMUL(f32 1x1x1x3x4, f32 1x1x1x4x5) -> f32 1x1x1x3x5 | BatchMatMulOptions",
     "BATCH_MATMUL has shape [1, 1, 1, 3, 4]: TFLite Micro has it for up to 4 dimensions"},
    {"UNIDIRECTIONAL_SEQUENCE_LSTM(f32 1x3x2, f32 4x2, f32 4x2 =, f32 4x2 =, f32 4x2 =, f32 4x4 =, "
     "f32 4x4 =, f32 4x4 =, f32 4x4 =, -, -, -, f32 4 =, f32 4 =, f32 4 =, f32 4 =, -, -, f32 1x4 "
     "v, f32 1x4 v, -, -, -, -) -> f32 1x3x4 | UnidirectionalSequenceLSTMOptions",
     "UNIDIRECTIONAL_SEQUENCE_LSTM has weights or biases that are computed: CMSIS-NN wants "
     "constants"},
};

TEST(Refusal, CmsisNNIsStricter) {
    expectRefusals(kRefusedByCmsis, Phase::Prepare, "arm32-cmsis-dsp");
}

const std::string kRunsNever = "NEG(i8 1x4 q) -> i8 1x4 q";
const std::string kPreparesNever = "ABS(i8 1x4) -> i8 1x4";
const std::string kInitialisesNever = "SignalWindow(i16 8, i16 8 =) -> i16 8";
const std::string kParsesNever = "SomebodysOwn(f32 1x4) -> f32 1x4";

TEST(Refusal, TheEarliestPhaseIsNamedNotTheFirstOperator) {
    const struct {
        Model model;
        std::string beginning;
    } kCases[] = {
        {modelFromText({kRunsNever, kPreparesNever, kInitialisesNever, kParsesNever}),
         "operator #3 SomebodysOwn has no kernel"},
        {modelFromText({kRunsNever, kPreparesNever, kInitialisesNever}),
         "operator #2 SignalWindow has no options"},
        {modelFromText({kRunsNever, kPreparesNever}), "operator #1 ABS has an input without"},
        {modelFromText({kRunsNever, kRunsNever}), "operator #0 NEG has INT8 input"},
        {modelFromText({kPreparesNever, kPreparesNever}), "operator #0 ABS has"},
    };
    for (const auto& [model, beginning] : kCases)
        EXPECT_EQ(reasonFor(model).substr(0, beginning.size()), beginning);
}

TEST(Refusal, WithinAnOperatorTheEarliestPhaseCounts) {
    // UINT8 is a matter of Invoke, the output without elements one of Prepare.
    const Model model = modelFromText("NEG(u8 0x4) -> u8 0x4");
    EXPECT_EQ(reasonFor(model).substr(0, 43), "operator #0 NEG has an output without eleme");
}

/// Subgraph 1 runs NEG of INT8, which TFLM does not have; subgraph 0 calls it, or not.
Model modelWithSubgraph(bool called) {
    Model model = modelFromText("RELU(f32 1x4) -> f32 1x4");
    const std::size_t s = thimble::test::addSubgraph(model);
    const auto in = thimble::test::addTensor(model, "in", {1, 4}, s);
    const auto out = thimble::test::addTensor(model, "out", {1, 4}, s);
    thimble::test::addOperator(model, BuiltinOperator::Neg, {in}, {out}, s);
    if (!called) return model;
    const auto once = thimble::test::addOperator(model, BuiltinOperator::CallOnce, {}, {});
    model.subgraphs[0].operators[once].options =
        makeOptions("CallOnceOptions", {{"init_subgraph_index", std::int64_t{1}}});
    return model;
}

TEST(Refusal, ARunFailsOnlyWhereItComes) {
    EXPECT_EQ(reasonFor(modelWithSubgraph(false)), "");
    EXPECT_EQ(reasonFor(modelWithSubgraph(true)),
              "operator #0 NEG of subgraph 1 has INT8 input: TFLite Micro has it for FLOAT32 only");
}

TEST(Refusal, ScratchThatNoCallReaches) {
    Model model = modelFromText("RELU(f32 1x4) -> f32 1x4");
    const std::size_t s = thimble::test::addSubgraph(model);
    const auto t = thimble::test::addTensor(model, "t", {4}, s);
    thimble::test::addOperator(model, BuiltinOperator::AddN, {t, t}, {t}, s);
    EXPECT_EQ(reasonFor(model),
              "operator #0 ADD_N of subgraph 1 has scratch memory, and nothing calls it: TFLite "
              "Micro writes through a pointer that it never set");
}

TEST(Refusal, TensorsAndPlansOfTheModelItself) {
    Model model = modelFromText("RELU(f32 1x4) -> f32 1x4");
    const auto odd = static_cast<std::size_t>(thimble::test::addTensor(model, "odd", {4}));
    Tensor& tensor = model.subgraphs[0].tensors[odd];

    tensor.type = TensorType::String;
    EXPECT_EQ(reasonFor(model),
              "tensor 'odd' (#2) has type STRING, which TFLite Micro knows no size of");
    tensor.type = static_cast<TensorType>(99);
    EXPECT_EQ(reasonFor(model), "tensor 'odd' (#2) has type 99, which TFLite Micro does not know");
    tensor.type = TensorType::Int8;
    model.subgraphs[0].operators[0].intermediates = {2};
    EXPECT_EQ(reasonFor(model),
              "operator #0 RELU has an intermediate tensor of 4 bytes: TFLite Micro takes only "
              "empty ones");
}

TEST(Refusal, UnknownTypesComeBeforeOperatorsAndSizesAfterThem) {
    Model model = modelFromText(kPreparesNever);
    const auto odd = static_cast<std::size_t>(thimble::test::addTensor(model, "odd", {4}));
    model.subgraphs[0].tensors[odd].type = TensorType::String;
    EXPECT_EQ(reasonFor(model).substr(0, 15), "operator #0 ABS");
    model.subgraphs[0].tensors[odd].type = static_cast<TensorType>(99);
    EXPECT_EQ(reasonFor(model).substr(0, 12), "tensor 'odd'");
}

TEST(Refusal, CustomOptionsOfABuiltinOperator) {
    Model model = modelFromText("RELU(f32 1x4) -> f32 1x4");
    model.subgraphs[0].operators[0].customOptions = customOptionsFromText("{x: 1}");
    EXPECT_EQ(reasonFor(model),
              "operator #0 RELU has custom options: TFLite Micro wants none in a builtin operator");
}

}  // namespace
}  // namespace thimble::tflm::test
