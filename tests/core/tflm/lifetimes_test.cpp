#include "core/tflm/lifetimes.h"

#include <gtest/gtest.h>

#include "core/model/check_model.h"
#include "core/tflm/device_memory.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm {
namespace {

/// input -> WHILE (condition: subgraph 1, body: subgraph 2) -> RELU -> output
Model loopModel() {
    Model model = test::emptyModel();
    const auto in = test::addTensor(model, "in", {16});
    const auto out = test::addTensor(model, "out", {16});
    const auto y = test::addTensor(model, "y", {16});
    const auto loop = test::addOperator(model, BuiltinOperator::While, {in}, {out});
    model.subgraphs[0].operators[loop].options = {
        93,
        "WhileOptions",
        {{"cond_subgraph_index", 0, std::int64_t{1}}, {"body_subgraph_index", 1, std::int64_t{2}}}};
    test::addOperator(model, BuiltinOperator::Relu, {out}, {y});
    model.subgraphs[0].inputs = {in};
    model.subgraphs[0].outputs = {y};
    for (int i = 0; i < 2; ++i) {
        const std::size_t s = test::addSubgraph(model);
        const auto a = test::addTensor(model, "a", {16}, s);
        const auto b = test::addTensor(model, "b", {16}, s);
        test::addOperator(model, BuiltinOperator::Relu, {a}, {b}, s);
        model.subgraphs[s].inputs = {a};
        model.subgraphs[s].outputs = {b};
    }
    return model;
}

TEST(Lifetimes, CalledSubgraphsTakeScopesOfTheirOwn) {
    const Model model = loopModel();
    ASSERT_TRUE(checkModel(model).has_value());
    const auto lifetimes = findLifetimes(model);
    ASSERT_TRUE(lifetimes.has_value());
    // 0: inputs. 1: WHILE. 2, 3: the condition. 4, 5: the body. 6: RELU.
    const std::vector<Scope> scopes = {{0, -1}, {0, 0}, {1, -1}, {1, 0}, {2, -1}, {2, 0}, {0, 1}};
    EXPECT_EQ(lifetimes->scopes, scopes);
    EXPECT_EQ(lifetimes->tensors[0][0], (LiveRange{0, 6})) << "WHILE reads it until its body ends";
    EXPECT_EQ(lifetimes->tensors[0][1], (LiveRange{1, 7}));
    EXPECT_EQ(lifetimes->tensors[0][2], (LiveRange{6, 7}));
    EXPECT_EQ(lifetimes->tensors[1][0], (LiveRange{2, 4}));
    EXPECT_EQ(lifetimes->tensors[2][1], (LiveRange{5, 6}));
    EXPECT_EQ(lifetimes->operators[0][0], (LiveRange{1, 6}))
        << "scratch lasts as long as the calls";
}

TEST(Lifetimes, TheRetiredOperatorCodeIsNotLookedAt) {
    Model model = loopModel();
    model.operatorCodes[0].deprecatedBuiltin = 119;  // WHILE, only in the old field
    model.operatorCodes[0].newBuiltin = BuiltinOperator::Add;
    const auto lifetimes = findLifetimes(model);
    ASSERT_TRUE(lifetimes.has_value());
    EXPECT_EQ(lifetimes->scopes.size(), 3U);
    EXPECT_EQ(lifetimes->tensors[1][0], kUnmarked);
}

TEST(Lifetimes, DanglingTensorsCostMemory) {
    Model model = test::chainModel(1, 16);
    const auto before = deviceMemory(model, kTargets[0]);
    test::addTensor(model, "nobody", {50'000});
    const auto after = deviceMemory(model, kTargets[0]);
    ASSERT_TRUE(before.has_value() && after.has_value());
    EXPECT_EQ(before->headBytes, 32);
    EXPECT_EQ(after->headBytes, 50'000);
    EXPECT_EQ(after->buffers.back().scopes, kUnmarked);
}

TEST(Lifetimes, CallsThatUnrollWithoutEndAreRefused) {
    // Each subgraph calls the next one twice: 2^40 scopes from 40 subgraphs.
    Model model = test::chainModel(1, 16);
    for (int i = 0; i < 40; ++i) {
        const std::size_t s = i == 0 ? 0 : test::addSubgraph(model);
        for (int k = 0; k < 2; ++k) {
            const auto o = test::addOperator(model, BuiltinOperator::CallOnce, {}, {}, s);
            model.subgraphs[s].operators[o].options = {
                103, "CallOnceOptions", {{"init_subgraph_index", 0, std::int64_t{i + 1}}}};
        }
    }
    test::addSubgraph(model);
    ASSERT_TRUE(checkModel(model).has_value()) << checkModel(model).error().message;
    const auto lifetimes = findLifetimes(model);
    ASSERT_FALSE(lifetimes.has_value());
    EXPECT_EQ(lifetimes.error().code, ErrorCode::Unsupported);
}

Blob offlinePlan(const std::vector<std::int32_t>& words) {
    const auto* first = reinterpret_cast<const std::byte*>(words.data());
    return Blob(std::vector<std::byte>(first, first + words.size() * sizeof(words[0])));
}

TEST(OfflinePlan, OffsetsInTheFileAreTaken) {
    Model model = test::chainModel(2, 64);
    model.metadata = {{"OfflineMemoryAllocation", 1}};
    model.buffers.push_back({offlinePlan({1, 1, 3, 128, -1, 0}), 0, 0});
    const auto memory = deviceMemory(model, kTargets[0]);
    ASSERT_TRUE(memory.has_value());
    EXPECT_TRUE(memory->hasOfflinePlan);
    EXPECT_TRUE(memory->planFaults.empty());
    EXPECT_EQ(memory->buffers[0].offset, 128);
    EXPECT_EQ(memory->buffers[1].offset, 64);
    EXPECT_EQ(memory->buffers[2].offset, 0);
    EXPECT_EQ(memory->headBytes, 192);
}

TEST(OfflinePlan, AnOverlapIsReported) {
    Model model = test::chainModel(2, 64);
    model.metadata = {{"OfflineMemoryAllocation", 1}};
    model.buffers.push_back({offlinePlan({1, 1, 3, 0, 16, 0}), 0, 0});
    const auto memory = deviceMemory(model, kTargets[0]);
    ASSERT_TRUE(memory.has_value());
    EXPECT_TRUE(memory->accepts) << "TFLM does not look";
    EXPECT_EQ(memory->planFaults.size(), 2U);
}

TEST(OfflinePlan, WrongCountsAreWhatTflmRefuses) {
    for (const auto& words :
         {std::vector<std::int32_t>{1, 1, 2, 0, 0}, std::vector<std::int32_t>{1, 1, 3, 0},
          std::vector<std::int32_t>{1}}) {
        Model model = test::chainModel(2, 64);
        model.metadata = {{"OfflineMemoryAllocation", 1}};
        model.buffers.push_back({offlinePlan(words), 0, 0});
        const auto memory = deviceMemory(model, kTargets[0]);
        ASSERT_TRUE(memory.has_value());
        EXPECT_FALSE(memory->accepts);
        EXPECT_NE(memory->reason.find("OfflineMemoryAllocation"), std::string::npos);
    }
}

}  // namespace
}  // namespace thimble::tflm
