#include "core/prune/channel_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/model/names.h"
#include "core/prune/atoms.h"
#include "core/prune/rules/rules.h"
#include "core/prune/slice_tensor.h"

namespace thimble::prune {

namespace {

using Id = Atoms::Id;

/// What nobody may change, whatever operators do with it.
class Fixed {
public:
    Fixed(const Model& model, Atoms& atoms, LinkRecord& record)
        : m_model(model), m_subgraph(model.subgraphs[0]), m_atoms(atoms), m_record(record) {}

    void freeze() {
        for (const std::int32_t t : m_subgraph.inputs) freeze(t, "is an input of the model");
        for (const std::int32_t t : m_subgraph.outputs) freeze(t, "is an output of the model");
        for (const Signature& signature : m_model.signatures)
            if (signature.subgraph == 0)
                for (const auto* list : {&signature.inputs, &signature.outputs})
                    for (const NamedTensor& named : *list)
                        freeze(static_cast<std::int32_t>(named.tensor),
                               "is an input or output of a signature");
        freezeByTheirKind();
    }

private:
    void freezeByTheirKind() {
        const bool isCompressed = std::ranges::any_of(m_model.metadata, [](const Metadata& entry) {
            return entry.name == "COMPRESSION_METADATA";
        });
        std::vector<bool> isWritten(m_subgraph.tensors.size());
        for (const Operator& op : m_subgraph.operators)
            for (const std::int32_t t : op.outputs) {
                const auto index = static_cast<std::size_t>(t);
                isWritten[index] = true;
                if (isConstant(m_model, m_subgraph.tensors[index]))
                    freeze(t, "is a constant that an operator writes");
            }
        for (std::size_t t = 0; t < isWritten.size(); ++t) {
            const Tensor& tensor = m_subgraph.tensors[t];
            if (isCompressed)
                freeze(static_cast<std::int32_t>(t), "belongs to a model of compressed weights");
            if (!canSlice(m_model, tensor))
                freeze(static_cast<std::int32_t>(t), "has elements that cannot be taken out");
            if (!isWritten[t] && !tensor.isVariable && !isConstant(m_model, tensor))
                freeze(static_cast<std::int32_t>(t), "is written by nobody");
        }
    }

    void freeze(std::int32_t tensor, const char* why) {
        const auto number = static_cast<std::int32_t>(m_record.reasons.size());
        m_record.reasons.push_back({-1, tensor, why});
        const auto rank = static_cast<std::int32_t>(
            m_subgraph.tensors[static_cast<std::size_t>(tensor)].shape.size());
        for (std::int32_t a = 0; a < rank; ++a)
            for (std::int32_t i = 0; i < m_atoms.length(m_atoms.axisNumber({tensor, a})); ++i)
                m_atoms.freeze(m_atoms.at({tensor, a}, i), number);
    }

    const Model& m_model;
    const Subgraph& m_subgraph;
    Atoms& m_atoms;
    LinkRecord& m_record;
};

/// A class of atoms that may go.
struct Channel {
    std::vector<Atom> atoms;
    std::vector<AxisShare> shares;
};

class Grouping {
public:
    Grouping(const Model& model, Atoms& atoms, const LinkRecord& record)
        : m_model(model), m_atoms(atoms), m_record(record) {}

    ChannelGroups collect() {
        findChannels();
        for (std::size_t axis = 0; axis < m_atoms.axisCount(); ++axis) addAtoms(axis);
        addGroups();
        addSections();
        for (ChannelGroup& group : m_result.groups) describe(group);
        addFrozen();
        return std::move(m_result);
    }

private:
    static constexpr std::int32_t kNone = -1;

    /// In the order of their makers.
    void findChannels() {
        m_channelOf.assign(m_atoms.size(), kNone);
        for (const Maker& maker : m_record.makers) {
            const std::size_t axis = m_atoms.axisNumber(maker.weights);
            for (std::int32_t i = 0; i < m_atoms.length(axis); ++i) {
                const Id root = m_atoms.classOf(m_atoms.at(maker.weights, i));
                if (m_atoms.reasonOf(root) != Atoms::kFree || m_channelOf[root] != kNone) continue;
                m_channelOf[root] = static_cast<std::int32_t>(m_channels.size());
                m_channels.emplace_back();
            }
        }
    }

    void addAtoms(std::size_t number) {
        const Axis axis = m_atoms.axis(number);
        const auto& begins = m_record.sections[number];
        std::int32_t section = 0;
        for (std::int32_t i = 0; i < m_atoms.length(number); ++i) {
            if (section < std::ssize(begins) && begins[static_cast<std::size_t>(section)] == i)
                ++section;
            const std::int32_t c =
                m_channelOf[m_atoms.classOf(m_atoms.first(number) + static_cast<Id>(i))];
            if (c == kNone) continue;
            Channel& channel = m_channels[static_cast<std::size_t>(c)];
            channel.atoms.push_back({axis.tensor, axis.axis, i});
            auto& shares = channel.shares;
            if (shares.empty() || shares.back().axis != axis || shares.back().section != section)
                shares.push_back({axis, section, 0});
            ++shares.back().perChannel;
        }
    }

    void addGroups() {
        std::map<std::vector<AxisShare>, std::size_t> known;
        for (const Channel& channel : m_channels) {
            const auto [entry, isNew] = known.try_emplace(channel.shares, m_result.groups.size());
            if (isNew) m_result.groups.emplace_back().shares = channel.shares;
            ChannelGroup& group = m_result.groups[entry->second];
            ++group.channels;
            group.atoms.insert(group.atoms.end(), channel.atoms.begin(), channel.atoms.end());
        }
    }

    void addSections() {
        for (std::size_t axis = 0; axis < m_atoms.axisCount(); ++axis) {
            if (m_record.sections[axis].empty()) continue;
            m_result.divided.push_back({m_atoms.axis(axis), {0}});
            auto& begins = m_result.divided.back().begins;
            begins.insert(begins.end(), m_record.sections[axis].begin(),
                          m_record.sections[axis].end());
        }
    }

    void describe(ChannelGroup& group) {
        std::set<Axis> axes;
        std::set<std::int32_t> tensors, makers, carriers;
        std::set<Axis> weights;
        std::set<Reader> readers;
        for (const AxisShare& share : group.shares) {
            axes.insert(share.axis);
            tensors.insert(share.axis.tensor);
        }
        for (const Maker& maker : m_record.makers)
            if (axes.contains(maker.weights)) makers.insert(maker.op);
        for (const Reader& reader : m_record.readers)
            if (axes.contains(reader.input)) readers.insert(reader);
        for (const Axis axis : m_record.weights)
            if (axes.contains(axis)) weights.insert(axis);
        const auto isReader = [&](std::int32_t op) {
            return std::ranges::any_of(readers, [op](const Reader& r) { return r.op == op; });
        };
        const auto& operators = m_model.subgraphs[0].operators;
        for (std::int32_t o = 0; o < std::ssize(operators); ++o) {
            const Operator& op = operators[static_cast<std::size_t>(o)];
            const auto isOurs = [&](std::int32_t t) { return tensors.contains(t); };
            if (std::ranges::any_of(op.outputs, isOurs) && !makers.contains(o) && !isReader(o))
                carriers.insert(o);
        }
        group.makers.assign(makers.begin(), makers.end());
        group.carriers.assign(carriers.begin(), carriers.end());
        group.readers.assign(readers.begin(), readers.end());
        group.weights.assign(weights.begin(), weights.end());
        const std::int32_t first = group.makers.front();
        const std::int32_t number = ++m_groupsOf[first];
        group.name = fmt::format("#{} {}", first,
                                 operatorName(m_model, operators[static_cast<std::size_t>(first)]));
        if (number > 1) group.name += fmt::format("/{}", number);
    }

    /// The rest of what makers make, by reason; an operator with several weights once.
    void addFrozen() {
        std::set<std::pair<std::int32_t, std::int32_t>> known;
        for (const Maker& maker : m_record.makers) {
            std::map<std::int32_t, std::int32_t> counts;
            const std::size_t axis = m_atoms.axisNumber(maker.weights);
            for (std::int32_t i = 0; i < m_atoms.length(axis); ++i)
                if (const std::int32_t reason = m_atoms.reasonOf(m_atoms.at(maker.weights, i));
                    reason != Atoms::kFree)
                    ++counts[reason];
            for (const auto& [reason, count] : counts)
                if (known.insert({maker.op, reason}).second)
                    m_result.frozen.push_back(
                        {maker.op, maker.weights, count,
                         reasonText(m_model, m_record.reasons[static_cast<std::size_t>(reason)])});
        }
    }

    const Model& m_model;
    Atoms& m_atoms;
    const LinkRecord& m_record;
    std::vector<std::int32_t> m_channelOf;  ///< by root
    std::vector<Channel> m_channels;
    std::map<std::int32_t, std::int32_t> m_groupsOf;  ///< by first maker, so far
    ChannelGroups m_result;
};

}  // namespace

Result<ChannelGroups> channelGroups(const Model& model) {
    THIMBLE_TRY(Atoms atoms, Atoms::of(model.subgraphs[0]));
    LinkRecord record;
    record.sections.resize(atoms.axisCount());
    Fixed(model, atoms, record).freeze();
    for (std::size_t o = 0; o < model.subgraphs[0].operators.size(); ++o)
        linkOperator(model, static_cast<std::int32_t>(o), atoms, record);
    return Grouping(model, atoms, record).collect();
}

}  // namespace thimble::prune
