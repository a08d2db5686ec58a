#pragma once

#include <string>

#include "app/cli/load_program.h"
#include "core/data/dataset.h"
#include "core/eval/evaluate.h"

namespace thimble::cli {

/// A model, judged by a data set.
struct EvaluateAnswer {
    LoadedProgram model;
    data::Dataset dataset;
    eval::Evaluation found;
    double seconds = 0;
};

[[nodiscard]] std::string evaluateText(const EvaluateAnswer& answer);
[[nodiscard]] std::string evaluateJson(const EvaluateAnswer& answer);

}  // namespace thimble::cli
