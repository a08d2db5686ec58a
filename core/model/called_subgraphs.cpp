#include "core/model/called_subgraphs.h"

#include <array>
#include <string_view>

namespace thimble {

namespace {

/// Fields of a table that name a subgraph. One that a file leaves out means subgraph 0.
struct CallingTable {
    std::string_view type;
    std::array<std::string_view, 2> fields;
};

constexpr std::array<CallingTable, 10> kCallingTables = {{
    {"CallOptions", {"subgraph"}},
    {"IfOptions", {"then_subgraph_index", "else_subgraph_index"}},
    {"WhileOptions", {"cond_subgraph_index", "body_subgraph_index"}},
    {"CallOnceOptions", {"init_subgraph_index"}},
    {"StablehloReduceOptions", {"body_subgraph_index"}},
    {"StablehloReduceWindowOptions", {"body_subgraph_index"}},
    {"StablehloWhileOptions", {"cond_subgraph_index", "body_subgraph_index"}},
    {"StablehloSortOptions", {"comparator_subgraph_index"}},
    {"StablehloScatterOptions", {"update_computation_subgraph_index"}},
    {"StableHLOCompositeOptions", {"decomposition_subgraph_index"}},
}};

void collect(const OptionTable& options, std::vector<std::int64_t>& found) {
    for (const CallingTable& table : kCallingTables) {
        if (table.type != options.type) continue;
        for (const std::string_view field : table.fields)
            if (!field.empty()) found.push_back(options.integer(field));
    }
    if (options.type == "StablehloCaseOptions")
        for (const std::int64_t branch : options.integers("branch_subgraph_indices"))
            found.push_back(branch);
}

}  // namespace

std::vector<std::int64_t> calledSubgraphs(const Operator& op) {
    std::vector<std::int64_t> found;
    collect(op.options, found);
    collect(op.options2, found);
    return found;
}

}  // namespace thimble
