#pragma once

#include <cstddef>
#include <vector>

#include "core/model/model.h"

namespace thimble {

/// The same model without the tensors that nothing names: no operator, no list of inputs or
/// outputs, no signature, no other tensor's quantisation. TFLM makes room for such tensors all the
/// same: one without data raises the head, any takes a struct in the tail. Tensors after a dropped
/// one move up; data that only dropped tensors had is emptied, its buffer stays.
/// Stale offline plans are the caller's business: their offsets count tensors.
///   source   micro/micro_allocation_info.cc (a range of [-1, -1] is planned like any other)
[[nodiscard]] Model dropOrphanTensors(const Model& model);

/// By tensor of the subgraph: whether anything names it.
[[nodiscard]] std::vector<bool> namedTensors(const Model& model, std::size_t subgraph);

}  // namespace thimble
