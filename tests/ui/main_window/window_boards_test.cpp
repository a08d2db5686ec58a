#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/ui/support/window.h"
#include "ui/document/board_fits.h"
#include "ui/format/format.h"
#include "ui/pages/boards_page.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/summary_page.h"
#include "ui/painting/memory_map_view.h"
#include "ui/painting/timeline_view.h"
#include "ui/viewmodels/board_table_model.h"
#include "ui/viewmodels/cost_table_model.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/gauge.h"

using namespace thimble;
using namespace thimble::ui;
using test::shownText;
using test::Window;

namespace {

bool settleBoards(Window& window) {
    const bool done =
        QTest::qWaitFor([&] { return !window->boardFits().isWorking(); }, test::kPatienceMs);
    Window::layOut();
    return done && window->boardFits().state() == BoardFits::State::Ready;
}

}  // namespace

class WindowBoardsTest : public test::WindowTest {
    Q_OBJECT

    bool openBoards(Window& window, const char* sample) {
        if (!window.open(test::sampleFile(sample))) return false;
        window->showBoardsPage();
        return settleBoards(window) && window->boardsPage()->isVisible();
    }

private slots:
    void nothingIsComputedBeforeSomebodyAsks() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window->boardFits().state() == BoardFits::State::Empty);
    }

    void allBoardsAreListed() {
        Window window(settings());
        QVERIFY(openBoards(window, "resnet8"));
        BoardsPage& page = *window->boardsPage();
        QCOMPARE(page.boards()->shownRows(),
                 static_cast<int>(window->boardFits().catalogue().size()));
        QVERIFY(!page.memoryMap()->isVisible());
        page.filter()->setText(QStringLiteral("nucleo-f446re"));
        QCOMPARE(page.boards()->shownRows(), 1);
    }

    void aBoardSetsTheTargetAndIsExplained() {
        Window window(settings());
        QVERIFY(openBoards(window, "resnet8"));
        BoardsPage& page = *window->boardsPage();
        page.filter()->setText(QStringLiteral("nucleo-f446re"));
        emit page.boards()->activated(page.boards()->model()->index(0, 0));
        QVERIFY(window.settle() && settleBoards(window));
        QCOMPARE(QString::fromLatin1(window->document().target().name.data()),
                 QStringLiteral("arm32-cmsis-dsp"));
        const BoardAnswer* answer = window->boardFits().chosen();
        QVERIFY(answer != nullptr && answer->on.fit.fits && answer->latency() && answer->energy());
        QVERIFY(shownText(&page).contains(QStringLiteral("Fits ST NUCLEO-F446RE")));
        QCOMPARE(page.sramGauge()->value()->value,
                 static_cast<double>(answer->on.fit.sram->usedBytes()));
        QVERIFY(page.latencyGauge()->text().contains(QStringLiteral("estimated")));
        QCOMPARE(page.costs()->shownRows(), static_cast<int>(window.report().model.operators));
        // The whole of each memory is accounted for.
        for (const MemoryBank& bank : page.memoryMap()->banks()) {
            Bytes sum = 0;
            for (const MemoryPart& part : bank.parts) sum += part.bytes;
            QCOMPARE(sum, *bank.bytes);
        }
        page.costs()->setCurrentIndex(page.costs()->model()->index(2, 0));
        QVERIFY(window->selection().current().isOperator(0, 2));
        window->showExplorer();
        QVERIFY(window->explorer()->summary()->boardsButton()->text().startsWith("Fits"));
    }

    void theReserveCounts() {
        Window window(settings());
        window->boardFits().choose(QStringLiteral("nucleo-f446re"));
        QVERIFY(openBoards(window, "resnet8"));
        const Bytes before = window->boardFits().chosen()->on.fit.sram->usedBytes();
        window->boardsPage()->reserveBox()->setValue(100'000);
        QVERIFY(settleBoards(window));
        const boards::Fit& fit = window->boardFits().chosen()->on.fit;
        QCOMPARE(fit.sram->usedBytes(), before + 100'000);
        QVERIFY(!fit.fits);
        QVERIFY(shownText(window->boardsPage()).contains(QStringLiteral("Does not fit: SRAM")));
        QVERIFY(window->boardsPage()->memoryMap()->banks()[0].parts.back().use ==
                MemoryUse::Missing);
    }

    void whatIsUnknownIsNoZero() {
        Window window(settings());
        window->boardFits().choose(QStringLiteral("gr712rc"));
        QVERIFY(openBoards(window, "resnet8"));
        BoardsPage& page = *window->boardsPage();
        QVERIFY(!page.latencyGauge()->value() && !page.energyGauge()->value());
        QCOMPARE(page.energyGauge()->text(), QStringLiteral("unknown"));
        QVERIFY(!page.flashGauge()->value());
        QVERIFY(!page.costs()->isVisible());
    }

    void theBatteryAndTheRadioAreReckonedWith() {
        Window window(settings());
        window->boardFits().choose(QStringLiteral("arduino-nano-33-ble"));
        QVERIFY(openBoards(window, "person_detection"));
        BoardsPage& page = *window->boardsPage();
        const QString before = shownText(&page);
        QVERIFY(before.contains(QStringLiteral("Battery: ~")));
        QVERIFY(before.contains(QStringLiteral("sending the raw input, 9,216 B, takes 73.7 ms")));
        QVERIFY(before.contains(QStringLiteral("Sending takes less energy.")));
        page.rawInputBox()->setValue(320'000);
        QVERIFY(shownText(&page).contains(QStringLiteral("raw input, 320,000 B")));
        QVERIFY(shownText(&page).contains(QStringLiteral("Inferring is faster.")));
        page.rawInputBox()->setValue(0);
        QCOMPARE(shownText(&page), before);
        page.perDayBox()->setValue(24);
        QVERIFY(shownText(&page) != before);
        QCOMPARE(window->boardFits().usage().inferencesPerDay, 24.0);
        page.perDayBox()->setValue(1e7);
        QVERIFY(shownText(&page).contains(QStringLiteral("may not keep up")));
        window->boardFits().choose(QStringLiteral("gr712rc"));
        QVERIFY(window.settle() && settleBoards(window));
        QVERIFY(shownText(&page).contains(QStringLiteral("Battery: unknown.")));
        QVERIFY(shownText(&page).contains(QStringLiteral("Inferring saves energy where it takes")));
        window->boardFits().choose(QStringLiteral("nucleo-f446re"));
        QVERIFY(window.settle() && settleBoards(window));
        QVERIFY(shownText(&page).contains(QStringLiteral("Sending: unknown. No radio")));
    }

    void theTimelineShowsCyclesAndEnergyOfTheBoard() {
        const QString file = settings();
        {
            Window window(file);
            QVERIFY(window.open(test::sampleFile("resnet8")));
            TimelineView& timeline = *window->explorer()->timeline();
            QTest::keyClick(window.operator->(), Qt::Key_3, Qt::AltModifier);
            QVERIFY(timeline.quantity() == StepQuantity::Cycles);
            QCOMPARE(timeline.rowValue(1), QStringLiteral("unknown"));
            window->boardFits().choose(QStringLiteral("nucleo-f446re"));
            QVERIFY(window.settle() && settleBoards(window));
            const cost::OperatorCost& first = window->boardFits().chosen()->cost->operators[0];
            QVERIFY(timeline.rowValue(1).startsWith(formatAbout(first.cycles.value)));
            window->actions().quantities[3]->trigger();
            QVERIFY(timeline.rowValue(1).startsWith(QLatin1Char('~') +
                                                    formatEnergy(first.microjoules.value)));
            // The buttons in the timeline are the same actions.
            const auto buttons = timeline.findChildren<QToolButton*>();
            QCOMPARE(buttons.size(), kStepQuantities);
            QVERIFY(buttons[3]->isChecked() && !buttons[2]->isChecked());
            window->boardFits().choose(QStringLiteral("gr712rc"));
            QVERIFY(window.settle() && settleBoards(window));
            QCOMPARE(timeline.rowValue(1), QStringLiteral("unknown"));
            window->close();
        }
        Window window(file);
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window->explorer()->timeline()->quantity() == StepQuantity::Energy);
    }

    void anOlderAnswerIsDropped() {
        Window window(settings());
        QVERIFY(openBoards(window, "resnet8"));
        for (const int reserve : {1000, 2000, 3000})
            window->boardsPage()->reserveBox()->setValue(reserve);
        QVERIFY(settleBoards(window));
        QCOMPARE((*window->boardFits().answers())[0].on.fit.sram->reserveBytes, Bytes{3000});
        window->boardsPage()->reserveBox()->setValue(4000);
        window->document().close();
        QTest::qWait(300);
        QVERIFY(!window->boardFits().answers());
    }

    void theBoardIsRemembered() {
        const QString file = settings();
        {
            Window window(file);
            window->boardFits().choose(QStringLiteral("nucleo-h743zi"));
            window->close();
        }
        Window window(file);
        QVERIFY(window->document().board().has_value());
        QCOMPARE(window->document().board()->id, std::string("nucleo-h743zi"));
    }

    void modelsAreSound() {
        Window window(settings());
        window->boardFits().choose(QStringLiteral("nucleo-f446re"));
        QVERIFY(openBoards(window, "resnet8"));
        BoardTableModel boardModel;
        CostTableModel costModel;
        const QAbstractItemModelTester one(&boardModel,
                                           QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester two(&costModel,
                                           QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto report = window->document().report();
        boardModel.setAnswers(report, window->boardFits().answers(), "nucleo-f446re");
        costModel.setCost(report, window->boardFits().chosen()->cost);
        QVERIFY(boardModel.chosenRow() >= 0);
        QCOMPARE(costModel.rowOf({SelectedItem::Kind::Operator, 0, 3}), 3);
        boardModel.setAnswers(nullptr, nullptr, {});
        costModel.setCost(report, std::nullopt);
        QCOMPARE(boardModel.rowCount() + costModel.rowCount(), 0);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowBoardsTest)
#include "window_boards_test.moc"
