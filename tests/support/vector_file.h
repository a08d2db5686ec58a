#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace thimble::test {

// What a reference runtime computed, in a text file that people can read. A case is a model in the
// notation of model_text.h and, on the lines under it, a seed for its inputs and the bytes of all
// outputs, concatenated:
//
//   RELU(i8 1x4 q.5:0) -> i8 1x4 q.5:0
//     1 00127f00
//     2 05000011
//
// A line that begins with # is a comment.

struct RecordedRun {
    std::uint64_t seed = 0;
    std::vector<std::byte> outputs;
};
struct VectorCase {
    std::string text;
    std::vector<RecordedRun> runs;
};
struct VectorLine {
    std::string comment;  ///< or an empty line; then there is no case
    VectorCase test;
};

[[nodiscard]] std::vector<VectorLine> readVectors(const std::filesystem::path& file);
[[nodiscard]] std::string vectorText(const std::vector<VectorLine>& lines);

}  // namespace thimble::test
