#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/ui/support/plans.h"
#include "ui/document/selection_link.h"
#include "ui/viewmodels/effect_table_model.h"
#include "ui/viewmodels/moved_table_model.h"

using namespace thimble;
using namespace thimble::ui;
using Kind = SelectedItem::Kind;

namespace {

QString text(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

void readAllCells(const QAbstractItemModel& model) {
    for (int row = 0; row < model.rowCount(); ++row)
        for (int column = 0; column < model.columnCount(); ++column)
            for (const int role :
                 {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::FontRole),
                  int(Qt::TextAlignmentRole), int(SortRole), int(IdRole), int(FilterRole)})
                (void)model.index(row, column).data(role);
}

}  // namespace

class PlanModelsTest : public QObject {
    Q_OBJECT

private slots:
    void areSound_data() {
        QTest::addColumn<QString>("sample");
        for (const char* sample : {"nas_cell", "resnet8", "x_lstm"})
            QTest::newRow(sample) << sample;
    }

    void areSound() {
        QFETCH(const QString, sample);
        const auto planned = test::planOf(sample.toStdString());
        QVERIFY(planned);
        using Mode = QAbstractItemModelTester::FailureReportingMode;
        EffectTableModel effects;
        MovedTableModel moved;
        const QAbstractItemModelTester effectsTester(&effects, Mode::QtTest);
        const QAbstractItemModelTester movedTester(&moved, Mode::QtTest);
        effects.setPlan(planned);
        moved.setPlan(planned);
        readAllCells(effects);
        readAllCells(moved);
        QCOMPARE(effects.rowCount(), 6);
        QCOMPARE(moved.rowCount(), static_cast<int>(planned->changes.moved.size()));
        effects.setPlan(nullptr);
        moved.setPlan(nullptr);
        QCOMPARE(effects.rowCount(), 0);
        QCOMPARE(moved.rowCount(), 0);
    }

    void effectsAreSignedAndGrouped() {
        PlannedModel planned;
        planned.before = std::make_shared<const Report>(test::smallReport());
        planned.plan.before.headBytes = 73'728;
        planned.plan.after.headBytes = 55'296;
        planned.plan.after.lowerBoundBytes = 55'296;
        EffectTableModel model;
        model.setPlan(std::make_shared<const PlannedModel>(planned));
        QCOMPARE(model.rowCount(), 3);  // no verdict: no tail, no arena
        QCOMPARE(text(model, 1, EffectTableModel::MeasureColumn), "Head");
        QCOMPARE(text(model, 1, EffectTableModel::BeforeColumn), "73,728");
        QCOMPARE(text(model, 1, EffectTableModel::DifferenceColumn), "−18,432");
        QCOMPARE(text(model, 1, EffectTableModel::PercentColumn), "−25.0 %");
        QVERIFY(model.index(1, 0).data(Qt::FontRole).value<QFont>().bold());
        QVERIFY(!model.index(0, 0).data(Qt::FontRole).isValid());
    }

    void movedOperatorsAreThoseOfTheFile() {
        const auto planned = test::planOf("nas_cell");
        QVERIFY(planned);
        MovedTableModel model;
        model.setPlan(planned);
        QVERIFY(model.rowCount() > 0);
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto number = [&model, row](int column) {
                return model.index(row, column).data(SortRole).toLongLong();
            };
            const qint64 before = number(MovedTableModel::BeforeColumn);
            QVERIFY(text(model, row, MovedTableModel::OperatorColumn)
                        .startsWith(QStringLiteral("#%1 ").arg(before)));
            QCOMPARE(number(MovedTableModel::AfterColumn) - before,
                     number(MovedTableModel::ByColumn));
            const auto item = model.index(row, 0).data(IdRole).value<SelectedItem>();
            QCOMPARE(item, (SelectedItem{Kind::Operator, 0, static_cast<std::int32_t>(before)}));
            QCOMPARE(model.rowOf(item), row);
        }
        QCOMPARE(model.rowOf({Kind::Tensor, 0, 1}), -1);
    }

    void selectionsFollowEachOther() {
        const auto planned = test::planOf("nas_cell");
        QVERIFY(planned);
        Selection before;
        Selection after;
        SelectionLink link(&before, &after);
        const MovedOperator moved = planned->changes.moved.front();
        before.select({Kind::Operator, 0, moved.before});
        QCOMPARE(after.current().kind, Kind::None);  // nothing is known of a plan yet
        link.setChanges(planned->changes);
        QCOMPARE(after.current(), (SelectedItem{Kind::Operator, 0, moved.after}));
        after.select({Kind::Tensor, 0, 3});
        QCOMPARE(before.current().kind, Kind::Tensor);
        QCOMPARE(link.after(before.current()), (SelectedItem{Kind::Tensor, 0, 3}));
        after.clear();
        QCOMPARE(before.current().kind, Kind::None);
        before.select({Kind::Tensor, 0, 99'999});
        QCOMPARE(after.current().kind, Kind::None);
        QCOMPARE(before.current().index, 99'999);
    }
};

QTEST_MAIN(PlanModelsTest)
#include "plan_models_test.moc"
