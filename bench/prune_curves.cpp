// What pruning costs a model in accuracy: for several splits of a data set, measures of importance
// and shares of the MACs, the score on the half that was not looked at, and for the measure of
// reconstruction the arenas: TFLM's with the best plan, the C project's by rows. Writes CSV;
// docs/algorithms/pruning-repair.md has the figures.
//
//     prune_curves MODEL.tflite DATA [--shares 0.75,0.5] [--splits 4] [--measures l1,l2]
//                  [--plot FILE.svg]

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "bench/curve_plot.h"
#include "core/base/file.h"
#include "core/data/split.h"
#include "core/eval/evaluate.h"
#include "core/pipeline/analyse.h"
#include "core/prune/remove_channels.h"
#include "core/repair/importance.h"
#include "core/repair/repair_model.h"
#include "core/shrink/arena_needs.h"
#include "core/shrink/choose_counts.h"
#include "core/shrink/model_sizes.h"

namespace thimble {
namespace {

struct Options {
    std::string model;
    std::string data;
    std::vector<double> shares = {0.9, 0.75, 0.6, 0.5, 0.4, 0.3, 0.2};
    int splits = 4;
    std::vector<std::string> measures = {"reconstruction", "thinet",   "l1",    "l2",
                                         "mean",           "variance", "zeros", "random"};
    bool alsoWithoutRepair = false;
    std::string plot;
};

/// With repair, sums over the splits: by measure and share of the MACs that may stay.
struct Sums {
    double macsGone = 0;  ///< percent
    double pointsLost = 0;
    int splits = 0;
};
using Curves = std::map<std::string, std::map<double, Sums>>;

template <typename T>
T need(Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "prune_curves: %s\n", result.error().message.c_str());
    std::exit(2);
}

double scoreOf(const Model& model, const data::Dataset& dataset) {
    const auto program = need(interp::prepareProgram(model));
    return *need(eval::evaluate(program, dataset)).score;
}

/// "18816,2620": TFLM's arena with the best plan, and that of the C project by rows.
std::string arenasOf(const Model& model) {
    const auto sizes = need(shrink::sizesOf(model, tflm::kTargets[0]));
    return std::to_string(sizes.arenaBytes.value_or(0)) + "," +
           std::to_string(need(shrink::rowArena(model, false)));
}

void plot(const Options& options, const Curves& curves) {
    PlotPanel panel{.title = "Points of the score lost; mean of the splits",
                    .xName = "MACs that went, percent",
                    .yName = "points lost",
                    .highX = 80,
                    .stepX = 10,
                    .lowY = -5,
                    .highY = 40,
                    .stepY = 5};
    for (const std::string& measure : options.measures) {
        PlotSeries& series = panel.series.emplace_back(PlotSeries{measure, {{0, 0}}});
        const auto& points = curves.at(measure);
        for (auto point = points.rbegin(); point != points.rend(); ++point)
            series.points.push_back({point->second.macsGone / point->second.splits,
                                     point->second.pointsLost / point->second.splits});
    }
    if (const auto plotted = plotCurves({panel}, options.plot); !plotted) {
        std::fprintf(stderr, "prune_curves: %s\n", plotted.error().message.c_str());
        std::exit(2);
    }
}

void curvesOf(const Options& options, const Model& model, const data::Dataset& all, int seed,
              Curves& curves) {
    const auto split = need(data::split(all, 0.5, static_cast<std::uint64_t>(seed)));
    const data::Dataset test = data::partOf(all, split.test);
    const auto calibration = need(repair::calibrationFrom(model, all, split.calibration, {}));
    const auto groups = need(prune::channelGroups(model));
    const auto observed = *need(repair::observe(model, groups, calibration));
    prune::SizePredictor sizes(model, groups);
    const auto allCounts = prune::keptCounts(prune::keepAll(groups));
    const Macs wholeMacs = sizes.predict(allCounts).macs;
    const Bytes wholePeak = sizes.predict(allCounts).peakBytes;
    const double whole = scoreOf(model, test);
    std::printf("%d,none,yes,1,%lld,%lld,%.4f,0,%s\n", seed, static_cast<long long>(wholeMacs),
                static_cast<long long>(wholePeak), whole, arenasOf(model).c_str());
    const auto best = repair::removalOrders(observed, repair::Importance::Reconstruction);
    for (const double share : options.shares) {
        const shrink::SizeLimits limits{.macs = static_cast<Macs>(share * double(wholeMacs))};
        const auto counts = shrink::chooseCounts(sizes, best, limits)->counts;
        for (const std::string& name : options.measures) {
            const auto importance = *repair::findImportance(name);
            const auto orders =
                repair::removalOrders(observed, importance, static_cast<std::uint64_t>(seed));
            // The control takes the same counts as the best; the others choose for themselves.
            const auto own = importance == repair::Importance::Random
                                 ? counts
                                 : shrink::chooseCounts(sizes, orders, limits)->counts;
            const auto selection = shrink::selectByOrder(orders, own);
            const Model pruned = need(prune::removeChannels(model, groups, selection));
            const auto repaired =
                *need(repair::repairModel(model, groups, selection, pruned, calibration));
            const auto& now = sizes.predict(own);
            const auto print = [&](const char* how, const Model& result) {
                const double score = scoreOf(result, test);
                const bool isBest = importance == repair::Importance::Reconstruction;
                std::printf("%d,%s,%s,%.2f,%lld,%lld,%.4f,%.2f,%s\n", seed, name.c_str(), how,
                            share, static_cast<long long>(now.macs),
                            static_cast<long long>(now.peakBytes), score, 100 * (whole - score),
                            isBest ? arenasOf(result).c_str() : ",");
                std::fflush(stdout);
                return 100 * (whole - score);
            };
            Sums& sums = curves[name][share];
            sums.macsGone += 100 * (1 - double(now.macs) / double(wholeMacs));
            sums.pointsLost += print("yes", repaired.model);
            ++sums.splits;
            if (options.alsoWithoutRepair) print("no", pruned);
        }
    }
}

int run(int argc, char** argv) {
    Options options;
    CLI::App app("What pruning costs a model in accuracy, as CSV");
    app.add_option("model", options.model)->required();
    app.add_option("data", options.data)->required();
    app.add_option("--shares", options.shares)->delimiter(',');
    app.add_option("--splits", options.splits);
    app.add_option("--measures", options.measures)->delimiter(',');
    app.add_flag("--without-repair", options.alsoWithoutRepair);
    app.add_option("--plot", options.plot, "an SVG of the curves");
    CLI11_PARSE(app, argc, argv);
    const auto loaded = need(loadModel(options.model));
    const auto dataset = need(data::readDataset(options.data));
    std::printf(
        "split,importance,repaired,share,macs,working_set,score,points_lost,tflm_arena,c_arena\n");
    Curves curves;
    for (int seed = 1; seed <= options.splits; ++seed)
        curvesOf(options, loaded->model, dataset, seed, curves);
    if (!options.plot.empty()) plot(options, curves);
    return 0;
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) { return thimble::run(argc, argv); }
