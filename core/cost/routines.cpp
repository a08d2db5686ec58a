#include "core/cost/routines.h"

#include <algorithm>
#include <cmath>

namespace thimble::cost {

namespace {

using enum BuiltinOperator;
using enum Kernels;

// Tests.

template <BuiltinOperator... codes>
bool isOneOf(const OperatorWork& work) {
    return ((work.code == codes) || ...);
}

bool isByte(const OperatorWork& work) { return work.number == NumberKind::Int8; }
bool isWord(const OperatorWork& work) { return work.number == NumberKind::Int16; }
bool isFloat(const OperatorWork& work) { return work.number == NumberKind::Float; }

bool isPointwise(const OperatorWork& work) {
    return work.window == 1 && work.stride == 1 && work.inputChannels == work.imageChannels;
}
bool isDepthwise3x3(const OperatorWork& work) {
    return work.window == 9 && work.windowHeight == 3 && work.padding <= 1 &&
           work.multiplier == 1 && work.dilation == 1;
}

template <BuiltinOperator code, bool (*number)(const OperatorWork&), Kernels kernels>
bool runs(const OperatorWork& work, Kernels asked) {
    return work.code == code && number(work) && asked == kernels;
}

template <BuiltinOperator... codes>
bool bytes(const OperatorWork& work, Kernels) {
    return isOneOf<codes...>(work) && isByte(work);
}

template <BuiltinOperator... codes>
bool words(const OperatorWork& work, Kernels) {
    return isOneOf<codes...>(work) && isWord(work);
}

template <BuiltinOperator... codes>
bool any(const OperatorWork& work, Kernels) {
    return isOneOf<codes...>(work);
}

// Terms.

/// Elements of the window that one output element meets.
double depth(const OperatorWork& work) { return work.window * work.inputChannels; }
double results(const OperatorWork& work) { return work.positions * work.outputChannels; }
/// Runs of the last dimension.
double rows(const OperatorWork& work) {
    return work.outputElements / std::max(work.innerElements, 1.0);
}

/// Positions go through in pairs; a last one without a partner takes longer.
double lone(const OperatorWork& work) {
    return std::fmod(work.positions, 2.0) * work.outputChannels * depth(work);
}

/// CMSIS-NN multiplies four by four; what remains of a row it multiplies one by one.
Terms matrixProduct(const OperatorWork& work) {
    const double rest = std::fmod(depth(work), 4.0);
    return {results(work) * (depth(work) - rest),
            results(work) * rest,
            results(work),
            work.outputChannels * depth(work),
            work.outputChannels,
            1,
            lone(work)};
}

/// The same, after each window was copied into a row.
Terms unrolledWindows(const OperatorWork& work) {
    const double rest = std::fmod(depth(work), 4.0);
    return {results(work) * (depth(work) - rest),
            results(work) * rest,
            results(work),
            work.positions * depth(work),
            work.positions * work.window,
            work.positions,
            lone(work)};
}

Terms depthwise3x3(const OperatorWork& work) {
    return {work.taps * work.outputChannels, results(work), work.positions, 1};
}

Terms depthwiseUnrolled(const OperatorWork& work) {
    return {work.macs,      work.taps * work.outputChannels,
            results(work),  work.positions * work.window,
            work.positions, 1};
}

/// Reference kernels ask of every tap whether it lies inside the image.
Terms plainConvolution(const OperatorWork& work) {
    return {work.taps * work.outputChannels * work.inputChannels,
            work.taps * work.outputChannels,
            results(work) * work.window,
            results(work) * work.windowHeight,
            results(work),
            1};
}

Terms plainDepthwise(const OperatorWork& work) {
    return {work.taps * work.outputChannels, results(work) * work.window,
            results(work) * work.windowHeight, results(work), work.positions};
}

Terms product(const OperatorWork& work) { return {work.macs, work.outputElements, 1}; }

Terms pooling(const OperatorWork& work) {
    return {work.taps * work.outputChannels, results(work), work.positions * work.window,
            work.positions, 1};
}

Terms elementwise(const OperatorWork& work) {
    return {work.broadcasts ? 0 : work.outputElements, work.broadcasts ? work.outputElements : 0,
            1};
}

Terms perElement(const OperatorWork& work) { return {work.outputElements, 1}; }

Terms padding(const OperatorWork& work) {
    return {work.outputElements, work.inputElements, work.runs, 1};
}

Terms copies(const OperatorWork& work) { return {work.outputElements, work.runs, 1}; }

Terms withMacs(const OperatorWork& work) {
    return {work.macs, work.outputElements, work.inputElements, 1};
}
Terms withoutMacs(const OperatorWork& work) {
    return {std::max(work.outputElements, work.inputElements), rows(work), 1};
}

constexpr auto kConvolution = WorkClass::Convolution;
constexpr auto kSpread = WorkClass::Spread;
constexpr auto kProduct = WorkClass::Product;

using Names = std::array<std::string_view, kMostTerms>;
constexpr Names kProductNames = {"MACs", "outputs", "call"};
constexpr Names kElementNames = {"outputs", "call"};
constexpr Names kPlainNames = {"taps x channels in x channels out",
                               "taps x channels out",
                               "outputs x window",
                               "outputs x window rows",
                               "outputs",
                               "call"};
constexpr Names kPlainDepthwiseNames = {"taps x channels", "outputs x window",
                                        "outputs x window rows", "outputs", "positions"};
constexpr Names kMatrixNames = {
    "MACs in fours", "MACs left over",         "outputs", "weights", "channels",
    "call",          "MACs of a lone position"};
constexpr Names kUnrolledNames = {"MACs in fours",          "MACs left over",     "outputs",
                                  "positions x row bytes",  "positions x window", "positions",
                                  "MACs of a lone position"};

constexpr auto kRoutines = std::to_array<Routine>({
    {"cmsis conv 1x1 s8", kConvolution,
     [](const OperatorWork& work, Kernels kernels) {
         return runs<Conv2d, isByte, CmsisNn>(work, kernels) && isPointwise(work);
     },
     kMatrixNames, matrixProduct},
    // With a stride every position is multiplied alone.
    {"cmsis conv 1x1 with stride s8",
     kConvolution,
     [](const OperatorWork& work, Kernels kernels) {
         return runs<Conv2d, isByte, CmsisNn>(work, kernels) && work.window == 1 &&
                work.stride > 1 && work.positions > 1;
     },
     {"MACs", "outputs", "call"},
     product},
    // One step of a stream: the loop over pairs of windows never runs.
    {"cmsis conv s8, one position",
     kConvolution,
     [](const OperatorWork& work, Kernels kernels) {
         return runs<Conv2d, isByte, CmsisNn>(work, kernels) && work.positions <= 1;
     },
     {"MACs", "outputs", "call"},
     product},
    {"cmsis conv s8", kConvolution, runs<Conv2d, isByte, CmsisNn>, kUnrolledNames, unrolledWindows},
    {"cmsis conv s16", kConvolution, runs<Conv2d, isWord, CmsisNn>, kUnrolledNames,
     unrolledWindows},
    {"cmsis depthwise 3x3 s8",
     kSpread,
     [](const OperatorWork& work, Kernels kernels) {
         return runs<DepthwiseConv2d, isByte, CmsisNn>(work, kernels) && isDepthwise3x3(work);
     },
     {"taps x channels", "outputs", "positions", "call"},
     depthwise3x3},
    {"cmsis depthwise s8",
     kSpread,
     [](const OperatorWork& work, Kernels kernels) {
         return runs<DepthwiseConv2d, isByte, CmsisNn>(work, kernels) && work.multiplier == 1 &&
                work.dilation == 1;
     },
     {"MACs", "taps x channels", "outputs", "positions x window", "positions", "call"},
     depthwiseUnrolled},
    {"cmsis depthwise with multiplier s8", kSpread, runs<DepthwiseConv2d, isByte, CmsisNn>,
     kProductNames, product},
    {"cmsis depthwise s16", kSpread, runs<DepthwiseConv2d, isWord, CmsisNn>, kProductNames,
     product},
    {"cmsis fully connected s8", kProduct, runs<FullyConnected, isByte, CmsisNn>, kProductNames,
     product},
    {"cmsis fully connected s16", kProduct, runs<FullyConnected, isWord, CmsisNn>, kProductNames,
     product},
    {"conv s8", kConvolution, runs<Conv2d, isByte, Reference>, kPlainNames, plainConvolution},
    {"conv s16", kConvolution, runs<Conv2d, isWord, Reference>, kPlainNames, plainConvolution},
    {"conv float", kConvolution, any<Conv2d>, kPlainNames, plainConvolution},
    {"depthwise s8", kSpread, runs<DepthwiseConv2d, isByte, Reference>, kPlainDepthwiseNames,
     plainDepthwise},
    {"depthwise s16", kSpread, runs<DepthwiseConv2d, isWord, Reference>, kPlainDepthwiseNames,
     plainDepthwise},
    {"fully connected s8", kProduct, runs<FullyConnected, isByte, Reference>, kProductNames,
     product},
    {"fully connected", kProduct, any<FullyConnected>, kProductNames, product},
    {"transposed conv", kConvolution, any<TransposeConv>, kProductNames, product},
    {"svdf", kProduct, any<Svdf>, kProductNames, product},
    {"lstm float", kProduct,
     [](const OperatorWork& work, Kernels) {
         return work.code == UnidirectionalSequenceLstm && isFloat(work);
     },
     kProductNames, product},
    {"lstm", kProduct, any<UnidirectionalSequenceLstm>, kProductNames, product},
    {"max pool s8",
     kSpread,
     bytes<MaxPool2d>,
     {"taps x channels", "outputs", "positions x window", "positions", "call"},
     pooling},
    {"average pool s8",
     kSpread,
     bytes<AveragePool2d>,
     {"taps x channels", "outputs", "positions x window", "positions", "call"},
     pooling},
    {"add s8", kSpread, bytes<Add, Sub>, {"outputs", "outputs, broadcast", "call"}, elementwise},
    {"add s16", kSpread, words<Add, Sub>, {"outputs", "outputs, broadcast", "call"}, elementwise},
    {"mul s8", kSpread, bytes<Mul>, {"outputs", "outputs, broadcast", "call"}, elementwise},
    {"pad s8", kSpread, bytes<Pad, Padv2>, {"outputs", "inputs", "runs", "call"}, padding},
    {"pad s16", kSpread, words<Pad, Padv2>, {"outputs", "inputs", "runs", "call"}, padding},
    {"strided slice", kSpread, any<StridedSlice>, {"outputs", "runs", "call"}, copies},
    {"concatenate, split",
     kSpread,
     any<Concatenation, Split, SplitV, Pack, Unpack>,
     {"outputs", "runs", "call"},
     copies},
    {"logistic, tanh", kSpread, any<Logistic, Tanh>, kElementNames, perElement},
    {"leaky relu", kSpread, any<LeakyRelu, Relu, Relu6, Prelu>, kElementNames, perElement},
    {"softmax s8", kSpread, bytes<Softmax>, kElementNames, perElement},
    {"softmax", kSpread, any<Softmax>, kElementNames, perElement},
    {"quantize from u8", kSpread,
     [](const OperatorWork& work, Kernels) { return work.code == Quantize && work.fromUnsigned; },
     kElementNames, perElement},
    {"quantize s8", kSpread, bytes<Quantize>, kElementNames, perElement},
    {"quantize", kSpread, any<Quantize, Dequantize>, kElementNames, perElement},
    {"transpose", kSpread, any<Transpose>, kElementNames, perElement},
    {"reshape", kSpread, any<Reshape, Squeeze, ExpandDims>, kElementNames, perElement},
    {"variables",
     kSpread,
     any<VarHandle, ReadVariable, AssignVariable>,
     {"elements", "rows", "call"},
     withoutMacs},
    {"signal", kSpread, any<Custom>, {"elements", "rows", "call"}, withoutMacs},
    {"other with MACs",
     kProduct,
     [](const OperatorWork& work, Kernels) { return work.macs > 0; },
     {"MACs", "outputs", "inputs", "call"},
     withMacs},
    {"other",
     kSpread,
     [](const OperatorWork&, Kernels) { return true; },
     {"elements", "rows", "call"},
     withoutMacs},
});

}  // namespace

std::span<const Routine> routines() { return kRoutines; }

std::size_t routineOf(const OperatorWork& work, Kernels kernels) {
    const auto found = std::ranges::find_if(
        kRoutines, [&](const Routine& routine) { return routine.runs(work, kernels); });
    return static_cast<std::size_t>(found - kRoutines.begin());
}

std::size_t standInFor(const OperatorWork& work) {
    return kRoutines.size() - (work.macs > 0 ? 2 : 1);
}

}  // namespace thimble::cost
