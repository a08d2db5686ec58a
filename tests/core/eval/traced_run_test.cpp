#include "core/eval/traced_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/eval/values.h"
#include "tests/support/model_text.h"

namespace thimble::eval {
namespace {

using interp::Program;
using testing::HasSubstr;

std::shared_ptr<const Program> prepared(const Model& model) {
    auto program = interp::prepareProgram(model);
    if (!program) ADD_FAILURE() << program.error().message;
    return program.value_or(nullptr);
}

NaturalEnds endsOfOutput(const std::string& text) {
    const auto program = prepared(test::modelFromText(text));
    if (!program) return {};
    return naturalEnds(*program)[program->slot(0, program->model.subgraphs[0].outputs[0])];
}

TEST(NaturalEnds, OfFusedActivations) {
    const auto pool = [](const std::string& quantization, int activation) {
        return endsOfOutput("MAX_POOL_2D(i8 1x2x2x1 " + quantization + ") -> i8 1x1x1x1 " +
                            quantization +
                            " | Pool2DOptions stride_w=1 stride_h=1 filter_width=2"
                            " filter_height=2 padding=1 fused_activation_function=" +
                            std::to_string(activation));
    };
    EXPECT_EQ(pool("q.25:-128", 1), (NaturalEnds{true, false, "RELU"}));
    EXPECT_EQ(pool("q.25:-100", 1), (NaturalEnds{true, false, "RELU"}));
    // 0 lies far inside: what is at the lower end was cut off there.
    EXPECT_EQ(pool("q.25:-128", 0), NaturalEnds());
    // RELU6's 6 is 255 steps of 6 / 255 above 0; of 0.01 it would be 600.
    EXPECT_EQ(pool("q.0235294:-128", 3), (NaturalEnds{true, true, "RELU6"}));
    EXPECT_EQ(pool("q.01:-128", 3), (NaturalEnds{true, false, "RELU6"}));
    // -1 is 100 steps of 0.01 below 0, and the type ends 28 steps below it.
    EXPECT_EQ(pool("q.01:-100", 2), (NaturalEnds{false, true, "RELU_N1_TO_1"}));
}

/// What naturalEnds looks at, whether or not there are kernels.
Program unprepared(const Model& model) {
    Program program;
    program.model = model;
    program.firstSlot = {0};
    for (const Tensor& tensor : model.subgraphs[0].tensors) {
        interp::TensorInfo info;
        info.type = tensor.type;
        info.scale = tensor.quantization ? tensor.quantization->scale.at(0) : 0;
        if (tensor.quantization)
            info.zeroPoint = static_cast<std::int32_t>(tensor.quantization->zeroPoint.at(0));
        program.tensors.push_back(info);
    }
    return program;
}

TEST(NaturalEnds, OfSoftmaxAndWhatHandsItOn) {
    const Program softmax =
        unprepared(test::modelFromText("SOFTMAX(i8 1x4 q.1:0) -> i8 1x4 q.00390625:-128"));
    EXPECT_EQ(naturalEnds(softmax)[1], (NaturalEnds{true, true, "SOFTMAX"}));
    Model model = test::modelFromText("RELU(i8 1x4 q.5:-128) -> i8 1x4 q.5:-128");
    test::addOperatorFromText(model, "RESHAPE(i8 1x4 q.5:-128, i32 1 =[4]) -> i8 4 q.5:-128");
    test::addOperatorFromText(model, "NEG(i8 1x4 q.5:-128) -> i8 4 q.5:-128");
    Subgraph& subgraph = model.subgraphs[0];
    for (const std::size_t op : {1, 2})
        subgraph.operators[op].inputs[0] = subgraph.operators[0].outputs[0];
    const auto ends = naturalEnds(unprepared(model));
    EXPECT_EQ(ends[static_cast<std::size_t>(subgraph.operators[1].outputs[0])],
              (NaturalEnds{true, false, "RELU"}));
    EXPECT_EQ(ends[static_cast<std::size_t>(subgraph.operators[2].outputs[0])], NaturalEnds());
}

/// Negative values become 0.
Model reluOf(int elements) {
    const std::string tensor = "i8 1x1x" + std::to_string(elements) + "x1 q.5:-3";
    return test::modelFromText("MAX_POOL_2D(" + tensor + ") -> " + tensor +
                               " | Pool2DOptions stride_w=1 stride_h=1 filter_width=1"
                               " filter_height=1 fused_activation_function=1");
}

TEST(TracedRun, HoldsInputsAndOutputsInOrder) {
    const auto program = prepared(reluOf(16));
    ASSERT_TRUE(program);
    const auto run = traceRun(program, {.seed = 3});
    ASSERT_TRUE(run && *run) << run.error().message;
    ASSERT_EQ((*run)->tensors.size(), 2U);
    EXPECT_EQ((*run)->tensors[0].op, -1);
    EXPECT_EQ((*run)->tensors[1].op, 0);
    EXPECT_EQ((*run)->tensors[1].statistics,
              tensorStatistics(program->output(0), (*run)->frame->output(0)));
    EXPECT_GE((*run)->tensors[1].statistics.lowest, 0);
    EXPECT_LT((*run)->tensors[0].statistics.lowest, 0);
    ASSERT_EQ((*run)->outputs.size(), 1U);
    const OutputValue& largest = (*run)->outputs[0].largest.front();
    EXPECT_EQ(largest.value, (*run)->tensors[1].statistics.highest);
    EXPECT_DOUBLE_EQ(largest.value, 0.5 * static_cast<double>(*largest.stored + 3));
    EXPECT_EQ((*run)->outputs[0].largest.size(), TracedRun::kLargest);
    // The same seed, the same run; another, another.
    const auto again = traceRun(program, {.seed = 3});
    const auto other = traceRun(program, {.seed = 4});
    ASSERT_TRUE(again && *again && other && *other);
    EXPECT_EQ((*again)->tensors[0].statistics, (*run)->tensors[0].statistics);
    EXPECT_NE((*other)->tensors[0].statistics, (*run)->tensors[0].statistics);
}

TEST(TracedRun, StopsAndRefuses) {
    const auto program = prepared(reluOf(4));
    ASSERT_TRUE(program);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = traceRun(program, {}, stop.get_token());
    ASSERT_TRUE(stopped);
    EXPECT_FALSE(*stopped);
    const auto missing =
        traceRun(program, {.source = RunInput::Source::File, .file = "/no/such/file.bin"});
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message, HasSubstr("/no/such/file.bin"));
    EXPECT_FALSE(traceRun(program, {.source = RunInput::Source::Sample}));
}

TEST(TracedRun, OfASampleKnowsWhatIsRight) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("thimble_traced_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "a.bin", std::ios::binary) << std::string("\x01\x05\x02", 3);
    std::ofstream(folder / "two.bin", std::ios::binary)
        << std::string("\x01\x05\x02\x01\x02\x09", 6);
    std::ofstream(folder / "y_labels.csv") << "a.bin,3,1\ntwo.bin,3,0,3,3\n";
    const auto read = data::readDataset(folder);
    ASSERT_TRUE(read) << read.error().message;
    const auto dataset = std::make_shared<const data::Dataset>(*read);
    const auto program = prepared(reluOf(3));
    ASSERT_TRUE(program);
    RunInput input{.source = RunInput::Source::Sample, .dataset = dataset};
    const auto right = traceRun(program, input);
    ASSERT_TRUE(right && *right) << right.error().message;
    EXPECT_EQ((*right)->label, 1);
    ASSERT_TRUE((*right)->result);
    EXPECT_EQ((*right)->result->answer, 1);
    input.sample = 1;
    const auto wrong = traceRun(program, input);
    ASSERT_TRUE(wrong && *wrong) << wrong.error().message;
    EXPECT_EQ((*wrong)->windows, 2U);
    EXPECT_EQ((*wrong)->result->answer, 2);  // of the mean: 1, 3.5, 5.5
    EXPECT_EQ((*wrong)->outputs[0].largest.front().element, 2U);
    // A file is read as the sample is, without a verdict.
    const auto file =
        traceRun(program, {.source = RunInput::Source::File, .file = folder / "a.bin"});
    ASSERT_TRUE(file && *file) << file.error().message;
    EXPECT_FALSE((*file)->result);
    EXPECT_EQ((*file)->tensors[0].statistics, (*right)->tensors[0].statistics);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace thimble::eval
