#include "core/tflm/in_place.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/tflite/option_names.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/offline_plan.h"
#include "tests/core/tflm/in_place_cases.h"
#include "tests/core/tflm/kernel_text.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using thimble::test::addOperator;
using thimble::test::addTensor;
using thimble::test::chainModel;
using thimble::test::emptyModel;
using Code = BuiltinOperator;

std::string allowedText(const Model& model, std::string_view target) {
    std::string text;
    const Operator& op = model.subgraphs[0].operators[0];
    for (std::size_t p = 0; p < op.inputs.size(); ++p)
        if (const auto offset =
                inPlaceOffset(model, model.subgraphs[0], op, p, findTarget(target)->target))
            text += fmt::format("{}{}+{}", text.empty() ? "" : " ", p, *offset);
    return text;
}

TEST(InPlace, KernelsMayWriteWhereTheyRead) {
    for (const auto& [text, allowed, cmsis] : kInPlaceCases) {
        SCOPED_TRACE(text);
        const Model model = modelFromText(text);
        EXPECT_EQ(allowedText(model, "host64-reference"), allowed);
        EXPECT_EQ(allowedText(model, "arm32-reference"), allowed);
        for (const std::string_view target :
             {"arm32-cmsis-scalar", "arm32-cmsis-dsp", "arm32-cmsis-mve"})
            EXPECT_EQ(allowedText(model, target), cmsis == "as reference" ? allowed : cmsis);
        if (allowed.empty()) continue;
        const auto memory = deviceMemory(model, *findTarget("host64-reference"));
        ASSERT_TRUE(memory.has_value());
        EXPECT_TRUE(memory->accepts) << memory->reason;
    }
}

TEST(InPlace, EveryRuleNamesItsSourceAndHasOneEntry) {
    std::set<Code> seen;
    for (const InPlaceRule& rule : inPlaceRules()) {
        SCOPED_TRACE(builtinOperatorName(rule.code));
        EXPECT_TRUE(seen.insert(rule.code).second);
        EXPECT_THAT(std::string(rule.reference), HasSubstr("."));
    }
}

TEST(InPlace, TheSameTensorTwice) {
    Model model = emptyModel();
    const auto x = addTensor(model, "x", {1, 16});
    const auto y = addTensor(model, "y", {1, 16});
    addOperator(model, Code::Add, {x, x}, {y});
    EXPECT_EQ(allowedText(model, "arm32-reference"), "0+0 1+0");

    model = emptyModel();
    addTensor(model, "x", {1, 16});
    addTensor(model, "y", {1, 32});
    addOperator(model, Code::Concatenation, {0, 0}, {1});
    model.subgraphs[0].operators[0].options =
        makeOptions("ConcatenationOptions", {{"axis", OptionValue{std::int64_t{1}}}});
    EXPECT_EQ(allowedText(model, "arm32-reference"), "") << "a second copy is written";

    model = emptyModel();
    addTensor(model, "x", {1, 16});
    addOperator(model, Code::Relu, {0}, {0});
    EXPECT_EQ(allowedText(model, "arm32-reference"), "");
}

// --- lifetimes ---

std::vector<std::string> pairsText(const Model& model) {
    const auto memory = deviceMemory(model, *findTarget("arm32-reference"));
    std::vector<std::string> text;
    if (!memory) return {memory.error().message};
    for (const InPlacePair& pair : memory->mayShare)
        text.push_back(fmt::format("{}:{}>{}", pair.op, pair.input, pair.output));
    return text;
}

TEST(InPlacePairs, AnInputOfTheGraphMayGo) {
    EXPECT_THAT(pairsText(chainModel(2, 64)), ElementsAre("0:0>1", "1:1>2"));
}

TEST(InPlacePairs, WhatIsReadAgainStays) {
    Model model = chainModel(2, 64);
    const auto sum = addTensor(model, "sum", {1, 64});
    addOperator(model, Code::Add, {0, 2}, {sum});
    model.subgraphs[0].outputs = {sum};
    EXPECT_THAT(pairsText(model), ElementsAre("1:1>2", "2:0>3", "2:2>3"));
}

TEST(InPlacePairs, AnOutputOfTheGraphStaysAlsoAfterItsLastReader) {
    Model model = chainModel(2, 64);
    model.subgraphs[0].outputs = {1, 2};
    EXPECT_THAT(pairsText(model), ElementsAre("0:0>1"));
    model.subgraphs[0].outputs = {0, 2};
    EXPECT_THAT(pairsText(model), ElementsAre("1:1>2"));
}

TEST(InPlacePairs, ASubgraphThatIsCalledTwiceIsAliveInBetween) {
    Model model = emptyModel();
    const auto once = addTensor(model, "condition", {1});
    model.subgraphs[0].tensors[0].type = TensorType::Bool;
    const std::size_t s = thimble::test::addSubgraph(model);
    for (const std::string name : {"a", "b", "c"}) addTensor(model, name, {16}, s);
    model.subgraphs[s].inputs = {0};
    model.subgraphs[s].outputs = {2};
    addOperator(model, Code::Relu, {0}, {1}, s);
    addOperator(model, Code::Relu, {1}, {2}, s);
    model.subgraphs[0].inputs = {once, addTensor(model, "x", {16})};
    const auto call = [&](const std::string& name, std::int32_t from) {
        const auto to = addTensor(model, name, {16});
        const std::size_t o = addOperator(model, Code::If, {once, from}, {to});
        model.subgraphs[0].operators[o].options =
            makeOptions("IfOptions", {{"then_subgraph_index", OptionValue{std::int64_t{1}}},
                                      {"else_subgraph_index", OptionValue{std::int64_t{1}}}});
        model.subgraphs[0].outputs = {to};
        return to;
    };
    call("y", 1);
    EXPECT_THAT(pairsText(model), IsEmpty()) << "both branches are one subgraph, entered twice";
}

// --- plans of files ---

DeviceMemory withOffsets(const Model& model, const std::vector<std::int32_t>& offsets,
                         std::string_view target) {
    auto memory = deviceMemory(withOfflinePlan(model, offsets), *findTarget(target));
    EXPECT_TRUE(memory.has_value());
    return memory ? *memory : DeviceMemory{};
}

TEST(InPlaceFaults, SharingThatTheKernelsAllowIsNone) {
    const DeviceMemory memory = withOffsets(chainModel(2, 64), {0, 0, 0}, "arm32-reference");
    EXPECT_THAT(memory.planFaults, IsEmpty());
    EXPECT_THAT(memory.inPlace, SizeIs(2));
    EXPECT_EQ(memory.headBytes, 64);
    EXPECT_EQ(memory.lowerBoundBytes, 64);
}

TEST(InPlaceFaults, AnotherOffsetIsOne) {
    const DeviceMemory memory = withOffsets(chainModel(2, 64), {0, 16, 16}, "arm32-reference");
    EXPECT_THAT(memory.planFaults, ElementsAre("tensor 't0' (#1) overlaps tensor 'input' (#0)"));
    EXPECT_THAT(memory.inPlace, SizeIs(1));
}

TEST(InPlaceFaults, AnotherTargetIsOne) {
    const Model model = modelFromText("MAXIMUM(i8 3x11 q, i8 11 q) -> i8 3x11 q");
    EXPECT_THAT(withOffsets(model, {0, 48, 0}, "arm32-reference").planFaults, IsEmpty());
    EXPECT_THAT(withOffsets(model, {0, 48, 0}, "arm32-cmsis-dsp").planFaults,
                ElementsAre("tensor 't2' (#2) overlaps tensor 't0' (#0)"));
}

TEST(InPlaceFaults, TwoInputsOnOneOutputAreOne) {
    const Model model = modelFromText("ADD(f32 4, f32 4) -> f32 4");
    EXPECT_THAT(withOffsets(model, {0, 16, 16}, "arm32-reference").planFaults, IsEmpty());
    EXPECT_THAT(withOffsets(model, {0, 0, 0}, "arm32-reference").planFaults,
                ElementsAre("tensor 't1' (#1) overlaps tensor 't0' (#0)"));
}

TEST(InPlaceFaults, SlicesOfAConcatenation) {
    const Model model = modelFromText(
        "CONCATENATION(i8 1x16 q, i8 1x20 q) -> i8 1x36 q | ConcatenationOptions axis=1");
    const DeviceMemory memory = withOffsets(model, {32, 48, 32}, "arm32-reference");
    EXPECT_THAT(memory.planFaults, IsEmpty());
    EXPECT_EQ(memory.lowerBoundBytes, 48);
    EXPECT_THAT(withOffsets(model, {48, 96, 32}, "arm32-reference").planFaults,
                ElementsAre("tensor 't2' (#2) overlaps tensor 't0' (#0)"));
}

}  // namespace
}  // namespace thimble::tflm::test
