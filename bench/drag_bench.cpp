// How long one update takes while a slider is dragged on the page for pruning: another selection,
// its sizes, all of the page laid out and painted anew. The target: 16 ms, so that 30 updates a
// second leave half of the time for plans in the background.

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "ui/main_window.h"

namespace {

using namespace thimble::ui;

std::filesystem::path model() {
    const char* set = std::getenv("THIMBLE_TESTDATA");
    return std::filesystem::path(set != nullptr ? set : THIMBLE_DEFAULT_TESTDATA) / "models" /
           "mcunet_10fps_vww.tflite";
}

void waitFor(const Pruner& pruner) {
    QElapsedTimer clock;
    clock.start();
    constexpr int kPatienceMs = 120'000;
    while (!pruner.study() || pruner.isWorking()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        if (clock.elapsed() < kPatienceMs) continue;
        std::fprintf(stderr, "drag_bench: %s is not studied\n", model().c_str());
        std::exit(2);
    }
}

void drag(benchmark::State& state) {
    MainWindow window(nullptr);
    window.resize(1200, 800);
    QObject::connect(
        &window.document(), &ProjectDocument::modelChanged, &window,
        [&window] { window.showPrunePage(); }, Qt::SingleShotConnection);
    window.open(QString::fromStdString(model().string()));
    window.show();
    waitFor(window.pruner());
    Pruner& pruner = window.pruner();
    const std::size_t group = pruner.groups().groups.size() / 2;
    const std::int32_t channels = pruner.groups().groups[group].channels;
    std::int32_t kept = channels;
    while (state.KeepRunning()) {
        kept = kept > 1 ? kept - 1 : channels;
        pruner.setCount(group, kept, 1);
        QApplication::processEvents();
    }
    pruner.cancel();
}

/// From the selection to TFLM's arena for it, planned on the other thread, and shown.
void plan(benchmark::State& state) {
    MainWindow window(nullptr);
    QObject::connect(
        &window.document(), &ProjectDocument::modelChanged, &window,
        [&window] { window.showPrunePage(); }, Qt::SingleShotConnection);
    window.open(QString::fromStdString(model().string()));
    window.show();
    waitFor(window.pruner());
    Pruner& pruner = window.pruner();
    std::int32_t kept = pruner.groups().groups[1].channels;
    while (state.KeepRunning()) {
        kept = kept > 1 ? kept - 1 : pruner.groups().groups[1].channels;
        pruner.setCount(1, kept, 1);
        while (!pruner.now().fit || !pruner.now().fit->isPlanned)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
}

BENCHMARK(drag)->Unit(benchmark::kMillisecond);
BENCHMARK(plan)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
