#pragma once

#include <exception>

#include "core/base/result.h"

namespace thimble::ui {

/// Runs work that returns a Result. Running out of memory inside ends that work, not the program.
template <typename Work>
auto runGuarded(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& error) {
        return fail(ErrorCode::Unsupported, error.what());
    }
}

}  // namespace thimble::ui
