#include "tests/core/split/random_rows.h"

#include <algorithm>
#include <functional>

namespace thimble::split::test {

namespace {

class Growing {
public:
    Growing(SplitMix& random, const RowShape& shape) : m_random(random), m_shape(shape) {}

    RowGraph grow() {
        m_graph.alignment = Bytes{1} << below(m_random, 3);
        for (std::int32_t i = 0, inputs = 1 + below(m_random, 2); i < inputs; ++i) {
            const std::int32_t t = addTensor(1 + below(m_random, m_shape.rows));
            m_graph.tensors[at(t)].isInput = true;
            m_graph.tensors[at(t)].isStreamed = chance(3);
        }
        const auto count = 1 + below(m_random, static_cast<std::int64_t>(m_shape.operators));
        for (std::int32_t o = 0; o < count; ++o) addOperator();
        if (!m_shape.gaps) readWhatIsLeft();
        for (RowTensor& tensor : m_graph.tensors) tensor.isOutput = !tensor.isStreamed && chance(6);
        if (const auto& last = m_graph.operators.back().outputs; !last.empty())
            m_graph.tensors[at(last[0])].isOutput = true;
        return std::move(m_graph);
    }

private:
    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    bool chance(std::int32_t oneIn) { return below(m_random, oneIn) == 0; }
    Bytes size() { return 1 + below(m_random, m_shape.bytes); }
    std::int32_t rowsOf(std::int32_t t) { return m_graph.tensors[at(t)].rows; }

    std::int32_t addTensor(std::int32_t rows) {
        m_graph.tensors.push_back(
            {static_cast<std::int32_t>(m_graph.tensors.size()), rows, size()});
        return static_cast<std::int32_t>(m_graph.tensors.size() - 1);
    }
    /// Mostly what was made last.
    std::int32_t anyTensor() {
        const auto count = static_cast<std::int32_t>(m_graph.tensors.size());
        return chance(3) ? below(m_random, count) : count - 1;
    }

    void addOperator() {
        RowOperator op;
        switch (below(m_random, 8)) {
            case 0: makeNone(op); break;
            case 1: makeSum(op); break;
            case 2:
            case 3: makeSame(op); break;
            default: makeWindow(op); break;
        }
        finish(op);
    }

    void finish(RowOperator& op) {
        op.op = static_cast<std::int32_t>(m_graph.operators.size());
        for (std::size_t i = 0; i < op.inputs.size(); ++i) op.positions.push_back(i);
        if (chance(3)) op.rowScratchBytes = size();
        if (chance(3)) op.wholeScratchBytes = size();
        if (m_shape.overlaps && !op.outputs.empty())
            for (std::size_t i = 0; i < op.inputs.size(); ++i) {
                const Bytes out = m_graph.tensors[at(op.outputs[0])].rowBytes;
                if (!chance(3)) op.rowOverlaps.push_back(rule(i, out, 1));
                if (!chance(3)) op.wholeOverlaps.push_back(rule(i, out, rowsOf(op.outputs[0])));
            }
        m_graph.operators.push_back(std::move(op));
    }
    RowOverlap rule(std::size_t input, Bytes rowBytes, std::int32_t rows) {
        if (chance(3)) return {input, 0, chance(2)};
        return {input, below(m_random, 2 * rowBytes * rows) - rowBytes * rows, chance(4)};
    }

    void makeNone(RowOperator& op) {
        for (std::int32_t i = 0, inputs = 1 + below(m_random, 2); i < inputs; ++i)
            op.inputs.push_back(anyTensor());
        for (std::int32_t i = 0, outputs = chance(8) ? 0 : chance(4) ? 2 : 1; i < outputs; ++i)
            op.outputs.push_back(addTensor(1 + below(m_random, m_shape.rows)));
    }
    void makeSum(RowOperator& op) {
        op.rule = RowRule::Sum;
        op.inputs = {anyTensor()};
        op.outputs = {addTensor(1)};
        op.sumBytes = size();
    }
    void makeSame(RowOperator& op) {
        op.rule = RowRule::Same;
        op.inputs = {anyTensor()};
        const std::int32_t rows = rowsOf(op.inputs[0]);
        for (std::int32_t t = 0; t < static_cast<std::int32_t>(m_graph.tensors.size()); ++t)
            if (op.inputs.size() < 3 && rowsOf(t) == rows && chance(2)) op.inputs.push_back(t);
        op.outputs = {addTensor(rows)};
    }
    void makeWindow(RowOperator& op) {
        op.rule = RowRule::Window;
        op.inputs = {anyTensor()};
        const std::int32_t rows = rowsOf(op.inputs[0]);
        op.height = 1 + below(m_random, 3);
        op.dilation = chance(4) ? 2 : 1;
        const std::int32_t span = (op.height - 1) * op.dilation + 1;
        op.stride = 1 + below(m_random, m_shape.gaps ? 3 : span);
        op.padTop = below(m_random, span);
        // Rows until the window begins behind the last.
        std::int32_t made = 1;
        while (made * op.stride - op.padTop < rows) ++made;
        if (m_shape.gaps) {
            made -= std::min(made - 1, below(m_random, 3));
        } else {
            while (made > 1 && (made - 2) * op.stride - op.padTop + span >= rows && chance(2))
                --made;
        }
        op.outputs = {addTensor(made)};
    }

    /// One operator that reads the inputs that nobody has read.
    void readWhatIsLeft() {
        RowOperator op;
        for (std::int32_t t = 0; t < static_cast<std::int32_t>(m_graph.tensors.size()); ++t)
            if (m_graph.tensors[at(t)].isInput &&
                std::ranges::none_of(m_graph.operators, [&](const RowOperator& other) {
                    return std::ranges::find(other.inputs, t) != other.inputs.end();
                }))
                op.inputs.push_back(t);
        if (op.inputs.empty()) return;
        op.outputs = {addTensor(1)};
        finish(op);
    }

    SplitMix& m_random;
    const RowShape& m_shape;
    RowGraph m_graph;
};

void extend(const RowGraph& graph, std::vector<Segment>& begun,
            std::vector<std::vector<Segment>>& all) {
    const auto count = static_cast<std::int32_t>(graph.operators.size());
    const std::int32_t first = begun.empty() ? 0 : begun.back().end;
    if (first == count) {
        all.push_back(begun);
        return;
    }
    const auto with = [&](const Segment& segment) {
        begun.push_back(segment);
        extend(graph, begun, all);
        begun.pop_back();
    };
    with({first, first + 1, false});
    bool byRows = true;
    for (std::int32_t end = first + 1; end <= count; ++end) {
        byRows = byRows && graph.operators[static_cast<std::size_t>(end - 1)].rule != RowRule::None;
        if (byRows) with({first, end, true});
        if (!canSlice(graph, first, end)) continue;
        const auto inner =
            static_cast<std::size_t>(graph.operators[static_cast<std::size_t>(first)].outputs[0]);
        for (const std::int32_t slices : {2, 3, 4, 6, 8})
            if (std::ssize(sliceSizes(graph.tensors[inner].channels, slices)) == slices)
                with({first, end, true, slices});
    }
}

class Slicing {
public:
    Slicing(SplitMix& random, bool gaps) : m_random(random), m_gaps(gaps) {}

    RowGraph grow() {
        m_graph.alignment = Bytes{1} << below(m_random, 3);
        const std::int32_t input = add(1 + below(m_random, 7), 1 + below(m_random, 4));
        m_graph.tensors[0].isInput = true;
        m_graph.tensors[0].isStreamed = below(m_random, 4) == 0;
        if (below(m_random, 3) == 0) window({}, m_channels);
        window({.makesSome = true}, 1 + below(m_random, 10));
        for (std::int32_t i = 0, count = 1 + below(m_random, 3); i < count; ++i) pass();
        if (below(m_random, 2) == 0) adds();
        if (below(m_random, 6) == 0) m_graph.tensors.at(2).isOutput = true;
        if (below(m_random, 2) == 0) window({}, 1 + below(m_random, 4));
        // Somebody needs the input once more.
        if (below(m_random, 4) == 0) finish({.inputs = {input, last()}, .outputs = {add(1, 1)}});
        m_graph.tensors.back().isOutput = true;
        return std::move(m_graph);
    }

private:
    [[nodiscard]] std::int32_t last() const {
        return static_cast<std::int32_t>(m_graph.tensors.size()) - 1;
    }
    std::int32_t add(std::int32_t rows, std::int32_t channels) {
        m_channels = channels;
        m_graph.tensors.push_back({.tensor = last() + 1,
                                   .rows = rows,
                                   .rowBytes = Bytes{m_width} * channels,
                                   .channels = channels});
        return last();
    }
    void finish(RowOperator op) {
        op.op = static_cast<std::int32_t>(m_graph.operators.size());
        for (std::size_t i = 0; i < op.inputs.size(); ++i) op.positions.push_back(i);
        if (below(m_random, 3) == 0) op.rowScratchBytes = 1 + below(m_random, 6);
        if (op.rule != RowRule::None && op.rule != RowRule::Sum && below(m_random, 2) == 0)
            op.rowOverlaps.push_back({0, 0, below(m_random, 2) == 0});
        m_graph.operators.push_back(std::move(op));
    }

    void window(ChannelRule rule, std::int32_t channels) {
        RowOperator op{.rule = RowRule::Window, .inputs = {last()}, .channels = rule};
        const std::int32_t rows = m_graph.tensors.back().rows;
        op.height = 1 + below(m_random, 3);
        op.stride = 1 + below(m_random, m_gaps ? 3 : op.height);
        op.padTop = below(m_random, op.height);
        std::int32_t made = 1;
        while (made * op.stride - op.padTop + (m_gaps ? op.height - 1 : 0) < rows) ++made;
        op.outputs = {add(made, channels)};
        finish(std::move(op));
    }
    void pass() {
        const ChannelRule rule{.passesSome = true};
        RowOperator op{.rule = RowRule::Same, .inputs = {last()}, .channels = rule};
        const std::int32_t rows = m_graph.tensors.back().rows;
        const std::int32_t kind = below(m_random, 4);
        if (kind < 2) return window(rule, m_channels);
        if (kind == 2 && rows > 1) {
            op.rule = RowRule::Sum;
            op.sumBytes = Bytes{4} * m_channels;
            m_width = 1;
            op.outputs = {add(1, m_channels)};
        } else {
            op.outputs = {add(rows, m_channels)};
        }
        finish(std::move(op));
    }
    void adds() {
        const ChannelRule rule{.addsSome = true};
        const std::int32_t channels = 1 + below(m_random, 4);
        if (m_graph.tensors.back().rows > 1 || below(m_random, 2) == 0)
            return window(rule, channels);
        // A product of one row, which has no rule of its own.
        RowOperator op{.inputs = {last()}, .channels = rule};
        op.outputs = {add(1, channels)};
        finish(std::move(op));
    }

    SplitMix& m_random;
    bool m_gaps;
    RowGraph m_graph;
    std::int32_t m_width = 1 + below(m_random, 4);
    std::int32_t m_channels = 1;
};

}  // namespace

RowGraph randomRows(SplitMix& random, const RowShape& shape) {
    return Growing(random, shape).grow();
}

RowGraph randomChain(SplitMix& random, std::size_t operators, std::int32_t rows) {
    RowGraph graph{.tensors = {{0, rows, 1 + below(random, 8), true}}, .alignment = 1};
    for (std::size_t o = 0; o < operators; ++o) {
        const auto input = static_cast<std::int32_t>(o);
        RowOperator op{.op = input,
                       .rule = RowRule::Window,
                       .inputs = {input},
                       .outputs = {input + 1},
                       .height = 1 + below(random, 3),
                       .stride = 1 + below(random, 2),
                       .dilation = 1 + below(random, 2),
                       .positions = {0}};
        const std::int32_t span = (op.height - 1) * op.dilation + 1;
        const std::int32_t have = graph.tensors.back().rows;
        op.padTop = below(random, span);
        std::int32_t made = std::max(1, (have + op.padTop - span) / op.stride + 1);
        if (below(random, 4) == 0) {
            op = {.op = input,
                  .rule = RowRule::Same,
                  .inputs = {input},
                  .outputs = {input + 1},
                  .positions = {0}};
            made = have;
        } else if (o + 1 == operators && below(random, 2) == 0) {
            op = {.op = input,
                  .rule = RowRule::Sum,
                  .inputs = {input},
                  .outputs = {input + 1},
                  .sumBytes = 8,
                  .positions = {0}};
            made = 1;
        }
        graph.operators.push_back(op);
        graph.tensors.push_back({input + 1, made, 1 + below(random, 8)});
    }
    graph.tensors.back().isOutput = true;
    return graph;
}

RowGraph randomSliceable(SplitMix& random, bool gaps) { return Slicing(random, gaps).grow(); }

std::vector<std::vector<Segment>> everyPartition(const RowGraph& graph) {
    std::vector<std::vector<Segment>> all;
    std::vector<Segment> begun;
    extend(graph, begun, all);
    return all;
}

std::vector<Segment> randomPartition(SplitMix& random, const RowGraph& graph) {
    std::vector<Segment> segments;
    const auto count = static_cast<std::int32_t>(graph.operators.size());
    for (std::int32_t first = 0; first < count;) {
        std::vector<std::int32_t> ends;
        for (std::int32_t end = first + 2; end <= count; ++end)
            if (canSlice(graph, first, end)) ends.push_back(end);
        if (!ends.empty() && below(random, 4) != 0) {
            const std::int32_t end =
                ends[static_cast<std::size_t>(below(random, std::ssize(ends)))];
            segments.push_back({first, end, true, 2 + below(random, 3)});
            first = end;
            continue;
        }
        std::int32_t most = first;
        while (most < count &&
               graph.operators[static_cast<std::size_t>(most)].rule != RowRule::None)
            ++most;
        if (most == first || below(random, 4) == 0)
            segments.push_back({first, first + 1, false});
        else
            segments.push_back({first, first + 1 + below(random, most - first), true});
        first = segments.back().end;
    }
    return segments;
}

}  // namespace thimble::split::test
