#pragma once

#include <span>

#include "core/model/model.h"

namespace thimble::test {

/// A small network for a rule of channels, and what is known of it.
struct RuleCase {
    const char* name;
    Model (*model)();
    const char* groups;
    bool isExact = true;      ///< every removed channel
    const char* frozen = "";  ///< part of a reason, of some operator
    bool runs = true;         ///< in the interpreter
};

/// One for every operator that has a rule, and for those that stand in the way.
[[nodiscard]] std::span<const RuleCase> ruleCases();

}  // namespace thimble::test
