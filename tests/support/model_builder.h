#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/model.h"

// Small models made in memory, for tests that need one which no file has.
namespace thimble::test {

/// One subgraph, an empty buffer 0, nothing else.
[[nodiscard]] Model emptyModel();

/// Appends a run-time INT8 tensor with scale 1; its index.
std::int32_t addTensor(Model& model, std::string name, std::vector<std::int32_t> shape,
                       std::size_t subgraph = 0);

/// Appends a constant INT8 tensor filled with `value`; its index.
std::int32_t addConstant(Model& model, std::string name, std::vector<std::int32_t> shape,
                         std::uint8_t value = 1, std::size_t subgraph = 0);

/// Appends an operator without options; its index.
std::size_t addOperator(Model& model, BuiltinOperator code, std::vector<std::int32_t> inputs,
                        std::vector<std::int32_t> outputs, std::size_t subgraph = 0);

/// Appends an empty subgraph; its index.
std::size_t addSubgraph(Model& model);

/// input -> RELU -> ... -> RELU -> output, `count` operators on tensors of `bytes` bytes.
[[nodiscard]] Model chainModel(int count, std::int32_t bytes);

}  // namespace thimble::test
