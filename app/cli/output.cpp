#include "app/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "core/base/printable.h"

namespace thimble::cli {

int print(std::string_view text, int status) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
        return status;
    return report({ErrorCode::Io, std::string("standard output: ") + std::strerror(errno)});
}

int report(const Error& error) {
    std::fprintf(stderr, "thimble: error: %s\n", printable(error.message).c_str());
    return kBadInput;
}

}  // namespace thimble::cli
