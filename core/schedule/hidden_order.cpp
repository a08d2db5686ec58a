#include "core/schedule/hidden_order.h"

#include <map>
#include <optional>
#include <string_view>

namespace thimble {

namespace {

bool mayAffectAnything(const GraphOperator& op) {
    if (op.outputs.empty() || !op.calls.empty() || builtinOperatorName(op.code).empty())
        return true;
    switch (op.code) {
        case BuiltinOperator::Custom:
        case BuiltinOperator::Call:
        case BuiltinOperator::Delegate:
        case BuiltinOperator::HashtableFind:
        case BuiltinOperator::HashtableImport:
        case BuiltinOperator::HashtableSize:
        case BuiltinOperator::RandomStandardNormal:
        case BuiltinOperator::RandomUniform:
        case BuiltinOperator::Multinomial:
        case BuiltinOperator::StablehloCustomCall:
        case BuiltinOperator::StablehloRngBitGenerator: return true;
        default: return false;
    }
}

/// Walks through the file and makes each operator wait for what it must not overtake.
class Walk {
public:
    explicit Walk(const SubgraphGraph& graph) : m_graph(graph) {}

    std::vector<Precedence> take() {
        for (std::size_t o = 0; o < m_graph.operators.size(); ++o)
            visit(m_graph.operators[o], static_cast<std::int32_t>(o));
        return std::move(m_result);
    }

private:
    struct Variable {
        std::optional<std::int32_t> lastAssignment;
        std::vector<std::int32_t> readingsSince;
    };

    void visit(const GraphOperator& op, std::int32_t id) {
        wait(id, m_lastCallOnce);
        const bool reads = op.code == BuiltinOperator::ReadVariable;
        const bool assigns = op.code == BuiltinOperator::AssignVariable;
        const std::optional<std::string_view> name = variableOf(op);
        if ((reads || assigns) && name)
            access(m_variables[*name], id, assigns);
        else if (reads || assigns || mayAffectAnything(op))
            affectAnything(id);
        if (op.code == BuiltinOperator::CallOnce) m_lastCallOnce = id;
    }

    void access(Variable& variable, std::int32_t id, bool assigns) {
        wait(id, m_lastEffect);
        wait(id, variable.lastAssignment);
        m_accessesSince.push_back(id);
        if (!assigns) {
            variable.readingsSince.push_back(id);
            return;
        }
        for (const std::int32_t reading : variable.readingsSince) wait(id, reading);
        variable = {id, {}};
    }

    void affectAnything(std::int32_t id) {
        wait(id, m_lastEffect);
        for (const std::int32_t access : m_accessesSince) wait(id, access);
        m_accessesSince.clear();
        m_variables.clear();
        m_lastEffect = id;
    }

    /// The name behind the handle that the operator reads first.
    [[nodiscard]] std::optional<std::string_view> variableOf(const GraphOperator& op) const {
        if (op.inputs.empty() || op.inputs[0] < 0) return {};
        const GraphTensor& handle = m_graph.tensors[static_cast<std::size_t>(op.inputs[0])];
        if (!handle.producer) return {};
        const GraphOperator& source = m_graph.operators[indexOf(*handle.producer)];
        if (source.code != BuiltinOperator::VarHandle) return {};
        return source.variable;
    }

    void wait(std::int32_t id, std::optional<std::int32_t> other) {
        if (other) m_result.push_back({*other, id});
    }

    const SubgraphGraph& m_graph;
    std::vector<Precedence> m_result;
    std::map<std::string_view, Variable> m_variables;  ///< accessed since the last effect
    std::vector<std::int32_t> m_accessesSince;
    std::optional<std::int32_t> m_lastEffect, m_lastCallOnce;
};

}  // namespace

std::vector<Precedence> hiddenOrder(const SubgraphGraph& graph) { return Walk(graph).take(); }

}  // namespace thimble
