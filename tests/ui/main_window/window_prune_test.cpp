// Fewer channels: sliders, single channels, searches, variants, recipes and files, as a person does
// it.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "core/base/file.h"
#include "core/prune/remove_channels.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "tests/support/model_text.h"
#include "tests/ui/support/runs.h"
#include "tests/ui/support/window.h"
#include "ui/pages/group_panel.h"
#include "ui/pages/keep_delegate.h"
#include "ui/pages/prune_controls.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/prune_text.h"
#include "ui/pages/variant_panel.h"
#include "ui/painting/channel_strip.h"
#include "ui/painting/working_set_view.h"
#include "ui/viewmodels/frozen_table_model.h"
#include "ui/viewmodels/group_table_model.h"
#include "ui/viewmodels/prune_numbers_model.h"
#include "ui/viewmodels/variant_table_model.h"

using namespace thimble;
using namespace thimble::ui;
using test::sampleFile;
using test::shownText;
using test::Window;

namespace {

const char* const kFullyConnected =
    "FULLY_CONNECTED(i8 1x64 q.5:0, i8 16x64 q.02:0 =#1) -> i8 1x16 q.9:1";
constexpr int kInputBytes = 490;  // of ds_cnn_s

bool settlePrune(Window& window) {
    const bool done =
        QTest::qWaitFor([&] { return !window->pruner().isWorking(); }, test::kPatienceMs);
    Window::layOut();
    return done;
}

bool openPrune(Window& window, const QString& model) {
    if (!window.open(model)) return false;
    window->showPrunePage();
    return settlePrune(window) && window->prunePage()->isVisible() &&
           window->pruner().state() == Pruner::State::Ready;
}

QString number(Window& window, int measure, int column) {
    const QAbstractItemModel* model = window->prunePage()->numbers()->model();
    return model->index(measure, column).data().toString();
}

Model modelIn(const QString& path) {
    const auto file = readFile(QFile::encodeName(path).toStdString());
    const auto model = file ? readTflite(*file) : fail(ErrorCode::Io, "");
    return model.value_or(Model());
}

}  // namespace

class WindowPruneTest : public test::WindowTest {
    Q_OBJECT

    QString modelFile(const char* op) {
        const QString name = newFile(QStringLiteral("model.tflite"));
        const auto bytes = writeTflite(test::modelFromText({op}));
        if (!bytes || !writeFile(QFile::encodeName(name).toStdString(), *bytes)) return {};
        return name;
    }

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
        QCOMPARE(number(window, PruneNumbersModel::Operations, PruneNumbersModel::NowColumn),
                 QLocale(QLocale::English).toString(static_cast<qlonglong>(pruner.now().macs)));
    }

    void aSliderIsDraggedAndItIsOneEdit() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        GroupPanel& panel = *window->prunePage()->groups();
        QWidget* viewport = panel.table()->viewport();
        const QModelIndex cell = panel.table()->model()->index(1, GroupTableModel::KeptColumn);
        const QPoint handle = panel.sliders()->handleOf(cell);
        const int channels = pruner.groups().groups[1].channels;
        QTest::mousePress(viewport, Qt::LeftButton, {}, handle);
        QTest::mouseMove(viewport, handle - QPoint(20, 0));
        QTest::mouseMove(viewport, handle - QPoint(40, 0));
        const int kept = pruner.counts()[1];
        QCOMPARE(kept, panel.sliders()->countAt(cell, handle.x() - 40));
        QVERIFY(kept < channels && kept > 1);
        QTest::mouseMove(viewport, QPoint(-50, handle.y()));
        QCOMPARE(pruner.counts()[1], 1);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, QPoint(-50, handle.y()));
        QCOMPARE(pruner.undoStack().count(), 1);
        QCOMPARE(panel.chosen(), 1);
        QVERIFY(settlePrune(window));
        window->prunePage()->controls()->undoButton()->click();
        QVERIFY(pruner.isWhole());
        window->prunePage()->controls()->redoButton()->click();
        QCOMPARE(pruner.counts()[1], 1);
        // The same with keys; many presses on one group are one edit.
        panel.table()->setFocus();
        panel.choose(0);
        for (int i = 0; i < 3; ++i) QTest::keyClick(panel.table(), Qt::Key_Left);
        QCOMPARE(pruner.counts()[0], pruner.groups().groups[0].channels - 3);
        QCOMPARE(pruner.undoStack().count(), 2);
        QTest::keyClick(panel.table(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(pruner.counts()[0], pruner.groups().groups[0].channels);
        QCOMPARE(pruner.undoStack().count(), 1);  // nothing is left of it
        window->prunePage()->controls()->resetButton()->click();
        QVERIFY(pruner.isWhole());
    }

    void escapeTakesADragBack() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        GroupPanel& panel = *window->prunePage()->groups();
        QWidget* viewport = panel.table()->viewport();
        const QModelIndex cell = panel.table()->model()->index(0, GroupTableModel::KeptColumn);
        const QPoint handle = panel.sliders()->handleOf(cell);
        QTest::mousePress(viewport, Qt::LeftButton, {}, handle);
        QTest::mouseMove(viewport, handle - QPoint(60, 0));
        QVERIFY(!window->pruner().isWhole());
        QTest::keyClick(panel.table(), Qt::Key_Escape);
        QVERIFY(window->pruner().isWhole());
        QVERIFY(window->prunePage()->isVisible());
        QTest::mouseMove(viewport, handle - QPoint(80, 0));
        QVERIFY(window->pruner().isWhole());
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, handle);
    }

    void channelsAreChosenOneByOne() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        GroupPanel& panel = *window->prunePage()->groups();
        ChannelStrip& strip = *panel.strip();
        panel.choose(0);
        const auto channels = static_cast<std::size_t>(pruner.groups().groups[0].channels);
        QCOMPARE(strip.cells().size(), channels);
        // The last one goes first.
        const auto weakest = strip.cells().back().channel;
        QCOMPARE(weakest, pruner.orders()[0].channels.front());
        const QPoint last = strip.plot().box(static_cast<int>(channels) - 1).center();
        QTest::mouseClick(&strip, Qt::LeftButton, {}, last);
        QVERIFY(!std::ranges::binary_search(pruner.choice().selection.kept[0], weakest));
        QTest::mouseClick(&strip, Qt::LeftButton, {}, last);
        QVERIFY(pruner.isWhole());
        // A drag is one edit.
        const int edits = pruner.undoStack().index();
        QTest::mousePress(&strip, Qt::LeftButton, {}, strip.plot().box(2).center());
        QTest::mouseMove(&strip, strip.plot().box(5).center());
        QTest::mouseRelease(&strip, Qt::LeftButton, {}, strip.plot().box(5).center());
        QCOMPARE(pruner.counts()[0], static_cast<int>(channels) - 4);
        QCOMPARE(pruner.undoStack().index(), edits + 1);
        // Keys: a range.
        panel.order()->setCurrentIndex(1);
        emit panel.order()->activated(1);
        strip.setFocus();
        QTest::keyClick(&strip, Qt::Key_Home);
        QTest::keyClick(&strip, Qt::Key_Right, Qt::ShiftModifier);
        const bool wasKept = strip.cells()[1].isKept;
        QTest::keyClick(&strip, Qt::Key_Space);
        QCOMPARE(strip.cells()[0].channel, 0);
        QCOMPARE(strip.cells()[0].isKept, !wasKept);
        QCOMPARE(strip.cells()[1].isKept, !wasKept);
        QVERIFY(strip.accessibleDescription().contains(QStringLiteral("variance")));
        // One has to stay.
        pruner.setKept(0, {3});
        pruner.setKept(0, {});
        QCOMPARE(pruner.counts()[0], 1);
    }

    void handPickedChannelsStayPicked() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        const auto& order = pruner.orders()[0].channels;
        const std::int32_t strong = order.back();
        std::vector<std::int32_t> kept = prune::keepAll(pruner.groups()).kept[0];
        std::erase(kept, strong);
        pruner.setKept(0, kept);
        pruner.setCount(0, static_cast<std::int32_t>(kept.size()) - 2);
        QVERIFY(!std::ranges::binary_search(pruner.choice().selection.kept[0], strong));
        QVERIFY(!std::ranges::binary_search(pruner.choice().selection.kept[0], order[0]));
        QVERIFY(!std::ranges::binary_search(pruner.choice().selection.kept[0], order[1]));
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
        QVERIFY(number(window, PruneNumbersModel::Time, PruneNumbersModel::NowColumn)
                    .startsWith(QLatin1Char('~')));
        window->prunePage()->controls()->fitBoardButton()->click();
        QVERIFY(settlePrune(window));
        QVERIFY(window->pruner().isWhole());  // it fits already
    }

    void importanceRanksAnew() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        pruner.setCount(0, 10);
        const auto before = pruner.choice().selection;
        QComboBox* box = window->prunePage()->controls()->importance();
        QCOMPARE(box->count(), 8);
        QVERIFY(box->currentIndex() == 0);
        pruner.setImportance(repair::Importance::Random);
        QCOMPARE(box->currentIndex(), static_cast<int>(repair::Importance::Random));
        QCOMPARE(pruner.counts()[0], 10);
        QVERIFY(pruner.choice().selection != before);
        pruner.undoStack().undo();
        QVERIFY(pruner.choice().selection == before);
        QCOMPARE(box->currentIndex(), 0);
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

    void dataGiveAScore() {
        Window window(settings());
        const QString data = path(QStringLiteral("data"));
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        QCOMPARE(number(window, PruneNumbersModel::Score, PruneNumbersModel::NowColumn),
                 QStringLiteral("-"));
        pruner.setCount(0, 12);
        window->openDataFolder(data);
        QVERIFY(QTest::qWaitFor(
            [&] { return pruner.study() && pruner.study()->test && !pruner.isWorking(); },
            test::kPatienceMs));
        QCOMPARE(pruner.study()->test->samples.size(), std::size_t{12});
        QCOMPARE(pruner.counts()[0], 12);  // the choice outlives the study
        QVERIFY(pruner.whole().score && pruner.now().score);
        QVERIFY(pruner.now().score->isRepaired);
        QVERIFY(number(window, PruneNumbersModel::Score, PruneNumbersModel::NowColumn)
                    .endsWith(QLatin1Char('%')));
        pruner.setRepair(false);
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.now().score && !pruner.now().score->isRepaired);
        pruner.setCount(1, 5);
        QVERIFY(pruner.isScoring() && !pruner.now().score);
        pruner.cancel();
        QVERIFY(!pruner.isScoring());
    }

    void theChoiceIsThereAfterAWalk() {
        Window window(settings());
        const QString data = path(QStringLiteral("other_data"));
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        pruner.setCount(0, 12);
        QVERIFY(settlePrune(window));
        window->showExplorer();
        window->openDataFolder(data);
        QVERIFY(QTest::qWaitFor(
            [&] { return window->dataFolder().state() == DataFolder::State::Ready; },
            test::kPatienceMs));
        QCOMPARE(pruner.counts()[0], 12);
        QVERIFY(!pruner.study()->test);
        window->showPrunePage();
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.study()->test && pruner.now().score);
        QCOMPARE(pruner.counts()[0], 12);
        QCOMPARE(pruner.undoStack().count(), 1);
    }

    void aRecipeMakesTheSameBytes() {
        const QString data = path(QStringLiteral("recipe_data"));
        const QString recipe = newFile(QStringLiteral("recipe.json"));
        const QString first = newFile(QStringLiteral("first.tflite"));
        const QString second = newFile(QStringLiteral("second.tflite"));
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        {
            Window window(settings());
            QVERIFY(window.open(sampleFile("ds_cnn_s")));
            window->openDataFolder(data);
            window->showPrunePage();
            QVERIFY(QTest::qWaitFor(
                [&] { return window->pruner().study() && !window->pruner().isWorking(); },
                test::kPatienceMs));
            window->pruner().setCount(1, 30);
            window->pruner().setCount(3, 11);
            QVERIFY(window->pruner().saveRecipe(recipe).has_value());
            window->pruner().write(first);
            QVERIFY(settlePrune(window));
            QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
            QCOMPARE(window->pruner().writtenTo(), first);
            // Weights are repaired; all else is as it was said.
            const Model written = modelIn(first);
            QCOMPARE(written.subgraphs.size(), std::size_t{1});
            const auto report =
                analyse(LoadedModel{"first", Blob(), written}, window->document().target());
            QVERIFY(report.has_value());
            QCOMPARE((*report)->model.macs, window->pruner().now().macs);
            QCOMPARE((*report)->device.minimumBytes, window->pruner().now().fit->arenaBytes);
        }
        {
            // Without the folder: the recipe knows it.
            Window window(settings());
            QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
            QVERIFY(window->pruner().isWhole() && window->pruner().study()->source.data.empty());
            QVERIFY(window->pruner().loadRecipe(recipe).has_value());
            QVERIFY(settlePrune(window));
            QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
            QCOMPARE(window->pruner().counts()[1], 30);
            window->pruner().write(second);
            QVERIFY(settlePrune(window));
            const auto model = window->document().path();
            window->pruner().write(model);
            QVERIFY(settlePrune(window));
            QVERIFY(!window->pruner().failure().isEmpty());  // nobody's model is overwritten
        }
        const auto one = readFile(QFile::encodeName(first).toStdString());
        const auto other = readFile(QFile::encodeName(second).toStdString());
        QVERIFY(one && other && *one == *other);
        QVERIFY(modelIn(first) != Model());
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("resnet8")));
        QVERIFY(!window->pruner().loadRecipe(recipe).has_value());
        QVERIFY(!window->pruner().loadRecipe(newFile(QStringLiteral("none.json"))).has_value());
    }

    void aModelWithoutGroupsSaysWhy() {
        Window window(settings());
        QVERIFY(openPrune(window, modelFile(kFullyConnected)));
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

    void theGroupIsMarkedInTheWorkingSet() {
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        WorkingSetView& view = *window->prunePage()->workingSet();
        QTest::keyClick(&view, Qt::Key_P);
        QVERIFY(view.accessibleDescription().contains(
            QLocale(QLocale::English)
                .toString(static_cast<qlonglong>(window->pruner().now().peakBytes))));
        window->pruner().setCount(0, 3);
        QVERIFY(view.textOf(1).contains(QStringLiteral("with all channels")));
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
