#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/ui/support/reports.h"
#include "ui/viewmodels/operator_table_model.h"
#include "ui/viewmodels/tail_table_model.h"
#include "ui/viewmodels/tensor_table_model.h"
#include "ui/viewmodels/text_filter_proxy.h"
#include "ui/viewmodels/warning_table_model.h"

using namespace thimble;
using namespace thimble::ui;

namespace {

std::shared_ptr<const Report> shared(Report report) {
    return std::make_shared<const Report>(std::move(report));
}

QString text(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

/// Reads every cell in every role that a view asks for.
void readAllCells(const QAbstractItemModel& model) {
    for (int row = 0; row < model.rowCount(); ++row)
        for (int column = 0; column < model.columnCount(); ++column)
            for (const int role :
                 {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::FontRole),
                  int(Qt::TextAlignmentRole), int(SortRole), int(IdRole), int(FilterRole)})
                (void)model.index(row, column).data(role);
}

}  // namespace

class TableModelsTest : public QObject {
    Q_OBJECT

private slots:
    void areSoundOnEveryModel_data() { test::addModelRows({"resnet8", "x_lstm", "nas_cell"}); }

    void areSoundOnEveryModel() {
        QFETCH(const QString, path);
        THIMBLE_SKIP_WITHOUT_MODEL(path);
        const auto report = test::reportOf(path.toStdString());
        QVERIFY(report);
        OperatorTableModel operators;
        TensorTableModel tensors;
        TailTableModel tail;
        WarningTableModel warnings;
        for (ReportTableModel* model :
             std::initializer_list<ReportTableModel*>{&operators, &tensors, &tail, &warnings}) {
            QAbstractItemModelTester tester(model,
                                            QAbstractItemModelTester::FailureReportingMode::QtTest);
            TextFilterProxy proxy;
            QAbstractItemModelTester proxyTester(
                &proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
            proxy.setSourceModel(model);
            model->setReport(report);
            readAllCells(proxy);
            for (int column = 0; column < proxy.columnCount(); ++column) proxy.sort(column);
            proxy.setWords(QStringLiteral("conv 1"));
            model->setReport(nullptr);
            QCOMPARE(model->rowCount(), 0);
        }
        operators.setReport(report);
        tensors.setReport(report);
        tail.setReport(report);
        QCOMPARE(operators.rowCount(), static_cast<int>(report->operators.size()));
        QCOMPARE(tensors.rowCount(), static_cast<int>(report->tensors.size()));
        // The rows of the tail add up to the tail, or TFLM's refusal leaves it empty.
        qint64 sum = 0;
        for (int row = 0; row < tail.rowCount(); ++row)
            sum += tail.index(row, TailTableModel::BytesColumn).data(SortRole).toLongLong();
        QCOMPARE(sum > 0, report->device.accepts);
        QVERIFY(sum <= report->device.tailBytes);
    }

    void operatorsShowNumbersWithThousands() {
        OperatorTableModel model;
        model.setReport(shared(test::smallReport()));
        QCOMPARE(text(model, 0, OperatorTableModel::NameColumn), "CONV_2D");
        QCOMPARE(text(model, 0, OperatorTableModel::MacsColumn), "12,345");
        QCOMPARE(model.index(0, OperatorTableModel::MacsColumn).data(SortRole),
                 QVariant(qint64{12345}));
        QCOMPARE(text(model, 1, OperatorTableModel::WorkingSetColumn), "1,024");
        QCOMPARE(text(model, 0, OperatorTableModel::OutputColumn), "[1, 8, 8, 8]");
        const auto id = model.index(1, 0).data(IdRole).value<SelectedItem>();
        QVERIFY(id.isOperator(0, 1));
        QCOMPARE(model.rowOf(id), 1);
    }

    void numbersAreAlignedRightAndNamesLeft() {
        OperatorTableModel model;
        model.setReport(shared(test::smallReport()));
        const auto alignment = [&model](int column) {
            return model.index(0, column).data(Qt::TextAlignmentRole).value<Qt::Alignment>();
        };
        QVERIFY(alignment(OperatorTableModel::MacsColumn).testFlag(Qt::AlignRight));
        QVERIFY(alignment(OperatorTableModel::NameColumn).testFlag(Qt::AlignLeft));
        QVERIFY(model.headerData(OperatorTableModel::ScratchColumn, Qt::Horizontal, Qt::DisplayRole)
                    .toString()
                    .contains("(B)"));
    }

    void onlyThePeakIsBold() {
        OperatorTableModel model;
        model.setReport(shared(test::smallReport()));
        QVERIFY(!model.index(0, 0).data(Qt::FontRole).isValid());
        QVERIFY(model.index(1, 0).data(Qt::FontRole).value<QFont>().bold());
    }

    void tensorsSayWhereTheyLie() {
        TensorTableModel model;
        model.setReport(shared(test::smallReport()));
        QCOMPARE(text(model, 0, TensorTableModel::OffsetColumn), "1,024");
        QCOMPARE(text(model, 0, TensorTableModel::AliveColumn), "in to 0");
        QCOMPARE(text(model, 2, TensorTableModel::AliveColumn), "0 to 1");
        QCOMPARE(text(model, 2, TensorTableModel::WriterColumn), "#0 CONV_2D");
        QCOMPARE(text(model, 2, TensorTableModel::LastReaderColumn), "#1 ADD");
        QCOMPARE(text(model, 1, TensorTableModel::KindColumn), "constant");
        QCOMPARE(text(model, 1, TensorTableModel::OffsetColumn), "-");
        QCOMPARE(model.index(1, TensorTableModel::OffsetColumn).data(SortRole),
                 QVariant(qint64{-1}));
        QCOMPARE(model.index(0, TensorTableModel::OffsetColumn).data(Qt::ToolTipRole).toString(),
                 "1,024 B to 1,088 B");
    }

    void unknownWorkIsNoZero() {
        Report report = test::smallReport();
        report.operators[1].macsKnown = false;
        OperatorTableModel model;
        model.setReport(shared(report));
        QCOMPARE(text(model, 1, OperatorTableModel::MacsColumn), "-");
        QVERIFY(model.index(1, OperatorTableModel::MacsColumn)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .startsWith("Unknown"));
    }

    void aTensorThatNothingUsesIsAliveInNoOperator() {
        Report report = test::smallReport();
        report.device.buffers[1].scopes = tflm::kUnmarked;
        TensorTableModel model;
        model.setReport(shared(report));
        QCOMPARE(text(model, 2, TensorTableModel::AliveColumn), "never used");
        report.device.buffers[1].scopes = {-1, 2};  // read, yet never written
        model.setReport(shared(report));
        QCOMPARE(text(model, 2, TensorTableModel::AliveColumn), "in to 0");
    }

    void tailIsSortedAndWithoutEmptyCategories() {
        TailTableModel model;
        model.setReport(shared(test::smallReport()));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(text(model, 0, TailTableModel::KeyColumn), "eval_tensors");
        QCOMPARE(text(model, 0, TailTableModel::BytesColumn), "300");
    }

    void warningsBeginWithTheGravest() {
        Report report = test::smallReport();
        report.device.accepts = false;
        report.device.reason = "operator #0 CONV_2D: refused";
        report.device.planFaults = {"tensor #2 overlaps tensor #3"};
        report.model.oddities = {"tensor #1 has no name"};
        WarningTableModel model;
        model.setReport(shared(report));
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(text(model, 0, WarningTableModel::KindColumn), "Refused");
        QCOMPARE(text(model, 0, WarningTableModel::MessageColumn), "operator #0 CONV_2D: refused");
        QCOMPARE(text(model, 2, WarningTableModel::KindColumn), "File");
        TailTableModel tail;
        tail.setReport(shared(report));
        QCOMPARE(tail.rowCount(), 0);
    }

    void namesFromAFileCannotBreakARow() {
        Report report = test::smallReport();
        report.tensors[0].name = "a\nb\x1b[31m\xff" + std::string(500, 'x') + "end";
        TensorTableModel model;
        model.setReport(shared(report));
        const QString name = text(model, 0, TensorTableModel::NameColumn);
        QVERIFY(!name.contains(QLatin1Char('\n')));
        QVERIFY(!name.contains(QChar(0x1b)));
        QVERIFY(name.size() <= 200);
        QVERIFY(name.endsWith("end"));
    }

    void filterWantsEveryWordWhateverTheCase() {
        TensorTableModel model;
        model.setReport(shared(test::smallReport()));
        TextFilterProxy proxy;
        proxy.setSourceModel(&model);
        QCOMPARE(proxy.rowCount(), 4);
        proxy.setWords("  INT8   output ");
        QCOMPARE(proxy.rowCount(), 1);
        QCOMPARE(text(proxy, 0, TensorTableModel::NameColumn), "output");
        proxy.setWords("[1, 8, 8, 8]");
        QCOMPARE(proxy.rowCount(), 2);
        proxy.setWords("output constant");
        QCOMPARE(proxy.rowCount(), 0);
        proxy.setWords("");
        QCOMPARE(proxy.rowCount(), 4);
    }

    void numbersAreSortedAsNumbers() {
        TensorTableModel model;
        model.setReport(shared(test::smallReport()));
        TextFilterProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(TensorTableModel::SizeColumn, Qt::DescendingOrder);
        QCOMPARE(text(proxy, 0, TensorTableModel::SizeColumn), "512");
        QCOMPARE(text(proxy, 2, TensorTableModel::SizeColumn), "72");
        QCOMPARE(text(proxy, 3, TensorTableModel::SizeColumn), "64");
    }
};

QTEST_MAIN(TableModelsTest)
#include "table_models_test.moc"
