// From the call that opens a model until the explorer has painted it, in a window that is there
// already, at 1600 x 1000 pixels on a screen that is not there: summary, timeline, arena map and
// tables. The target: 250 ms for a file of 4 MB. What the summary's buttons add later, from
// searches in the background, is not waited for; startup_bench does that.

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QSettings>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "ui/main_window.h"

namespace {

using namespace thimble;
using namespace thimble::ui;

void firstPicture(benchmark::State& state, const std::string& name) {
    const QString path = QString::fromStdString(THIMBLE_LARGE_SAMPLES "/" + name);
    constexpr qint64 kPatienceMs = 120'000;
    while (state.KeepRunning()) {
        MainWindow window(nullptr);
        window.resize(1600, 1000);
        window.show();
        QApplication::processEvents();
        QElapsedTimer clock;
        clock.start();
        window.open(path);
        while (!window.document().report() || window.document().isRunning()) {
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
            if (clock.elapsed() < kPatienceMs) continue;
            std::fputs("open_bench: the model is not there\n", stderr);
            std::exit(2);
        }
        QApplication::processEvents();
        benchmark::DoNotOptimize(window.grab());
        state.SetIterationTime(static_cast<double>(clock.nsecsElapsed()) * 1e-9);
    }
}

BENCHMARK_CAPTURE(firstPicture, four_megabytes, "mobilenet_v2_100.tflite")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(firstPicture, operators_2338, "nas_net_2338.tflite")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
