// How long the graph of a large model takes to lay out and to draw anew, at 1200 x 800 pixels on a
// screen that is not there. The targets: 2,000 operators laid out in under 2 s, drawn in under 16
// ms where a person works, at 100 %.

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <memory>

#include "core/diagram/layered_layout.h"
#include "core/pipeline/analyse.h"
#include "ui/painting/graph_view.h"

namespace {

using namespace thimble;
using namespace thimble::ui;

constexpr QSize kSize(1200, 800);

std::shared_ptr<const Report> report() {
    static const auto shown = [] {
        const auto loaded = loadModel(THIMBLE_LARGE_SAMPLES "/nas_net_2338.tflite");
        return loaded ? analyse(**loaded, tflm::kTargets[0]).value_or(nullptr) : nullptr;
    }();
    return shown;
}

GraphContent content(bool foldChains) {
    return graphContent(*report(), diagram::makeDiagram(*report(), 0, {.foldChains = foldChains}),
                        nullptr);
}

void layout(benchmark::State& state) {
    if (!report()) return state.SkipWithError("nas_net_2338 is missing");
    const auto request = graphRequest(content(state.range(0) != 0), PlotStyle({}, {}, 1));
    while (state.KeepRunning()) {
        const auto layout = diagram::layOut(request);
        if (!layout) return state.SkipWithError(layout.error().message.c_str());
        state.counters["boxes"] = static_cast<double>(layout->boxes.size());
    }
}

/// Range: the zoom in per cent; 0: all of it.
void redraw(benchmark::State& state) {
    if (!report()) return state.SkipWithError("nas_net_2338 is missing");
    GraphView view;
    view.resize(kSize);
    static const auto scene = [&] {
        auto made = std::make_shared<GraphView::Scene>();
        made->report = report();
        made->content = content(true);
        made->layout = diagram::layOut(graphRequest(made->content, PlotStyle(view))).value();
        return made;
    }();
    view.setScene(scene);
    QImage image(kSize, QImage::Format_ARGB32_Premultiplied);
    view.render(&image);
    if (state.range(0) == 0) view.fit();
    while (state.KeepRunning()) view.render(&image);
}

BENCHMARK(layout)->ArgName("folded")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);
BENCHMARK(redraw)->ArgName("percent")->Arg(100)->Arg(0)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
