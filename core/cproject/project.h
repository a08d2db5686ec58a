#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/cproject/memory.h"

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

/// A model as a C99 project: one arena, straight calls, only the kernels that it uses.
struct Project {
    std::shared_ptr<const interp::Program> program;
    std::vector<Emission> emissions;  ///< by operator of the first subgraph
    States states;
    Memory memory;
    Bytes constantBytes = 0;  ///< tables in flash: weights, per-channel numbers, lookup tables
    Bytes stateBytes = 0;     ///< kept between invocations, outside the arena
    std::vector<File> files;
};

struct ProjectOptions {
    MemoryOptions memory;
    std::string modelName;    ///< for comments
    Bytes tflmUsedBytes = 0;  ///< SRAM that TFLM would use, for the README; 0: not known
};

/// Makes the project; its memory has passed checkMemory.
///   errors   Unsupported   operators that have no C kernel, or operands that theirs does not do:
///   all
///                          of them named
///            as prepareProgram
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

/// Those of the kernels that the project calls, and what they include.
[[nodiscard]] std::vector<File> kernelFiles(const Project& project);

}  // namespace thimble::cproject
