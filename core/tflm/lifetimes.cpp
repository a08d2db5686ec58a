#include "core/tflm/lifetimes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/model/called_subgraphs.h"
#include "core/model/names.h"

namespace thimble::tflm {

namespace {

constexpr std::size_t kMostScopes = 1'000'000;
/// Marks of tensors, over all scopes: a few per operator in any real model.
constexpr std::size_t kMostMarks = 50'000'000;

/// TFLM looks at the newer of the two operator code fields only, and at these three operators.
bool callsSubgraphs(const Model& model, const Operator& op) {
    const BuiltinOperator code = model.operatorCodes[op.opcode].newBuiltin;
    return code == BuiltinOperator::If || code == BuiltinOperator::While ||
           code == BuiltinOperator::CallOnce;
}

class Marker {
public:
    explicit Marker(const Model& model) : m_model(model) {
        for (const Subgraph& subgraph : model.subgraphs) {
            m_result.tensors.emplace_back(subgraph.tensors.size(), kUnmarked);
            m_result.operators.emplace_back(subgraph.operators.size(), kUnmarked);
        }
    }

    /// A subgraph in the scopes from the current one on; false when there are too many.
    bool mark(std::size_t s) {
        const Subgraph& subgraph = m_model.subgraphs[s];
        if (!enter(s, -1)) return false;
        for (const std::int32_t t : subgraph.inputs) {
            create(s, t);
            use(s, t);
        }
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const Operator& op = subgraph.operators[o];
            if (!enter(s, static_cast<std::int32_t>(o))) return false;
            for (const std::int32_t t : op.outputs) create(s, t);
            const std::int32_t start = now();
            if (callsSubgraphs(m_model, op))
                for (const std::int64_t called : calledSubgraphs(op))
                    if (called >= 0 && !mark(static_cast<std::size_t>(called))) return false;
            for (const std::int32_t t : op.inputs)
                if (t >= 0) use(s, t);
            for (const std::int32_t t : op.outputs) use(s, t);
            LiveRange& scratch = m_result.operators[s][o];
            if (scratch == kUnmarked) scratch.first = start;
            scratch.last = now() + 1;
        }
        for (const std::int32_t t : subgraph.outputs) {
            create(s, t);
            use(s, t);
        }
        return true;
    }

    Lifetimes take() { return std::move(m_result); }

    /// Where marking stands.
    [[nodiscard]] std::string where() const {
        const Scope& scope = m_result.scopes.back();
        if (scope.op < 0) return fmt::format("the inputs of subgraph {}", scope.subgraph);
        return operatorLabel(m_model, scope.subgraph, static_cast<std::size_t>(scope.op));
    }

private:
    [[nodiscard]] std::int32_t now() const {
        return static_cast<std::int32_t>(m_result.scopes.size()) - 1;
    }
    bool enter(std::size_t s, std::int32_t op) {
        m_result.scopes.push_back({static_cast<std::uint32_t>(s), op});
        return m_result.scopes.size() <= kMostScopes && m_marks <= kMostMarks;
    }
    LiveRange& range(std::size_t s, std::int32_t t) {
        return m_result.tensors[s][static_cast<std::size_t>(t)];
    }
    void create(std::size_t s, std::int32_t t) {
        if (range(s, t).first < 0) range(s, t).first = now();
    }
    void use(std::size_t s, std::int32_t t) {
        ++m_marks;
        range(s, t).last = now() + 1;
    }

    const Model& m_model;
    Lifetimes m_result;
    std::size_t m_marks = 0;
};

}  // namespace

Result<Lifetimes> findLifetimes(const Model& model) {
    Marker marker(model);
    if (marker.mark(0)) return marker.take();
    return fail(ErrorCode::Unsupported,
                fmt::format("the model takes too many steps to plan: {} and more until {}",
                            kMostScopes, marker.where()));
}

}  // namespace thimble::tflm
