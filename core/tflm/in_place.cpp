#include "core/tflm/in_place.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/tflm/in_place_table.h"
#include "core/tflm/kernel.h"

namespace thimble::tflm {

namespace {

using enum TensorType;
using Code = BuiltinOperator;
using Pattern = InPlacePattern;
using Entry = InPlaceEntry;

constexpr Bytes kTensorAlignment = 16;
/// CONCATENATION takes ten. Looking for repeated operands is quadratic.
constexpr std::size_t kMostInputs = 16;

/// Types whose kernels were read.
bool isKnown(TensorType type) {
    switch (type) {
        case Float32:
        case Int8:
        case Int16:
        case Int32:
        case Int64:
        case Bool: return true;
        default: return false;
    }
}

bool alike(const Tensor& a, const Tensor& b) {
    return isKnown(a.type) && a.type == b.type && a.shape == b.shape;
}

/// Each dimension of `small`, counted from the last, is 1 or that of `large`.
bool broadcasts(const Tensor& small, const Tensor& large) {
    if (small.shape.size() > large.shape.size()) return false;
    return std::equal(small.shape.rbegin(), small.shape.rend(), large.shape.rbegin(),
                      [](std::int32_t s, std::int32_t l) { return s == 1 || s == l; });
}

class Look {
public:
    Look(const Model& model, const Subgraph& subgraph, const Operator& op, Target target)
        : m_model(model), m_subgraph(subgraph), m_op(op), m_target(target) {}

    [[nodiscard]] std::optional<Bytes> at(const Entry& entry, std::size_t position) const {
        if (m_op.outputs.size() != 1 || m_op.inputs.size() > kMostInputs || !isWhole()) return {};
        if (!isOverwritable(input(position)) || !isOverwritable(output()) ||
            m_op.inputs[position] == m_op.outputs[0])
            return {};
        if (entry.pattern == Pattern::Slices) return slice(position);
        for (std::size_t p = 0; p < m_op.inputs.size(); ++p)
            if (m_op.inputs[p] == m_op.inputs[position] && !fits(entry, p)) return {};
        return Bytes{0};
    }

private:
    [[nodiscard]] const Tensor& input(std::size_t p) const {
        return m_subgraph.tensors[static_cast<std::size_t>(m_op.inputs[p])];
    }
    [[nodiscard]] const Tensor& output() const {
        return m_subgraph.tensors[static_cast<std::size_t>(m_op.outputs[0])];
    }
    [[nodiscard]] bool isWhole() const {
        return m_op.outputs[0] >= 0 &&
               std::ranges::all_of(m_op.inputs, [](std::int32_t t) { return t >= 0; });
    }
    [[nodiscard]] bool isOverwritable(const Tensor& tensor) const {
        return !isConstant(m_model, tensor) && !tensor.isVariable;
    }

    /// Whether the kernel may read input `p` where it writes.
    [[nodiscard]] bool fits(const Entry& entry, std::size_t p) const {
        const std::size_t count = m_op.inputs.size();
        const auto allAlike = [&](std::size_t from) {
            for (std::size_t q = from; q < count; ++q)
                if (!alike(input(q), output())) return false;
            return true;
        };
        switch (entry.pattern) {
            case Pattern::Unary:
            case Pattern::Rows: return count == 1 && alike(input(0), output());
            case Pattern::Requantize: return count == 1 && requantizesInPlace();
            case Pattern::Binary:
                return count == 2 && alike(input(p), output()) && otherOperandFits(entry, 1 - p);
            case Pattern::FirstOfTwo:
                return count == 2 && p == 0 && alike(input(0), output()) &&
                       broadcasts(input(1), output());
            case Pattern::AllOperands: return allAlike(0);
            case Pattern::Choice:
                return count == 3 && p != 0 && input(0).shape == output().shape && allAlike(1);
            case Pattern::Copy:
                return p == 0 && isKnown(output().type) && input(0).type == output().type &&
                       KernelCall::bytes(input(0)) == KernelCall::bytes(output());
            case Pattern::Slices: break;
        }
        return false;
    }

    [[nodiscard]] bool requantizesInPlace() const {
        const TensorType from = input(0).type;
        const TensorType to = output().type;
        return input(0).shape == output().shape &&
               ((from == Int8 && to == Int8) || (from == Int16 && to == Int16) ||
                (from == Int8 && to == UInt8) || (from == UInt8 && to == Int8));
    }

    /// The smaller operand is read again and again, but it lies elsewhere. CMSIS-NN steps through
    /// broadcast operands of MAXIMUM and MINIMUM in a way of its own.
    [[nodiscard]] bool otherOperandFits(const Entry& entry, std::size_t other) const {
        const bool ownBroadcast =
            entry.rule.code == Code::Maximum || entry.rule.code == Code::Minimum;
        if (m_target.isCmsis() && ownBroadcast && output().type == Int8)
            return alike(input(other), output());
        return input(other).type == output().type && broadcasts(input(other), output());
    }

    /// Where CONCATENATION copies input `position` to, if that is one piece.
    [[nodiscard]] std::optional<Bytes> slice(std::size_t position) const {
        const std::vector<std::int32_t>& shape = output().shape;
        const auto rank = static_cast<std::int64_t>(shape.size());
        std::int64_t axis = m_op.options.integer("axis");
        if (axis < 0) axis += rank;
        if (axis < 0 || axis >= rank) return {};
        for (std::int64_t d = 0; d < axis; ++d)
            if (shape[static_cast<std::size_t>(d)] != 1) return {};
        if (std::ranges::count(m_op.inputs, m_op.inputs[position]) != 1) return {};
        Bytes offset = 0;
        Bytes all = 0;
        for (std::size_t p = 0; p < m_op.inputs.size(); ++p) {
            std::vector<std::int32_t> expected = shape;
            if (input(p).shape.size() != shape.size() || input(p).type != output().type) return {};
            expected[static_cast<std::size_t>(axis)] =
                input(p).shape[static_cast<std::size_t>(axis)];
            if (input(p).shape != expected) return {};
            if (p == position) offset = all;
            all += KernelCall::bytes(input(p));
        }
        if (!isKnown(output().type) || all != KernelCall::bytes(output()) ||
            offset % kTensorAlignment != 0)
            return {};
        return offset;
    }

    const Model& m_model;
    const Subgraph& m_subgraph;
    const Operator& m_op;
    Target m_target;
};

}  // namespace

std::span<const InPlaceRule> inPlaceRules() {
    static const auto rules = [] {
        std::array<InPlaceRule, kInPlaceEntries.size()> result;
        std::ranges::transform(kInPlaceEntries, result.begin(), &Entry::rule);
        return result;
    }();
    return rules;
}

std::optional<Bytes> inPlaceOffset(const Model& model, const Subgraph& subgraph, const Operator& op,
                                   std::size_t position, Target target) {
    const BuiltinOperator code = model.operatorCodes[op.opcode].builtin;
    const auto* entry =
        std::ranges::find(kInPlaceEntries, code, [](const Entry& e) { return e.rule.code; });
    if (entry == kInPlaceEntries.end()) return {};
    return Look(model, subgraph, op, target).at(*entry, position);
}

std::vector<InPlacePair> inPlacePairs(const Model& model, const Lifetimes& lifetimes,
                                      Target target) {
    std::vector<InPlacePair> pairs;
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = model.subgraphs[s];
        // What leaves the subgraph stays intact, also after its last reader.
        std::vector<bool> stays(subgraph.tensors.size());
        for (const std::int32_t t : subgraph.outputs)
            if (t >= 0) stays[static_cast<std::size_t>(t)] = true;
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const Operator& op = subgraph.operators[o];
            if (op.outputs.size() != 1 || op.outputs[0] < 0) continue;
            const LiveRange out = lifetimes.tensors[s][static_cast<std::size_t>(op.outputs[0])];
            const Scope here{static_cast<std::uint32_t>(s), static_cast<std::int32_t>(o)};
            if (out.first < 0 || lifetimes.scopes[static_cast<std::size_t>(out.first)] != here)
                continue;
            for (std::size_t p = 0; p < op.inputs.size() && p < kMostInputs; ++p) {
                if (op.inputs[p] < 0) continue;
                const auto t = static_cast<std::size_t>(op.inputs[p]);
                const LiveRange in = lifetimes.tensors[s][t];
                if (stays[t] || in.first < 0 || in.last != out.first + 1) continue;
                if (KernelCall::bytes(subgraph.tensors[t]) == 0) continue;
                if (const auto offset = inPlaceOffset(model, subgraph, op, p, target))
                    pairs.push_back({here.subgraph, here.op, op.inputs[p], op.outputs[0], *offset});
            }
        }
    }
    // Subgraphs and operators are in order already; operands are not.
    std::ranges::sort(pairs, {}, [](const InPlacePair& pair) {
        return std::tuple(pair.subgraph, pair.op, pair.input, pair.offset);
    });
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

}  // namespace thimble::tflm
