#include "core/split/channel_slices.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/assert.h"

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

tl::unexpected<Error> cannot(std::string why) {
    return fail(ErrorCode::InvalidArgument, std::move(why));
}

/// Whether slices of it can be tasks of rows.
Result<void> checkOperator(const RowGraph& graph, const RowOperator& op) {
    if (op.inputs.size() != 1 || op.outputs.size() != 1)
        return cannot(fmt::format("operator #{} reads or makes several tensors", op.op));
    if (op.rule == RowRule::None &&
        (graph.tensors[at(op.inputs[0])].rows != 1 || graph.tensors[at(op.outputs[0])].rows != 1))
        return cannot(fmt::format("operator #{} has no rule for rows", op.op));
    return {};
}

/// Whether the next operator is the only one that sees the output.
Result<void> checkReader(const RowGraph& graph, std::int32_t o) {
    const std::int32_t out = graph.operators[at(o)].outputs[0];
    const RowOperator& next = graph.operators[at(o + 1)];
    if (graph.tensors[at(out)].isOutput || next.inputs.empty() || next.inputs[0] != out)
        return cannot(fmt::format("what operator #{} makes is not for operator #{} alone",
                                  graph.operators[at(o)].op, next.op));
    for (std::size_t other = 0; other < graph.operators.size(); ++other)
        if (other != at(o + 1) && std::ranges::find(graph.operators[other].inputs, out) !=
                                      graph.operators[other].inputs.end())
            return cannot(fmt::format("what operator #{} makes is also read by operator #{}",
                                      graph.operators[at(o)].op, graph.operators[other].op));
    return {};
}

class Slicer {
public:
    explicit Slicer(const RowGraph& graph) : m_graph(graph), m_number(graph.tensors.size(), -1) {
        m_sliced.graph.alignment = graph.alignment;
    }

    SlicedGraph slice(const std::vector<Segment>& segments) {
        for (std::size_t t = 0; t < m_graph.tensors.size(); ++t)
            if (m_graph.tensors[t].isInput) keep(static_cast<std::int32_t>(t));
        for (const Segment& segment : segments) {
            if (segment.slices > 1)
                addSlices(segment);
            else
                addWhole(segment);
        }
        m_sliced.tensorOf = std::move(m_number);
        return std::move(m_sliced);
    }

private:
    std::int32_t add(RowTensor tensor) {
        m_sliced.graph.tensors.push_back(tensor);
        return static_cast<std::int32_t>(m_sliced.graph.tensors.size()) - 1;
    }
    /// The tensor under its new number.
    std::int32_t keep(std::int32_t t) {
        if (m_number[at(t)] < 0) m_number[at(t)] = add(m_graph.tensors[at(t)]);
        return m_number[at(t)];
    }
    void add(RowOperator op, Part part) {
        m_sliced.graph.operators.push_back(std::move(op));
        m_sliced.parts.push_back(part);
    }
    [[nodiscard]] std::int32_t size() const {
        return static_cast<std::int32_t>(m_sliced.graph.operators.size());
    }

    void addWhole(const Segment& segment) {
        const std::int32_t first = size();
        for (std::int32_t o = segment.first; o < segment.end; ++o) {
            RowOperator op = m_graph.operators[at(o)];
            for (std::int32_t& t : op.inputs) t = keep(t);
            for (std::int32_t& t : op.outputs) t = keep(t);
            add(std::move(op), {.op = o});
        }
        m_sliced.segments.push_back({first, size(), segment.byRows});
    }

    /// A tensor with some of its channels; not where the model has it.
    std::int32_t some(std::int32_t t, std::int32_t channels) {
        RowTensor tensor = m_graph.tensors[at(t)];
        tensor.rowBytes = tensor.rowBytes / tensor.channels * channels;
        tensor.channels = channels;
        tensor.isOutput = false;
        return add(tensor);
    }

    /// The operator without what is true of all of its channels.
    static RowOperator sliceOf(RowOperator op) {
        if (op.rule == RowRule::None) op.rule = RowRule::Same;
        op.rowOverlaps.clear();
        op.channels = {};
        return op;
    }

    void addSlices(const Segment& segment) {
        const std::int32_t last = segment.end - 1;
        const bool adds = m_graph.operators[at(last)].channels.addsSome;
        const std::int32_t inner = m_graph.operators[at(segment.first)].outputs[0];
        const std::int32_t channels = m_graph.tensors[at(inner)].channels;
        std::int32_t sums = -1;
        std::int32_t firstChannel = 0;
        for (const std::int32_t count : sliceSizes(channels, segment.slices)) {
            const std::int32_t first = size();
            std::int32_t current = keep(m_graph.operators[at(segment.first)].inputs[0]);
            for (std::int32_t o = segment.first; o < (adds ? last : segment.end); ++o) {
                RowOperator op = sliceOf(m_graph.operators[at(o)]);
                op.inputs = {current};
                op.sumBytes = op.sumBytes / channels * count;
                current = some(op.outputs[0], count);
                op.outputs = {current};
                add(std::move(op), {o, o == segment.first ? Part::Role::Make : Part::Role::Pass,
                                    firstChannel, count});
            }
            if (adds)
                sums = addSums(current, sums, {last, Part::Role::Add, firstChannel, count});
            else
                addPlace(current, {last, Part::Role::Place, firstChannel, count});
            firstChannel += count;
            if (adds && firstChannel == channels) addEnd(last, sums);
            m_sliced.segments.push_back({first, size(), true});
        }
    }

    /// Sums of int32, to those before where there are any.
    std::int32_t addSums(std::int32_t slice, std::int32_t before, const Part& part) {
        RowOperator op = sliceOf(m_graph.operators[at(part.op)]);
        op.rowScratchBytes = m_graph.operators[at(part.op)].channels.addScratchBytes;
        RowTensor sums = m_graph.tensors[at(op.outputs[0])];
        sums.rowBytes *= 4;
        sums.isOutput = false;
        const std::size_t position = op.positions[0];
        op.inputs = {slice};
        op.positions = {position};
        if (before >= 0) {
            op.inputs.push_back(before);
            op.positions.push_back(position);
            op.rowOverlaps.push_back({1, 0, true});
        }
        const std::int32_t made = add(sums);
        op.outputs = {made};
        add(std::move(op), part);
        return made;
    }

    void addPlace(std::int32_t slice, const Part& part) {
        const RowOperator& whole = m_graph.operators[at(part.op)];
        const RowTensor& output = m_graph.tensors[at(whole.outputs[0])];
        RowOperator op{.op = whole.op, .rule = RowRule::Same};
        op.inputs = {slice};
        op.outputs = {keep(whole.outputs[0])};
        op.positions = {whole.positions[0]};
        // Every channel is a byte: slices are of int8.
        op.stripe = {.first = part.first, .bytes = part.count, .period = output.channels};
        add(std::move(op), part);
    }

    void addEnd(std::int32_t o, std::int32_t sums) {
        const RowOperator& consumer = m_graph.operators[at(o)];
        RowOperator ends{.op = consumer.op, .rule = RowRule::Same};
        ends.inputs = {sums};
        ends.outputs = {keep(consumer.outputs[0])};
        ends.positions = {consumer.positions[0]};
        // An output byte is written when the four bytes of its sum have been read.
        ends.rowOverlaps = {{0, 0, false}};
        add(std::move(ends), {.op = o, .role = Part::Role::End});
    }

    const RowGraph& m_graph;
    std::vector<std::int32_t> m_number;  ///< by tensor of the graph: in the sliced one
    SlicedGraph m_sliced;
};

}  // namespace

Result<void> checkSliceable(const RowGraph& graph, std::int32_t first, std::int32_t end) {
    if (end - first < 2)
        return cannot(
            "slices of channels need two operators: one that makes them, and one that takes them "
            "in or passes them on");
    const std::int32_t last = end - 1;
    for (std::int32_t o = first; o < end; ++o) {
        const RowOperator& op = graph.operators[at(o)];
        THIMBLE_CHECK(checkOperator(graph, op));
        const ChannelRule& rule = op.channels;
        if (o == first && !rule.makesSome)
            return cannot(fmt::format("operator #{} makes no slices of channels", op.op));
        if (o != first && !rule.passesSome && (o != last || !rule.addsSome))
            return cannot(o == last
                              ? fmt::format("operator #{} neither adds slices of channels up "
                                            "nor passes them on",
                                            op.op)
                              : fmt::format("operator #{} passes no slices of channels on", op.op));
        if (o != last) THIMBLE_CHECK(checkReader(graph, o));
    }
    return {};
}

bool canSlice(const RowGraph& graph, std::int32_t first, std::int32_t end) {
    return checkSliceable(graph, first, end).has_value();
}

std::vector<std::int32_t> sliceSizes(std::int32_t channels, std::int32_t slices) {
    const std::int32_t unit = channels % 4 == 0 ? 4 : channels % 2 == 0 ? 2 : 1;
    const std::int32_t units = channels / unit;
    const std::int32_t count = std::clamp(slices, 1, std::max(units, 1));
    std::vector<std::int32_t> sizes;
    sizes.reserve(static_cast<std::size_t>(count));
    for (std::int32_t i = 0; i < count; ++i)
        sizes.push_back(unit * (units * (i + 1) / count - units * i / count));
    return sizes;
}

SlicedGraph sliceChannels(const RowGraph& graph, const std::vector<Segment>& segments) {
    for (const Segment& segment : segments)
        THIMBLE_ASSERT(segment.slices <= 1 || canSlice(graph, segment.first, segment.end));
    return Slicer(graph).slice(segments);
}

}  // namespace thimble::split
