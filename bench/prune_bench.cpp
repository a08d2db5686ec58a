// What the page for pruning does while a slider is dragged: sizes of another selection (goal: 16
// ms), its plan (100 ms), and what happens once in the background.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "core/pipeline/analyse.h"
#include "core/pipeline/fit_outline.h"
#include "core/prune/remove_channels.h"
#include "core/shrink/choose_counts.h"
#include "core/shrink/study.h"

namespace {

using namespace thimble;

std::filesystem::path testData() {
    const char* set = std::getenv("THIMBLE_TESTDATA");
    return set != nullptr ? set : THIMBLE_DEFAULT_TESTDATA;
}

template <typename T>
T need(Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "prune_bench: %s\n", result.error().message.c_str());
    std::exit(2);
}

struct Subject {
    std::shared_ptr<const LoadedModel> loaded =
        need(loadModel(testData() / "models" / "mcunet_10fps_vww.tflite"));
    prune::ChannelGroups groups = need(prune::channelGroups(loaded->model));
    std::vector<std::int32_t> counts = prune::keptCounts(prune::keepAll(groups));
};

const Subject& subject() {
    static const Subject made;
    return made;
}

/// A slider on its way down and up again.
std::vector<std::int32_t> dragged(std::size_t step) {
    std::vector<std::int32_t> counts = subject().counts;
    std::int32_t& moved = counts[counts.size() / 2];
    moved -= static_cast<std::int32_t>(step % static_cast<std::size_t>(moved));
    return counts;
}

void sizes(benchmark::State& state) {
    prune::SizePredictor predictor(subject().loaded->model, subject().groups);
    std::size_t step = 0;
    while (state.KeepRunning()) benchmark::DoNotOptimize(predictor.predict(dragged(++step)));
}

void plan(benchmark::State& state, std::int64_t nodes) {
    OutlineQuestion question{.target = tflm::kTargets[0]};
    if (nodes > 0) question.plan = PlanOptions{.limits = {.nodes = nodes}};
    std::size_t step = 0;
    while (state.KeepRunning()) {
        const Model outline =
            need(prune::prunedOutline(subject().loaded->model, subject().groups, dragged(++step)));
        const OutlineFit fit = need(fitOutline(outline, question));
        state.counters["arena"] = static_cast<double>(fit.arenaBytes);
    }
}

void asTflmPlacesIt(benchmark::State& state) { plan(state, 0); }
void planned(benchmark::State& state) { plan(state, state.range(0)); }

BENCHMARK(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(asTflmPlacesIt)->Unit(benchmark::kMillisecond);
BENCHMARK(planned)->Arg(1000)->Arg(20'000)->Arg(5'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
