#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/units.h"
#include "core/model/builtin_operator.h"
#include "core/model/model.h"

namespace thimble {

/// Where a tensor's bytes live.
enum class TensorRole {
    Activation,  ///< written and read during an invocation: the arena's head
    Constant,    ///< in the file: flash
    Variable,    ///< keeps its value between invocations: the arena's tail
    Resource,    ///< a handle to a resource variable; takes no bytes of the head
};

struct GraphTensor {
    std::string name;
    TensorType type = TensorType::Float32;
    std::vector<std::int32_t> shape;
    TensorRole role = TensorRole::Activation;
    /// As TFLM counts them: an INT4 element is a byte, a handle nothing, a type without a size
    /// nothing.
    Bytes bytes = 0;
    std::optional<OperatorId> producer;  ///< the first to write it
    std::vector<OperatorId> consumers;   ///< ascending, each once
    bool isInput = false;                ///< of its subgraph
    bool isOutput = false;
    friend bool operator==(const GraphTensor&, const GraphTensor&) = default;
};

struct GraphOperator {
    std::string name;  ///< "CONV_2D", or a custom operator's own code
    BuiltinOperator code = BuiltinOperator::Add;
    std::vector<std::int32_t> inputs;   ///< tensor positions, -1: left out
    std::vector<std::int32_t> outputs;  ///< tensor positions
    std::vector<SubgraphId> calls;      ///< subgraphs it runs
    std::string variable;               ///< VAR_HANDLE: the name of the variable it is a handle to
    friend bool operator==(const GraphOperator&, const GraphOperator&) = default;
};

struct SubgraphGraph {
    std::string name;
    std::vector<GraphTensor> tensors;      ///< positions are TensorIds
    std::vector<GraphOperator> operators;  ///< in the order of the file; positions are OperatorIds
    std::vector<std::int32_t> inputs;
    std::vector<std::int32_t> outputs;
    friend bool operator==(const SubgraphGraph&, const SubgraphGraph&) = default;
};

/// What analysis needs of a model: shapes, sizes, edges; no weights.
struct Graph {
    std::vector<SubgraphGraph> subgraphs;  ///< never empty; the first is the one that runs
    friend bool operator==(const Graph&, const Graph&) = default;
};

/// `model` has passed checkModel.
[[nodiscard]] Graph buildGraph(const Model& model);

}  // namespace thimble
