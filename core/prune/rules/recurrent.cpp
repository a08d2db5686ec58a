// UNIDIRECTIONAL_SEQUENCE_LSTM and SVDF: weights, states and outputs of a cell or unit go together.

#include <array>
#include <initializer_list>

#include "core/prune/rules/rules.h"

namespace thimble::prune {

namespace {

struct Positions {
    std::size_t first, last;  ///< both included
};

/// Constants with a value, or a row, for each of the channels; those left out do not matter.
bool linkRows(ChannelLinks& links, Positions positions, std::int32_t rank, Axis channels) {
    for (std::size_t p = positions.first; p <= positions.last; ++p) {
        const std::int32_t t = links.input(p);
        if (t < 0) continue;
        if (!links.isConstant(t) || links.rank(t) != rank ||
            links.size({t, 0}) != links.size(channels))
            return false;
        links.tie({t, 0}, channels);
        if (rank == 2)
            links.makes({t, 0});
        else
            links.accompanies({t, 0});
    }
    return true;
}

bool linkColumns(ChannelLinks& links, Positions positions, Axis channels) {
    for (std::size_t p = positions.first; p <= positions.last; ++p) {
        const std::int32_t t = links.input(p);
        if (t < 0) continue;
        if (links.size({t, 1}) != links.size(channels)) return false;
        links.tie({t, 1}, channels);
    }
    return true;
}

/// A state [batch, channels].
bool linkState(ChannelLinks& links, std::size_t position, Axis channels) {
    const std::int32_t state = links.input(position);
    if (state < 0 || links.rank(state) != 2 || links.size({state, 1}) != links.size(channels))
        return false;
    links.tie({state, 1}, channels);
    links.reads({state, 1});
    return true;
}

/// The input is followed by 4 input weights [cells, inputs], 4 recurrent weights [cells, outputs],
/// 3 peepholes, 4 biases, the projection [outputs, cells] and its bias, the states of the output
/// and of the cells, 4 factors of a normalisation over all cells.
bool lstm(ChannelLinks& links) {
    constexpr Positions kInput{1, 4}, kRecurrent{5, 8}, kVectors{9, 15}, kProjection{16, 16},
        kProjectionBias{17, 17}, kNormalization{20, 23};
    constexpr std::size_t kOutputState = 18, kCellState = 19;
    const std::int32_t input = links.input(0), output = links.output();
    const std::int32_t last = links.rank(input) - 1, forget = links.input(2);
    if (last < 1 || links.rank(output) != links.rank(input) || forget < 0 ||
        links.input(kCellState) < 0 || links.rank(links.input(kCellState)) != 2)
        return false;
    const Axis cells{links.input(kCellState), 1}, outputs{output, last}, inputs{input, last};
    linkAxesBut(links, input, output, last);
    for (std::int32_t a = 0; a < last; ++a) links.freeze({input, a}, "goes through time");
    for (std::size_t p = kNormalization.first; p <= kNormalization.last; ++p)
        if (links.input(p) >= 0) links.freeze(cells, "normalises over all cells");
    if (!linkRows(links, kInput, 2, cells) || !linkColumns(links, kInput, inputs) ||
        !linkRows(links, kRecurrent, 2, cells) || !linkColumns(links, kRecurrent, outputs) ||
        !linkRows(links, kVectors, 1, cells))
        return false;
    links.reads(inputs);
    if (links.input(kProjection.first) < 0) {
        if (links.size(cells) != links.size(outputs)) return false;
        links.tie(cells, outputs);
    } else if (!linkRows(links, kProjection, 2, outputs) ||
               !linkColumns(links, kProjection, cells) ||
               !linkRows(links, kProjectionBias, 1, outputs)) {
        return false;
    }
    return linkState(links, kOutputState, outputs) && linkState(links, kCellState, cells);
}

/// Input [batch, inputs], feature weights [filters, inputs], time weights [filters, memory], a bias
/// per unit, the state [batch, filters * memory]. The `rank` filters of a unit are side by side.
bool svdf(ChannelLinks& links) {
    const std::int32_t input = links.input(0), feature = links.input(1), time = links.input(2);
    const std::int32_t bias = links.input(3), state = links.input(4), output = links.output();
    if (!links.isConstant(feature) || !links.isConstant(time) || state < 0 ||
        links.rank(state) != 2)
        return false;
    const Axis units{output, 1}, filters{feature, 0}, memory{time, 1}, remembered{state, 1};
    const std::int32_t rank = links.size(filters) / links.size(units);
    const std::int64_t length = links.size(memory);
    if (links.size(remembered) != length * links.size(filters)) return false;
    links.freeze(memory, "goes through time");
    links.tie({input, 0}, {output, 0});
    links.tie({feature, 1}, {input, 1});
    links.reads({input, 1});
    links.tie({time, 0}, filters);
    for (std::int32_t f = 0; f < links.size(filters); ++f) {
        links.tie(units, f / rank, filters, f, 1);
        for (std::int32_t m = 0; m < links.size(memory); ++m)
            links.tie(filters, f, remembered, f * links.size(memory) + m, 1);
    }
    links.makes(filters);
    links.accompanies({time, 0});
    if (bias < 0) return true;
    Axis each;
    if (!links.isConstant(bias) || !links.findVector(bias, links.size(units), each)) return false;
    links.tie(each, units);
    links.accompanies(each);
    return true;
}

using enum BuiltinOperator;
constexpr auto kLinks =
    std::to_array<LinkEntry>({{Svdf, svdf}, {UnidirectionalSequenceLstm, lstm}});

}  // namespace

std::span<const LinkEntry> recurrentLinks() { return kLinks; }

}  // namespace thimble::prune
