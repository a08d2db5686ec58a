#pragma once

#include <cstdint>
#include <string>

#include "app/cli/load_program.h"
#include "core/interp/frame.h"

namespace thimble::cli {

/// One inference, done.
struct RunAnswer {
    std::string input;       ///< the file; empty: random
    std::uint64_t seed = 0;  ///< of the random input
    std::string output;      ///< the files written, as the options name them
    std::string dump;
    std::size_t dumped = 0;  ///< files in it
    double invokeMs = 0;
};

[[nodiscard]] std::string runText(const LoadedProgram& model, const interp::Frame& frame,
                                  const RunAnswer& answer);
[[nodiscard]] std::string runJson(const LoadedProgram& model, const interp::Frame& frame,
                                  const RunAnswer& answer);

/// The bytes of all outputs, in order.
[[nodiscard]] std::vector<std::byte> outputBytes(const interp::Frame& frame);

}  // namespace thimble::cli
