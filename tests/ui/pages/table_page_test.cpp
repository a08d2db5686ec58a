#include "ui/pages/table_page.h"

#include <QHeaderView>
#include <QTest>

#include "tests/ui/support/reports.h"
#include "ui/viewmodels/operator_table_model.h"

using namespace thimble;
using namespace thimble::ui;

class TablePageTest : public QObject {
    Q_OBJECT

private slots:
    void namesGiveWayBeforeNumbersAreCut() {
        auto* model = new OperatorTableModel;
        TablePage page(model, "Operators", OperatorTableModel::SubgraphColumn);
        page.setReport(test::reportOf(test::samplePath("person_detection")));
        page.resize(2000, 300);
        page.show();
        const auto end = [&page] {
            const int last = page.horizontalHeader()->count() - 1;
            return page.columnViewportPosition(last) + page.columnWidth(last);
        };
        const int whole = end();
        const int name = page.columnWidth(OperatorTableModel::NameColumn);

        // First the room that nothing stands in, then the names; never the numbers.
        page.resize(whole - 20, 300);
        QCOMPARE(end(), page.viewport()->width());
        QCOMPARE(page.columnWidth(OperatorTableModel::NameColumn), name);
        page.resize(whole * 4 / 5, 300);
        QCOMPARE(end(), page.viewport()->width());
        QVERIFY(page.columnWidth(OperatorTableModel::NameColumn) < name);
        const QString digits = model->index(2, OperatorTableModel::MacsColumn).data().toString();
        QFont bold = page.font();
        bold.setBold(true);
        QVERIFY(page.columnWidth(OperatorTableModel::MacsColumn) >
                QFontMetrics(bold).horizontalAdvance(digits));

        page.resize(2000, 300);
        QCOMPARE(page.columnWidth(OperatorTableModel::NameColumn), name);
    }

    void widthsChosenByHandStay() {
        auto* model = new OperatorTableModel;
        TablePage page(model, "Operators", OperatorTableModel::SubgraphColumn);
        page.setReport(test::reportOf(test::samplePath("resnet8")));
        page.resize(2000, 300);
        page.show();
        page.setColumnWidth(OperatorTableModel::NameColumn, 250);
        page.resize(600, 300);
        QCOMPARE(page.columnWidth(OperatorTableModel::NameColumn), 250);
    }
};

QTEST_MAIN(TablePageTest)
#include "table_page_test.moc"
