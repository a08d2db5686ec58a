#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/tflm/kernel.h"
#include "core/tflm/lifetimes.h"

namespace thimble::tflm {

/// The first thing that makes TFLM give up on a model, in the order in which it would come to it:
/// phase by phase, and within a phase from one operator to the next. In a sentence that names it:
/// "operator #3 CONV_2D has UINT8 input and UINT8 weights: TFLite Micro supports ...". Empty where
/// TFLM accepts the model.
///   kernels     the requests of every operator, [subgraph][operator]
///   lifetimes   of the same model
///   offsets     the offline plan, empty without one, or why there is none to be had
/// Failures of a run count where the model may come to them, whatever its input: in both branches
/// of an IF, but not in a subgraph that nothing calls.
[[nodiscard]] std::string findRefusal(const Model& model,
                                      const std::vector<std::vector<KernelRequests>>& kernels,
                                      const Lifetimes& lifetimes,
                                      const Result<std::vector<std::int32_t>>& offsets);

}  // namespace thimble::tflm
