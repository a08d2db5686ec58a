#include "tests/core/prune/pruned_property.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include "core/graph/graph.h"
#include "core/interp/frame.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/liveness/working_set.h"
#include "core/model/check_model.h"
#include "core/ops/operator_rules.h"
#include "core/prune/check_pruned.h"
#include "core/prune/remove_channels.h"
#include "core/prune/zero_channels.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"

namespace thimble::test {

namespace {

using testing::IsEmpty;

bool accepts(const Model& model) {
    const auto memory = tflm::deviceMemory(model, tflm::kTargets[0]);
    return memory && memory->accepts;
}

Bytes weightBytesOf(const Model& model) {
    std::set<std::uint32_t> buffers;
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Tensor& tensor : subgraph.tensors) buffers.insert(tensor.buffer);
    Bytes total = 0;
    for (const std::uint32_t b : buffers) total += model.buffers[b].data.size();
    return total;
}

bool hasOrphans(const PruneSubject& subject, const Model& pruned) {
    return subject.model.subgraphs[0].tensors.size() != pruned.subgraphs[0].tensors.size();
}

void expectSizes(const PruneSubject& subject, prune::SizePredictor& predictor,
                 const prune::Selection& selection, const Model& pruned) {
    const std::vector<std::int32_t> counts = prune::keptCounts(selection);
    const prune::PredictedSizes& sizes = predictor.predict(counts);
    const Subgraph& subgraph = pruned.subgraphs[0];
    Macs macs = 0;
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        const Macs own = operatorMacs(pruned, subgraph, subgraph.operators[o]);
        EXPECT_EQ(sizes.operatorMacs[o], own);
        macs += own;
    }
    EXPECT_EQ(sizes.macs, macs);
    EXPECT_EQ(sizes.weightBytes, weightBytesOf(pruned));
    const Graph graph = buildGraph(pruned);
    const WorkingSet set = workingSet(graph.subgraphs[0], liveRanges(graph.subgraphs[0]));
    EXPECT_EQ(sizes.peakBytes, set.peakBytes);
    EXPECT_EQ(sizes.workingSetBytes, set.perOperator);
    if (!hasOrphans(subject, pruned)) {
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t)
            EXPECT_EQ(sizes.tensorBytes[t], graph.subgraphs[0].tensors[t].bytes);
    }

    const auto outline = prune::prunedOutline(subject.model, subject.groups, counts);
    ASSERT_TRUE(outline.has_value());
    const auto file = writeTflite(pruned), outlined = writeTflite(*outline);
    ASSERT_TRUE(file && outlined);
    EXPECT_EQ(outlined->size(), file->size());
    if (!subject.accepted) return;
    const auto memory = tflm::deviceMemory(pruned, tflm::kTargets[0]);
    const auto predicted = tflm::deviceMemory(*outline, tflm::kTargets[0]);
    ASSERT_TRUE(memory && predicted);
    EXPECT_TRUE(memory->accepts) << memory->reason;
    EXPECT_EQ(predicted->buffers, memory->buffers);
    EXPECT_EQ(predicted->usedBytes, memory->usedBytes);
    EXPECT_EQ(predicted->minimumBytes, memory->minimumBytes);
}

using Kept = std::vector<std::vector<std::size_t>>;  // by axis

/// Of the original's tensors.
std::vector<Kept> keptOf(const PruneSubject& subject, const prune::Selection& selection) {
    std::set<prune::Atom> removed;
    for (std::size_t g = 0; g < subject.groups.groups.size(); ++g)
        for (const std::int32_t c : prune::removedChannels(subject.groups, selection, g))
            for (const prune::Atom& atom : subject.groups.groups[g].atomsOf(c))
                removed.insert(atom);
    std::vector<Kept> result;
    for (const Tensor& tensor : subject.model.subgraphs[0].tensors) {
        Kept kept(tensor.shape.size());
        for (std::size_t a = 0; a < kept.size(); ++a)
            for (std::int32_t i = 0; i < tensor.shape[a]; ++i)
                if (!removed.contains({static_cast<std::int32_t>(result.size()),
                                       static_cast<std::int32_t>(a), i}))
                    kept[a].push_back(static_cast<std::size_t>(i));
        result.push_back(std::move(kept));
    }
    return result;
}

bool sameElement(TensorType type, const std::byte* a, const std::byte* b, std::size_t width) {
    if (type != TensorType::Float32) return std::memcmp(a, b, width) == 0;
    float x = 0, y = 0;
    std::memcpy(&x, a, sizeof x);
    std::memcpy(&y, b, sizeof y);
    return x == y || (x != x && y != y);  // 0 and -0 are the same
}

/// What is left of the one tensor is the other.
bool sameValues(const Tensor& whole, const Kept& kept, std::span<const std::byte> before,
                std::span<const std::byte> after) {
    std::size_t elements = 1;
    for (const auto& indices : kept) elements *= indices.size();
    const auto width = static_cast<std::size_t>(tflmElementBytes(whole.type).value_or(0));
    if (after.size() != elements * width) return false;
    for (std::size_t e = 0; e < elements; ++e) {
        std::size_t rest = e, source = 0, stride = 1;
        for (std::size_t a = kept.size(); a-- > 0;) {
            source += kept[a][rest % kept[a].size()] * stride;
            rest /= kept[a].size();
            stride *= static_cast<std::size_t>(whole.shape[a]);
        }
        if (!sameElement(whole.type, before.data() + source * width, after.data() + e * width,
                         width))
            return false;
    }
    return true;
}

/// Whatever any operator writes, not just the outputs: those hide much. Both models run twice on
/// the same inputs, so that states are compared, too.
void expectSameValues(const Model& zeroed, const Model& pruned, const std::vector<Kept>& kept,
                      std::uint64_t seed, PruneTally& tally) {
    // Fast kernels add real numbers in another order; integers are the same in any.
    const auto& tensors = zeroed.subgraphs[0].tensors;
    const bool isReal = std::ranges::any_of(
        tensors, [](const Tensor& tensor) { return tensor.type == TensorType::Float32; });
    const auto first = interp::prepareProgram(zeroed, {.reference = isReal});
    const auto second = interp::prepareProgram(pruned, {.reference = isReal});
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(second.has_value()) << second.error().message;
    interp::Frame one(*first), other(*second);
    SplitMix forOne(seed), forOther(seed);
    for (int run = 0; run < 2; ++run) {
        ASSERT_TRUE(interp::drawInputs(one, forOne) && interp::drawInputs(other, forOther));
        ASSERT_TRUE(one.invoke() && other.invoke());
        for (std::size_t o = 0; o < zeroed.subgraphs[0].operators.size(); ++o) {
            const auto& before = zeroed.subgraphs[0].operators[o].outputs;
            const auto& after = pruned.subgraphs[0].operators[o].outputs;
            for (std::size_t i = 0; i < before.size(); ++i) {
                const auto t = static_cast<std::size_t>(before[i]);
                EXPECT_TRUE(sameValues(tensors[t], kept[t], one.bytes((*first)->slot(0, before[i])),
                                       other.bytes((*second)->slot(0, after[i]))))
                    << "operator " << o << ", run " << run;
                ++tally.compared;
            }
        }
    }
}

}  // namespace

PruneSubject::PruneSubject(Model from) : model(std::move(from)) {
    auto found = prune::channelGroups(model);
    EXPECT_TRUE(found.has_value()) << found.error().message;
    if (found) groups = std::move(*found);
    accepted = accepts(model);
    runs = interp::prepareProgram(model).has_value();
}

void expectPruned(const PruneSubject& subject, prune::SizePredictor& predictor,
                  const prune::Selection& selection, std::uint64_t seed, PruneTally& tally) {
    ++tally.ways;
    const auto pruned = prune::removeChannels(subject.model, subject.groups, selection);
    ASSERT_TRUE(pruned.has_value()) << pruned.error().message;
    EXPECT_THAT(prune::checkPruned(subject.model, subject.groups, selection, *pruned), IsEmpty());
    expectSizes(subject, predictor, selection, *pruned);
    if (!subject.runs) return;
    const auto zeroed = prune::zeroChannels(subject.model, subject.groups, selection);
    ASSERT_TRUE(zeroed.has_value()) << zeroed.error().message;
    for (std::size_t g = 0; g < subject.groups.groups.size(); ++g)
        tally.removed += std::ssize(prune::removedChannels(subject.groups, selection, g));
    tally.inexact += std::ssize(zeroed->inexact);
    if (zeroed->inexact.empty())
        return expectSameValues(zeroed->model, *pruned, keptOf(subject, selection), seed, tally);
    EXPECT_TRUE(interp::prepareProgram(*pruned).has_value());
    const prune::Selection exact = prune::withInexact(selection, zeroed->inexact);
    const auto rest = prune::removeChannels(subject.model, subject.groups, exact);
    const auto zeros = prune::zeroChannels(subject.model, subject.groups, exact);
    ASSERT_TRUE(rest && zeros);
    EXPECT_THAT(zeros->inexact, IsEmpty());
    expectSameValues(zeros->model, *rest, keptOf(subject, exact), seed, tally);
}

}  // namespace thimble::test
