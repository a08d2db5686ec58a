// Subgraphs that run other subgraphs, and variables that they share.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/tflite/option_names.h"
#include "tests/core/interp/run_model.h"
#include "tests/support/model_builder.h"

namespace thimble::interp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using I32 = std::vector<std::int32_t>;
using Code = BuiltinOperator;

std::int32_t add(Model& model, TensorType type, std::vector<std::int32_t> shape,
                 std::size_t subgraph = 0) {
    const std::int32_t t = test::addTensor(model, "t", std::move(shape), subgraph);
    model.subgraphs[subgraph].tensors.back().type = type;
    model.subgraphs[subgraph].tensors.back().quantization.reset();
    return t;
}

std::int32_t constant(Model& model, std::int32_t value, std::size_t subgraph) {
    const std::int32_t t = add(model, TensorType::Int32, {1}, subgraph);
    model.subgraphs[subgraph].tensors.back().buffer =
        static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.push_back({Blob(bytesOf(I32{value})), 0, 0});
    return t;
}

void addOperator(Model& model, Code code, std::vector<std::int32_t> inputs,
                 std::vector<std::int32_t> outputs, OptionTable options = {},
                 std::size_t subgraph = 0) {
    test::addOperator(model, code, std::move(inputs), std::move(outputs), subgraph);
    model.subgraphs[subgraph].operators.back().options = std::move(options);
}

/// Subgraph: x -> code(x, value), as `type`.
std::size_t addFunction(Model& model, Code code, std::int32_t value, TensorType type) {
    const std::size_t s = test::addSubgraph(model);
    const std::int32_t x = add(model, TensorType::Int32, {1}, s);
    const std::int32_t result = add(model, type, {1}, s);
    addOperator(model, code, {x, constant(model, value, s)}, {result}, {}, s);
    model.subgraphs[s].inputs = {x};
    model.subgraphs[s].outputs = {result};
    return s;
}

OptionTable branches(std::size_t then, std::size_t otherwise) {
    return makeOptions("IfOptions",
                       {{"then_subgraph_index", static_cast<std::int64_t>(then)},
                        {"else_subgraph_index", static_cast<std::int64_t>(otherwise)}});
}

OptionTable loop(std::size_t condition, std::size_t body) {
    return makeOptions("WhileOptions",
                       {{"cond_subgraph_index", static_cast<std::int64_t>(condition)},
                        {"body_subgraph_index", static_cast<std::int64_t>(body)}});
}

OptionTable named(const std::string& name) {
    return makeOptions("VarHandleOptions", {{"shared_name", name}});
}

std::shared_ptr<const Program> prepared(const Model& model) {
    auto program = prepareProgram(model);
    EXPECT_TRUE(program) << program.error().message;
    return program ? *program : nullptr;
}

std::string errorOf(const Model& model) {
    const auto program = prepareProgram(model);
    return program ? "" : program.error().message;
}

/// A frame's first output for its inputs.
I32 run(Frame& frame, const std::vector<Bytes>& inputs) {
    setInputs(frame, inputs);
    const auto finished = frame.invoke();
    EXPECT_TRUE(finished) << finished.error().message;
    EXPECT_TRUE(!finished || *finished);
    return valuesOf<std::int32_t>(frame.output(0));
}

/// while (x < 10) x += 3
Model countingModel() {
    Model model = test::emptyModel();
    const std::int32_t in = add(model, TensorType::Int32, {1});
    const std::int32_t out = add(model, TensorType::Int32, {1});
    const std::size_t less = addFunction(model, Code::Less, 10, TensorType::Bool);
    const std::size_t plus = addFunction(model, Code::Add, 3, TensorType::Int32);
    addOperator(model, Code::While, {in}, {out}, loop(less, plus));
    model.subgraphs[0].inputs = {in};
    model.subgraphs[0].outputs = {out};
    return model;
}

TEST(While, RunsAsLongAsItsConditionHolds) {
    const auto program = prepared(countingModel());
    ASSERT_TRUE(program);
    Frame frame(program);
    EXPECT_THAT(run(frame, {bytesOf(I32{0})}), ElementsAre(12));
    EXPECT_THAT(run(frame, {bytesOf(I32{9})}), ElementsAre(12));
    EXPECT_THAT(run(frame, {bytesOf(I32{10})}), ElementsAre(10));
    EXPECT_THAT(run(frame, {bytesOf(I32{-100})}), ElementsAre(11));
}

TEST(While, EndsWhenItIsAskedTo) {
    // Neither subgraph has an operator: the loop itself must look.
    Model model = test::emptyModel();
    const std::int32_t in = add(model, TensorType::Bool, {1});
    const std::int32_t out = add(model, TensorType::Bool, {1});
    for (int i = 0; i < 2; ++i) {
        const std::size_t s = test::addSubgraph(model);
        model.subgraphs[s].inputs =
            model.subgraphs[s].outputs = {add(model, TensorType::Bool, {1}, s)};
    }
    addOperator(model, Code::While, {in}, {out}, loop(1, 2));
    model.subgraphs[0].inputs = {in};
    model.subgraphs[0].outputs = {out};
    const auto program = prepared(model);
    ASSERT_TRUE(program);
    Frame frame(program);
    frame.input(0)[0] = std::byte{1};
    std::stop_source source;
    const std::jthread stopper([&source] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        source.request_stop();
    });
    const auto finished = frame.invoke(source.get_token());
    ASSERT_TRUE(finished);
    EXPECT_FALSE(*finished);
    frame.input(0)[0] = std::byte{0};
    EXPECT_TRUE(frame.invoke().value());
}

TEST(While, RefusesSubgraphsThatDoNotFit) {
    Model model = countingModel();
    model.subgraphs[1].outputs = model.subgraphs[1].inputs;
    EXPECT_THAT(errorOf(model), HasSubstr("BOOL"));
    model = countingModel();
    model.subgraphs[2].inputs.clear();
    EXPECT_THAT(errorOf(model), HasSubstr("passes 1 tensors where 0 are expected"));
    model = countingModel();
    model.subgraphs[2].outputs = model.subgraphs[1].outputs;  // INT32, but of 1 where 2 are carried
    model.subgraphs[2].tensors[static_cast<std::size_t>(model.subgraphs[2].inputs[0])].shape = {2};
    EXPECT_FALSE(errorOf(model).empty());
    model = countingModel();
    model.subgraphs[0].operators[0].options = {};
    EXPECT_THAT(errorOf(model), HasSubstr("does not name"));
    model = countingModel();
    model.subgraphs[1].inputs = {2};  // its constant
    EXPECT_THAT(errorOf(model), HasSubstr("constant"));
}

TEST(If, RunsOneOfItsBranches) {
    Model model = test::emptyModel();
    const std::int32_t condition = add(model, TensorType::Bool, {1});
    const std::int32_t in = add(model, TensorType::Int32, {1});
    const std::int32_t out = add(model, TensorType::Int32, {1});
    const std::size_t five = addFunction(model, Code::Add, 5, TensorType::Int32);
    const std::size_t seven = addFunction(model, Code::Add, -7, TensorType::Int32);
    addOperator(model, Code::If, {condition, in}, {out}, branches(five, seven));
    model.subgraphs[0].inputs = {condition, in};
    model.subgraphs[0].outputs = {out};
    const auto program = prepared(model);
    ASSERT_TRUE(program);
    Frame frame(program);
    EXPECT_THAT(run(frame, {Bytes{std::byte{1}}, bytesOf(I32{100})}), ElementsAre(105));
    EXPECT_THAT(run(frame, {Bytes{std::byte{0}}, bytesOf(I32{100})}), ElementsAre(93));

    model.subgraphs[0].tensors[static_cast<std::size_t>(condition)].shape = {2};
    EXPECT_THAT(errorOf(model), HasSubstr("condition is not one"));
    model.subgraphs[0].operators[0].options =
        makeOptions("IfOptions", {{"then_subgraph_index", -1}, {"else_subgraph_index", 1}});
    EXPECT_FALSE(errorOf(model).empty());
}

/// Once: v = 40. Then, at every run, v = v + x, which is also the output.
Model accumulatingModel(bool initialised) {
    Model model = test::emptyModel();
    const std::int32_t in = add(model, TensorType::Int32, {1});
    const std::int32_t handle = add(model, TensorType::Resource, {});
    const std::int32_t before = add(model, TensorType::Int32, {1});
    const std::int32_t after = add(model, TensorType::Int32, {1});
    if (initialised) {
        const std::size_t s = test::addSubgraph(model);
        const std::int32_t same = add(model, TensorType::Resource, {}, s);
        addOperator(model, Code::VarHandle, {}, {same}, named("v"), s);
        addOperator(model, Code::AssignVariable, {same, constant(model, 40, s)}, {}, {}, s);
        addOperator(model, Code::CallOnce, {}, {},
                    makeOptions("CallOnceOptions", {{"init_subgraph_index", std::int64_t{1}}}));
    }
    addOperator(model, Code::VarHandle, {}, {handle}, named("v"));
    addOperator(model, Code::ReadVariable, {handle}, {before});
    addOperator(model, Code::Add, {before, in}, {after});
    addOperator(model, Code::AssignVariable, {handle, after}, {});
    model.subgraphs[0].inputs = {in};
    model.subgraphs[0].outputs = {after};
    return model;
}

TEST(Variables, AreSharedKeptAndReset) {
    const auto program = prepared(accumulatingModel(true));
    ASSERT_TRUE(program);
    Frame frame(program), other(program);
    EXPECT_THAT(run(frame, {bytesOf(I32{2})}), ElementsAre(42));
    EXPECT_THAT(run(frame, {bytesOf(I32{2})}), ElementsAre(44));
    EXPECT_THAT(run(other, {bytesOf(I32{1})}), ElementsAre(41));
    frame.reset();
    EXPECT_THAT(run(frame, {bytesOf(I32{3})}), ElementsAre(43));
}

TEST(Variables, AreZeroUntilAssigned) {
    const auto program = prepared(accumulatingModel(false));
    ASSERT_TRUE(program);
    Frame frame(program);
    EXPECT_THAT(run(frame, {bytesOf(I32{5})}), ElementsAre(5));
    EXPECT_THAT(run(frame, {bytesOf(I32{5})}), ElementsAre(10));
}

TEST(Variables, StartAtTheZeroPointOfWhatIsAssigned) {
    Model model = test::emptyModel();
    const std::int32_t handle = add(model, TensorType::Resource, {1});
    const std::int32_t out = test::addTensor(model, "out", {3});
    const std::int32_t in = test::addTensor(model, "in", {3});
    model.subgraphs[0].tensors.back().quantization->zeroPoint = {-7};
    addOperator(model, Code::VarHandle, {}, {handle}, named("v"));
    addOperator(model, Code::ReadVariable, {handle}, {out});
    addOperator(model, Code::AssignVariable, {handle, in}, {});
    model.subgraphs[0].inputs = {in};
    model.subgraphs[0].outputs = {out};
    const auto program = prepared(model);
    ASSERT_TRUE(program);
    Frame frame(program);
    setInputs(frame, {bytesOf(std::vector<std::int8_t>{1, 2, 3})});
    ASSERT_TRUE(frame.invoke());
    EXPECT_THAT(valuesOf<std::int8_t>(frame.output(0)), ElementsAre(-7, -7, -7));
    ASSERT_TRUE(frame.invoke());
    EXPECT_THAT(valuesOf<std::int8_t>(frame.output(0)), ElementsAre(1, 2, 3));
}

TEST(Variables, RefuseOtherSizesAndStrangeHandles) {
    const auto invoked = [](const Model& model, std::int32_t handle) {
        const auto program = prepareProgram(model);
        if (!program) return program.error().message;
        Frame frame(*program);
        for (std::size_t i = 0; i < model.subgraphs[0].inputs.size(); ++i)
            if (frame.input(i).size() == sizeof handle)
                std::ranges::copy(bytesOf(I32{handle}), frame.input(i).begin());
        const auto finished = frame.invoke();
        return finished ? std::string() : finished.error().message;
    };
    Model model = accumulatingModel(true);
    model.subgraphs[0].tensors[2].shape = {2};  // what is read
    model.subgraphs[0].tensors[3].shape = {2};
    EXPECT_THAT(invoked(model, 0), HasSubstr("not as large as its output"));

    // The handle is an input: any number may come.
    model = accumulatingModel(true);
    auto& operators = model.subgraphs[0].operators;
    operators.erase(operators.begin() + 1);
    model.subgraphs[0].inputs = {0, 1};
    for (const std::int32_t handle : {-1, 1, 2, 1 << 30})
        EXPECT_THAT(invoked(model, handle), HasSubstr("nothing is assigned to")) << handle;

    model = accumulatingModel(false);
    model.subgraphs[0].operators.pop_back();
    EXPECT_THAT(invoked(model, 0), HasSubstr("nothing is assigned to"));
}

}  // namespace
}  // namespace thimble::interp
