// What keeps operators in the order of the file although no run-time tensor says so.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/schedule/schedule.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

using test::addOperator;
using test::addTensor;

/// Must `first` run before `second`, directly or through others?
bool keeps(const OrderProblem& problem, std::int32_t first, std::int32_t second) {
    if (first == second) return true;
    for (const auto& [before, after] : problem.after)
        if (before == first && keeps(problem, after, second)) return true;
    for (const std::int32_t t : problem.operators[static_cast<std::size_t>(first)].outputs)
        for (std::int32_t o = first + 1; o < static_cast<std::int32_t>(problem.operators.size());
             ++o)
            for (const std::int32_t input : problem.operators[static_cast<std::size_t>(o)].inputs)
                if (input == t && keeps(problem, o, second)) return true;
    return false;
}

/// The problem of subgraph 0. As written it is always allowed, and costs what liveness says.
OrderProblem problemOf(const Model& model) {
    const Graph graph = buildGraph(model);
    const OrderProblem problem = orderProblem(graph.subgraphs[0]);
    EXPECT_TRUE(checkOrderProblem(problem).has_value())
        << checkOrderProblem(problem).error().message;
    const Schedule schedule = orderAsWritten(problem);
    EXPECT_TRUE(std::ranges::is_sorted(schedule.order));
    EXPECT_EQ(schedule.workingSetBytes,
              workingSet(graph.subgraphs[0], liveRanges(graph.subgraphs[0])).perOperator);
    return problem;
}

std::int32_t addHandle(Model& model, const std::string& variable) {
    const std::int32_t handle = addTensor(model, variable, {1});
    Subgraph& main = model.subgraphs[0];
    main.tensors.back().type = TensorType::Resource;
    const std::size_t op = addOperator(model, BuiltinOperator::VarHandle, {}, {handle});
    main.operators[op].options.type = "VarHandleOptions";
    main.operators[op].options.fields.push_back({"shared_name", 1, variable});
    return handle;
}

std::int32_t addReading(Model& model, std::int32_t handle) {
    const std::int32_t value = addTensor(model, "value", {4});
    return static_cast<std::int32_t>(
        addOperator(model, BuiltinOperator::ReadVariable, {handle}, {value}));
}

std::int32_t addAssignment(Model& model, std::int32_t handle) {
    const std::int32_t value = addTensor(model, "given", {4});
    model.subgraphs[0].inputs.push_back(value);
    return static_cast<std::int32_t>(
        addOperator(model, BuiltinOperator::AssignVariable, {handle, value}, {}));
}

TEST(HiddenOrder, VariablesKeepReadingsAndAssignmentsByName) {
    Model model = test::emptyModel();
    const std::int32_t a = addHandle(model, "a");
    const std::int32_t b = addHandle(model, "b");
    const std::int32_t again = addHandle(model, "a");
    const std::int32_t readA = addReading(model, a);
    const std::int32_t readAgain = addReading(model, again);
    const std::int32_t assignA = addAssignment(model, a);
    const std::int32_t readB = addReading(model, b);
    const std::int32_t assignB = addAssignment(model, b);
    const std::int32_t readLate = addReading(model, again);
    const OrderProblem problem = problemOf(model);
    EXPECT_TRUE(keeps(problem, readA, assignA));
    EXPECT_TRUE(keeps(problem, readAgain, assignA));
    EXPECT_TRUE(keeps(problem, assignA, readLate));
    EXPECT_TRUE(keeps(problem, readB, assignB));
    EXPECT_FALSE(keeps(problem, readA, readAgain));
    EXPECT_FALSE(keeps(problem, assignA, readB));
    EXPECT_FALSE(keeps(problem, assignB, readLate));
}

TEST(HiddenOrder, AHandleFromElsewhereMayBeAnyVariable) {
    Model model = test::emptyModel();
    const std::int32_t known = addHandle(model, "a");
    const std::int32_t unknown = addTensor(model, "handle", {1});
    model.subgraphs[0].tensors.back().type = TensorType::Resource;
    model.subgraphs[0].inputs.push_back(unknown);
    const std::int32_t read = addReading(model, known);
    const std::int32_t assign = addAssignment(model, unknown);
    const std::int32_t readAfter = addReading(model, known);
    const OrderProblem problem = problemOf(model);
    EXPECT_TRUE(keeps(problem, read, assign));
    EXPECT_TRUE(keeps(problem, assign, readAfter));
}

TEST(HiddenOrder, CustomOperatorsAndThoseWithoutOutputsKeepTheirs) {
    Model model = test::emptyModel();
    const std::int32_t x = addTensor(model, "x", {8});
    model.subgraphs[0].inputs = {x};
    const std::int32_t a = addTensor(model, "a", {8});
    const std::int32_t b = addTensor(model, "b", {8});
    addOperator(model, BuiltinOperator::Custom, {x}, {a});
    addOperator(model, BuiltinOperator::Relu, {x}, {b});
    addOperator(model, BuiltinOperator::Relu, {x}, {});
    model.subgraphs[0].outputs = {a, b};
    const OrderProblem problem = problemOf(model);
    EXPECT_TRUE(keeps(problem, 0, 2));
    EXPECT_FALSE(keeps(problem, 0, 1));
    EXPECT_FALSE(keeps(problem, 1, 2));
}

TEST(HiddenOrder, CallOnceComesBeforeAllThatFollows) {
    Model model = test::emptyModel();
    const std::int32_t x = addTensor(model, "x", {8});
    model.subgraphs[0].inputs = {x};
    const std::int32_t a = addTensor(model, "a", {8});
    const std::int32_t b = addTensor(model, "b", {8});
    addOperator(model, BuiltinOperator::Relu, {x}, {a});
    addOperator(model, BuiltinOperator::CallOnce, {}, {});
    addOperator(model, BuiltinOperator::Relu, {x}, {b});
    const OrderProblem problem = problemOf(model);
    EXPECT_TRUE(keeps(problem, 1, 2));
    EXPECT_FALSE(keeps(problem, 0, 1));
}

TEST(HiddenOrder, OperatorsOfOneVariableTensorKeepTheirs) {
    Model model = test::emptyModel();
    const std::int32_t x = addTensor(model, "x", {8});
    model.subgraphs[0].inputs = {x};
    const std::int32_t state = addTensor(model, "state", {100});
    model.subgraphs[0].tensors.back().isVariable = true;
    for (const char* name : {"a", "b", "c"}) {
        const std::int32_t y = addTensor(model, name, {8});
        model.subgraphs[0].outputs.push_back(y);
        const bool stateful = name[0] != 'c';
        addOperator(model, stateful ? BuiltinOperator::Svdf : BuiltinOperator::Relu,
                    stateful ? std::vector<std::int32_t>{x, state} : std::vector<std::int32_t>{x},
                    {y});
    }
    const OrderProblem problem = problemOf(model);
    EXPECT_TRUE(keeps(problem, 0, 1));
    EXPECT_FALSE(keeps(problem, 0, 2));
}

TEST(HiddenOrder, WhatIsWrittenTwiceOrReadTooEarlyStaysAsItIs) {
    Model model = test::emptyModel();
    const std::int32_t x = addTensor(model, "x", {8});
    model.subgraphs[0].inputs = {x};
    const std::int32_t t = addTensor(model, "t", {32});
    const std::int32_t early = addTensor(model, "early", {4});
    const std::int32_t late = addTensor(model, "late", {4});
    addOperator(model, BuiltinOperator::Relu, {t}, {early});
    addOperator(model, BuiltinOperator::Relu, {x}, {t});
    addOperator(model, BuiltinOperator::Relu, {t}, {late});
    addOperator(model, BuiltinOperator::Relu, {x}, {t});
    model.subgraphs[0].outputs = {early, late};
    const OrderProblem problem = problemOf(model);
    for (std::int32_t o = 0; o < 3; ++o) EXPECT_TRUE(keeps(problem, o, o + 1)) << o;
}

TEST(HiddenOrder, WhatNothingWritesBeginsWithItsFirstReader) {
    Model model = test::emptyModel();
    const std::int32_t x = addTensor(model, "x", {8});
    const std::int32_t ghost = addTensor(model, "ghost", {32});
    const std::int32_t unread = addTensor(model, "unread", {16});
    const std::int32_t a = addTensor(model, "a", {4});
    const std::int32_t b = addTensor(model, "b", {4});
    const std::int32_t c = addTensor(model, "c", {4});
    addOperator(model, BuiltinOperator::Relu, {x}, {a});
    addOperator(model, BuiltinOperator::Add, {ghost, a, ghost}, {b});
    addOperator(model, BuiltinOperator::Add, {ghost, b}, {c});
    addOperator(model, BuiltinOperator::Relu, {c}, {x});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {c, unread, x};
    (void)problemOf(model);
}

}  // namespace
}  // namespace thimble
