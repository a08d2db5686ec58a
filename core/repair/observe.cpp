#include "core/repair/observe.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <type_traits>

#include "core/eval/values.h"
#include "core/repair/elements.h"
#include "core/repair/least_squares.h"
#include "core/repair/real_sum.h"
#include "core/repair/walk.h"

namespace thimble::repair {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Where the elements of a tensor stand along an axis: index of element e is e / inner % length.
struct AxisSteps {
    std::size_t inner = 1;
    std::size_t length = 1;
    static AxisSteps of(const std::vector<std::int32_t>& shape, std::int32_t axis) {
        AxisSteps steps{.length = at(shape[at(axis)])};
        for (std::size_t d = at(axis) + 1; d < shape.size(); ++d) steps.inner *= at(shape[d]);
        return steps;
    }
    [[nodiscard]] std::size_t indexOf(std::size_t element) const {
        return element / inner % length;
    }
};

/// By index along the axis: the channel of the group, or -1.
std::vector<std::int32_t> channelsAlong(const prune::ChannelGroup& group, prune::Axis axis,
                                        std::size_t length) {
    std::vector<std::int32_t> channels(length, -1);
    for (std::int32_t c = 0; c < group.channels; ++c)
        for (const prune::Atom& atom : group.atomsOf(c))
            if (atom.tensor == axis.tensor && atom.axis == axis.axis) channels[at(atom.index)] = c;
    return channels;
}

/// The axes of a tensor on which the group's channels lie.
std::vector<prune::Axis> axesOf(const prune::ChannelGroup& group, std::int32_t tensor) {
    std::vector<prune::Axis> axes;
    for (const prune::AxisShare& share : group.shares)
        if (share.axis.tensor == tensor && std::ranges::find(axes, share.axis) == axes.end())
            axes.push_back(share.axis);
    return axes;
}

/// Sums over elements, integers exactly.
struct Counted {
    std::int64_t sum = 0, squares = 0, zeros = 0, count = 0;
    double real = 0, realSquares = 0;
};

/// Adds the elements up by their index along the axis.
template <typename T>
void countElements(const T* elements, const interp::TensorInfo& info, const AxisSteps& steps,
                   std::vector<Counted>& counted) {
    const std::size_t outer = info.elements / std::max<std::size_t>(steps.inner * steps.length, 1);
    for (std::size_t o = 0; o < outer; ++o)
        for (Counted& to : counted)
            for (std::size_t i = 0; i < steps.inner; ++i) {
                ++to.count;
                if constexpr (std::is_same_v<T, float>) {
                    const auto value = static_cast<double>(*elements++);
                    to.real += value;
                    to.realSquares += value * value;
                    to.zeros += value == 0 ? 1 : 0;
                } else {
                    const std::int64_t value = std::int64_t{*elements++} - info.zeroPoint;
                    to.sum += value;
                    to.squares += value * value;
                    to.zeros += value == 0 ? 1 : 0;
                }
            }
}

class Observer {
public:
    Observer(const Model& model, const prune::ChannelGroups& groups, const ObserveOptions& options,
             std::shared_ptr<const interp::Program> program)
        : m_model(model),
          m_groups(groups),
          m_options(options),
          m_program(std::move(program)),
          m_result(groups.groups.size()) {
        for (std::size_t g = 0; g < m_result.size(); ++g) {
            const auto channels = at(groups.groups[g].channels);
            m_result[g].channels.resize(channels);
            m_counts.emplace_back(channels, 0.0);
            measureWeights(g);
        }
    }

    /// Before the operator runs.
    void readInputs(const Walk& walk, std::size_t op) {
        const bool isReader = std::ranges::any_of(m_groups.groups, [op](const auto& group) {
            return std::ranges::any_of(group.readers,
                                       [op](const auto& reader) { return at(reader.op) == op; });
        });
        if (!isReader) return;
        auto sum = readSum(*m_program, op);
        if (!sum || static_cast<std::size_t>(sum->patchSize()) > m_options.columns) return;
        const auto positions =
            drawPositions(walk.samples(), sum->positions(), m_options.rows, m_options.seed);
        Rows rows(static_cast<Eigen::Index>(positions.size()), sum->patchSize());
        const std::int32_t input = m_model.subgraphs[0].operators[op].inputs[0];
        for (std::size_t r = 0; r < positions.size(); ++r)
            readPatch(*sum, walk.bytes(positions[r].sample, input), positions[r].position,
                      rows.row(static_cast<Eigen::Index>(r)).data());
        m_moments.emplace(op, momentsOf(rows).covariance);
        m_sums.emplace(op, *std::move(sum));
    }

    /// After it has run.
    void readOutputs(const Walk& walk, std::size_t op) {
        for (std::size_t g = 0; g < m_groups.groups.size(); ++g) {
            const prune::ChannelGroup& group = m_groups.groups[g];
            if (std::ranges::find(group.makers, static_cast<std::int32_t>(op)) ==
                group.makers.end())
                continue;
            for (const std::int32_t t : m_model.subgraphs[0].operators[op].outputs)
                for (const prune::Axis axis : axesOf(group, t)) countValues(walk, g, axis);
        }
    }

    std::vector<GroupObservation> result() {
        for (std::size_t g = 0; g < m_result.size(); ++g) {
            for (std::size_t c = 0; c < m_result[g].channels.size(); ++c) {
                ChannelStatistics& s = m_result[g].channels[c];
                const double count = std::max(m_counts[g][c], 1.0);
                s.mean /= count;
                s.variance = std::max(s.variance / count - s.mean * s.mean, 0.0);
                s.zeros /= count;
            }
            orderChannels(g);
        }
        return std::move(m_result);
    }

private:
    void measureWeights(std::size_t g) {
        const prune::ChannelGroup& group = m_groups.groups[g];
        const auto channels = at(group.channels);
        std::vector<double> sum(channels), square(channels), count(channels);
        for (const prune::Axis axis : group.weights) {
            const interp::TensorInfo& info = m_program->tensors[m_program->slot(0, axis.tensor)];
            // Biases are no measure of importance.
            if (info.shape.size() < 2 || !eval::isNumeric(info.type)) continue;
            const AxisSteps steps = AxisSteps::of(info.shape, axis.axis);
            const auto channelAt = channelsAlong(group, axis, steps.length);
            const Quantization* q = info.quantization;
            for (std::size_t e = 0; e < info.elements; ++e) {
                const std::size_t index = steps.indexOf(e);
                if (channelAt[index] < 0) continue;
                double value = eval::realValue(info, info.constant, e);
                // The first channel's scale has been used; weights' zero points are all alike.
                if (q != nullptr && q->scale.size() == steps.length && q->scale[0] > 0)
                    value *=
                        static_cast<double>(q->scale[index]) / static_cast<double>(q->scale[0]);
                const auto c = at(channelAt[index]);
                sum[c] += std::abs(value);
                square[c] += value * value;
                count[c] += 1;
            }
        }
        for (std::size_t c = 0; c < channels; ++c) {
            m_result[g].l1.push_back(sum[c] / std::max(count[c], 1.0));
            m_result[g].l2.push_back(std::sqrt(square[c] / std::max(count[c], 1.0)));
        }
    }

    void countValues(const Walk& walk, std::size_t g, prune::Axis axis) {
        const interp::TensorInfo& info = m_program->tensors[m_program->slot(0, axis.tensor)];
        const AxisSteps steps = AxisSteps::of(info.shape, axis.axis);
        const auto channelAt = channelsAlong(m_groups.groups[g], axis, steps.length);
        std::vector<Counted> counted(steps.length);
        for (std::size_t s = 0; s < walk.samples(); ++s)
            withElements(info.type, walk.bytes(s, axis.tensor), [&](const auto* elements) {
                countElements(elements, info, steps, counted);
            });
        const bool isReal = info.type == TensorType::Float32 || info.scale == 0;
        const double scale = isReal ? 1 : static_cast<double>(info.scale);
        for (std::size_t i = 0; i < steps.length; ++i) {
            if (channelAt[i] < 0) continue;
            const Counted& from = counted[i];
            ChannelStatistics& statistics = m_result[g].channels[at(channelAt[i])];
            statistics.mean += scale * (from.real + static_cast<double>(from.sum));
            statistics.variance +=
                scale * scale * (from.realSquares + static_cast<double>(from.squares));
            statistics.zeros += static_cast<double>(from.zeros);
            m_counts[g][at(channelAt[i])] += static_cast<double>(from.count);
        }
    }

    void orderChannels(std::size_t g) {
        const prune::ChannelGroup& group = m_groups.groups[g];
        std::vector<ReaderMoments> readers;
        for (const prune::Reader& reader : group.readers) {
            const auto found = m_moments.find(at(reader.op));
            if (found == m_moments.end()) return;
            const RealSum& sum = m_sums.at(at(reader.op));
            const AxisSteps steps = AxisSteps::of(sum.input.shape, reader.input.axis);
            const auto channelAt = channelsAlong(group, reader.input, steps.length);
            ReaderMoments moments{.weights = sum.weights, .covariance = found->second};
            moments.columns.resize(at(group.channels));
            for (Eigen::Index column = 0; column < sum.patchSize(); ++column) {
                const std::int32_t c = channelAt[steps.indexOf(static_cast<std::size_t>(column))];
                if (c >= 0) moments.columns[at(c)].push_back(column);
            }
            readers.push_back(std::move(moments));
        }
        m_result[g].byContribution = orderByContribution(readers, group.channels);
        m_result[g].byReconstruction = orderByReconstruction(std::move(readers), group.channels);
    }

    const Model& m_model;
    const prune::ChannelGroups& m_groups;
    const ObserveOptions& m_options;
    std::shared_ptr<const interp::Program> m_program;
    std::vector<GroupObservation> m_result;
    std::vector<std::vector<double>> m_counts;  ///< of elements, by group and channel
    std::map<std::size_t, Eigen::MatrixXd> m_moments;
    std::map<std::size_t, RealSum> m_sums;
};

}  // namespace

Result<std::optional<std::vector<GroupObservation>>> observe(const Model& model,
                                                             const prune::ChannelGroups& groups,
                                                             const Calibration& calibration,
                                                             const ObserveOptions& options,
                                                             const WorkControl& control) {
    THIMBLE_TRY(auto program, interp::prepareProgram(model));
    THIMBLE_TRY(Walk walk, Walk::start(model, calibration));
    Observer observer(model, groups, options, program);
    const std::size_t operators = model.subgraphs[0].operators.size();
    for (std::size_t op = 0; op < operators; ++op) {
        observer.readInputs(walk, op);
        THIMBLE_TRY(const bool ran, walk.run(model, op, control));
        if (!ran) return std::nullopt;
        observer.readOutputs(walk, op);
        walk.release(op);
        if (control.progress)
            control.progress(static_cast<std::int64_t>(op) + 1,
                             static_cast<std::int64_t>(operators));
    }
    if (control.stop.stop_requested()) return std::nullopt;
    return observer.result();
}

}  // namespace thimble::repair
