// Operators that remember: what one invocation does in several steps, several invocations do, and a
// reset forgets.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "core/interp/program.h"
#include "tests/support/model_builder.h"
#include "tests/support/model_text.h"

namespace thimble::interp {
namespace {

using testing::ElementsAre;

template <typename T>
std::vector<T> run(Frame& frame, const std::vector<T>& input) {
    std::memcpy(frame.input(0).data(), input.data(), input.size() * sizeof(T));
    const auto finished = frame.invoke();
    EXPECT_TRUE(finished) << finished.error().message;
    std::vector<T> output(frame.output(0).size() / sizeof(T));
    std::memcpy(output.data(), frame.output(0).data(), output.size() * sizeof(T));
    return output;
}

Frame frameOf(const std::string& text) {
    const auto program = prepareProgram(test::modelFromText(text));
    EXPECT_TRUE(program) << program.error().message;
    return Frame(*program);
}

template <typename T>
std::vector<T> counted(std::size_t count, int step) {
    std::vector<T> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<T>(static_cast<int>(i) * step % 251 - 125);
    return values;
}

/// Runs `whole` once on all of the input and `part` on pieces of it, twice, with a reset between.
template <typename T>
void expectSameInParts(const std::string& whole, const std::string& part, int step = 37) {
    SCOPED_TRACE(part);
    Frame all = frameOf(whole), pieces = frameOf(part);
    const std::vector<T> input = counted<T>(all.input(0).size() / sizeof(T), step);
    const std::size_t size = pieces.input(0).size() / sizeof(T);
    ASSERT_LT(size, input.size());
    const std::vector<T> expected = run(all, input);
    for (int round = 0; round < 2; ++round) {
        std::vector<T> got;
        for (std::size_t at = 0; at < input.size(); at += size) {
            const auto begin = input.begin() + static_cast<std::ptrdiff_t>(at);
            for (const T value :
                 run(pieces, std::vector<T>(begin, begin + static_cast<std::ptrdiff_t>(size))))
                got.push_back(value);
        }
        EXPECT_EQ(got, expected) << "round " << round;
        pieces.reset();
    }
}

std::string lstm(const std::string& type, int steps) {
    const bool real = type == "f32";
    const std::string weight = real ? "f32" : "i8";
    const std::string bias = real ? "f32" : type == "i8" ? "i32" : "i64";
    std::string text = fmt::format("UNIDIRECTIONAL_SEQUENCE_LSTM({} 1x{}x3 q.02:0", type, steps);
    for (int i = 1; i <= 4; ++i) text += fmt::format(", {} 2x3 q.01:0 =#{}", weight, i);
    for (int i = 5; i <= 8; ++i) text += fmt::format(", {} 2x2 q.01:0 =#{}", weight, i);
    text += ", -, -, -";
    for (int i = 12; i <= 15; ++i) text += fmt::format(", {} 2 =#{}~900", bias, i);
    return text + fmt::format(
                      ", -, -, {0} 1x2 q.0078125:0 v, {1} 1x2 q.000244140625:0 v, -, -, -, "
                      "-) -> {0} 1x{2}x2 q.0078125:0 | UnidirectionalSequenceLSTMOptions "
                      "fused_activation_function=4",
                      type, real ? "f32" : "i16", steps);
}

TEST(States, GoOnWhereTheLastInvocationEnded) {
    expectSameInParts<float>(lstm("f32", 6), lstm("f32", 2), 3);
    expectSameInParts<std::int8_t>(lstm("i8", 6), lstm("i8", 1));
    expectSameInParts<std::int16_t>(lstm("i16", 6), lstm("i16", 3));
    expectSameInParts<std::int16_t>(
        "SignalFramer(i16 12) -> i16 6x7, bool . | {frame_size: 7, frame_step: 2, prefill: 1}",
        "SignalFramer(i16 4) -> i16 2x7, bool . | {frame_size: 7, frame_step: 2, prefill: 1}");
    for (const char* type : {"i16", "f32"}) {
        const std::string whole = fmt::format("SignalOverlapAdd({0} 6x7) -> {0} 18 | ", type);
        const std::string part = fmt::format("SignalOverlapAdd({0} 2x7) -> {0} 6 | ", type);
        const std::string options =
            fmt::format("{{T: {}, frame_step: 3}}", std::string(type) == "i16" ? 7 : 0);
        if (std::string(type) == "i16")
            expectSameInParts<std::int16_t>(whole + options, part + options);
        else
            expectSameInParts<float>(whole + options, part + options);
    }
    for (const int delay : {0, 1, 3, 4, 9})
        expectSameInParts<std::int16_t>(
            fmt::format("SignalDelay(i16 12) -> i16 12 | {{delay_length: {}}}", delay),
            fmt::format("SignalDelay(i16 3) -> i16 3 | {{delay_length: {}}}", delay));
}

TEST(States, OfSvdfMoveOnByOne) {
    // One filter, which weighs its answers by 100, 10 and 1, the newest last.
    Frame frame = frameOf(
        "SVDF(f32 1x1, f32 1x1 =[1.0], f32 1x3 =[100.0 10.0 1.0], -, f32 1x3 v) -> f32 1x1 | "
        "SVDFOptions rank=1");
    EXPECT_THAT(run<float>(frame, {1}), ElementsAre(1));
    EXPECT_THAT(run<float>(frame, {2}), ElementsAre(12));
    EXPECT_THAT(run<float>(frame, {3}), ElementsAre(123));
    EXPECT_THAT(run<float>(frame, {4}), ElementsAre(234));
    frame.reset();
    EXPECT_THAT(run<float>(frame, {5}), ElementsAre(5));
}

TEST(States, OfStackerRepeatTheFirstFrame) {
    Frame frame = frameOf(
        "SignalStacker(i16 1) -> i16 4, bool . | {num_channels: 1, stacker_left_context: 2, "
        "stacker_right_context: 1, stacker_step: 2}");
    const auto isValid = [&frame] { return frame.output(1)[0] == std::byte{1}; };
    run<std::int16_t>(frame, {1});
    EXPECT_FALSE(isValid());
    EXPECT_THAT(run<std::int16_t>(frame, {2}), ElementsAre(1, 1, 1, 2));
    EXPECT_TRUE(isValid());
    run<std::int16_t>(frame, {3});
    EXPECT_FALSE(isValid());
    EXPECT_THAT(run<std::int16_t>(frame, {4}), ElementsAre(1, 2, 3, 4));
    frame.reset();
    run<std::int16_t>(frame, {5});
    EXPECT_THAT(run<std::int16_t>(frame, {6}), ElementsAre(5, 5, 5, 6));
}

TEST(States, OfFramerWithoutPrefillFillFirst) {
    Frame frame = frameOf(
        "SignalFramer(i16 2) -> i16 1x3, bool . | {frame_size: 3, frame_step: 2, prefill: 0}");
    run<std::int16_t>(frame, {1, 2});
    EXPECT_EQ(frame.output(1)[0], std::byte{0});
    EXPECT_THAT(run<std::int16_t>(frame, {3, 4}), ElementsAre(1, 2, 3));
    EXPECT_EQ(frame.output(1)[0], std::byte{1});
    EXPECT_THAT(run<std::int16_t>(frame, {5, 6}), ElementsAre(3, 4, 5));
}

TEST(States, OfCircularBufferEndTheInvocationUntilItsTurn) {
    Model model = test::modelFromText(
        "CIRCULAR_BUFFER(i8 1x1x1x1 q.5:9) -> i8 1x3x1x1 q.5:9 v | {cycles_max: 2}");
    Subgraph& subgraph = model.subgraphs[0];
    const std::int32_t held = subgraph.outputs[0];
    const std::int32_t after = test::addTensor(model, "after", {1, 3, 1, 1});
    subgraph.tensors.back().quantization = subgraph.tensors[0].quantization;
    test::addOperator(model, BuiltinOperator::Concatenation, {held}, {after});
    subgraph.outputs = {held, after};
    const auto program = prepareProgram(model);
    ASSERT_TRUE(program) << program.error().message;
    Frame frame(*program);
    const auto push = [&frame](int value) {
        frame.input(0)[0] = static_cast<std::byte>(value);
        const auto finished = frame.invoke();
        EXPECT_TRUE(finished && *finished);  // to wait is not to be stopped
    };
    const auto values = [&frame](std::size_t output) {
        std::vector<int> numbers;
        for (const std::byte value : frame.output(output))
            numbers.push_back(std::to_integer<int>(value));
        return numbers;
    };
    push(1);
    EXPECT_THAT(values(0), ElementsAre(9, 9, 1));
    EXPECT_THAT(values(1), ElementsAre(0, 0, 0));
    push(2);
    EXPECT_THAT(values(0), ElementsAre(9, 1, 2));
    EXPECT_THAT(values(1), ElementsAre(9, 1, 2));
    push(3);
    frame.reset();
    push(4);
    EXPECT_THAT(values(1), ElementsAre(9, 1, 2));
    push(5);
    EXPECT_THAT(values(1), ElementsAre(9, 4, 5));
}

TEST(States, MustBeVariables) {
    const auto program = prepareProgram(test::modelFromText(
        "SVDF(f32 1x1, f32 1x1 =[1.0], f32 1x3 =[1.0], -, f32 1x3) -> f32 1x1 | "
        "SVDFOptions rank=1"));
    ASSERT_FALSE(program);
    EXPECT_THAT(program.error().message, testing::HasSubstr("not a variable"));
}

}  // namespace
}  // namespace thimble::interp
