#include "core/graph/graph_text.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <string>

namespace thimble {

namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        if (const auto part = trim(text.substr(0, at)); !part.empty()) parts.push_back(part);
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

class Parser {
public:
    Result<Graph> parse(std::string_view text) {
        for (const std::string_view statement : split(text, ';'))
            if (!read(statement))
                return fail(ErrorCode::InvalidArgument,
                            fmt::format("graph text: cannot read '{}'", statement));
        finish();
        Graph graph;
        graph.subgraphs.push_back(std::move(m_graph));
        return graph;
    }

private:
    bool read(std::string_view statement) {
        if (statement.starts_with("out ")) {
            for (const std::string_view name : split(statement.substr(4), ',')) {
                const auto found = m_byName.find(name);
                if (found == m_byName.end()) return false;
                m_graph.outputs.push_back(found->second);
            }
            return true;
        }
        const std::size_t equals = statement.find('=');
        if (equals == std::string_view::npos) {
            const std::size_t space = statement.rfind(' ');
            if (space == std::string_view::npos) return false;
            const auto id = add(trim(statement.substr(0, space)), statement.substr(space + 1));
            if (id < 0) return false;
            m_graph.inputs.push_back(id);
            return true;
        }
        return readOperator(split(statement.substr(0, equals), ','),
                            trim(statement.substr(equals + 1)));
    }

    bool readOperator(const std::vector<std::string_view>& names, std::string_view right) {
        const std::size_t open = right.find('(');
        const std::size_t close = right.find(')');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            return false;
        GraphOperator op;
        op.name = trim(right.substr(0, open));
        op.code = BuiltinOperator::Add;  // one without hidden effects, whatever its name
        for (const std::string_view input : split(right.substr(open + 1, close - open - 1), ',')) {
            const auto found = m_byName.find(input);
            if (found == m_byName.end()) return false;
            op.inputs.push_back(found->second);
        }
        const auto sizes = split(right.substr(close + 1), ',');
        if (sizes.size() != names.size()) return false;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto id = add(names[i], sizes[i]);
            if (id < 0) return false;
            op.outputs.push_back(id);
        }
        m_graph.operators.push_back(std::move(op));
        return true;
    }

    std::int32_t add(std::string_view name, std::string_view size) {
        Bytes bytes = 0;
        const auto [end, code] = std::from_chars(size.data(), size.data() + size.size(), bytes);
        if (code != std::errc() || end != size.data() + size.size() || bytes < 0) return -1;
        const auto id = static_cast<std::int32_t>(m_graph.tensors.size());
        if (!m_byName.emplace(std::string(name), id).second) return -1;
        GraphTensor tensor;
        tensor.name = name;
        tensor.type = TensorType::Int8;
        tensor.shape = {static_cast<std::int32_t>(bytes)};
        tensor.bytes = bytes;
        m_graph.tensors.push_back(std::move(tensor));
        return id;
    }

    void finish() {
        for (std::size_t o = 0; o < m_graph.operators.size(); ++o) {
            for (const std::int32_t t : m_graph.operators[o].inputs) {
                auto& consumers = m_graph.tensors[static_cast<std::size_t>(t)].consumers;
                if (consumers.empty() || consumers.back() != static_cast<OperatorId>(o))
                    consumers.push_back(static_cast<OperatorId>(o));
            }
            for (const std::int32_t t : m_graph.operators[o].outputs)
                m_graph.tensors[static_cast<std::size_t>(t)].producer = static_cast<OperatorId>(o);
        }
        if (m_graph.outputs.empty())
            for (std::size_t t = 0; t < m_graph.tensors.size(); ++t)
                if (m_graph.tensors[t].consumers.empty())
                    m_graph.outputs.push_back(static_cast<std::int32_t>(t));
        for (const std::int32_t t : m_graph.inputs)
            m_graph.tensors[static_cast<std::size_t>(t)].isInput = true;
        for (const std::int32_t t : m_graph.outputs)
            m_graph.tensors[static_cast<std::size_t>(t)].isOutput = true;
    }

    SubgraphGraph m_graph;
    std::map<std::string, std::int32_t, std::less<>> m_byName;
};

}  // namespace

Result<Graph> graphFromText(std::string_view text) { return Parser().parse(text); }

}  // namespace thimble
