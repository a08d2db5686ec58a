#include "core/resolution/at_resolution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/interp/frame.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/model/check_model.h"
#include "core/ops/operator_rules.h"
#include "core/tflite/option_names.h"
#include "core/tflite/writer.h"
#include "core/tflm/offline_plan.h"
#include "tests/core/patches/random_images.h"
#include "tests/support/model_builder.h"

namespace thimble::test {
namespace {

using testing::HasSubstr;
using enum BuiltinOperator;

/// Makes a chain of operators, each on the output of the one before.
class Chain {
public:
    explicit Chain(std::vector<std::int32_t> input) {
        last = addTensor(model, "image", std::move(input));
        subgraph().inputs = {last};
    }

    Chain& add(BuiltinOperator code, OptionTable options = {},
               std::vector<std::int32_t> others = {}) {
        std::vector<std::int32_t> inputs = {last};
        inputs.insert(inputs.end(), others.begin(), others.end());
        return addOn(code, std::move(options), std::move(inputs));
    }
    Chain& addOn(BuiltinOperator code, OptionTable options, std::vector<std::int32_t> inputs) {
        const std::int32_t out = addTensor(model, "t", {});
        const std::size_t o = addOperator(model, code, std::move(inputs), {out});
        subgraph().operators[o].options = std::move(options);
        const auto shapes = outputShapes(model, subgraph(), subgraph().operators[o]);
        EXPECT_TRUE(shapes) << "operator #" << o;
        if (shapes) subgraph().tensors[static_cast<std::size_t>(out)].shape = shapes->front();
        last = out;
        return *this;
    }
    std::int32_t weights(std::vector<std::int32_t> shape) {
        const std::int32_t t = addConstant(model, "w", std::move(shape));
        Tensor& tensor = subgraph().tensors[static_cast<std::size_t>(t)];
        tensor.quantization = Quantization{.scale = {0.01F}, .zeroPoint = {0}};
        std::vector<std::byte> bytes(model.buffers[tensor.buffer].data.bytes().size());
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::byte>(i * 37 + 11);
        model.buffers[tensor.buffer].data = Blob(std::move(bytes));
        return t;
    }
    std::int32_t integers(const std::vector<std::int32_t>& values,
                          std::vector<std::int32_t> shape = {}) {
        if (shape.empty()) shape = {static_cast<std::int32_t>(values.size())};
        const std::int32_t t = addConstant(model, "numbers", std::move(shape));
        Tensor& tensor = subgraph().tensors[static_cast<std::size_t>(t)];
        tensor.type = TensorType::Int32;
        tensor.quantization.reset();
        std::vector<std::byte> bytes(values.size() * sizeof(std::int32_t));
        std::memcpy(bytes.data(), values.data(), bytes.size());
        model.buffers[tensor.buffer].data = Blob(std::move(bytes));
        return t;
    }
    Chain& convolve(std::int32_t channels, std::int32_t window, std::int64_t stride,
                    std::int64_t padding) {
        return add(Conv2d,
                   makeOptions("Conv2DOptions",
                               {{"padding", padding}, {"stride_w", stride}, {"stride_h", stride}}),
                   {weights({channels, window, window, shape().back()}), -1});
    }
    Chain& pool(BuiltinOperator code, std::int32_t height, std::int32_t width, std::int64_t stride,
                std::int64_t padding) {
        return add(code, makeOptions("Pool2DOptions", {{"padding", padding},
                                                       {"stride_w", stride > 0 ? stride : width},
                                                       {"stride_h", stride > 0 ? stride : height},
                                                       {"filter_width", std::int64_t{width}},
                                                       {"filter_height", std::int64_t{height}}}));
    }
    Chain& reshape(const std::vector<std::int32_t>& to) {
        return add(Reshape, makeOptions("ReshapeOptions"), {integers(to)});
    }
    Chain& connect(std::int32_t units, std::int32_t depth) {
        return add(FullyConnected, makeOptions("FullyConnectedOptions"),
                   {weights({units, depth}), -1});
    }
    [[nodiscard]] std::vector<std::int32_t> shape() {
        return subgraph().tensors[static_cast<std::size_t>(last)].shape;
    }
    Model done() {
        subgraph().outputs = {last};
        EXPECT_TRUE(checkModel(model));
        return std::move(model);
    }
    Subgraph& subgraph() { return model.subgraphs[0]; }

    Model model = emptyModel();
    std::int32_t last = 0;
};

constexpr std::int64_t kSame = 0, kValid = 1;

/// PAD, convolutions, a pool over all of the map, and what classifies: at any resolution, by hand.
Model classifier(std::int32_t height, std::int32_t width, BuiltinOperator pool,
                 std::int64_t padding) {
    Chain chain({1, height, width, 3});
    chain.add(Pad, makeOptions("PadOptions"), {chain.integers({0, 0, 0, 1, 0, 1, 0, 0}, {4, 2})});
    chain.convolve(8, 3, 2, kValid).convolve(5, 3, 1, kSame);
    const std::vector<std::int32_t> map = chain.shape();
    chain.pool(pool, map[1], map[2], 0, padding);
    chain.reshape({-1, 5}).connect(4, 5);
    chain.add(Softmax, makeOptions("SoftmaxOptions", {{"beta", 1.0F}}));
    chain.subgraph().tensors[static_cast<std::size_t>(chain.last)].quantization =
        Quantization{.scale = {1.0F / 256}, .zeroPoint = {-128}};
    return chain.done();
}

std::string refusal(const Model& model, Resolution to) {
    const auto other = atResolution(model, to);
    return other ? std::string() : other.error().message;
}

/// The bytes of all outputs; nothing where it does not run.
std::vector<std::byte> outputsOf(const Model& model, std::uint64_t seed) {
    const auto program = interp::prepareProgram(model);
    EXPECT_TRUE(program) << program.error().message;
    if (!program) return {};
    interp::Frame frame(*program);
    EXPECT_TRUE(interp::drawInputs(frame, seed));
    const auto ran = frame.invoke();
    EXPECT_TRUE(ran && *ran);
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < model.subgraphs[0].outputs.size(); ++i)
        bytes.insert(bytes.end(), frame.output(i).begin(), frame.output(i).end());
    return bytes;
}

std::vector<std::int32_t> shapeAt(const Model& model, Resolution to) {
    const auto other = atResolution(model, to);
    EXPECT_TRUE(other) << other.error().message;
    if (!other) return {};
    const Subgraph& subgraph = other->subgraphs[0];
    return subgraph.tensors[static_cast<std::size_t>(subgraph.outputs[0])].shape;
}

TEST(AtResolution, IsTheModelThatIsBuiltAtThatSize) {
    for (const BuiltinOperator pool : {AveragePool2d, MaxPool2d})
        for (const std::int64_t padding : {kSame, kValid})
            for (const Resolution to : {Resolution{30, 17}, {9, 40}, {4, 4}}) {
                SCOPED_TRACE(testing::Message() << resolutionText(to) << " padding " << padding);
                const Model model = classifier(16, 16, pool, padding);
                const auto other = atResolution(model, to);
                ASSERT_TRUE(other) << other.error().message;
                EXPECT_EQ(*other, classifier(to.height, to.width, pool, padding));
                EXPECT_EQ(*writeTflite(*other),
                          *writeTflite(classifier(to.height, to.width, pool, padding)));
                EXPECT_EQ(*atResolution(*other, {16, 16}), model);
                EXPECT_EQ(outputsOf(*other, 1).size(), 4);
            }
}

TEST(AtResolution, MeanAndSqueezeNeedNoNumbers) {
    const auto build = [](std::int32_t height, std::int32_t width) {
        Chain chain({1, height, width, 2});
        chain.convolve(6, 3, 2, kSame);
        chain.add(Mean, makeOptions("ReducerOptions", {{"keep_dims", true}}),
                  {chain.integers({1, 2})});
        return chain
            .add(Squeeze,
                 makeOptions("SqueezeOptions", {{"squeeze_dims", std::vector<std::int64_t>{1, 2}}}))
            .connect(3, 6)
            .done();
    };
    EXPECT_EQ(*atResolution(build(12, 12), {20, 31}), build(20, 31));
}

TEST(AtResolution, ResizesInProportion) {
    const auto build = [](std::int32_t height, std::int32_t width) {
        Chain chain({1, height, width, 2});
        const std::int32_t image = chain.last;
        chain.pool(MaxPool2d, 2, 2, 2, kValid);
        chain.add(ResizeNearestNeighbor, makeOptions("ResizeNearestNeighborOptions"),
                  {chain.integers({height, width})});
        return chain
            .addOn(Concatenation, makeOptions("ConcatenationOptions", {{"axis", std::int64_t{3}}}),
                   {chain.last, image})
            .done();
    };
    EXPECT_EQ(*atResolution(build(8, 8), {20, 14}), build(20, 14));
    EXPECT_THAT(refusal(build(8, 8), {21, 14}),
                HasSubstr("operator #2 CONCATENATION cannot do at 21x14"));
    Chain odd({1, 8, 8, 1});
    odd.add(ResizeBilinear, makeOptions("ResizeBilinearOptions"), {odd.integers({12, 12})});
    EXPECT_EQ(refusal(odd.done(), {9, 8}),
              "operator #0 RESIZE_BILINEAR makes 12 of 8, of 9 at 9x8 that is no whole number");
}

TEST(AtResolution, TransposedConvolutionsGrowByTheirStride) {
    const auto build = [](std::int32_t height, std::int32_t width) {
        Chain chain({1, height, width, 2});
        return chain
            .addOn(TransposeConv,
                   makeOptions("TransposeConvOptions", {{"padding", kValid},
                                                        {"stride_w", std::int64_t{2}},
                                                        {"stride_h", std::int64_t{2}}}),
                   {chain.integers({1, 2 * height + 1, 2 * width + 1, 4}),
                    chain.weights({4, 3, 3, 2}), chain.last})
            .done();
    };
    EXPECT_EQ(*atResolution(build(5, 5), {7, 4}), build(7, 4));
}

TEST(AtResolution, ConstantsThatOthersUseStayAsTheyAre) {
    Chain chain({1, 4, 4, 6});
    const std::int32_t flat = chain.integers({1, 96});
    chain.add(Reshape, makeOptions("ReshapeOptions"), {flat});
    const std::int32_t first = chain.last;
    chain.addOn(Reshape, makeOptions("ReshapeOptions"), {chain.subgraph().inputs[0], flat});
    chain.addOn(Add, makeOptions("AddOptions"), {first, chain.last});
    // Bytes that another tensor has, too.
    const std::int32_t twin = addTensor(chain.model, "twin", {2});
    chain.subgraph().tensors[static_cast<std::size_t>(twin)].type = TensorType::Int32;
    const std::uint32_t bytes = chain.subgraph().tensors[static_cast<std::size_t>(flat)].buffer;
    chain.subgraph().tensors[static_cast<std::size_t>(twin)].buffer = bytes;
    const Model model = chain.done();
    const auto other = atResolution(model, {5, 7});
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(shapeAt(model, {5, 7}), (std::vector<std::int32_t>{1, 210}));
    EXPECT_EQ(other->buffers[bytes], model.buffers[bytes]);
    EXPECT_EQ(other->subgraphs[0].tensors[static_cast<std::size_t>(twin)].buffer, bytes);
    EXPECT_EQ(outputsOf(*other, 1).size(), 210);
}

TEST(AtResolution, OpenDimensionsStayOpen) {
    Chain chain({1, 4, 4, 6});
    chain.reshape({1, -1, 6});
    chain.subgraph().tensors[0].shapeSignature = {-1, 4, 4, 6};
    Model model = chain.done();
    const auto other = atResolution(model, {5, 7});
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(other->subgraphs[0].tensors[0].shapeSignature,
              (std::vector<std::int32_t>{-1, 5, 7, 6}));
    EXPECT_EQ(other->buffers, model.buffers);
    EXPECT_EQ(shapeAt(model, {5, 7}), (std::vector<std::int32_t>{1, 35, 6}));
}

TEST(AtResolution, TargetsInTheOptionsFollow) {
    Chain chain({1, 4, 4, 6});
    chain.add(Reshape,
              makeOptions("ReshapeOptions", {{"new_shape", std::vector<std::int64_t>{1, 16, 6}}}));
    const Model model = chain.done();
    EXPECT_EQ(shapeAt(model, {5, 7}), (std::vector<std::int32_t>{1, 35, 6}));
    EXPECT_EQ(*atResolution(*atResolution(model, {5, 7}), {4, 4}), model);
}

TEST(AtResolution, DropsAPlanOfOffsets) {
    const Model model = classifier(16, 16, AveragePool2d, kValid);
    const std::vector<std::int32_t> offsets(model.subgraphs[0].tensors.size(), -1);
    const Model planned = tflm::withOfflinePlan(model, offsets);
    EXPECT_EQ(*atResolution(planned, {16, 16}), model);
    EXPECT_EQ(*atResolution(planned, {20, 20}), *atResolution(model, {20, 20}));
}

TEST(AtResolution, RefusesWhatIsNotFullyConvolutional) {
    Chain flat({1, 40, 40, 1});
    flat.reshape({1, 1600}).connect(10, 1600);
    EXPECT_EQ(refusal(flat.done(), {56, 56}),
              "operator #1 FULLY_CONNECTED takes 1,600 elements, at 56x56 it would get 3,136");

    Chain single({1, 8, 8, 3});
    single.convolve(4, 3, 8, kSame).reshape({1, 4});
    EXPECT_EQ(refusal(single.done(), {16, 16}),
              "operator #1 RESHAPE makes [1, 4] of [1, 1, 1, 4]; what of [1, 2, 2, 4], at 16x16, "
              "is not clear");

    Chain soft({1, 4, 4, 2});
    soft.reshape({1, 32}).add(Softmax, makeOptions("SoftmaxOptions"));
    EXPECT_EQ(refusal(soft.done(), {8, 8}),
              "operator #1 SOFTMAX works along an axis that has another size at 8x8");

    Chain part({1, 8, 8, 2});
    part.add(Slice, makeOptions("SliceOptions"),
             {part.integers({0, 2, 0, 0}), part.integers({1, 4, 8, 2})});
    EXPECT_EQ(refusal(part.done(), {16, 8}),
              "operator #0 SLICE takes a fixed part of what has another size at 16x8");

    Chain constant({1, 8, 8, 2});
    constant.add(Add, makeOptions("AddOptions"), {constant.weights({1, 8, 8, 2})});
    EXPECT_EQ(refusal(constant.done(), {16, 8}),
              "operator #0 ADD cannot do at 16x8 what it did: it would get [1, 16, 8, 2] and [1, "
              "8, 8, 2]");

    Chain shape({1, 8, 8, 2});
    shape.add(BuiltinOperator::Shape, makeOptions("ShapeOptions"));
    EXPECT_THAT(refusal(shape.done(), {16, 8}), HasSubstr("operator #0 SHAPE is not known to do"));

    Chain valid({1, 9, 9, 2});
    valid.convolve(2, 5, 1, kValid);
    EXPECT_THAT(refusal(valid.done(), {4, 9}), HasSubstr("operator #0 CONV_2D cannot do at 4x9"));
}

TEST(AtResolution, NothingIsStretchedThatWasNot) {
    // Two branches that give 1 x 1 both; at 16 x 16 one gives 2 x 2, over which ADD could stretch.
    Chain chain({1, 8, 8, 3});
    const std::int32_t image = chain.last;
    chain.convolve(4, 8, 8, kValid);
    const std::int32_t first = chain.last;
    chain.addOn(Conv2d,
                makeOptions("Conv2DOptions", {{"padding", kSame},
                                              {"stride_w", std::int64_t{16}},
                                              {"stride_h", std::int64_t{16}}}),
                {image, chain.weights({4, 3, 3, 3}), -1});
    chain.addOn(Add, makeOptions("AddOptions"), {first, chain.last});
    const Model model = chain.done();
    EXPECT_EQ(refusal(model, {16, 16}),
              "operator #2 ADD has inputs that do not go together at 16x16");
    EXPECT_EQ(shapeAt(model, {12, 12}), (std::vector<std::int32_t>{1, 1, 1, 4}));
}

TEST(AtResolution, ASideIsFrom1To4096) {
    const Model model = classifier(16, 16, AveragePool2d, kValid);
    for (const Resolution to : {Resolution{0, 16}, {16, -1}, {4097, 16}, {16, 2'000'000'000}}) {
        const auto other = atResolution(model, to);
        ASSERT_FALSE(other) << resolutionText(to);
        EXPECT_EQ(other.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(other.error().message, HasSubstr(resolutionText(to)));
    }
}

TEST(AtResolution, RandomModelsRunAndLeadBack) {
    int resized = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        const Model model = randomImageModel(seed);
        const auto own = resolutionOf(model);
        ASSERT_TRUE(own);
        EXPECT_EQ(*atResolution(model, *own), model);
        const Resolution to{own->height + static_cast<std::int32_t>(seed % 7),
                            own->width + static_cast<std::int32_t>(seed % 5)};
        const auto other = atResolution(model, to);
        if (!other) continue;
        ++resized;
        EXPECT_FALSE(outputsOf(*other, seed).empty());
        const auto back = atResolution(*other, *own);
        ASSERT_TRUE(back) << back.error().message;
        EXPECT_EQ(outputsOf(*back, seed), outputsOf(model, seed));
    }
    EXPECT_GE(resized, 250);
}

}  // namespace
}  // namespace thimble::test
