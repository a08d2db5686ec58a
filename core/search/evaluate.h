#pragma once

#include <optional>
#include <stop_token>

#include "core/base/result.h"
#include "core/search/problem.h"
#include "core/search/workers.h"
#include "core/shrink/recipe.h"

namespace thimble::search {

// The stages after the sizes: plan, score on a slice, test.

/// What the genome takes, and how far it is beyond the limits. Exact for bytes and MACs: a .tflite
/// is planned without weights, which the written model has the same plan as; a C project with those
/// that stay, as they are before the repair, since tables that are equal are there once.
///   result   nothing: stopped; what cannot be made is an outcome
[[nodiscard]] Result<std::optional<Outcome>> planned(const Problem& problem, const Genome& genome,
                                                     const std::stop_token& stop = {});

/// Pruned, repaired on few samples and scored on few others, none of which is a test sample. Of
/// few samples top-1 is a coarse measure, so a sample whose margin (topMargin) is within a quarter
/// of what it is on average for the whole model counts in part: half at 0, all or nothing beyond.
///   result   nothing: stopped
[[nodiscard]] Result<std::optional<double>> quickScore(const Problem& problem, const Genome& genome,
                                                       const std::stop_token& stop = {});

/// Pruned and repaired as its recipe says, scored on the test samples.
[[nodiscard]] Result<std::optional<double>> testScore(const Problem& problem, const Genome& genome,
                                                      const std::stop_token& stop = {});

/// All of these as workers do them. The problem must outlive it.
[[nodiscard]] Work workOn(const Problem& problem, std::stop_token stop);

/// How to make the variant with `thimble apply`.
[[nodiscard]] shrink::Recipe recipeOf(const Problem& problem, const Genome& genome);

}  // namespace thimble::search
