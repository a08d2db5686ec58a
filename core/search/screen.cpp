#include "core/search/screen.h"

#include <algorithm>
#include <limits>

#include "core/search/evaluate.h"
#include "core/shrink/choose_counts.h"

namespace thimble::search {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Whatever TFLM plans, these kernels write one tensor while they read another.
Bytes leastForTflm(const SubgraphGraph& graph) {
    Bytes most = 0;
    for (const GraphOperator& op : graph.operators) {
        if (op.code != BuiltinOperator::Conv2d && op.code != BuiltinOperator::DepthwiseConv2d &&
            op.code != BuiltinOperator::FullyConnected)
            continue;
        Bytes sum = 0;
        std::vector<std::int32_t> counted;
        const auto add = [&](const std::vector<std::int32_t>& tensors) {
            for (const std::int32_t t : tensors) {
                if (t < 0 || std::ranges::find(counted, t) != counted.end()) continue;
                counted.push_back(t);
                const TensorRole role = graph.tensors[at(t)].role;
                if (role == TensorRole::Activation) sum += graph.tensors[at(t)].bytes;
            }
        };
        add(op.inputs);
        add(op.outputs);
        most = std::max(most, sum);
    }
    return most;
}

/// Inputs that come as a whole, and outputs.
Bytes leastForC(const SubgraphGraph& graph, bool isStreamed) {
    Bytes inputs = 0;
    Bytes outputs = 0;
    for (const std::int32_t t : graph.inputs) inputs += graph.tensors[at(t)].bytes;
    for (const std::int32_t t : graph.outputs) outputs += graph.tensors[at(t)].bytes;
    return std::max(isStreamed ? 0 : inputs, outputs);
}

/// Genome with other counts; nothing where they are the same.
std::optional<Genome> withCounts(const Genome& genome,
                                 const std::optional<shrink::ChosenCounts>& chosen) {
    if (!chosen || chosen->counts == genome.counts) return std::nullopt;
    Genome less = genome;
    less.counts = chosen->counts;
    return less;
}

/// Where the arena by rows falls most for what it costs.
std::optional<Genome> lessByRows(const Problem& problem, const Variant& variant,
                                 const Genome& genome, const std::stop_token& stop) {
    const auto now = planned(problem, genome, stop);
    if (!now || !*now) return std::nullopt;
    constexpr std::int32_t kParts = 16;
    std::optional<Genome> best;
    double bestRatio = 0;
    for (std::size_t g = 0; g < genome.counts.size(); ++g) {
        Genome less = genome;
        less.counts[g] =
            std::max(1, genome.counts[g] - std::max(1, problem.space.channels[g] / kParts));
        if (less.counts[g] == genome.counts[g]) continue;
        const auto then = planned(problem, less, stop);
        if (!then || !*then || !(*then)->refused.empty()) continue;
        const Bytes gain = (*now)->arenaBytes - (*then)->arenaBytes;
        if (gain <= 0) continue;
        const double cost = shrink::costOf(variant.orders[0], less.counts) -
                            shrink::costOf(variant.orders[0], genome.counts);
        const double ratio = cost / static_cast<double>(gain);
        if (best && ratio >= bestRatio) continue;
        best = std::move(less);
        bestRatio = ratio;
    }
    return best;
}

}  // namespace

Screen::Screen(const Problem& problem) : m_problem(&problem) {
    for (const Variant& variant : problem.variants)
        m_sizes.emplace_back(*variant.study.model, variant.study.groups);
}

bool Screen::mayFit(const Genome& genome) {
    const Question& question = m_problem->question;
    prune::SizePredictor& predictor = m_sizes[at(genome.resolution)];
    const prune::PredictedSizes& sizes = predictor.predict(genome.counts);
    if (question.limits.macs && sizes.macs > *question.limits.macs) return false;
    if (question.limits.flashBytes && sizes.weightBytes > *question.limits.flashBytes) return false;
    std::optional<Bytes> ram = question.limits.ramBytes;
    if (question.board) {
        const std::optional<Bytes> flash = question.board->flash.totalBytes();
        if (flash && sizes.weightBytes > *flash) return false;
        ram = std::min(ram.value_or(question.board->sramBytes()), question.board->sramBytes());
    }
    if (!ram) return true;
    const Form form = question.forms[at(genome.form)];
    const bool isForTflm = form == Form::Tflm || form == Form::TflmAsWritten;
    const bool isStreamed = form == Form::Rows && question.streamInput;
    return (isForTflm ? leastForTflm(predictor.graph())
                      : leastForC(predictor.graph(), isStreamed)) <= *ram;
}

std::optional<Genome> lessAtPeak(const Problem& problem, const Genome& genome,
                                 const std::stop_token& stop) {
    constexpr double kStep = 0.97;
    const Variant& variant = problem.variants[at(genome.resolution)];
    prune::SizePredictor predictor(*variant.study.model, variant.study.groups);
    const prune::PredictedSizes now = predictor.predict(genome.counts);
    const auto part = [](std::int64_t size) {
        return static_cast<std::int64_t>(kStep * static_cast<double>(size));
    };
    const auto chosen = [&](const shrink::SizeLimits& limits) {
        return withCounts(genome, shrink::chooseCounts(predictor, variant.orders[0], limits,
                                                       genome.counts, stop));
    };
    std::optional<Genome> less = chosen({.peakBytes = part(now.peakBytes)});
    if (!less) less = chosen({.macs = part(now.macs)});
    if (stop.stop_requested()) return std::nullopt;
    return less;
}

std::optional<Genome> descended(const Problem& problem, const Genome& genome,
                                const std::stop_token& stop) {
    const Variant& variant = problem.variants[at(genome.resolution)];
    std::optional<Genome> less;
    if (problem.question.forms[at(genome.form)] == Form::Rows)
        less = lessByRows(problem, variant, genome, stop);
    if (!less) less = lessAtPeak(problem, genome, stop);
    if (stop.stop_requested()) return std::nullopt;
    return less;
}

}  // namespace thimble::search
