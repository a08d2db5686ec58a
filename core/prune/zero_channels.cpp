#include "core/prune/zero_channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "core/interp/frame.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/model/names.h"
#include "core/prune/kept_axes.h"

namespace thimble::prune {

namespace {

constexpr int kRuns = 2;  // states, too, must stay nothing

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// The indices of an axis' elements: outer * size * inner.
struct Strides {
    std::size_t outer = 1, size = 1, inner = 1;

    Strides(const std::vector<std::int32_t>& shape, std::int32_t axis) {
        for (std::size_t a = 0; a < shape.size(); ++a) {
            if (a < at(axis)) outer *= at(shape[a]);
            if (a == at(axis)) size = at(shape[a]);
            if (a > at(axis)) inner *= at(shape[a]);
        }
    }
    /// Of all elements at one index of the axis.
    template <typename Visit>
    void visit(std::int32_t index, Visit visit) const {
        for (std::size_t o = 0; o < outer; ++o)
            for (std::size_t i = 0; i < inner; ++i) visit((o * size + at(index)) * inner + i);
    }
};

std::int64_t zeroPointAt(const Tensor& tensor, std::size_t element) {
    if (!tensor.quantization || tensor.quantization->zeroPoint.empty()) return 0;
    const Quantization& q = *tensor.quantization;
    if (q.zeroPoint.size() == 1) return q.zeroPoint[0];
    const Strides axis(tensor.shape, q.quantizedDimension);
    return q.zeroPoint[element / axis.inner % axis.size];
}

void setZero(const Tensor& tensor, Atom atom, std::vector<std::byte>& data) {
    const bool isReal = tensor.type == TensorType::Float32 || tensor.type == TensorType::Float16 ||
                        tensor.type == TensorType::Float64 || tensor.type == TensorType::BFloat16;
    const bool isHalfByte = tensor.type == TensorType::Int4;
    const auto width = static_cast<std::size_t>(*storedBits(tensor.type)) / 8;
    Strides(tensor.shape, atom.axis).visit(atom.index, [&](std::size_t element) {
        const std::int64_t zero = isReal ? 0 : zeroPointAt(tensor, element);
        if (!isHalfByte) {
            std::memset(data.data() + element * width, 0, width);
            std::memcpy(data.data() + element * width, &zero, std::min(width, sizeof zero));
            return;
        }
        const int shift = static_cast<int>(element % 2) * 4;
        std::byte& both = data[element / 2];
        both = (both & ~(std::byte{15} << shift)) | static_cast<std::byte>(zero & 15) << shift;
    });
}

Model zeroed(const Model& model, const ChannelGroups& groups, const Selection& selection) {
    std::map<std::int32_t, std::vector<Atom>> zeros;  // by tensor
    for (std::size_t g = 0; g < groups.groups.size(); ++g) {
        const ChannelGroup& group = groups.groups[g];
        for (const std::int32_t channel : removedChannels(groups, selection, g))
            for (const Atom& atom : group.atomsOf(channel))
                if (std::ranges::binary_search(group.weights, Axis{atom.tensor, atom.axis}))
                    zeros[atom.tensor].push_back(atom);
    }
    Model result = model;
    for (const auto& [t, atoms] : zeros) {
        Tensor& tensor = result.subgraphs[0].tensors[at(t)];
        const auto bytes = model.buffers[tensor.buffer].data.bytes();
        std::vector<std::byte> data(bytes.begin(), bytes.end());
        for (const Atom& atom : atoms) setZero(tensor, atom, data);
        tensor.buffer = static_cast<std::uint32_t>(result.buffers.size());
        result.buffers.push_back({Blob(std::move(data)), 0, 0});
    }
    return result;
}

/// Looks at runs of the zeroed model.
class Judge {
public:
    Judge(const Model& model, const ChannelGroups& groups, const Selection& selection)
        : m_model(model), m_groups(groups), m_selection(selection) {}

    void look(const interp::Frame& frame) {
        for (std::size_t g = 0; g < m_groups.groups.size(); ++g) {
            const std::vector<std::int32_t> removed = removedChannels(m_groups, m_selection, g);
            for (const std::int32_t channel : removed) {
                if (m_reasons.contains({g, channel})) continue;
                if (auto reason = fault(frame, m_groups.groups[g], channel))
                    m_reasons[{g, channel}] = std::move(*reason);
            }
        }
    }

    [[nodiscard]] std::vector<InexactChannel> inexact() const {
        std::vector<InexactChannel> result;
        for (const auto& [where, reason] : m_reasons)
            result.push_back({where.first, where.second, reason});
        return result;
    }

private:
    [[nodiscard]] const Tensor& tensor(std::int32_t t) const {
        return m_model.subgraphs[0].tensors[at(t)];
    }

    std::optional<std::string> fault(const interp::Frame& frame, const ChannelGroup& group,
                                     std::int32_t channel) const {
        for (const Reader& reader : group.readers)
            for (const Atom& atom : group.atomsOf(channel))
                if (Axis{atom.tensor, atom.axis} == reader.input && !isNothing(frame, atom))
                    return fmt::format("{} reads it from {}, where it is not 0",
                                       operatorLabel(m_model, 0, at(reader.op)),
                                       tensorLabel(m_model, 0, at(atom.tensor)));
        for (const std::int32_t o : group.carriers)
            if (dependsOnOthers(frame, group, channel, o))
                return fmt::format("{} stretches other values over it",
                                   operatorLabel(m_model, 0, at(o)));
        return {};
    }

    /// An operand that the channel is no part of, stretched over it, makes it what it is, but for
    /// a product with nothing.
    bool dependsOnOthers(const interp::Frame& frame, const ChannelGroup& group,
                         std::int32_t channel, std::int32_t o) const {
        const Operator& op = m_model.subgraphs[0].operators[at(o)];
        const BuiltinOperator code = m_model.operatorCodes[op.opcode].builtin;
        // Pieces side by side are not stretched over each other, nor are indices.
        if (code == BuiltinOperator::Concatenation || code == BuiltinOperator::Pad ||
            code == BuiltinOperator::Gather)
            return false;
        const bool isPad = code == BuiltinOperator::Padv2;
        const auto isPart = [&](std::int32_t t) {
            return std::ranges::any_of(group.atomsOf(channel),
                                       [t](const Atom& atom) { return atom.tensor == t; });
        };
        const auto isOther = [&](std::int32_t t) {
            return t >= 0 && !isConstant(m_model, tensor(t)) && !isPart(t);
        };
        if (std::ranges::none_of(std::span(op.inputs).subspan(isPad ? 1 : 0), isOther))
            return false;
        if (code != BuiltinOperator::Mul && code != BuiltinOperator::BatchMatmul) return true;
        return !std::ranges::all_of(group.atomsOf(channel), [&](const Atom& atom) {
            return std::ranges::find(op.inputs, atom.tensor) == op.inputs.end() ||
                   isConstant(m_model, tensor(atom.tensor)) || isNothing(frame, atom);
        });
    }

    [[nodiscard]] bool isNothing(const interp::Frame& frame, const Atom& atom) const {
        const Tensor& read = tensor(atom.tensor);
        const auto bytes = frame.bytes(frame.program().slot(0, atom.tensor));
        const auto width = static_cast<std::size_t>(tflmElementBytes(read.type).value_or(1));
        // Kernels for 16 bits do not look at zero points.
        if (read.type == TensorType::Int16 && zeroPointAt(read, 0) != 0) return false;
        bool is = true;
        Strides(read.shape, atom.axis).visit(atom.index, [&](std::size_t element) {
            const auto* place = bytes.data() + element * width;
            if (read.type == TensorType::Float32) {
                float value = 0;
                std::memcpy(&value, place, sizeof value);
                is = is && value == 0;
            } else {
                const std::int64_t zero = zeroPointAt(read, element);
                is = is && width <= sizeof zero && std::memcmp(place, &zero, width) == 0;
            }
        });
        return is;
    }

    const Model& m_model;
    const ChannelGroups& m_groups;
    const Selection& m_selection;
    std::map<std::pair<std::size_t, std::int32_t>, std::string> m_reasons;
};

}  // namespace

Result<ZeroedModel> zeroChannels(const Model& model, const ChannelGroups& groups,
                                 const Selection& selection) {
    THIMBLE_CHECK(checkGroupsFit(model, groups));
    THIMBLE_CHECK(checkSelection(groups, selection));
    ZeroedModel result{zeroed(model, groups, selection), {}};
    THIMBLE_TRY(const auto program, interp::prepareProgram(result.model));
    interp::Frame frame(program);
    Judge judge(model, groups, selection);
    SplitMix random(1);
    for (int run = 0; run < kRuns; ++run) {
        THIMBLE_CHECK(interp::drawInputs(frame, random));
        THIMBLE_TRY(const bool ran, frame.invoke());
        if (ran) judge.look(frame);
    }
    result.inexact = judge.inexact();
    return result;
}

Selection withInexact(const Selection& selection, const std::vector<InexactChannel>& inexact) {
    Selection result = selection;
    for (const InexactChannel& channel : inexact)
        result.kept[channel.group].push_back(channel.channel);
    for (auto& kept : result.kept) std::ranges::sort(kept);
    return result;
}

}  // namespace thimble::prune
