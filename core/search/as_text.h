#pragma once

#include <string>

#include "core/base/result.h"
#include "core/search/memory.h"
#include "core/search/workers.h"

namespace thimble::search {

// Values as one line of JSON each, to be kept in files and sent to other processes; what is read is
// what was written, numbers to the last bit.
//   errors   InvalidFile   no such line

[[nodiscard]] std::string genomeText(const Genome& genome);
[[nodiscard]] std::string outcomeText(const Outcome& outcome);
[[nodiscard]] Result<Outcome> parseOutcome(const std::string& text);

/// A line of a checkpoint: an evaluation, or the test of a genome.
struct CheckpointLine {
    std::int64_t index = -1;  ///< -1: a test
    Record record;            ///< of a test: the genome and the score
    friend bool operator==(const CheckpointLine&, const CheckpointLine&) = default;
};
[[nodiscard]] std::string lineText(const CheckpointLine& line);
[[nodiscard]] Result<CheckpointLine> parseLine(const std::string& text);

[[nodiscard]] std::string taskText(const Task& task);
[[nodiscard]] Result<Task> parseTask(const std::string& text);
[[nodiscard]] std::string answerText(const Answer& answer);
[[nodiscard]] Result<Answer> parseAnswer(const std::string& text);

}  // namespace thimble::search
