#pragma once

#include <memory>
#include <string>

#include "core/interp/program.h"
#include "core/pipeline/analyse.h"

namespace thimble::cli {

/// A file that has been read, and the same ready to run.
struct LoadedProgram {
    std::shared_ptr<const LoadedModel> loaded;
    std::shared_ptr<const interp::Program> program;
};

/// Errors name the file.
[[nodiscard]] Result<LoadedProgram> loadProgram(const std::string& path);

}  // namespace thimble::cli
