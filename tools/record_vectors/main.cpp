// record_vectors ORACLE FILE...: fills in what a reference runtime answers to the cases of vector
// files (tests/support/vector_file.h). ORACLE is run as
//     ORACLE MODEL.tflite --seed N --output OUTPUT
// and writes the bytes of all outputs, or fails; a case that it fails on loses its answers and is
// named.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/support/model_text.h"
#include "tests/support/vector_file.h"

namespace {

using namespace thimble;
namespace fs = std::filesystem;

constexpr int kSeeds = 2;

/// Runs the oracle; no answer where it fails.
std::vector<std::byte> ask(const std::string& oracle, const fs::path& folder, int seed) {
    const fs::path output = folder / "output";
    fs::remove(output);
    const std::string command = oracle + " " + (folder / "model.tflite").string() + " --seed " +
                                std::to_string(seed) + " --output " + output.string() +
                                " >/dev/null 2>" + (folder / "error").string();
    if (std::system(command.c_str()) != 0) return {};  // NOLINT(concurrency-mt-unsafe,cert-env33-c)
    const auto answer = readFile(output);
    if (!answer) return {};
    return {answer->bytes().begin(), answer->bytes().end()};
}

void record(test::VectorCase& test, const std::string& oracle, const fs::path& folder) {
    test.runs.clear();
    const auto file = writeTflite(test::modelFromText(test.text));
    if (!file || !writeFile(folder / "model.tflite", *file)) return;
    for (int seed = 1; seed <= kSeeds; ++seed) {
        std::vector<std::byte> outputs = ask(oracle, folder, seed);
        if (outputs.empty()) {
            std::ifstream error(folder / "error");
            std::cerr << "no answer: " << test.text << "\n"
                      << std::string(std::istreambuf_iterator<char>(error), {});
            return;
        }
        test.runs.push_back({static_cast<std::uint64_t>(seed), std::move(outputs)});
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    if (argc < 3) {
        std::cerr << "record_vectors ORACLE FILE...\n";
        return 2;
    }
    std::string pattern = (fs::temp_directory_path() / "vectors-XXXXXX").string();
    const fs::path folder = mkdtemp(pattern.data());
    for (const char* name : arguments.subspan(2)) {
        std::vector<test::VectorLine> lines = test::readVectors(name);
        for (test::VectorLine& line : lines)
            if (!line.test.text.empty()) record(line.test, arguments[1], folder);
        const std::string text = test::vectorText(lines);
        if (const auto written = writeFile(name, std::as_bytes(std::span(text))); !written)
            std::cerr << written.error().message << "\n";
    }
    fs::remove_all(folder);
}
