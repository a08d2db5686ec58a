#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/cproject/project.h"

namespace thimble::cproject::test {

// Models by rows, in the interpreter and as C that is compiled with sanitizers: both give what the
// whole model gives, and touch what was planned and nothing else.

/// Inputs and what the whole model makes of them.
struct Example {
    std::vector<std::vector<std::byte>> inputs, outputs;
};

[[nodiscard]] std::vector<Example> examplesOf(const std::shared_ptr<const interp::Program>& program,
                                              int count);

/// What a byte of the arena is for.
enum class Use : std::uint8_t {
    Nothing,
    Scratch,  ///< of kernels, which need not use all of it
    Rows,     ///< tensors and sums: written by some task, or by the application
};

/// C projects as one program.
class SplitProgram {
public:
    SplitProgram();
    ~SplitProgram();
    SplitProgram(const SplitProgram&) = delete;
    SplitProgram& operator=(const SplitProgram&) = delete;

    void add(const Project& project, const std::vector<Use>& uses,
             const std::vector<Example>& examples, const std::string& what);

    /// Builds and runs them all and says what is wrong.
    [[nodiscard]] std::string run() const;

private:
    std::filesystem::path m_folder;
    std::size_t m_count = 0;
};

struct Counts {
    int byRows = 0;      ///< projects
    int segments = 0;    ///< of several operators
    int notSmaller = 0;  ///< where the planner did not go by rows
    std::vector<int> rules = std::vector<int>(4);
    std::map<std::string, int> parts;  ///< operators in slices, by role and kernel
};

/// One way to split it, in the interpreter; for the program if it is sound.
void checkSplit(const Model& model, const split::RowPlanOptions& options,
                const std::vector<Example>& examples, const std::string& what,
                SplitProgram& program, Counts& counts);

/// By rows, in these segments; without any, as the planner likes.
void expectEqual(const Model& model, const std::vector<split::Segment>& segments);

}  // namespace thimble::cproject::test
