// How long it takes to draw the timeline and the arena map of a large model anew, at 1200 x 800
// pixels on a screen that is not there. The target: 5,000 operators in under 10 ms each.

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <memory>

#include "tests/ui/painting/report_builder.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/timeline_view.h"

namespace {

using namespace thimble;
using namespace thimble::ui;

constexpr QSize kSize(1200, 800);

std::shared_ptr<const Report> report(int operators) {
    static const auto large = test::largeReport(5000);
    static const auto small = test::largeReport(50);
    return operators == 5000 ? large : small;
}

/// Layout and painting, as after a zoom, a resize or another selection; nothing is kept from the
/// frame before.
template <typename View>
void redraw(benchmark::State& state, double visiblePart) {
    const auto shown = report(static_cast<int>(state.range(0)));
    View view;
    view.resize(kSize);
    view.setReport(shown);
    const auto steps = static_cast<double>(shown->steps.size());
    QImage image(kSize, QImage::Format_ARGB32_Premultiplied);
    double shift = 0;
    while (state.KeepRunning()) {
        shift = shift > 0 ? 0 : 0.25;
        const double first = visiblePart < 1 ? steps * 0.3 + shift : 0;
        view.axis()->setRange(first, first + steps * visiblePart);
        if (visiblePart == 1) view.selectStep(shift > 0 ? 10 : 20);
        view.render(&image);
        benchmark::DoNotOptimize(image.constBits());
    }
}

void timeline(benchmark::State& state) { redraw<TimelineView>(state, 1); }
void timelineZoomed(benchmark::State& state) { redraw<TimelineView>(state, 0.2); }
void arenaMap(benchmark::State& state) { redraw<ArenaMapView>(state, 1); }
void arenaMapZoomed(benchmark::State& state) { redraw<ArenaMapView>(state, 0.2); }

/// The pointer moves over the picture: only the line under it is new.
void hover(benchmark::State& state) {
    ArenaMapView view;
    view.resize(kSize);
    view.setReport(report(static_cast<int>(state.range(0))));
    QImage image(kSize, QImage::Format_ARGB32_Premultiplied);
    int step = 0;
    while (state.KeepRunning()) {
        view.selection()->hoverStep(step = (step + 1) % 50);
        view.render(&image);
    }
}

BENCHMARK(timeline)->Arg(50)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(timelineZoomed)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(arenaMap)->Arg(50)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(arenaMapZoomed)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(hover)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
