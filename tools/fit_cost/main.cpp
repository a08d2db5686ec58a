// Fits the coefficients of the model of costs to the measurements in resources/cost and in the test
// data, and says how wrong it is.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <span>

#include "core/base/file.h"
#include "tools/fit_cost/fit_cost.h"
#include "tools/fit_cost/scatter_plot.h"

namespace {

using namespace thimble;

void printSummaries(const char* title, const std::vector<cost::LeftOut>& all) {
    fmt::print("{}\n", title);
    fmt::print("  {:<28} {:>5} {:>8} {:>8} {:>8}  {}\n", "group", "n", "median", "worst", "inside",
               "worst one");
    for (const cost::Summary& one : cost::summaries(all))
        fmt::print("  {:<28} {:>5} {:>7.1f}% {:>7.1f}% {:>7.1f}%  {}\n", one.group, one.count,
                   100 * one.median, 100 * one.worst, 100 * one.inside, one.worstLabel);
    fmt::print("\n");
}

void printAll(const std::vector<cost::LeftOut>& all) {
    for (const cost::LeftOut& one : all)
        fmt::print("  {:<45} measured {:>12.6g}  estimate {:>12.6g}  {:>+7.1f}%  x/ {:.2f}{}\n",
                   one.label, one.measured, one.estimate, 100 * (one.estimate / one.measured - 1),
                   one.factor, one.isInside() ? "" : "  OUTSIDE");
}

/// Counts over 5,000, which are more than noise.
std::vector<cost::LeftOut> large(const std::vector<cost::LeftOut>& all) {
    std::vector<cost::LeftOut> result;
    std::ranges::copy_if(all, std::back_inserter(result),
                         [](const cost::LeftOut& one) { return one.measured > 5000; });
    return result;
}

Result<void> write(const std::string& text, const std::string& file) {
    return writeFile(file, std::as_bytes(std::span(text)));
}

int failed(const Error& error) {
    fmt::print(stderr, "fit_cost: error: {}\n", error.message);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Fits the model of costs to measurements.");
    cost::MeasurementFolders folders{"resources/cost", "sample_models", "../shared"};
    std::string out, plot;
    bool report = false, all = false;
    app.add_option("--tables", folders.tables, "folder of rows.csv, networks.csv, latencies.csv");
    app.add_option("--samples", folders.samples, "sample_models");
    app.add_option("--data", folders.testData, "test data: models/ and expected/");
    app.add_option("--out", out, "writes the coefficients to this file");
    app.add_option("--plot", plot, "writes left-out estimates against measurements as SVG");
    app.add_flag("--report", report, "prints errors of what was left out, by group");
    app.add_flag("--all", all, "prints every left-out value, too");
    CLI11_PARSE(app, argc, argv);

    const auto measurements = cost::readMeasurements(folders);
    if (!measurements) return failed(measurements.error());
    const cost::FittedCost fitted = cost::fitCost(*measurements);
    const std::vector<cost::LeftOut> operators = large(fitted.operators);
    if (report || all) {
        printSummaries("Operators of over 5,000 instructions; a model left out", operators);
        printSummaries("Whole networks; one measurement left out, the network's others known",
                       fitted.values);
        printSummaries("Whole networks; the network left out on all boards", fitted.networks);
    }
    if (all) {
        fmt::print("Operators\n");
        printAll(operators);
        fmt::print("One measurement left out\n");
        printAll(fitted.values);
        fmt::print("The network left out\n");
        printAll(fitted.networks);
    }
    if (!out.empty())
        if (const auto done = write(cost::costDataJson(fitted.data), out); !done)
            return failed(done.error());
    if (!plot.empty())
        if (const auto done =
                write(cost::scatterPlot(operators, fitted.values, fitted.networks), plot);
            !done)
            return failed(done.error());
    return 0;
}
