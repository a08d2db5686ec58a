// How long the whole window takes to show another selection, and its graph to be scrolled, at 1600
// x 1000 pixels on a screen that is not there: from the call until everything is painted. The
// target: 16 ms with 1,000 operators; the sample of 2,338 operators stays smooth, too.

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <cstdio>
#include <cstdlib>

#include "core/base/file.h"
#include "core/pipeline/analyse.h"
#include "core/tflite/writer.h"
#include "ui/main_window.h"
#include "ui/pages/graph_page.h"

namespace {

using namespace thimble;
using namespace thimble::ui;
using Kind = SelectedItem::Kind;

constexpr const char* kLarge = THIMBLE_LARGE_SAMPLES "/nas_net_2338.tflite";

/// The sample, or its first operators as a model of their own.
QString model(int operators, const QTemporaryDir& folder) {
    auto loaded = loadModel(kLarge);
    if (!loaded) return {};
    Model cut = (*loaded)->model;
    Subgraph& main = cut.subgraphs[0];
    if (static_cast<int>(main.operators.size()) <= operators) return QString::fromLatin1(kLarge);
    main.operators.resize(static_cast<std::size_t>(operators));
    main.outputs = main.operators.back().outputs;
    const QString path = folder.filePath(QStringLiteral("first.tflite"));
    const auto bytes = writeTflite(cut);
    return bytes && writeFile(path.toStdString(), *bytes) ? path : QString();
}

template <typename Done>
void waitFor(Done done) {
    QElapsedTimer clock;
    clock.start();
    constexpr int kPatienceMs = 120'000;
    while (!done()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        if (clock.elapsed() < kPatienceMs) continue;
        std::fputs("select_bench: the model is not there\n", stderr);
        std::exit(2);
    }
}

/// A window with nothing under way any more.
class Shown {
public:
    explicit Shown(int operators) : m_window(nullptr) {
        m_window.resize(1600, 1000);
        m_window.open(model(operators, m_folder));
        m_window.show();
        waitFor(
            [this] { return m_window.document().report() && !m_window.document().isRunning(); });
        m_window.planner().finishEarly();
        waitFor([this] { return m_window.planner().state() != Planner::State::Searching; });
        QApplication::processEvents();
    }
    MainWindow* operator->() { return &m_window; }

    void select(int round) {
        const auto operators = static_cast<int>(m_window.document().report()->model.operators);
        m_window.selection().select({Kind::Operator, 0, round * 37 % operators});
        QApplication::processEvents();
    }

private:
    QTemporaryDir m_folder;
    MainWindow m_window;
};

void select(benchmark::State& state) {
    Shown window(static_cast<int>(state.range(0)));
    int round = 0;
    while (state.KeepRunning()) window.select(++round);
}

void selectInGraph(benchmark::State& state) {
    Shown window(static_cast<int>(state.range(0)));
    window->showGraphPage();
    waitFor([&] { return !window->graphPage()->isWorking(); });
    int round = 0;
    while (state.KeepRunning()) window.select(++round);
}

void scrollGraph(benchmark::State& state) {
    Shown window(static_cast<int>(state.range(0)));
    window->showGraphPage();
    waitFor([&] { return !window->graphPage()->isWorking(); });
    GraphView* view = window->graphPage()->view();
    const QPoint middle = view->rect().center();
    int round = 0;
    while (state.KeepRunning()) {
        QWheelEvent turn(middle, view->mapToGlobal(middle), {}, {0, ++round / 8 % 2 ? 120 : -120},
                         Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view, &turn);
        QApplication::processEvents();
    }
}

BENCHMARK(select)->Arg(1000)->Arg(2338)->Unit(benchmark::kMillisecond);
BENCHMARK(selectInGraph)->Arg(1000)->Arg(2338)->Unit(benchmark::kMillisecond);
BENCHMARK(scrollGraph)->Arg(1000)->Arg(2338)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
