// Fewer channels: the page, sizes, searches, variants and what there is nothing for.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include "core/prune/remove_channels.h"
#include "tests/ui/support/pruning.h"
#include "tests/ui/support/runs.h"
#include "ui/pages/group_panel.h"
#include "ui/pages/prune_controls.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/variant_panel.h"
#include "ui/viewmodels/frozen_table_model.h"
#include "ui/viewmodels/group_table_model.h"
#include "ui/viewmodels/prune_numbers_model.h"
#include "ui/viewmodels/variant_table_model.h"

using namespace thimble;
using namespace thimble::ui;
using test::openPrune;
using test::pruneNumber;
using test::sampleFile;
using test::settlePrune;
using test::shownText;
using test::Window;

namespace {

const char* const kFullyConnected =
    "FULLY_CONNECTED(i8 1x64 q.5:0, i8 16x64 q.02:0 =#1) -> i8 1x16 q.9:1";

}  // namespace

class WindowPruneTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void withoutAModelThereIsNothing() {
        Window window(settings());
        QVERIFY(!window->actions().prunePage->isEnabled());
        window->showPrunePage();
        QVERIFY(!window->prunePage()->isVisible());
        QVERIFY(window->pruner().state() == Pruner::State::Empty);
    }

    void sizesAreThoseOfThePrunedModel() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        QVERIFY(pruner.isWhole() && pruner.groups().groups.size() > 2);
        QCOMPARE(pruner.whole().macs, window.report().model.macs);
        QCOMPARE(pruner.whole().peakBytes, window.report().workingSet.peakBytes);
        pruner.setCount(0, 20);
        pruner.setCount(2, 7);
        const Bytes peakAtOnce = pruner.now().peakBytes;
        QVERIFY(settlePrune(window));
        const auto pruned = prune::removeChannels(window->document().model()->model,
                                                  pruner.groups(), pruner.choice().selection);
        QVERIFY(pruned.has_value());
        const auto report =
            analyse(LoadedModel{"pruned", Blob(), *pruned}, window->document().target());
        QVERIFY(report.has_value());
        QCOMPARE(pruner.now().macs, (*report)->model.macs);
        QCOMPARE(peakAtOnce, (*report)->workingSet.peakBytes);
        QCOMPARE(pruner.now().weightBytes, (*report)->model.weightBytes);
        QVERIFY(pruner.now().fit && pruner.now().fit->isPlanned);
        QVERIFY(pruner.now().fit->arenaBytes <= (*report)->device.minimumBytes);
        QCOMPARE(pruneNumber(window, PruneNumbersModel::Operations, PruneNumbersModel::NowColumn),
                 QLocale(QLocale::English).toString(static_cast<qlonglong>(pruner.now().macs)));
    }

    void itIsMadeToFit() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        PruneControls& controls = *window->prunePage()->controls();
        QVERIFY(!controls.fitBoardButton()->isEnabled());
        QVERIFY(controls.fitBoardButton()->toolTip().contains(QStringLiteral("choose a board")));
        controls.macs()->setValue(40);
        controls.keepMacsButton()->click();
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.now().macs <= pruner.whole().macs * 2 / 5);
        QVERIFY(pruner.now().macs > pruner.whole().macs / 5);
        const Bytes most = pruner.whole().fit->arenaBytes * 3 / 4;
        pruner.fitArena(most);
        QVERIFY(settlePrune(window));
        QVERIFY2(pruner.failure().isEmpty(), qPrintable(pruner.failure()));
        QVERIFY(pruner.now().fit->arenaBytes <= most);
        QVERIFY(pruner.now().macs > pruner.whole().macs / 5);
        pruner.fitArena(100);
        QVERIFY(settlePrune(window));
        QVERIFY(shownText(window->prunePage()).contains(QStringLiteral("still too large")));
    }

    void aBoardIsJudged() {
        Window window(settings());
        window->boardFits().choose(QStringLiteral("nucleo-f446re"));
        QVERIFY(window->document().board());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        QVERIFY(window->prunePage()->sentence()->text().startsWith(QStringLiteral("Fits ")));
        QVERIFY(pruneNumber(window, PruneNumbersModel::Time, PruneNumbersModel::NowColumn)
                    .startsWith(QLatin1Char('~')));
        window->prunePage()->controls()->fitBoardButton()->click();
        QVERIFY(settlePrune(window));
        QVERIFY(window->pruner().isWhole());  // it fits already
    }

    void variantsAreSideBySide() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        VariantPanel& panel = *window->prunePage()->variants();
        QCOMPARE(panel.table()->allRows(), 2);
        pruner.setCount(0, 10);
        panel.keepButton()->click();
        pruner.setCount(0, 5);
        panel.keepButton()->click();
        QCOMPARE(panel.table()->allRows(), 4);
        QVERIFY(settlePrune(window));
        for (const PruneVariant& variant : pruner.variants())
            QVERIFY(variant.numbers.fit && variant.numbers.fit->isPlanned);
        QVERIFY(pruner.variants()[0].numbers.fit->fileBytes >
                pruner.variants()[1].numbers.fit->fileBytes);
        panel.table()->setCurrentIndex(panel.table()->model()->index(1, 0));
        QCOMPARE(panel.chosen(), 0);
        panel.useButton()->click();
        QCOMPARE(pruner.counts()[0], 10);
        window->variants().rename(pruner.variants()[0].id, QStringLiteral("ten"));
        QCOMPARE(panel.table()->model()->index(1, 0).data().toString(), QStringLiteral("ten"));
        panel.deleteButton()->click();
        QCOMPARE(pruner.variants().size(), std::size_t{1});
        window->history().undo();
        QCOMPARE(pruner.variants().size(), std::size_t{2});
        QCOMPARE(pruner.variants()[0].name, QStringLiteral("ten"));
        // Another target: all are planned anew.
        window->document().setTarget(QStringLiteral("arm32-cmsis-dsp"));
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.variants()[1].numbers.fit && pruner.variants()[1].numbers.fit->isPlanned);
    }

    void aModelWithoutGroupsSaysWhy() {
        Window window(settings());
        QVERIFY(openPrune(window, modelFile({kFullyConnected})));
        QVERIFY(window->pruner().groups().groups.empty());
        const QString text = shownText(window->prunePage());
        QVERIFY2(text.contains(QStringLiteral("No channel of this model can go")),
                 qPrintable(text));
        GroupPanel& panel = *window->prunePage()->groups();
        QVERIFY(panel.frozen()->isVisible() && !panel.table()->isVisible());
        QVERIFY(panel.frozen()->shownRows() > 0);
        QVERIFY(!window->prunePage()->exportButton()->isVisible());
        QVERIFY(!window->prunePage()->controls()->isVisible());
    }

    void whatCannotRunCanBePrunedAllTheSame() {
        Window window(settings());
        const QString file = newFile(QStringLiteral("unknown.tflite"));
        QVERIFY(test::writeUnknownModel(file));
        QVERIFY(openPrune(window, file));
        QVERIFY(!window->pruner().canRepair());
        QVERIFY(window->pruner().groups().groups.empty());
    }

    void whoLooksAwayOrCancelsStopsTheStudy() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("mobilenet_v2_035_144")));
        window->showPrunePage();
        QVERIFY(window->pruner().state() == Pruner::State::Studying);
        window->showExplorer();
        QVERIFY(window->pruner().state() == Pruner::State::Empty);
        window->showPrunePage();
        window->pruner().cancel();
        QVERIFY(window->pruner().state() == Pruner::State::Failed);
        QVERIFY(shownText(window->prunePage()).contains(QStringLiteral("cancelled")));
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
    }

    void aSmallWindowStaysSmall() {
        Window window(settings(), {800, 600});
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        QCOMPARE(window->size(), QSize(800, 600));
    }

    void theModelsAreSound() {
        using Mode = QAbstractItemModelTester::FailureReportingMode;
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("resnet8")));
        const auto& report = window->document().report();
        const Pruner& pruner = window->pruner();
        GroupTableModel groups;
        FrozenTableModel frozen;
        PruneNumbersModel numbers;
        VariantTableModel variants;
        const QAbstractItemModelTester testers[] = {
            QAbstractItemModelTester(&groups, Mode::QtTest),
            QAbstractItemModelTester(&frozen, Mode::QtTest),
            QAbstractItemModelTester(&numbers, Mode::QtTest),
            QAbstractItemModelTester(&variants, Mode::QtTest)};
        (void)testers;
        groups.setStudy(report, pruner.study());
        groups.setCosts(pruner.costs());
        frozen.setStudy(report, pruner.study());
        numbers.setNumbers(report, pruner.whole(), pruner.now());
        variants.setVariants(
            report,
            {{.name = QStringLiteral("one"), .choice = pruner.choice(), .numbers = pruner.now()}});
        QCOMPARE(groups.rowCount(), static_cast<int>(pruner.groups().groups.size()));
        QCOMPARE(frozen.rowCount(), static_cast<int>(pruner.groups().frozen.size()));
        QCOMPARE(numbers.rowCount(), PruneNumbersModel::kMeasures);
        QCOMPARE(variants.rowCount(), 1);
        for (const QAbstractItemModel* model :
             std::initializer_list<QAbstractItemModel*>{&groups, &frozen, &numbers, &variants})
            for (int row = 0; row < model->rowCount(); ++row)
                for (int column = 0; column < model->columnCount(); ++column)
                    QVERIFY(model->index(row, column).data().isValid());
        groups.setStudy(report, nullptr);
        QCOMPARE(groups.rowCount(), 0);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowPruneTest)
#include "window_prune_test.moc"
