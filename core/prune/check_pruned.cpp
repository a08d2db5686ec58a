#include "core/prune/check_pruned.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "core/model/check_model.h"
#include "core/model/names.h"
#include "core/ops/operands.h"
#include "core/ops/operator_rules.h"

namespace thimble::prune {

namespace {

constexpr std::size_t kMostFaults = 100;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Check {
public:
    Check(const Model& original, const Model& pruned) : m_original(original), m_pruned(pruned) {}

    std::vector<std::string> run(const ChannelGroups& groups, const Selection& selection) {
        if (const auto sound = checkModel(m_pruned); !sound) return {sound.error().message};
        for (std::size_t g = 0; g < groups.groups.size(); ++g)
            for (std::int32_t c = 0; c < groups.groups[g].channels; ++c)
                if (std::ranges::find(selection.kept[g], c) == selection.kept[g].end())
                    for (const Atom& atom : groups.groups[g].atomsOf(c))
                        m_removed.insert({atom.tensor, atom.axis, atom.index});
        if (from().operators.size() != to().operators.size() ||
            m_original.subgraphs.size() != m_pruned.subgraphs.size()) {
            fault("there are other operators than before");
            return m_faults;
        }
        checkList("the model's inputs", from().inputs, to().inputs);
        checkList("the model's outputs", from().outputs, to().outputs);
        for (std::size_t o = 0; o < from().operators.size(); ++o) checkOperator(o);
        return m_faults;
    }

private:
    [[nodiscard]] const Subgraph& from() const { return m_original.subgraphs[0]; }
    [[nodiscard]] const Subgraph& to() const { return m_pruned.subgraphs[0]; }

    void fault(std::string what) {
        if (m_faults.size() < kMostFaults) m_faults.push_back(std::move(what));
    }

    /// Of an axis of the original.
    [[nodiscard]] std::vector<std::int32_t> keptOf(std::int32_t tensor, std::int32_t axis) const {
        std::vector<std::int32_t> kept;
        for (std::int32_t i = 0; i < from().tensors[at(tensor)].shape[at(axis)]; ++i)
            if (!m_removed.contains({tensor, axis, i})) kept.push_back(i);
        return kept;
    }

    void checkList(const std::string& who, const std::vector<std::int32_t>& before,
                   const std::vector<std::int32_t>& after) {
        if (before.size() != after.size()) return fault(who + ": there are more or fewer of them");
        for (std::size_t i = 0; i < before.size(); ++i) checkOperand(who, before[i], after[i]);
    }

    void checkOperator(std::size_t o) {
        const Operator& before = from().operators[o];
        const Operator& after = to().operators[o];
        const std::string who = operatorLabel(m_original, 0, o);
        if (m_original.operatorCodes[before.opcode] != m_pruned.operatorCodes[after.opcode])
            return fault(who + " has become another");
        checkOptions(who, before, after);
        checkList(who, before.outputs, after.outputs);
        if (before.inputs.size() != after.inputs.size())
            return fault(who + " has more or fewer inputs");
        for (std::size_t p = 0; p < before.inputs.size(); ++p) {
            if (isSteering(before, p))
                checkSteering(who, before, after, p);
            else
                checkOperand(who, before.inputs[p], after.inputs[p]);
        }
        if (hasShapesOfRule(m_original, before) && !hasShapesOfRule(m_pruned, after))
            fault(who + " gives an output of another shape");
    }

    static bool hasShapesOfRule(const Model& model, const Operator& op) {
        const auto shapes = outputShapes(model, model.subgraphs[0], op);
        if (!shapes || shapes->size() != op.outputs.size()) return false;
        for (std::size_t i = 0; i < shapes->size(); ++i)
            if ((*shapes)[i] != model.subgraphs[0].tensors[at(op.outputs[i])].shape) return false;
        return true;
    }

    void checkOptions(const std::string& who, const Operator& before, const Operator& after) {
        const auto withoutSizes = [](const Operator& op) {
            OptionTable options = op.options;
            std::erase_if(options.fields, [](const OptionField& field) {
                return field.name == "new_shape" || field.name == "depth_multiplier";
            });
            return options;
        };
        if (withoutSizes(before) != withoutSizes(after) || before.options2 != after.options2 ||
            before.customOptions != after.customOptions)
            fault(who + " has other options");
    }

    /// Constants that hold sizes: their operators' shapes follow from them.
    [[nodiscard]] bool isSteering(const Operator& op, std::size_t position) const {
        using enum BuiltinOperator;
        switch (m_original.operatorCodes[op.opcode].builtin) {
            case Reshape:
            case BroadcastTo:
            case Pad:
            case Padv2:
            case SplitV: return position == 1;
            case TransposeConv: return position == 0;
            case Slice:
            case StridedSlice: return position == 1 || position == 2;
            default: return false;
        }
    }

    void checkSteering(const std::string& who, const Operator& before, const Operator& after,
                       std::size_t position) {
        using enum BuiltinOperator;
        if (before.inputs[position] < 0 || after.inputs[position] < 0) {
            if (before.inputs[position] != after.inputs[position]) fault(who + " has lost bounds");
            return;
        }
        const Tensor& was = from().tensors[at(before.inputs[position])];
        const Tensor& is = to().tensors[at(after.inputs[position])];
        if (was.type != is.type || was.shape != is.shape || was.name != is.name)
            fault(who + " has other bounds");
        const BuiltinOperator code = m_original.operatorCodes[before.opcode].builtin;
        const bool isPad = code == Pad || code == Padv2;
        if (!isPad && (position != 1 || (code != Slice && code != StridedSlice))) return;
        // Where the kept part begins is not in the shapes.
        const ops::Operands then{m_original, from(), before}, now{m_pruned, to(), after};
        const auto begins = then.values(position), moved = now.values(position);
        if (begins && !moved) return fault(who + " has lost its bounds");
        if (before.outputs.empty() || before.inputs[0] < 0) return;
        const std::int32_t counted = isPad ? before.outputs[0] : before.inputs[0];
        if (!begins || begins->size() != moved->size()) return;
        const std::size_t rank = from().tensors[at(counted)].shape.size();
        for (std::size_t a = 0; a < std::min(begins->size() / (isPad ? 2 : 1), rank); ++a) {
            const auto axis = static_cast<std::int32_t>(a);
            const std::vector<std::int32_t> kept = keptOf(counted, axis);
            const std::size_t entry = isPad ? 2 * a : a;
            if (kept.size() == at(from().tensors[at(counted)].shape[a])) {
                if ((*begins)[entry] != (*moved)[entry]) fault(who + " begins elsewhere");
            } else if ((*begins)[entry] >= 0 && std::ranges::count_if(kept, [&](std::int32_t i) {
                                                    return i < (*begins)[entry];
                                                }) != (*moved)[entry]) {
                fault(fmt::format("{} begins at {} of axis {}", who, (*moved)[entry], a));
            }
        }
    }

    void checkOperand(const std::string& who, std::int32_t before, std::int32_t after) {
        if (before < 0 || after < 0) {
            if (before != after) fault(who + " has lost or got an operand");
            return;
        }
        const auto [known, isNew] = m_number.try_emplace(before, after);
        if (!isNew && known->second != after) fault(who + " has got another operand");
        if (!isNew) return;
        const std::string what = tensorLabel(m_original, 0, at(before));
        const Tensor& was = from().tensors[at(before)];
        const Tensor& is = to().tensors[at(after)];
        std::vector<std::vector<std::int32_t>> kept;
        std::vector<std::int32_t> shape;
        for (std::int32_t a = 0; a < std::ssize(was.shape); ++a) {
            kept.push_back(keptOf(before, a));
            shape.push_back(static_cast<std::int32_t>(kept.back().size()));
        }
        if (is.shape != shape || is.type != was.type || is.name != was.name ||
            is.isVariable != was.isVariable || is.sparsity != was.sparsity ||
            isConstant(m_original, was) != isConstant(m_pruned, is))
            return fault(what + " is not what is left of it");
        checkQuantization(what, was, is, kept);
        if (isConstant(m_original, was)) checkData(what, was, is, kept);
    }

    void checkQuantization(const std::string& what, const Tensor& was, const Tensor& is,
                           const std::vector<std::vector<std::int32_t>>& kept) {
        if (was.quantization.has_value() != is.quantization.has_value())
            return fault(what + " has lost or got a scale");
        if (!was.quantization) return;
        const Quantization& then = *was.quantization;
        const Quantization& now = *is.quantization;
        bool isRight = then.quantizedDimension == now.quantizedDimension;
        const auto compare = [&](const auto& before, const auto& after) {
            // Bit by bit: a file may hold what is not a number.
            const auto same = [](std::span<const std::byte> x, std::span<const std::byte> y) {
                return std::ranges::equal(x, y);
            };
            const auto b = std::as_bytes(std::span(before)), n = std::as_bytes(std::span(after));
            if (before.size() <= 1 || same(b, n)) {
                isRight = isRight && same(b, n);
                return;
            }
            const std::size_t width = b.size() / before.size();
            const std::int32_t axis = then.quantizedDimension;
            if (axis < 0 || axis >= std::ssize(kept) || before.size() != at(was.shape[at(axis)])) {
                isRight = false;
                return;
            }
            const auto& indices = kept[at(axis)];
            isRight = isRight && after.size() == indices.size();
            for (std::size_t i = 0; isRight && i < indices.size(); ++i)
                isRight =
                    same(b.subspan(at(indices[i]) * width, width), n.subspan(i * width, width));
        };
        compare(then.scale, now.scale);
        compare(then.zeroPoint, now.zeroPoint);
        compare(then.min, now.min);
        compare(then.max, now.max);
        if (!isRight) fault(what + " has other scales or zero points");
    }

    void checkData(const std::string& what, const Tensor& was, const Tensor& is,
                   const std::vector<std::vector<std::int32_t>>& kept) {
        const auto then = m_original.buffers[was.buffer].data.bytes();
        const auto now = m_pruned.buffers[is.buffer].data.bytes();
        if (is.shape == was.shape) {
            if (!std::ranges::equal(then, now)) fault(what + " has other data");
            return;
        }
        std::size_t elements = 1;
        for (const std::int32_t size : is.shape) elements *= at(size);
        const auto bits = static_cast<std::size_t>(*storedBits(is.type));
        if (now.size() != (elements * bits + 7) / 8) return fault(what + " has more or less data");
        for (std::size_t e = 0; e < elements; ++e) {
            std::size_t rest = e, source = 0, stride = 1;  // from the innermost axis outwards
            for (std::size_t a = is.shape.size(); a-- > 0;) {
                source += at(kept[a][rest % at(is.shape[a])]) * stride;
                rest /= at(is.shape[a]);
                stride *= at(was.shape[a]);
            }
            if (!sameElement(then, source, now, e, bits))
                return fault(
                    fmt::format("{}: element {} is not element {} of before", what, e, source));
        }
    }

    static bool sameElement(std::span<const std::byte> then, std::size_t source,
                            std::span<const std::byte> now, std::size_t e, std::size_t bits) {
        if (bits < 8) {
            const auto half = [](std::span<const std::byte> bytes, std::size_t i) {
                return std::to_integer<int>(bytes[i / 2]) >> (i % 2 * 4) & 15;
            };
            return half(then, source) == half(now, e);
        }
        const std::size_t width = bits / 8;
        return std::ranges::equal(then.subspan(source * width, width),
                                  now.subspan(e * width, width));
    }

    const Model& m_original;
    const Model& m_pruned;
    std::set<Atom> m_removed;
    std::map<std::int32_t, std::int32_t> m_number;  ///< of the original's tensors in the new model
    std::vector<std::string> m_faults;
};

}  // namespace

std::vector<std::string> checkPruned(const Model& original, const ChannelGroups& groups,
                                     const Selection& selection, const Model& pruned) {
    if (const auto fits = checkSelection(groups, selection); !fits) return {fits.error().message};
    return Check(original, pruned).run(groups, selection);
}

}  // namespace thimble::prune
