// Reading a model and everything `thimble inspect` computes of it, per model of the test data.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/pipeline/analyse.h"
#include "core/report/report_json.h"

namespace {

using namespace thimble;

/// From the path to the finished report and its JSON, as the command does it.
void inspectModel(benchmark::State& state, const std::filesystem::path& path) {
    for (auto _ : state) {
        const auto loaded = loadModel(path);
        if (!loaded) {
            state.SkipWithError(loaded.error().message.c_str());
            return;
        }
        const auto report = analyse(**loaded, tflm::kTargets[0]);
        if (!report) {
            state.SkipWithError(report.error().message.c_str());
            return;
        }
        benchmark::DoNotOptimize(reportJson(**report));
    }
}

std::filesystem::path testData() {
    const char* named = std::getenv("THIMBLE_TESTDATA");
    return named && *named ? named : THIMBLE_DEFAULT_TESTDATA;
}

void addFolder(const std::filesystem::path& folder) {
    std::error_code none;
    for (std::filesystem::recursive_directory_iterator it(folder, none), end; it != end;
         it.increment(none))
        if (it->path().extension() == ".tflite")
            benchmark::RegisterBenchmark(
                ("inspect/" + std::filesystem::relative(it->path(), folder).stem().string())
                    .c_str(),
                inspectModel, it->path())
                ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
    addFolder(testData() / "models");
    addFolder(THIMBLE_LARGE_SAMPLES);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
