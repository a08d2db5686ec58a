#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/model/model.h"
#include "core/prune/kept_axes.h"

namespace thimble::prune {

/// Whether indices of its axes can be taken out: elements of a fixed size, as many bytes as the
/// shape asks for, a scale for the whole tensor or for each index of one axis, nothing sparse.
[[nodiscard]] bool canSlice(const Model& model, const Tensor& tensor);

/// Shape, shape signature and quantisation of what is left of tensor `number`.
[[nodiscard]] Tensor sliceTensor(const Tensor& tensor, std::int32_t number, const KeptAxes& kept);

/// Bytes that a constant of this shape has in a file.
[[nodiscard]] std::size_t storedBytes(TensorType type, std::span<const std::int32_t> shape);

/// The elements that are left of the tensor's data.
[[nodiscard]] std::vector<std::byte> sliceData(const Tensor& tensor, std::int32_t number,
                                               std::span<const std::byte> data,
                                               const KeptAxes& kept);

}  // namespace thimble::prune
