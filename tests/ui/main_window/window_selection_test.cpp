// What is chosen in one view is chosen in all.
#include <QTabWidget>
#include <QTest>
#include <algorithm>

#include "tests/ui/support/window.h"
#include "ui/pages/inspector_page.h"
#include "ui/pages/summary_page.h"
#include "ui/viewmodels/operator_table_model.h"
#include "ui/viewmodels/tensor_table_model.h"
#include "ui/widgets/filter_edit.h"

using namespace thimble;
using namespace thimble::ui;
using test::Window;
using Kind = SelectedItem::Kind;

namespace {

void clickRow(TablePage* table, int row, int column = 0) {
    const QRect cell = table->visualRect(table->model()->index(row, column));
    QVERIFY(!cell.isEmpty());
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
}

}  // namespace

class WindowSelectionTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void aTensorChosenInTheTableIsChosenEverywhere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const auto placed = std::ranges::find_if(window.report().tensors, [](const TensorRow& row) {
            return row.buffer >= 0 && !row.isInput;
        });
        QVERIFY(placed != window.report().tensors.end());
        window->tables()->showTab(TablesPanel::TensorsTab);
        TablePage* table = window.table(TablesPanel::TensorsTab);
        table->scrollTo(table->model()->index(placed->index, 0));
        clickRow(table, placed->index, TensorTableModel::ShapeColumn);
        QVERIFY(window->selection().current().isTensor(0, placed->index));
        QCOMPARE(window.map()->currentBuffer(), placed->buffer);
        QVERIFY(window->inspector()->toPlainText().contains(QString::fromStdString(placed->name)));
    }

    void anOperatorClickedInTheTimelineIsChosenEverywhere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        window->tables()->showTab(TablesPanel::TensorsTab);
        const int step = 4;
        QTest::mouseClick(window.timeline(), Qt::LeftButton, {},
                          window.timeline()->rowRect(step).center());
        const int op = window.report().steps[step].op;
        QVERIFY(window->selection().current().isOperator(0, op));
        QCOMPARE(window->tables()->tabs()->currentIndex(), int(TablesPanel::OperatorsTab));
        QCOMPARE(window.table(TablesPanel::OperatorsTab)->currentIndex().row(), op);
        QVERIFY(window->inspector()->toPlainText().contains("Why this much?"));
    }

    void aBufferClickedInTheMapIsChosenEverywhere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const auto& buffers = window.report().device.buffers;
        const auto largest = std::ranges::max_element(buffers, {}, &tflm::PlannedBuffer::bytes);
        const int position = static_cast<int>(largest - buffers.begin());
        QTest::mouseClick(window.map(), Qt::LeftButton, {},
                          window.map()->rowRect(position).center());
        QVERIFY(window->selection().current().isTensor(0, largest->tensor));
        TablePage* table = window.table(TablesPanel::TensorsTab);
        QVERIFY(table->isVisible());
        QCOMPARE(table->currentIndex().siblingAtColumn(0).data(SortRole).toInt(), largest->tensor);
        QVERIFY(table->visualRect(table->currentIndex()).isValid());
    }

    void linksOfTheInspectorAndTheSummaryChoose() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        emit window->inspector()->anchorClicked(QUrl("tensor:0:3"));
        QVERIFY(window->selection().current().isTensor(0, 3));
        emit window->explorer()->summary()->itemChosen({Kind::Operator, 0, 2});
        QVERIFY(window->selection().current().isOperator(0, 2));
    }

    void theFilterNarrowsTheTableInFront() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        QTest::keyClick(&*window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        FilterEdit* filter = window->tables()->filter();
        QTRY_VERIFY(filter->hasFocus());
        TablePage* table = window.table(TablesPanel::OperatorsTab);
        window->selection().select({Kind::Operator, 0, 0});
        QTest::keyClicks(filter, "depthwise");
        QVERIFY(table->shownRows() > 0);
        QVERIFY(table->shownRows() < table->allRows());
        // Hiding the chosen row does not choose another one.
        QVERIFY(window->selection().current().isOperator(0, 0));
        QTest::keyClick(filter, Qt::Key_Down);
        QVERIFY(table->hasFocus());
        QCOMPARE(table->currentIndex().siblingAtColumn(OperatorTableModel::NameColumn).data(),
                 QVariant("DEPTHWISE_CONV_2D"));
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(filter->text(), "");
        QCOMPARE(table->shownRows(), table->allRows());
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowSelectionTest)
#include "window_selection_test.moc"
