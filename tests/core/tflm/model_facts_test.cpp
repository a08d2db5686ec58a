#include "core/tflm/model_facts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/tflite/option_names.h"
#include "tests/core/tflm/kernel_text.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm::test {
namespace {

using enum VariableFinding;
using thimble::test::addOperator;
using thimble::test::addSubgraph;
using thimble::test::addTensor;

/// VAR_HANDLE; the tensor that stands for the variable.
std::int32_t addHandle(Model& model, const std::string& name, std::size_t subgraph = 0,
                       const std::string& container = "") {
    const std::int32_t handle = addTensor(model, "handle", {}, subgraph);
    model.subgraphs[subgraph].tensors.back().type = TensorType::Resource;
    const std::size_t op = addOperator(model, BuiltinOperator::VarHandle, {}, {handle}, subgraph);
    OptionTable& options = model.subgraphs[subgraph].operators[op].options;
    options = makeOptions("VarHandleOptions", {{"shared_name", name}});
    if (!container.empty())
        options =
            makeOptions("VarHandleOptions", {{"container", container}, {"shared_name", name}});
    return handle;
}

void addAssignment(Model& model, std::int32_t handle, std::size_t subgraph = 0) {
    const std::int32_t value = addTensor(model, "value", {9}, subgraph);
    addOperator(model, BuiltinOperator::AssignVariable, {handle, value}, {}, subgraph);
}

std::vector<VariableFinding> findings(const Model& model, std::size_t subgraph = 0) {
    return findModelFacts(model).variables[subgraph];
}

TEST(ModelFacts, TheFirstAssignmentGetsTheMemory) {
    Model model = thimble::test::emptyModel();
    addAssignment(model, addHandle(model, "x"));
    addAssignment(model, addHandle(model, "x"));
    addAssignment(model, addHandle(model, "y"));
    EXPECT_EQ(findings(model),
              (std::vector{Nothing, FirstToAssign, Nothing, Nothing, Nothing, FirstToAssign}));
    const ModelFacts facts = findModelFacts(model);
    EXPECT_EQ(facts.varHandles, 3U);
    const Target target = findTarget("arm32-reference")->target;
    EXPECT_EQ(requestsText(kernelRequests(facts, 0, 0, target)), "o8/4 i4");
    EXPECT_EQ(requestsText(kernelRequests(facts, 0, 1, target)), "t1 p9");
    EXPECT_EQ(requestsText(kernelRequests(facts, 0, 3, target)), "t3");
}

TEST(ModelFacts, VariablesAreSharedBySubgraphsButHandlesAreNot) {
    Model model = thimble::test::emptyModel();
    addAssignment(model, addHandle(model, "x"));
    const std::size_t s = addSubgraph(model);
    addAssignment(model, addHandle(model, "x", s), s);
    addAssignment(model, addHandle(model, "y", s), s);
    EXPECT_EQ(findings(model, s), (std::vector{Nothing, Nothing, Nothing, FirstToAssign}));
}

TEST(ModelFacts, AContainerIsPartOfTheName) {
    Model model = thimble::test::emptyModel();
    addAssignment(model, addHandle(model, "x", 0, "a"));
    addAssignment(model, addHandle(model, "x", 0, "b"));
    addAssignment(model, addHandle(model, "x", 0, "a"));
    addAssignment(model, addHandle(model, "x"));  // any container suits
    EXPECT_EQ(findings(model), (std::vector{Nothing, FirstToAssign, Nothing, FirstToAssign, Nothing,
                                            Nothing, Nothing, Nothing}));
}

TEST(ModelFacts, AContainerAfterAVariableWithoutOneIsANullPointer) {
    Model model = thimble::test::emptyModel();
    addHandle(model, "x", 0, "a");
    addHandle(model, "y");
    addHandle(model, "x", 0, "a");  // found before TFLM comes to "y"
    addHandle(model, "z", 0, "a");
    EXPECT_EQ(findings(model), (std::vector{Nothing, Nothing, Nothing, NullContainer}));
}

TEST(ModelFacts, NumbersOfVariablesMayStandInTheFile) {
    Model model = thimble::test::emptyModel();
    addHandle(model, "x");
    for (const int id : {0, 0, 1}) {
        const auto constant =
            thimble::test::addConstant(model, "id", {4}, static_cast<std::uint8_t>(id));
        model.subgraphs[0].tensors.back().type = TensorType::Int32;
        model.subgraphs[0].tensors.back().shape = {};
        addAssignment(model, constant);
    }
    EXPECT_EQ(findings(model), (std::vector{Nothing, FirstToAssign, Nothing, NoSuchVariable}));
}

TEST(ModelFacts, AVariableThatIsOnlyKnownWhenTheModelRuns) {
    Model model = thimble::test::emptyModel();
    addHandle(model, "x");
    addAssignment(model, addTensor(model, "passed in", {}));
    EXPECT_EQ(findings(model), (std::vector{Nothing, Nothing}));
}

TEST(ModelFacts, ManyVariablesTakeNoTime) {
    Model model = thimble::test::emptyModel();
    for (int i = 0; i < 50'000; ++i) {
        addHandle(model, "x", 0, std::to_string(i));
        addOperator(model, BuiltinOperator::AssignVariable, {i, i}, {});
    }
    EXPECT_EQ(findModelFacts(model).varHandles, 50'000U);
}

}  // namespace
}  // namespace thimble::tflm::test
