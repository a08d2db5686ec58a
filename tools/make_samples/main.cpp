#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tools/make_samples/sample_table.h"
#include "tools/make_samples/samples.h"

namespace {

using namespace thimble;
using samples::Sample;

constexpr int kDone = 0;
constexpr int kBadUsage = 2;

struct Arguments {
    std::filesystem::path out = "sample_models";
    std::string only;
    bool large = false;
    bool table = false;
};

int refuse(const std::string& message) {
    fmt::print(stderr, "make_samples: error: {}\n", message);
    return kBadUsage;
}

std::vector<Sample> chosen(const Arguments& arguments) {
    std::vector<Sample> result;
    for (const Sample& sample : samples::allSamples())
        if (arguments.only.empty() ? !sample.isLarge || arguments.large
                                   : sample.name == arguments.only)
            result.push_back(sample);
    return result;
}

Result<void> make(const Sample& sample, const std::filesystem::path& folder) {
    THIMBLE_TRY(const std::vector<std::byte> bytes, writeTflite(sample.build()));
    const std::filesystem::path file = folder / (std::string(sample.name) + ".tflite");
    THIMBLE_CHECK(writeFile(file, bytes));
    fmt::print("{}: {} bytes\n", file.string(), bytes.size());
    return {};
}

int run(const Arguments& arguments) {
    const std::vector<Sample> wanted = chosen(arguments);
    if (wanted.empty()) return refuse(fmt::format("there is no sample '{}'", arguments.only));
    if (arguments.table) {
        const Result<std::string> table = samples::sampleTable(wanted);
        if (!table) return refuse(table.error().message);
        fmt::print("{}", *table);
        return kDone;
    }
    std::error_code error;
    std::filesystem::create_directories(arguments.out, error);
    if (error) return refuse(fmt::format("{}: {}", arguments.out.string(), error.message()));
    for (const Sample& sample : wanted)
        if (const Result<void> made = make(sample, arguments.out); !made)
            return refuse(made.error().message);
    return kDone;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app(
        "Makes the sample models: int8 networks with random weights, the same on every run");
    app.add_option("--out", arguments.out, "Folder to write to")->capture_default_str();
    app.add_option("--only", arguments.only, "Only the sample of this name, large or not");
    app.add_flag("--large", arguments.large, "The large ones for benchmarks too");
    app.add_flag("--table", arguments.table, "Print the table of README.md and write nothing");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kBadUsage;
    }
    return run(arguments);
}
