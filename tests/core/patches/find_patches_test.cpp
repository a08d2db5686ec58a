// Real models in patches, and the choice of segments against trying everything.

#include "core/patches/find_patches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/splitmix.h"
#include "core/interp/frame.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/patches/choose_segments.h"
#include "core/tflite/writer.h"
#include "tests/core/patches/random_images.h"
#include "tests/support/other_runtime.h"
#include "tests/support/test_data.h"

namespace thimble::patches {
namespace {

using testing::IsEmpty;

tflm::TargetInfo target() { return *tflm::findTarget("arm32-reference"); }

struct Best {
    bool is = false;
    Macs macs = 0;
    std::int64_t patches = 0;
};

/// Every choice there is.
void tryAll(const std::vector<RunCost>& whole, const std::vector<SegmentCost>& segments,
            Bytes limit, std::size_t end, Best so, Best& best) {
    if (end == whole.size()) {
        if (!best.is || std::tuple(so.macs, so.patches) < std::tuple(best.macs, best.patches))
            best = {true, so.macs, so.patches};
        return;
    }
    if (whole[end].load <= limit)
        tryAll(whole, segments, limit, end + 1, {true, so.macs + whole[end].macs, so.patches},
               best);
    for (const SegmentCost& segment : segments)
        if (static_cast<std::size_t>(segment.plan.operators.first) == end &&
            segment.cost.load <= limit)
            tryAll(whole, segments, limit, static_cast<std::size_t>(segment.plan.operators.last),
                   {true, so.macs + segment.cost.macs, so.patches + segment.plan.parts()}, best);
}

TEST(CheapestChoice, IsTheBestOfAll) {
    SplitMix random(7);
    const auto below = [&](std::int64_t n) {
        return static_cast<std::int64_t>((random.next() >> 8U) % static_cast<std::uint64_t>(n));
    };
    for (int i = 0; i < 300; ++i) {
        SCOPED_TRACE(i);
        std::vector<RunCost> whole(static_cast<std::size_t>(1 + below(6)));
        for (RunCost& cost : whole) cost = {below(20), below(10), 0};
        std::vector<SegmentCost> segments;
        const auto count = static_cast<std::int32_t>(whole.size());
        for (std::int32_t last = 1; last <= count; ++last)
            for (std::int32_t first = 0; first < last; ++first)
                if (below(2) == 0)
                    segments.push_back({{{first, last}, static_cast<std::int32_t>(2 + below(3)), 1},
                                        {below(20), below(20), 0}});
        const Bytes limit = below(20);
        Best best;
        tryAll(whole, segments, limit, 0, {}, best);
        const auto choice = cheapest(whole, segments, limit, {});
        ASSERT_EQ(choice.has_value(), best.is);
        if (!choice) continue;
        EXPECT_EQ(choice->macs, best.macs);
        EXPECT_EQ(choice->patches, best.patches);
        EXPECT_LE(choice->load, limit);
    }
}

/// Runs a planned model as TFLM does: every tensor at its offset in one arena, one operator after
/// the other. The outputs' bytes.
std::vector<std::byte> runInArena(const MemoryPlan& plan, std::uint64_t seed) {
    const auto program = interp::prepareProgram(plan.model);
    EXPECT_TRUE(program);
    if (!program) return {};
    interp::Frame frame(*program);
    EXPECT_TRUE(interp::drawInputs(frame, seed));
    std::vector<std::byte> arena(static_cast<std::size_t>(plan.after.headBytes));
    std::map<std::int32_t, std::span<std::byte>> place;
    for (const tflm::PlannedBuffer& buffer : plan.after.buffers)
        if (!buffer.isScratch())
            place[buffer.tensor] = std::span(arena).subspan(static_cast<std::size_t>(buffer.offset),
                                                            static_cast<std::size_t>(buffer.bytes));
    const Subgraph& subgraph = plan.model.subgraphs[0];
    const auto store = [&](std::int32_t t) {
        if (place.contains(t))
            std::ranges::copy(frame.bytes((*program)->slot(0, t)), place[t].begin());
    };
    const auto load = [&](std::int32_t t) {
        if (place.contains(t))
            std::ranges::copy(place[t], frame.writable((*program)->slot(0, t)).begin());
    };
    for (const std::int32_t t : subgraph.inputs) store(t);
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        for (const std::int32_t t : subgraph.operators[o].inputs) load(t);
        EXPECT_TRUE((*program)->steps[0][o](frame));
        for (const std::int32_t t : subgraph.operators[o].outputs) store(t);
    }
    std::vector<std::byte> outputs;
    for (const std::int32_t t : subgraph.outputs)
        outputs.insert(outputs.end(), place[t].begin(), place[t].end());
    return outputs;
}

void expectSameInArena(const MemoryPlan& whole, const MemoryPlan& patched) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        const auto expected = runInArena(whole, seed);
        EXPECT_FALSE(expected.empty());
        EXPECT_EQ(runInArena(patched, seed), expected);
    }
}

TEST(FindPatches, RandomModelsStayTheSameAndGetSmaller) {
    int found = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        const Model model = test::randomImageModel(seed);
        const auto search = findPatches(
            model, target(), {.goal = PatchGoal::Head, .maxMacOverhead = 1, .candidates = 3});
        ASSERT_TRUE(search) << search.error().message;
        if (!search->best) continue;
        ++found;
        const PatchedModel& best = *search->best;
        EXPECT_LT(best.plan.after.headBytes, search->unpatched.after.headBytes);
        EXPECT_THAT(checkMemoryPlan(best.model, best.plan, target()), IsEmpty());
        EXPECT_EQ(test::macsOf(best.plan.model), best.macs);
        EXPECT_LE(best.macs, 2 * search->macs);
        const auto difference = firstDifference(model, best.plan.model, 2);
        ASSERT_TRUE(difference) << difference.error().message;
        EXPECT_FALSE(*difference);
        expectSameInArena(search->unpatched, best.plan);
    }
    EXPECT_GT(found, 20);
}

TEST(FindPatches, ACancelledSearchSaysSo) {
    std::stop_source source;
    source.request_stop();
    const auto search =
        findPatches(test::randomImageModel(3), target(), {}, {source.get_token(), {}});
    ASSERT_TRUE(search) << search.error().message;
    EXPECT_EQ(search->reason, StopReason::Cancelled);
    EXPECT_FALSE(search->best);
}

TEST(FindPatches, WithoutRecomputingNothingIsComputedTwice) {
    const auto search = findPatches(test::randomImageModel(5), target(),
                                    {.goal = PatchGoal::Head, .maxMacOverhead = 0});
    ASSERT_TRUE(search) << search.error().message;
    if (search->best) EXPECT_LE(search->best->macs, search->macs);
}

struct RealModel {
    std::string name;
    PatchGoal goal;
    Bytes head;     ///< at most
    Bytes minimum;  ///< at most
};

/// What was reached; less is welcome.
const RealModel kRealModels[] = {
    {"hps_untiled", PatchGoal::Head, 108'416, 170'000},
    {"hps_untiled", PatchGoal::Arena, 120'336, 157'088},
    {"vww_96_int8", PatchGoal::Head, 32'128, 90'000},
    {"vww_96_int8", PatchGoal::Arena, 37'504, 70'032},
    {"person_detect", PatchGoal::Head, 18'432, 120'000},
    {"person_detect", PatchGoal::Arena, 23'296, 61'056},
    {"pretrainedResnet_quant", PatchGoal::Arena, 25'008, 39'760},
    {"mcunet_320kb_imagenet", PatchGoal::Arena, 166'928, 282'304},
};

TEST(FindPatches, RealModelsNeedLess) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const RealModel& row : kRealModels) {
        SCOPED_TRACE(row.name);
        const Model model = test::readShared(row.name);
        const auto search = findPatches(model, target(), {.goal = row.goal});
        ASSERT_TRUE(search) << search.error().message;
        ASSERT_TRUE(search->best);
        const PatchedModel& best = *search->best;
        EXPECT_LE(best.plan.after.headBytes, row.head);
        EXPECT_LE(best.plan.after.minimumBytes, row.minimum);
        EXPECT_LE(static_cast<double>(best.macs), 1.25 * static_cast<double>(search->macs));
        const auto difference = firstDifference(model, best.plan.model, 3);
        ASSERT_TRUE(difference) << difference.error().message;
        EXPECT_FALSE(*difference) << **difference;
        expectSameInArena(search->unpatched, best.plan);
    }
}

/// TFLite looks at what TFLM ignores: the quantized dimension of tensors with one scale.
Model acceptable(Model model) {
    for (Tensor& tensor : model.subgraphs[0].tensors)
        if (tensor.quantization &&
            tensor.quantization->quantizedDimension >= std::ssize(tensor.shape))
            tensor.quantization->quantizedDimension = 0;
    return model;
}

std::vector<std::byte> outputInTflite(const Model& model, std::span<const std::byte> input) {
    const auto file = writeTflite(acceptable(model));
    EXPECT_TRUE(file);
    const auto runtime = test::OtherRuntime::load(*file, test::OtherRuntime::Kernels::BuiltIn);
    EXPECT_TRUE(runtime) << "it refuses the model";
    if (!runtime) return {};
    runtime->setInput(0, input);
    EXPECT_TRUE(runtime->invoke());
    return runtime->output(0);
}

/// TFLite's kernels round in ways of their own; the model and its patches in the same one.
TEST(FindPatches, TfliteAgrees) {
    THIMBLE_NEEDS_TEST_DATA();
    if (!test::hasOtherRuntime()) GTEST_SKIP() << test::noOtherRuntime();
    for (const std::string name :
         {"person_detect", "vww_96_int8", "pretrainedResnet_quant", "hps_untiled"}) {
        SCOPED_TRACE(name);
        const Model model = test::readShared(name);
        const auto search = findPatches(model, target(), {.goal = PatchGoal::Head});
        ASSERT_TRUE(search && search->best);
        const auto program = interp::prepareProgram(model);
        ASSERT_TRUE(program);
        interp::Frame frame(*program);
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            ASSERT_TRUE(interp::drawInputs(frame, seed));
            const auto whole = outputInTflite(model, frame.input(0));
            EXPECT_FALSE(whole.empty());
            EXPECT_EQ(outputInTflite(search->best->plan.model, frame.input(0)), whole);
        }
    }
}

}  // namespace
}  // namespace thimble::patches
