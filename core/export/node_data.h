#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/report/report.h"

namespace thimble {

/// What each operator is coloured by.
enum class NodeQuantity { ArenaBytes, WorkingSetBytes, MacCount, WeightBytes, ScratchBytes };

struct NodeQuantityInfo {
    NodeQuantity quantity;
    std::string_view name;         ///< "arena", as the command line spells it
    std::string_view description;  ///< "bytes alive in the arena while it runs"
};
inline constexpr NodeQuantityInfo kNodeQuantities[] = {
    {NodeQuantity::ArenaBytes, "arena", "bytes alive in the arena while the operator runs"},
    {NodeQuantity::WorkingSetBytes, "working-set", "tensor bytes alive while it runs"},
    {NodeQuantity::MacCount, "macs", "multiply-accumulate operations"},
    {NodeQuantity::WeightBytes, "weights", "bytes of constants that it reads"},
    {NodeQuantity::ScratchBytes, "scratch", "bytes of its kernel's working buffers"},
};

/// A number for each operator as Model Explorer's custom node data (google-ai-edge/model-explorer,
/// node_data_builder.py: graphs by name, in each "results" by node and a "gradient"). Graphs and
/// nodes are called as its reader of .tflite files calls them: the subgraph's name, or "main" and
/// "subgraph_N" where it has none, and the operator's position. Operators without a number (their
/// MACs are not known, they never run) are left out. Of subgraphs of one name the first counts.
[[nodiscard]] std::string nodeDataJson(const Model& model, const Report& report,
                                       NodeQuantity quantity);

}  // namespace thimble
