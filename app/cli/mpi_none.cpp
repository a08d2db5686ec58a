#include "app/cli/mpi_session.h"

namespace thimble::cli {

std::unique_ptr<MpiSession> joinMpi() { return nullptr; }

}  // namespace thimble::cli
