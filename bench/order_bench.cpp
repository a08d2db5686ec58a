// How long it takes to find the best operator order and to prove it: bare graphs and models of the
// test data, and the large samples.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/base/file.h"
#include "core/graph/graph.h"
#include "core/pipeline/analyse.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/order_json.h"

namespace {

using namespace thimble;

Result<OrderProblem> readProblem(const std::filesystem::path& path) {
    if (path.extension() == ".json") {
        THIMBLE_TRY(const Blob text, readFile(path));
        return readOrderJson(text.bytes());
    }
    THIMBLE_TRY(const auto loaded, loadModel(path));
    return orderProblem(buildGraph(loaded->model).subgraphs[0]);
}

void findOrder(benchmark::State& state, const std::filesystem::path& path) {
    const Result<OrderProblem> problem = readProblem(path);
    if (!problem) {
        state.SkipWithError(problem.error().message.c_str());
        return;
    }
    for (auto _ : state) {
        const auto result = findOptimalOrder(*problem);
        if (result.reason != StopReason::Proven) state.SkipWithError("not proven");
        state.counters["operators"] = static_cast<double>(problem->operators.size());
        state.counters["sets"] = static_cast<double>(result.nodes);
        state.counters["peak"] = static_cast<double>(result.best.peakBytes);
    }
}

std::filesystem::path testData() {
    const char* named = std::getenv("THIMBLE_TESTDATA");
    return named && *named ? named : THIMBLE_DEFAULT_TESTDATA;
}

void addFolder(const std::filesystem::path& folder, const std::string& extension) {
    std::error_code none;
    for (std::filesystem::recursive_directory_iterator it(folder, none), end; it != end;
         it.increment(none))
        if (it->path().extension() == extension && it->path().stem() != "expected")
            benchmark::RegisterBenchmark(
                ("order/" + std::filesystem::relative(it->path(), folder).stem().string()).c_str(),
                findOrder, it->path())
                ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
    addFolder(testData() / "graphs", ".json");
    addFolder(testData() / "models", ".tflite");
    addFolder(THIMBLE_LARGE_SAMPLES, ".tflite");
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
