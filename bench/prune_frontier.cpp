// What a small arena of the C project by rows costs a pruned model in accuracy: for several splits
// of a data set and several goals for RAM and MACs, what `thimble prune --by-rows` makes of the
// model and the score on the half that was not looked at. Writes CSV;
// docs/algorithms/pruning-repair.md has the figures.
//
//     prune_frontier MODEL.tflite DATA --ram 2600,2400,2200 [--shares 0.5] [--stream-input]
//                    [--plot FILE.svg]

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "bench/curve_plot.h"
#include "core/data/split.h"
#include "core/eval/evaluate.h"
#include "core/ops/operator_rules.h"
#include "core/pipeline/analyse.h"
#include "core/repair/importance.h"
#include "core/shrink/arena_needs.h"
#include "core/shrink/goals.h"

namespace thimble {
namespace {

struct Options {
    std::string model;
    std::string data;
    std::vector<Bytes> ram;
    std::vector<double> shares = {1};
    int splits = 4;
    bool streamInput = false;
    std::string importance = "reconstruction";
    std::string plot;
};

/// Sums over the splits.
struct Sums {
    double arena = 0, pointsLost = 0;
    int splits = 0;
};
using Curves = std::map<double, std::map<Bytes, Sums>>;  ///< by share of the MACs and RAM

template <typename T>
T need(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "prune_frontier: %s\n", result.error().message.c_str());
        std::exit(2);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

double scoreOf(const Model& model, const data::Dataset& dataset) {
    const auto program = need(interp::prepareProgram(model));
    return *need(eval::evaluate(program, dataset)).score;
}

void frontierOf(const Options& options, const std::shared_ptr<const Model>& model,
                const data::Dataset& all, int seed, Curves& curves) {
    const auto split = need(data::split(all, 0.5, static_cast<std::uint64_t>(seed)));
    const data::Dataset test = data::partOf(all, split.test);
    const auto calibration = std::make_shared<const repair::Calibration>(
        need(repair::calibrationFrom(*model, all, split.calibration, {})));
    const shrink::Study study = *need(shrink::studyChannels(model, calibration));
    const auto orders = shrink::ordersOf(study, *repair::findImportance(options.importance),
                                         static_cast<std::uint64_t>(seed));
    const double whole = scoreOf(*model, test);
    const Macs wholeMacs = modelMacs(*model);
    for (const double share : options.shares)
        for (const Bytes ram : options.ram) {
            const shrink::Goals goals{.macs = static_cast<Macs>(share * double(wholeMacs)),
                                      .ramBytes = ram,
                                      .byRows = true,
                                      .streamInput = options.streamInput};
            const auto counts = *need(shrink::countsFor(study, orders, goals));
            const auto made = *need(
                shrink::pruneModel(study, shrink::selectByOrder(orders, counts.counts), true));
            const Bytes arena = need(shrink::rowArena(made.model, options.streamInput, {}, ram));
            const Macs macs = modelMacs(made.model);
            const double score = scoreOf(made.model, test);
            fmt::print("{},{:.2f},{},{},{},{},{:.4f},{:.4f},{:.2f},{}\n", seed, share, ram,
                       counts.isEnough() ? "yes" : "no", arena, macs,
                       double(macs) / double(wholeMacs), score, 100 * (whole - score),
                       fmt::join(counts.counts, " "));
            std::fflush(stdout);
            Sums& sums = curves[share][ram];
            sums.arena += double(arena);
            sums.pointsLost += 100 * (whole - score);
            ++sums.splits;
        }
}

void plot(const Options& options, const Curves& curves) {
    PlotPanel panel{.title = "Points of the score lost; mean of the splits",
                    .xName = options.streamInput ? "arena of the C project, bytes; input streamed"
                                                 : "arena of the C project, bytes",
                    .yName = "points lost",
                    .lowX = 2000,
                    .highX = 3200,
                    .stepX = 200,
                    .lowY = -1,
                    .highY = 9,
                    .stepY = 1};
    for (const auto& [share, points] : curves) {
        PlotSeries& series = panel.series.emplace_back(
            PlotSeries{fmt::format("at most {:g} % of the MACs", 100 * share), {}});
        for (const auto& [ram, sums] : points)
            series.points.push_back({sums.arena / sums.splits, sums.pointsLost / sums.splits});
    }
    need(plotCurves({panel}, options.plot));
}

int run(int argc, char** argv) {
    Options options;
    CLI::App app("What a small arena by rows costs a pruned model in accuracy, as CSV");
    app.add_option("model", options.model)->required();
    app.add_option("data", options.data)->required();
    app.add_option("--ram", options.ram)->required()->delimiter(',');
    app.add_option("--shares", options.shares, "most MACs, of the model's")->delimiter(',');
    app.add_option("--splits", options.splits);
    app.add_option("--importance", options.importance);
    app.add_flag("--stream-input", options.streamInput);
    app.add_option("--plot", options.plot, "an SVG of the curves");
    CLI11_PARSE(app, argc, argv);
    const auto loaded = need(loadModel(options.model));
    const auto dataset = need(data::readDataset(options.data));
    fmt::print("split,most_macs,ram,met,c_arena,macs,share,score,points_lost,channels\n");
    Curves curves;
    for (int seed = 1; seed <= options.splits; ++seed)
        frontierOf(options, {loaded, &loaded->model}, dataset, seed, curves);
    if (!options.plot.empty()) plot(options, curves);
    return 0;
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) { return thimble::run(argc, argv); }
