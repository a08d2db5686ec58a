#include "core/tflm/model_facts.h"

#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

namespace thimble::tflm {

namespace {

// A variable's memory is a persistent buffer that the first ASSIGN_VARIABLE to be prepared asks
// for. Preparation goes through the subgraphs in order, also those that only CALL_ONCE runs:
//
//     subgraph 0   VAR_HANDLE "x" -> t3   READ_VARIABLE t3   ASSIGN_VARIABLE t3, v   <- asks
//     subgraph 1   VAR_HANDLE "x" -> t0   ASSIGN_VARIABLE t0, zeros                  <- has it

using VariableId = std::size_t;

/// A text among the options as a C string; nothing where the file leaves it out.
std::optional<std::string_view> textOption(const Operator& op, std::string_view field) {
    if (op.options.type != "VarHandleOptions") return {};
    for (const OptionField& option : op.options.fields)
        if (option.name == field)
            if (const auto* text = std::get_if<std::string>(&option.value))
                return std::string_view(text->c_str());
    return {};
}

/// The variables as they come into being while TFLM prepares one operator after the other.
class Variables {
public:
    struct Handle {
        VariableId id = 0;
        bool nullContainer = false;  ///< found, or not found, by following a null pointer
    };

    /// The variable of this name, now or already made. TFLM goes through the variables in order;
    /// to a handle without a container any container suits.
    Handle handle(const Operator& op) {
        const auto container = textOption(op, "container");
        const std::string_view name = textOption(op, "shared_name").value_or("");
        const auto found = container ? m_byBoth.find({*container, name}) : m_byBoth.end();
        const auto named = m_byName.find(name);
        std::optional<VariableId> known;
        if (container && found != m_byBoth.end()) known = found->second;
        if (!container && named != m_byName.end()) known = named->second;

        const bool null = container && m_withoutContainer &&
                          known.value_or(m_hasMemory.size()) > *m_withoutContainer;
        if (known) return {*known, null};
        const VariableId id = m_hasMemory.size();
        m_hasMemory.push_back(false);
        m_byName.try_emplace(name, id);
        if (container)
            m_byBoth.try_emplace({*container, name}, id);
        else if (!m_withoutContainer)
            m_withoutContainer = id;
        return {id, null};
    }
    [[nodiscard]] VariableFinding assign(std::int64_t id) {
        if (id < 0 || id >= std::ssize(m_hasMemory)) return VariableFinding::NoSuchVariable;
        const bool had = std::exchange(m_hasMemory[static_cast<VariableId>(id)], true);
        return had ? VariableFinding::Nothing : VariableFinding::FirstToAssign;
    }

private:
    std::map<std::pair<std::string_view, std::string_view>, VariableId> m_byBoth;
    std::map<std::string_view, VariableId> m_byName;  // the first of that name
    std::optional<VariableId> m_withoutContainer;     // the first without one
    std::vector<char> m_hasMemory;
};

/// Which variable each tensor of a subgraph stands for, as far as VAR_HANDLE has said.
using Handles = std::unordered_map<std::int32_t, VariableId>;

/// What ASSIGN_VARIABLE reads from its first operand while it is prepared: a variable's number,
/// also one that does not exist; nothing where the number is only known when the model runs.
std::optional<std::int64_t> assignedId(const Model& model, const Subgraph& subgraph,
                                       const Operator& op, const Handles& handles) {
    if (op.inputs.empty() || op.inputs[0] < 0) return {};
    if (const auto found = handles.find(op.inputs[0]); found != handles.end())
        return static_cast<std::int64_t>(found->second);
    const Tensor& tensor = subgraph.tensors[static_cast<std::size_t>(op.inputs[0])];
    const auto bytes = model.buffers[tensor.buffer].data.bytes();
    std::int32_t id = 0;
    if (bytes.size() < sizeof id) return {};
    std::memcpy(&id, bytes.data(), sizeof id);
    return id;
}

}  // namespace

ModelFacts findModelFacts(const Model& model) {
    ModelFacts facts{model, 0, {}};
    Variables variables;
    for (const Subgraph& subgraph : model.subgraphs) {
        std::vector<VariableFinding>& findings =
            facts.variables.emplace_back(subgraph.operators.size(), VariableFinding::Nothing);
        Handles handles;
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const Operator& op = subgraph.operators[o];
            const BuiltinOperator code = model.operatorCodes[op.opcode].builtin;
            if (code == BuiltinOperator::VarHandle) {
                ++facts.varHandles;
                if (op.outputs.empty()) continue;
                const Variables::Handle handle = variables.handle(op);
                handles[op.outputs[0]] = handle.id;
                if (handle.nullContainer) findings[o] = VariableFinding::NullContainer;
            } else if (code == BuiltinOperator::AssignVariable) {
                if (const auto id = assignedId(model, subgraph, op, handles))
                    findings[o] = variables.assign(*id);
            }
        }
    }
    return facts;
}

}  // namespace thimble::tflm
