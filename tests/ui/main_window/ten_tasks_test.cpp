// Ten things that somebody wants who has never seen the window, each done as that person would.
// THIMBLE_TEST_PICTURES is a folder for a picture of each step.
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "tests/support/test_data.h"
#include "tests/ui/support/runs.h"
#include "tests/ui/support/window.h"
#include "ui/pages/boards_page.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/export_page.h"
#include "ui/pages/group_panel.h"
#include "ui/pages/measure_panel.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/prune_controls.h"
#include "ui/pages/prune_page.h"
#include "ui/session_actions.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/message_bar.h"
#include "ui/window_habits.h"

using namespace thimble;
using namespace thimble::ui;
using test::keepPicture;
using test::sampleFile;
using test::shownText;
using test::Window;

namespace {

constexpr int kLongMs = 240'000;  // under the sanitizers, too
constexpr int kInputBytes = 490;  // of ds_cnn_s
constexpr auto kShift = Qt::ControlModifier | Qt::ShiftModifier;

/// Empty without the test data.
QString sharedFile(const std::string& name) {
    const auto path = test::sharedModelPath(name);
    return std::filesystem::exists(path) ? QString::fromStdString(path.string()) : QString();
}

bool settlePrune(Window& window) {
    const bool done = QTest::qWaitFor(
        [&] { return window->pruner().study() && !window->pruner().isWorking(); }, kLongMs);
    Window::layOut();
    return done;
}

bool settleVariants(Window& window) {
    const bool done = QTest::qWaitFor(
        [&] {
            return !window->variants().isWorking() && !window->variants().opening() &&
                   !window->document().isRunning();
        },
        kLongMs);
    Window::layOut();
    return done;
}

std::string sumOf(Window& window) { return sha256(window->document().model()->file.bytes()); }

}  // namespace

class TenTasksTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void findThePeakAndWhatCausesIt() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("person_detection")));
        QVERIFY(window.settlePlan());
        keepPicture(*window, "peak_1_opened");
        const auto peak = window.report().workingSet.peakOperator;
        QVERIFY(shownText(window->explorer()).contains(QStringLiteral("It peaks at")));
        QTest::keyClick(&*window, Qt::Key_P);
        QVERIFY(window->selection().current().isOperator(0, static_cast<int>(peak)));
        // The two tensors that are there then, with their bytes.
        const QString why = shownText(window->explorer());
        QVERIFY2(why.contains(QStringLiteral("36,864")), qPrintable(why));
        QVERIFY2(why.contains(QStringLiteral("18,432")), qPrintable(why));
        keepPicture(*window, "peak_2_chosen");
    }

    void takeAQuarterOffByThePlanAlone() {
        const QString model = sharedFile("vww_96_int8");
        if (model.isEmpty()) QSKIP(test::noTestData().c_str());
        Window window(settings());
        QVERIFY(window.open(model));
        QVERIFY(window.settlePlan());
        keepPicture(*window, "quarter_1_opened");
        const Bytes before = window.report().device.headBytes;
        QTest::keyClick(&*window, Qt::Key_B, kShift);
        QVERIFY(window->planPage()->isVisible());
        keepPicture(*window, "quarter_2_plan");
        const QString file = newFile(QStringLiteral("planned.tflite"));
        QVERIFY(window->exportPlanTo(file));
        QVERIFY(window.open(file));
        QVERIFY2(4 * window.report().device.headBytes <= 3 * before,
                 qPrintable(QString::number(window.report().device.headBytes)));
        keepPicture(*window, "quarter_3_reopened");
    }

    void fitItOnABoardOf64KiB() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("person_detection")));
        window->boardFits().choose(QStringLiteral("nucleo-l432kc"));
        QTest::keyClick(&*window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return !window->boardFits().isWorking(); }, kLongMs));
        Window::layOut();
        keepPicture(*window, "board_1_does_not_fit");
        QTest::keyClick(&*window, Qt::Key_K, kShift);
        QVERIFY(settlePrune(window));
        QVERIFY(!window->pruner().now().fit->fit->fits);
        window->prunePage()->controls()->fitBoardButton()->click();
        QVERIFY(settlePrune(window));
        QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
        QVERIFY(window->pruner().now().fit->fit->fits);
        keepPicture(*window, "board_2_fits");
        const QString file = newFile(QStringLiteral("fits.tflite"));
        window->pruner().write(file);
        QVERIFY(settlePrune(window));
        QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
        QVERIFY(window.open(file));
        QVERIFY(window.report().device.minimumBytes <= Bytes{64} * 1024);
        keepPicture(*window, "board_3_written");
    }

    void compareTwoVariants() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        window->showPlanPage();
        QVERIFY(window.settlePlan());
        window->planPage()->keepButton()->click();
        QVERIFY(settleVariants(window));
        keepPicture(*window, "compare_1_kept");
        QTest::keyClick(&*window, Qt::Key_D, Qt::ControlModifier);
        QVERIFY(settleVariants(window));
        QVERIFY(window->comparePage()->isVisible());
        QVERIFY(window->comparePage()->numbers()->model()->rowCount() > 3);
        QVERIFY(window->comparePage()->headline()->text().contains(QStringLiteral("planned")));
        keepPicture(*window, "compare_2_side_by_side");
    }

    void pruneALayerByHalfAndSeeTheScore() {
        Window window(settings());
        const QString folder = newFile(QStringLiteral("samples"));
        QVERIFY(test::writeDataFolder(folder, 48, 12, kInputBytes));
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        window->openDataFolder(folder);
        window->showPrunePage();
        QVERIFY(settlePrune(window));
        keepPicture(*window, "prune_1_all");
        Pruner& pruner = window->pruner();
        pruner.setCount(0, pruner.counts()[0] / 2);
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.now().score && pruner.now().score->score);
        QVERIFY(pruner.whole().score && pruner.whole().score->score);
        QVERIFY(pruner.now().fit->arenaBytes < pruner.whole().fit->arenaBytes);
        QVERIFY(shownText(window->prunePage()).contains(QStringLiteral("score")));
        keepPicture(*window, "prune_2_half");
    }

    void undoAll() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        window->showPrunePage();
        QVERIFY(settlePrune(window));
        const auto counts = window->pruner().counts();
        const auto tree = window->variants().tree();
        const std::string sum = sumOf(window);
        window->pruner().setCount(0, 10);
        window->sessionActions().keep->trigger();
        window->pruner().setCount(1, 3);
        QVERIFY(settlePrune(window));
        keepPicture(*window, "undo_1_edited");
        for (int edits = 0; window->history().canUndo(); ++edits) {
            QTest::keyClick(&*window, Qt::Key_Z, Qt::ControlModifier);
            QVERIFY(settleVariants(window));
            QVERIFY(edits < 20);
        }
        QVERIFY(settlePrune(window));
        QCOMPARE(window->pruner().counts(), counts);
        QVERIFY(window->variants().tree() == tree);
        QCOMPARE(sumOf(window), sum);
        keepPicture(*window, "undo_2_as_before");
    }

    void exportCAndMeasureIt() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        QTest::keyClick(&*window, Qt::Key_C, kShift);
        QVERIFY(QTest::qWaitFor([&] { return !window->exporter().isWorking(); }, kLongMs));
        Window::layOut();
        keepPicture(*window, "export_1_preview");
        ExportPage& page = *window->exportPage();
        QVERIFY(page.isVisible() && page.writeButton()->isEnabled());
        if (!page.measureButton()->isEnabled()) QSKIP("no compiler or emulator for Cortex-M here");
        page.measureButton()->click();
        QVERIFY(QTest::qWaitFor([&] { return !window->measurer().isWorking(); }, kLongMs));
        QVERIFY2(window->measurer().state() == Measurer::State::Done,
                 qPrintable(window->measurer().failure()));
        Window::layOut();
        QVERIFY(page.measurePanel()->isVisible());
        QVERIFY(page.measurePanel()->table()->allRows() > 5);
        keepPicture(*window, "export_2_measured");
    }

    void openABrokenFile() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        const QString broken = newFile(QStringLiteral("broken.tflite"));
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        window->open(broken);
        QVERIFY(window.settle());
        const QString message = window->messageBar()->message();
        QVERIFY2(message.contains(QStringLiteral("broken.tflite")), qPrintable(message));
        // What was there stays there.
        QVERIFY(window->document().model() != nullptr);
        QVERIFY(window->explorer()->isVisible());
        keepPicture(*window, "broken");
    }

    /// Nothing is clicked, and no key is known but that of the palette.
    void doItAllByKeyboard() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        QVERIFY(window.settlePlan());
        const auto ask = [&](const char* words) {
            QTest::keyClick(&*window, Qt::Key_P, kShift);
            auto* palette = window->findChild<CommandPalette*>();
            if (palette == nullptr) return;
            QTest::keyClicks(palette->line(), QString::fromLatin1(words));
            QTest::keyClick(palette->line(), Qt::Key_Return);
            Window::layOut();
        };
        ask("fullest step");
        QVERIFY(window->selection().current().isOperator(
            0, static_cast<int>(window.report().workingSet.peakOperator)));
        ask("best plan");
        QVERIFY(window->planPage()->isVisible());
        keepPicture(*window, "keyboard_1_plan");
        ask("keep as variant");
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().tree().variants.size(), std::size_t{2});
        ask("compare variants");
        QVERIFY(settleVariants(window));
        QVERIFY(window->comparePage()->isVisible());
        ask("prune channels");
        QVERIFY(settlePrune(window));
        // The list of groups has the keyboard: fewer channels by a key.
        const auto counts = window->pruner().counts();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QVERIFY(settlePrune(window));
        QVERIFY(window->pruner().counts() != counts);
        keepPicture(*window, "keyboard_2_prune");
        QTest::keyClick(&*window, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(settlePrune(window));
        QCOMPARE(window->pruner().counts(), counts);
        QTest::keyClick(&*window, Qt::Key_Escape);
        QVERIFY(window->explorer()->isVisible());
    }
};

THIMBLE_WINDOW_TEST_MAIN(TenTasksTest)
#include "ten_tasks_test.moc"
