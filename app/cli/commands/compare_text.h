#pragma once

#include <cstdint>
#include <string>

#include "app/cli/load_program.h"
#include "core/eval/compare.h"

namespace thimble::cli {

/// Two models, compared.
struct CompareAnswer {
    LoadedProgram a;
    LoadedProgram b;
    std::shared_ptr<const Report> reportA;
    std::shared_ptr<const Report> reportB;
    eval::Comparison found;
    std::string data;        ///< the folder; empty: random inputs
    std::uint64_t seed = 0;  ///< of the first of them
    double seconds = 0;
};

[[nodiscard]] std::string compareText(const CompareAnswer& answer);
[[nodiscard]] std::string compareJson(const CompareAnswer& answer);

}  // namespace thimble::cli
