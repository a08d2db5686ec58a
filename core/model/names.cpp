#include "core/model/names.h"

#include <fmt/format.h>

#include "core/base/grouped_number.h"
#include "core/base/printable.h"

namespace thimble {

namespace {

/// Names come from the file: shown in messages, they are cut and made printable.
constexpr std::size_t kLongestName = 80;
/// TFLM's tensors have six at most.
constexpr std::size_t kMostDimensions = 8;

std::string ofSubgraph(std::size_t subgraph) {
    return subgraph == 0 ? std::string() : fmt::format(" of subgraph {}", subgraph);
}

}  // namespace

std::string operatorName(const Model& model, const Operator& op) {
    const OperatorCode& code = model.operatorCodes[op.opcode];
    if (code.builtin == BuiltinOperator::Custom)
        return code.customCode.empty() ? "CUSTOM" : printable(code.customCode, kLongestName);
    const std::string_view name = builtinOperatorName(code.builtin);
    if (!name.empty()) return std::string(name);
    return fmt::format("OPERATOR_{}", static_cast<std::int32_t>(code.builtin));
}

std::string operatorLabel(const Model& model, std::size_t subgraph, std::size_t op) {
    return fmt::format("operator #{} {}{}", op,
                       operatorName(model, model.subgraphs[subgraph].operators[op]),
                       ofSubgraph(subgraph));
}

std::string tensorLabel(const Model& model, std::size_t subgraph, std::size_t tensor) {
    const std::string& name = model.subgraphs[subgraph].tensors[tensor].name;
    if (name.empty()) return fmt::format("tensor #{}{}", tensor, ofSubgraph(subgraph));
    return fmt::format("tensor '{}' (#{}){}", printable(name, kLongestName), tensor,
                       ofSubgraph(subgraph));
}

std::string shapeText(std::span<const std::int32_t> shape) {
    if (shape.size() <= kMostDimensions) return fmt::format("[{}]", fmt::join(shape, ", "));
    return fmt::format("[{}, ... ({} dimensions)]", fmt::join(shape.first(kMostDimensions), ", "),
                       groupedNumber(std::ssize(shape)));
}

}  // namespace thimble
