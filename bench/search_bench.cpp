// How fast a search looks at sizes (goal: 2,000 genomes a second), and what one evaluation takes.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "core/pipeline/analyse.h"
#include "core/search/evaluate.h"
#include "core/search/screen.h"

namespace {

using namespace thimble;

std::filesystem::path testData() {
    const char* set = std::getenv("THIMBLE_TESTDATA");
    return set != nullptr ? set : THIMBLE_DEFAULT_TESTDATA;
}

template <typename T>
T need(Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "search_bench: %s\n", result.error().message.c_str());
    std::exit(2);
}

/// A child of a child of ..., each drawn and held against the limits by its sizes.
void sizes(benchmark::State& state) {
    const auto loaded = need(loadModel(testData() / "models" / "mcunet_10fps_vww.tflite"));
    search::Problem problem;
    problem.question.limits = {.ramBytes = 60'000, .flashBytes = 400'000, .macs = 6'000'000};
    search::Variant& variant = problem.variants.emplace_back();
    variant.study.model = std::shared_ptr<const Model>(loaded, &loaded->model);
    variant.study.groups = need(prune::channelGroups(loaded->model));
    problem.space.channels = prune::keptCounts(prune::keepAll(variant.study.groups));
    search::Screen screen(problem);
    SplitMix random(1);
    search::Genome genome = wholeModel(problem.space);
    while (state.KeepRunning()) {
        genome = morphed(problem.space, genome, random);
        benchmark::DoNotOptimize(screen.mayFit(genome));
    }
    state.SetItemsProcessed(state.iterations());
}

const search::Problem& keywordSpotting() {
    static const search::Problem problem = [] {
        const auto loaded = need(loadModel(testData() / "models" / "kws_ref_model.tflite"));
        search::Question question{.forms = {search::Form::Tflm, search::Form::Rows}};
        const auto folder = testData() / "data" / "kws01";
        return *need(search::makeProblem(std::shared_ptr<const Model>(loaded, &loaded->model), "",
                                         question, {.data = folder.string(), .samples = 1000}));
    }();
    return problem;
}

/// Half of the channels.
search::Genome halved(std::int32_t form) {
    search::Genome genome = wholeModel(keywordSpotting().space);
    for (std::int32_t& count : genome.counts) count /= 2;
    genome.form = form;
    return genome;
}

void plan(benchmark::State& state, std::int32_t form) {
    while (state.KeepRunning())
        benchmark::DoNotOptimize(need(search::planned(keywordSpotting(), halved(form))));
}

void score(benchmark::State& state) {
    while (state.KeepRunning())
        benchmark::DoNotOptimize(need(search::quickScore(keywordSpotting(), halved(0))));
}

void test(benchmark::State& state) {
    while (state.KeepRunning())
        benchmark::DoNotOptimize(need(search::testScore(keywordSpotting(), halved(0))));
}

}  // namespace

BENCHMARK(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(plan, for_tflm, 0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(plan, by_rows, 1)->Unit(benchmark::kMillisecond);
BENCHMARK(score)->Unit(benchmark::kMillisecond);
BENCHMARK(test)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
