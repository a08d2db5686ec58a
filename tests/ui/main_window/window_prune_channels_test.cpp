// Fewer channels: sliders, single channels and what they are ranked by, as a person uses them.
#include <QComboBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <algorithm>
#include <vector>

#include "tests/ui/support/pruning.h"
#include "ui/pages/group_panel.h"
#include "ui/pages/keep_delegate.h"
#include "ui/pages/prune_controls.h"
#include "ui/pages/prune_page.h"
#include "ui/painting/channel_strip.h"
#include "ui/painting/working_set_view.h"
#include "ui/viewmodels/group_table_model.h"

using namespace thimble;
using namespace thimble::ui;
using test::openPrune;
using test::sampleFile;
using test::settlePrune;
using test::Window;

class WindowPruneChannelsTest : public test::WindowTest {
    Q_OBJECT

private slots:
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
};

THIMBLE_WINDOW_TEST_MAIN(WindowPruneChannelsTest)
#include "window_prune_channels_test.moc"
