// The exact placement of the hard instances of the test data: at their capacity, and as low as
// possible. One iteration reads nothing: the table is in memory.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/arena/arena_csv.h"
#include "core/arena/optimal_plan.h"
#include "core/base/file.h"

namespace {

using namespace thimble;

constexpr std::int64_t kMostNodes = 10'000'000;

/// Reports the nodes, the height, and how far that is from being proven.
void addCounters(benchmark::State& state, const SearchResult<ArenaPlan>& result) {
    state.counters["nodes"] = static_cast<double>(result.nodes);
    state.counters["height"] = static_cast<double>(result.best.arenaBytes);
    state.counters["gap"] = static_cast<double>(result.best.arenaBytes - result.lowerBound);
}

void packWithin(benchmark::State& state, const ArenaProblem& problem, Bytes capacity) {
    SearchResult<ArenaPlan> result;
    for (auto _ : state) result = findPlanWithin(problem, capacity, {.nodes = kMostNodes});
    addCounters(state, result);
}

void packLowest(benchmark::State& state, const ArenaProblem& problem) {
    SearchResult<ArenaPlan> result;
    for (auto _ : state) result = findOptimalPlan(problem, {.nodes = kMostNodes});
    addCounters(state, result);
}

std::filesystem::path testData() {
    const char* named = std::getenv("THIMBLE_TESTDATA");
    return named && *named ? named : THIMBLE_DEFAULT_TESTDATA;
}

/// "A.1048576.csv": the capacity is in the name.
void addInstance(const std::filesystem::path& path) {
    const auto file = readFile(path);
    if (!file) return;
    const auto table =
        readArenaCsv({reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size()});
    if (!table) return;
    const std::string name = path.stem().stem().string();
    const Bytes capacity = std::atoll(path.stem().extension().string().c_str() + 1);
    benchmark::RegisterBenchmark(("within/" + name).c_str(), packWithin, table->problem, capacity)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("lowest/" + name).c_str(), packLowest, table->problem)
        ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(testData() / "packing", none))
        if (entry.path().stem().has_extension()) files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& path : files) addInstance(path);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
