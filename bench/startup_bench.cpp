// From the start of thimble-explorer until nothing on its first page changes any more, what it
// looks for in the background included; the picture is written as PNG, without a display.

#include <benchmark/benchmark.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

extern char** environ;

namespace {

/// Runs the program to its end; its exit status.
int run(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ) != 0) return -1;
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

void lastPicture(benchmark::State& state, const std::string& model) {
    const std::string picture =
        std::filesystem::temp_directory_path() / "thimble_startup_bench.png";
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    for (auto _ : state)
        if (run({THIMBLE_EXPLORER, model, "--screenshot", picture, "--size", "1200x800"}) != 0)
            state.SkipWithError("thimble-explorer failed");
    std::filesystem::remove(picture);
}

const std::string kLarge = THIMBLE_LARGE_SAMPLES;

BENCHMARK_CAPTURE(lastPicture, small_resnet8, kLarge + "/resnet8.tflite")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lastPicture, four_megabytes, kLarge + "/mobilenet_v2_100.tflite")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lastPicture, operators_2338, kLarge + "/nas_net_2338.tflite")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
