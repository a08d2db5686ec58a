#pragma once

#include <string>
#include <string_view>

#include "core/cproject/project.h"

namespace thimble::cproject {

// Pieces of C that model.c is made of.

using Text = std::string;

/// What a comment may hold: no end of it, no line breaks, nothing but printable ASCII.
[[nodiscard]] Text commentText(std::string_view name, std::size_t most = 60);

/// "1x25x5x64"
[[nodiscard]] Text shapeOf(const interp::TensorInfo& info);

[[nodiscard]] const interp::TensorInfo& infoOf(const Project& project, std::int32_t tensor);
[[nodiscard]] const std::string& nameOf(const Project& project, std::int32_t tensor);

/// "t12 [1x25x5x64 INT8] at 8000"
[[nodiscard]] Text placeText(const Project& project, std::int32_t tensor);

/// `static const TYPE NAME[] = {...};`
void appendTable(Text& out, const ConstantArray& array);

/// The pointer that a call is given.
[[nodiscard]] Text operandText(const Project& project, std::size_t op, const Operand& operand);

/// The name of a call's parameters: op3, or op3_1 for the second call of one operator.
[[nodiscard]] Text paramsName(std::size_t op, std::size_t call);

/// `static const KERNEL_params NAME = {...};`
void appendParams(Text& out, const Call& call, const Text& name);

/// What the operator is, reads and writes.
[[nodiscard]] Text operatorComment(const Project& project, std::size_t step, std::size_t o);

}  // namespace thimble::cproject
