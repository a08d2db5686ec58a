#include "app/cli/load_program.h"

namespace thimble::cli {

Result<LoadedProgram> loadProgram(const std::string& path) {
    LoadedProgram result;
    THIMBLE_TRY(result.loaded, loadModel(path));
    auto program = interp::prepareProgram(result.loaded->model);
    if (!program) return fail(program.error().code, path + ": " + program.error().message);
    result.program = std::move(*program);
    return result;
}

}  // namespace thimble::cli
