#include "core/model/names.h"

#include <fmt/format.h>

namespace thimble {

namespace {

/// Names come from the file: shown in messages, they are cut and made printable.
std::string printable(const std::string& name) {
    constexpr std::size_t kLongest = 80;
    std::string text;
    for (const char c : name.substr(0, kLongest))
        text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    // Never end inside a UTF-8 sequence.
    if (name.size() > kLongest) {
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
            text.pop_back();
        if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.pop_back();
        text += "...";
    }
    return text;
}

std::string ofSubgraph(std::size_t subgraph) {
    return subgraph == 0 ? std::string() : fmt::format(" of subgraph {}", subgraph);
}

}  // namespace

std::string operatorName(const Model& model, const Operator& op) {
    const OperatorCode& code = model.operatorCodes[op.opcode];
    if (code.builtin == BuiltinOperator::Custom)
        return code.customCode.empty() ? "CUSTOM" : printable(code.customCode);
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
    return fmt::format("tensor '{}' (#{}){}", printable(name), tensor, ofSubgraph(subgraph));
}

std::string shapeText(std::span<const std::int32_t> shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

}  // namespace thimble
