#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/cproject/kernel_set.h"
#include "core/cproject/memory.h"
#include "core/cproject/row_model.h"
#include "core/split/row_plan.h"

namespace thimble::cproject {

/// A file of the project; folders in its name are made.
struct File {
    std::string name;
    std::string text;
    friend bool operator==(const File&, const File&) = default;
};

/// What comes into every project, or every one that uses it: text that the program carries.
struct BuiltInFile {
    std::string_view name;
    std::string_view text;
};
[[nodiscard]] std::vector<BuiltInFile> builtInKernels();
[[nodiscard]] std::vector<BuiltInFile> builtInSurroundings();

/// A model that runs by rows: partial execution.
struct RowProject {
    RowModel model;  ///< as the plan runs it
    split::RowPlan plan;
    /// By operator of the graph: its place in Project::emissions, behind those of the model's
    /// operators for slices.
    std::vector<std::size_t> emissionOf;
};

/// A model as a C99 project: one arena, straight calls, only the kernels that it uses.
struct Project {
    std::shared_ptr<const interp::Program> program;
    std::vector<Emission> emissions;  ///< by operator of the first subgraph
    States states;
    Memory memory;  ///< by rows: offsets of tensors in one piece, and the arena's size
    std::optional<RowProject> rows;
    Bytes wholeArenaBytes = 0;  ///< what the arena would be without rows
    Bytes constantBytes = 0;    ///< tables in flash: weights, per-channel numbers, lookup tables
    Bytes stateBytes = 0;       ///< kept between invocations, outside the arena
    std::vector<File> files;
};

struct ProjectOptions {
    MemoryOptions memory;
    KernelSet kernels = KernelSet::Own;
    /// Run by rows where that lowers the arena; for the project's own kernels, which work in less
    /// memory and more time where a RAM is given that is too small for the quick ones.
    std::optional<split::RowPlanOptions> rows;
    std::optional<RowScratch> rowScratch;  ///< of kernels for rows; nothing: as said above
    /// By rows: the application hands over the rows of the largest image among the inputs.
    bool streamInput = false;
    std::string modelName;    ///< for comments
    Bytes tflmUsedBytes = 0;  ///< SRAM that TFLM would use, for the README; 0: not known
};

/// All but the files: what the project will do, and in which memory, which has passed checkMemory.
///   errors   Unsupported   operators that have no C kernel, or operands that theirs does not do:
///                          all of them named
///            as prepareProgram
[[nodiscard]] Result<Project> planProject(const Model& model, const ProjectOptions& options = {},
                                          const SearchControl& control = {});

/// Makes the project.
///   errors   as planProject, testVectors
[[nodiscard]] Result<Project> makeProject(const Model& model, const ProjectOptions& options = {},
                                          const SearchControl& control = {});

/// The texts of model.h and model.c.
[[nodiscard]] std::string modelHeader(const Project& project, const ProjectOptions& options);
[[nodiscard]] std::string modelSource(const Project& project, const ProjectOptions& options);

/// README.md: the numbers, and how to use the project.
[[nodiscard]] std::string projectReadme(const Project& project, const ProjectOptions& options);

/// One input, drawn with seed 1, and the output that the interpreter gives for it.
///   errors   as Frame::invoke and drawInputs
[[nodiscard]] Result<std::vector<File>> testVectors(const Project& project);

/// How many calls go to CMSIS-NN, whose sources the project then needs.
[[nodiscard]] std::size_t cmsisNnCalls(const Project& project);

/// Those of the kernels that the project calls, and what they include.
[[nodiscard]] std::vector<File> kernelFiles(const Project& project);

}  // namespace thimble::cproject
