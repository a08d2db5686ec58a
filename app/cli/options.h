#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/data/read_sample.h"

namespace thimble::cli {

/// For `option->transform(...)`: a whole number of bytes, nodes or the like, in decimal digits.
/// CLI11 alone reads 010 as eight, and what is too large as the largest there is.
[[nodiscard]] CLI::Validator wholeNumber();

/// For `option->check(...)`, beside a range: ranges have no objection to "nan", and "inf" is no
/// limit.
[[nodiscard]] CLI::Validator finiteNumber();

/// For `option->check(...)`: the name of a file to write. Nothing, as an unset variable of a script
/// leaves it, is a mistake.
[[nodiscard]] CLI::Validator fileName();

/// `--pixels`: what a pixel of a picture stands for.
void addPixelsOption(CLI::App& command, data::ReadOptions& reading);

/// `--raw` and `--pixels`: what files of a data set do not say about themselves.
void addReadingOptions(CLI::App& command, data::ReadOptions& reading);

/// `--target`, one of the names in tflm/target.h; `target` holds the default.
void addTargetOption(CLI::App& command, std::string& target);

}  // namespace thimble::cli
