#include "tests/support/vector_file.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace thimble::test {

namespace {

RecordedRun runFromText(const std::string& line) {
    RecordedRun run;
    std::istringstream stream(line);
    std::string hex;
    stream >> run.seed >> hex;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        run.outputs.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return run;
}

}  // namespace

std::vector<VectorLine> readVectors(const std::filesystem::path& file) {
    std::vector<VectorLine> lines;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("  ") && !lines.empty())
            lines.back().test.runs.push_back(runFromText(line));
        else if (line.empty() || line.front() == '#')
            lines.push_back({.comment = line, .test = {}});
        else
            lines.push_back({.comment = {}, .test = {.text = line, .runs = {}}});
    }
    return lines;
}

std::string vectorText(const std::vector<VectorLine>& lines) {
    std::string text;
    for (const VectorLine& line : lines) {
        text += (line.test.text.empty() ? line.comment : line.test.text) + "\n";
        for (const RecordedRun& run : line.test.runs) {
            text += fmt::format("  {} ", run.seed);
            for (const std::byte byte : run.outputs)
                text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
            text += "\n";
        }
    }
    return text;
}

}  // namespace thimble::test
