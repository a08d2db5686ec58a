// One inference on one thread: this interpreter's fast and plain kernels beside TFLite 2.9's
// built-in ones and its XNNPACK delegate (tools/fetch_tflite_c brings that library; without it only
// ours are measured).

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/pipeline/analyse.h"
#include "tests/support/other_runtime.h"

namespace {

using namespace thimble;

std::filesystem::path modelPath(const std::string& name) {
    const char* named = std::getenv("THIMBLE_TESTDATA");
    const std::filesystem::path folder =
        named != nullptr && *named != 0 ? named : THIMBLE_DEFAULT_TESTDATA;
    return folder / "models" / (name + ".tflite");
}

void runOurs(benchmark::State& state, const std::string& name, bool reference) {
    const auto loaded = loadModel(modelPath(name));
    if (!loaded) return state.SkipWithError(loaded.error().message.c_str());
    const auto program = interp::prepareProgram((*loaded)->model, {.reference = reference});
    if (!program) return state.SkipWithError(program.error().message.c_str());
    interp::Frame frame(*program);
    if (const auto drawn = interp::drawInputs(frame, 1); !drawn)
        return state.SkipWithError(drawn.error().message.c_str());
    for (auto _ : state) {
        const auto finished = frame.invoke();
        benchmark::DoNotOptimize(finished.has_value());
    }
}

void runOther(benchmark::State& state, const std::string& name,
              test::OtherRuntime::Kernels kernels) {
    const auto loaded = loadModel(modelPath(name));
    if (!loaded) return state.SkipWithError(loaded.error().message.c_str());
    const auto program = interp::prepareProgram((*loaded)->model);
    const auto other = test::OtherRuntime::load((*loaded)->file.bytes(), kernels);
    if (!program || !other) return state.SkipWithError("the library is not here");
    interp::Frame frame(*program);
    if (!interp::drawInputs(frame, 1)) return state.SkipWithError("no input");
    other->setInput(0, frame.input(0));
    for (auto _ : state) benchmark::DoNotOptimize(other->invoke());
}

void add(const std::string& name) {
    using enum test::OtherRuntime::Kernels;
    const auto named = [&name](const char* what) { return "run/" + name + "/" + what; };
    const auto unit = benchmark::kMicrosecond;
    benchmark::RegisterBenchmark(named("thimble").c_str(), runOurs, name, false)->Unit(unit);
    if (test::hasOtherRuntime()) {
        benchmark::RegisterBenchmark(named("tflite").c_str(), runOther, name, BuiltIn)->Unit(unit);
        benchmark::RegisterBenchmark(named("xnnpack").c_str(), runOther, name, Xnnpack)->Unit(unit);
    }
    benchmark::RegisterBenchmark(named("thimble_plain").c_str(), runOurs, name, true)->Unit(unit);
}

}  // namespace

int main(int argc, char** argv) {
    for (const char* name : {"kws_ref_model", "vww_96_int8", "pretrainedResnet_quant",
                             "person_detect", "ad01_int8", "mcunet_320kb_imagenet"})
        add(name);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
