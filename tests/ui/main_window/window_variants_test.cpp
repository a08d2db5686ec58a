// The tree of variants: kept from the pages, opened, renamed, deleted, compared, exported, undone.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "tests/ui/support/window.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/split_page.h"
#include "ui/pages/variant_panel.h"
#include "ui/pages/variants_pane.h"
#include "ui/painting/overlay_view.h"
#include "ui/session_actions.h"
#include "ui/viewmodels/compare_operators_model.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::sampleFile;
using test::Window;
using variants::kOriginal;
using variants::VariantId;

namespace {

constexpr VariantId kFirst{1};

bool settleVariants(Window& window) {
    const bool done = QTest::qWaitFor(
        [&] {
            return !window->variants().isWorking() && !window->variants().opening() &&
                   !window->document().isRunning();
        },
        test::kPatienceMs);
    Window::layOut();
    return done;
}

bool keepPlan(Window& window) {
    window->showPlanPage();
    if (!window.settlePlan()) return false;
    window->planPage()->keepButton()->click();
    return settleVariants(window);
}

bool openPrune(Window& window) {
    window->showPrunePage();
    return QTest::qWaitFor(
        [&] { return window->pruner().study() && !window->pruner().isWorking(); },
        test::kPatienceMs);
}

QTreeWidgetItem* itemOf(Window& window, const QString& name) {
    const auto found = window->variantsPane()->tree()->findItems(
        name, Qt::MatchExactly | Qt::MatchRecursive, VariantsPane::NameColumn);
    return found.isEmpty() ? nullptr : found.front();
}

QString sumOfModel(Window& window) {
    return QString::fromStdString(sha256(window->document().model()->file.bytes()));
}

}  // namespace

class WindowVariantsTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void aPlanIsKeptAndOpened() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        QVERIFY(window->variantsDock()->isHidden());
        const QString original = sumOfModel(window);
        const Bytes before = window.report().device.minimumBytes;
        QVERIFY(keepPlan(window));
        const variants::VariantTree& tree = window->variants().tree();
        QCOMPARE(tree.variants.size(), std::size_t{2});
        QVERIFY(window->variantsDock()->isVisible());
        const Bytes planned = window->planner().found()->plan.after.minimumBytes;
        QVERIFY(planned < before);
        QCOMPARE(tree.variants[1].figures->arenaBytes, std::optional(planned));
        QTreeWidgetItem* item = itemOf(window, QStringLiteral("planned"));
        QVERIFY(item != nullptr);
        QVERIFY(item->text(VariantsPane::ChangeColumn).startsWith(QChar(0x2212)));
        QVERIFY(item->parent() == itemOf(window, QStringLiteral("nas_cell.tflite")));

        window->variantsPane()->choose(kFirst);
        window->variantsPane()->openButton()->click();
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().open(), kFirst);
        QCOMPARE(window.report().device.minimumBytes, planned);
        QVERIFY(sumOfModel(window) != original);
        QVERIFY(window->windowTitle().contains(QStringLiteral("planned")));
        QVERIFY(item->font(VariantsPane::NameColumn).bold());
        // The page stays; the plan of a planned model gains nothing.
        QVERIFY(window->planPage()->isVisible());
        QVERIFY(window.settlePlan());
        QCOMPARE(window->planner().found()->plan.after.minimumBytes, planned);
        // Back, by undo.
        window->sessionActions().undo->trigger();
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().open(), kOriginal);
        QCOMPARE(sumOfModel(window), original);
    }

    void everythingIsUndone() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        QVERIFY(openPrune(window));
        Pruner& pruner = window->pruner();
        const variants::VariantTree before = window->variants().tree();
        const QString original = sumOfModel(window);
        pruner.setCount(0, 2);
        window->sessionActions().keep->trigger();
        pruner.setCount(1, 2);
        window->variants().rename(kFirst, QStringLiteral("two"));
        QVERIFY(keepPlan(window));
        window->variants().openVariant(VariantId{2});
        QVERIFY(settleVariants(window));
        window->variants().remove(VariantId{2});
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().open(), kOriginal);
        QCOMPARE(window->variants().tree().variants.size(), std::size_t{2});
        int edits = 0;
        while (window->history().canUndo()) {
            window->sessionActions().undo->trigger();
            QVERIFY(settleVariants(window));
            QVERIFY(++edits < 50);
        }
        QVERIFY(edits >= 4);
        QCOMPARE(window->variants().open(), kOriginal);
        QVERIFY(window->variants().tree() == before);
        QCOMPARE(sumOfModel(window), original);
        QVERIFY(openPrune(window));
        QVERIFY(window->pruner().isWhole() || window->pruner().counts()[0] == 2);
        QVERIFY(!window->sessionActions().undo->isEnabled());
        while (window->history().canRedo()) {
            window->sessionActions().redo->trigger();
            QVERIFY(settleVariants(window));
        }
        QCOMPARE(window->variants().nameOf(kFirst), QStringLiteral("two"));
        QCOMPARE(window->variants().open(), kOriginal);
    }

    void aDraftWaitsWhileAnotherVariantIsOpen() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        QVERIFY(openPrune(window));
        window->pruner().setCount(0, 10);
        window->sessionActions().keep->trigger();
        window->pruner().setCount(1, 7);
        window->variants().openVariant(kFirst);
        QVERIFY(settleVariants(window));
        QVERIFY(openPrune(window));
        QVERIFY(window->pruner().isWhole());
        QCOMPARE(window->pruner().groups().groups[0].channels, 10);
        window->pruner().setCount(0, 9);
        window->variants().openVariant(kOriginal);
        QVERIFY(settleVariants(window));
        QVERIFY(openPrune(window));
        QCOMPARE(window->pruner().counts()[0], 10);
        QCOMPARE(window->pruner().counts()[1], 7);
        window->variants().openVariant(kFirst);
        QVERIFY(settleVariants(window));
        QVERIFY(openPrune(window));
        QCOMPARE(window->pruner().counts()[0], 9);
    }

    void prunedIsWhatTheExportWrites() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        QVERIFY(openPrune(window));
        window->pruner().setCount(0, 20);
        const QString written = newFile(QStringLiteral("pruned.tflite"));
        window->pruner().write(written);
        QVERIFY(openPrune(window));
        window->prunePage()->variants()->keepButton()->click();
        const QString exported = newFile(QStringLiteral("variant.tflite"));
        window->variants().exportTo(kFirst, exported);
        QVERIFY(settleVariants(window));
        const auto one = readFile(QFile::encodeName(written).toStdString());
        const auto other = readFile(QFile::encodeName(exported).toStdString());
        QVERIFY(one && other && *one == *other);
        QVERIFY(window->messageBar()->message().contains(exported));
        // Nobody's model is overwritten.
        window->variants().exportTo(kFirst, window->document().path());
        QVERIFY(window->messageBar()->message().contains(QStringLiteral("ds_cnn_s")));
        QVERIFY(openPrune(window));
        QVERIFY(window->variants().tree().variants[1].figures->arenaBytes ==
                window->pruner().now().fit->arenaBytes);
    }

    void byRowsIsAVariant() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        window->showSplitPage();
        QVERIFY(QTest::qWaitFor([&] { return window->rowPlanner().answer() != nullptr; },
                                test::kPatienceMs));
        window->splitPage()->keepButton()->click();
        QVERIFY(settleVariants(window));
        const variants::Variant& rows = window->variants().tree().variants[1];
        QCOMPARE(rows.figures->arenaBytes,
                 std::optional(window->rowPlanner().answer()->arenaBytes));
        QVERIFY(rows.figures->runtime == variants::Runtime::CProject);
        const auto model = window->document().model();
        window->variants().openVariant(kFirst);
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().open(), kFirst);
        QCOMPARE(window->document().model(), model);
        window->showComparePage();
        QVERIFY(settleVariants(window));
        QVERIFY(window->variants().made(kFirst)->rows != nullptr);
        QCOMPARE(window->variants().made(kFirst)->rows->arenaBytes, *rows.figures->arenaBytes);
        const auto& series = window->comparePage()->overlay()->series();
        QCOMPARE(series.size(), std::size_t{2});
        QVERIFY(series[1].stairs.size() > series[0].stairs.size());
        const auto peak = static_cast<std::size_t>(series[1].peak());
        QVERIFY(series[1].stairs[peak].bytes <= *rows.figures->arenaBytes);
        QVERIFY(std::abs(series[1].stairs.back().to - 1) < 0.2);
    }

    void twoAreCompared() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        QVERIFY(keepPlan(window));
        QCOMPARE(window->variants().compared().size(), std::size_t{2});
        window->variantsPane()->compareButton()->click();
        ComparePage& page = *window->comparePage();
        QVERIFY(page.isVisible());
        QVERIFY(settleVariants(window));
        const Bytes before = window.report().device.minimumBytes;
        const Bytes after = *window->variants().tree().variants[1].figures->arenaBytes;
        const QLocale english(QLocale::English);
        QVERIFY(page.headline()->text().contains(
            english.toString(static_cast<qlonglong>(before - after))));
        QVERIFY(page.headline()->text().startsWith(QStringLiteral("planned needs")));
        QVERIFY(page.sentence()->text().contains(QStringLiteral("to the last bit")));
        const QAbstractItemModel* numbers = page.numbers()->model();
        QAbstractItemModelTester numbersTester(page.numbers()->model());
        QAbstractItemModelTester operatorsTester(page.operators()->model());
        QCOMPARE(numbers->columnCount(), 4);
        QCOMPARE(numbers->index(0, 1).data().toString(),
                 english.toString(static_cast<qlonglong>(before)));
        QCOMPARE(numbers->index(0, 2).data().toString(),
                 english.toString(static_cast<qlonglong>(after)));
        QVERIFY(numbers->index(0, 3).data().toString().startsWith(QChar(0x2212)));
        QCOMPARE(numbers->index(CompareNumbersModel::Operations, 3).data().toString(),
                 QStringLiteral("same"));
        // Each operator once, though the plan moves them.
        const auto operators = static_cast<int>(window.report().model.operators);
        QCOMPARE(page.operators()->model()->rowCount(), operators);
        for (int row = 0; row < operators; ++row)
            for (int column = 2; column < 4; ++column)
                QVERIFY(page.operators()->model()->index(row, column).data().toString() !=
                        QStringLiteral("-"));
        page.quantity()->setCurrentIndex(1);
        emit page.quantity()->activated(1);
        for (int row = 0; row < operators; ++row)
            QCOMPARE(page.operators()->model()->index(row, 4).data().toString(),
                     QStringLiteral("same"));
        QCOMPARE(page.maps().size(), 2);
        // By keyboard; and what is ticked off is gone.
        page.overlay()->setFocus();
        QTest::keyClick(page.overlay(), Qt::Key_P);
        QCOMPARE(page.overlay()->currentRow(), page.overlay()->series()[0].peak());
        QVERIFY(page.overlay()->rowValue(0).contains(QStringLiteral("planned: ")));
        window->variants().setCompared(kFirst, false);
        QVERIFY(page.headline()->text().startsWith(QStringLiteral("Tick two")));
        QTest::keyClick(&*window, Qt::Key_Escape);
        QVERIFY(!page.isVisible());
    }

    void namesAreEditedInPlace() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        QVERIFY(keepPlan(window));
        VariantsPane& pane = *window->variantsPane();
        pane.choose(kFirst);
        QTreeWidgetItem* item = itemOf(window, QStringLiteral("planned"));
        item->setText(VariantsPane::NameColumn, QStringLiteral("  best of all "));
        QCOMPARE(window->variants().nameOf(kFirst), QStringLiteral("best of all"));
        item->setText(VariantsPane::NameColumn, QString());
        QCOMPARE(window->variants().nameOf(kFirst), QStringLiteral("best of all"));
        QCOMPARE(item->text(VariantsPane::NameColumn), QStringLiteral("best of all"));
        item->setCheckState(VariantsPane::NameColumn, Qt::Unchecked);
        QCOMPARE(window->variants().compared().size(), std::size_t{1});
        pane.tree()->setFocus();
        QTest::keyClick(pane.tree(), Qt::Key_Delete);
        QVERIFY(itemOf(window, QStringLiteral("best of all")) == nullptr);
        QVERIFY(!pane.deleteButton()->isEnabled());
        window->sessionActions().undo->trigger();
        QVERIFY(itemOf(window, QStringLiteral("best of all")) != nullptr);
        QVERIFY(settleVariants(window));
    }

    void anotherTargetGivesOtherFigures() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        QVERIFY(openPrune(window));
        window->pruner().setCount(0, 20);
        window->sessionActions().keep->trigger();
        QVERIFY(settleVariants(window));
        const Bytes before = *window->variants().tree().variants[1].figures->arenaBytes;
        window->document().setTarget(QStringLiteral("arm32-cmsis-dsp"));
        QVERIFY(window.settle());
        QVERIFY(settleVariants(window));
        const auto& figures = *window->variants().tree().variants[1].figures;
        QCOMPARE(QString::fromStdString(figures.target), QStringLiteral("arm32-cmsis-dsp"));
        QVERIFY(*figures.arenaBytes != before);
        const auto report =
            analyse(*window->variants().made(kFirst)->loaded, window->document().target());
        QCOMPARE(*figures.arenaBytes, (*report)->device.minimumBytes);
    }

    void anotherFileBeginsAnew() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        QVERIFY(keepPlan(window));
        QVERIFY(window.open(sampleFile("nas_cell")));  // the same: they stay
        QCOMPARE(window->variants().tree().variants.size(), std::size_t{2});
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        QCOMPARE(window->variants().tree().variants.size(), std::size_t{1});
        QVERIFY(!window->history().canUndo());
        window->document().close();
        QVERIFY(!window->sessionActions().save->isEnabled());
        window->showComparePage();
        QVERIFY(!window->comparePage()->isVisible());
    }

    void aFileThatHasChangedIsMadeAnew() {
        const QString model = newFile(QStringLiteral("changing.tflite"));
        QVERIFY(QFile::copy(sampleFile("ds_cnn_s"), model));
        Window window(settings());
        QVERIFY(window.open(model));
        QVERIFY(openPrune(window));
        window->pruner().setCount(0, 20);
        window->sessionActions().keep->trigger();
        QVERIFY(settleVariants(window));
        QVERIFY(QFile::remove(model) && QFile::copy(sampleFile("resnet8"), model));
        window->document().reload();
        QVERIFY(window.settle());
        QVERIFY(settleVariants(window));
        // Its channels are not those of the other model.
        QVERIFY(!window->variants().failureOf(kFirst).isEmpty());
        QVERIFY(window->messageBar()->message().contains(QStringLiteral("another")));
        window->variants().openVariant(kFirst);
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().open(), kOriginal);
        QVERIFY(window->messageBar()->message().contains(QStringLiteral("cannot be made")));
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowVariantsTest)
#include "window_variants_test.moc"
