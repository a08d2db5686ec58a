#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/ui/support/reports.h"
#include "tests/ui/support/runs.h"
#include "ui/viewmodels/output_table_model.h"
#include "ui/viewmodels/trace_table_model.h"
#include "ui/viewmodels/worst_table_model.h"

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

/// A run that nobody made, of the two operators of smallReport.
std::shared_ptr<eval::TracedRun> smallRun() {
    auto run = std::make_shared<eval::TracedRun>();
    eval::TracedTensor traced;
    traced.tensor = 1;
    traced.op = 0;
    traced.statistics.isNumeric = true;
    traced.statistics.elements = 200;
    traced.statistics.lowest = -1.5;
    traced.statistics.highest = 2;
    traced.statistics.mean = 0.25;
    traced.statistics.saturation = eval::Saturation{50, 1};
    traced.ends = {true, false, "RELU"};
    run->tensors.push_back(traced);
    return run;
}

}  // namespace

class RunModelsTest : public QObject {
    Q_OBJECT

private slots:
    void areSound() {
        using Mode = QAbstractItemModelTester::FailureReportingMode;
        const auto report = test::reportOf(test::samplePath("resnet8"));
        const auto run = test::runOf("resnet8");
        QVERIFY(report && run);
        auto answer = std::make_shared<EvaluationAnswer>();
        auto dataset = std::make_shared<data::Dataset>();
        dataset->samples = {{.file = "a.bin", .label = 1}, {.file = "b.bin", .label = 0}};
        dataset->classes = 2;
        dataset->classNames = {"no"};
        answer->dataset = dataset;
        answer->evaluation.samples = {{.index = 0, .label = 1, .answer = 1, .margin = 0.5},
                                      {.index = 1, .label = 0, .answer = 1, .margin = -0.25}};
        answer->evaluation.worst = {1, 0};
        TraceTableModel trace;
        OutputTableModel outputs;
        WorstTableModel worst;
        const QAbstractItemModelTester traceTester(&trace, Mode::QtTest);
        const QAbstractItemModelTester outputTester(&outputs, Mode::QtTest);
        const QAbstractItemModelTester worstTester(&worst, Mode::QtTest);
        trace.setRun(report, run);
        outputs.setRun(report, run, {"cat"});
        worst.setAnswer(report, answer);
        QCOMPARE(trace.rowCount(), static_cast<int>(run->tensors.size()));
        QCOMPARE(outputs.rowCount(), 10);
        QCOMPARE(worst.rowCount(), 2);
        for (const QAbstractItemModel* model :
             {static_cast<QAbstractItemModel*>(&trace), static_cast<QAbstractItemModel*>(&outputs),
              static_cast<QAbstractItemModel*>(&worst)})
            readAllCells(*model);
        QCOMPARE(worst.sampleOf(0), std::size_t{1});
        QCOMPARE(text(worst, 0, WorstTableModel::FileColumn), "b.bin");
        QCOMPARE(text(worst, 0, WorstTableModel::LabelColumn), "no");
        QCOMPARE(text(worst, 0, WorstTableModel::AnswerColumn), "1");
        QCOMPARE(text(worst, 0, WorstTableModel::MarginColumn), "−0.2500");
        // Every operator's output and every tensor of the run is found.
        for (int row = 0; row < trace.rowCount(); ++row) {
            const auto item = trace.index(row, 0).data(IdRole).value<SelectedItem>();
            QCOMPARE(trace.rowOf(item), row);
        }
        trace.setRun(report, nullptr);
        outputs.setRun(report, nullptr, {});
        worst.setAnswer(report, nullptr);
        QCOMPARE(trace.rowCount() + outputs.rowCount() + worst.rowCount(), 0);
    }

    void saturationSaysWhatIsNatural() {
        TraceTableModel model;
        model.setRun(std::make_shared<const Report>(test::smallReport()), smallRun());
        QCOMPARE(text(model, 0, TraceTableModel::LowestColumn), "−1.500");
        QCOMPARE(text(model, 0, TraceTableModel::HighestColumn), "2");
        QCOMPARE(text(model, 0, TraceTableModel::AtLowestColumn), "25.0 % RELU");
        QCOMPARE(text(model, 0, TraceTableModel::AtHighestColumn), "1 (0.5 %)");
        const auto tip = [&model](int column) {
            return model.index(0, column).data(Qt::ToolTipRole).toString();
        };
        QVERIFY(tip(TraceTableModel::AtLowestColumn).contains("where RELU ends"));
        QVERIFY(tip(TraceTableModel::AtHighestColumn).contains("may have been cut off"));
        QCOMPARE(model.index(0, TraceTableModel::AtLowestColumn).data(SortRole).toDouble(), 0.25);
        QCOMPARE(model.rowOf({Kind::Operator, 0, 0}), 0);
        QCOMPARE(model.rowOf({Kind::Tensor, 0, 1}), 0);
        QCOMPARE(model.rowOf({Kind::Tensor, 0, 0}), -1);
        QCOMPARE(model.rowOf({}), -1);
    }

    void theRightAnswerIsMarked() {
        auto run = smallRun();
        run->outputs = {{1, {{3, 0.5, 18}, {1, 0.25, 2}}}};
        run->result = eval::SampleResult{.label = 1, .answer = 3};
        OutputTableModel model;
        model.setRun(std::make_shared<const Report>(test::smallReport()), run, {"no", "yes"});
        QVERIFY(model.knowsClasses());
        QCOMPARE(text(model, 0, OutputTableModel::ClassColumn), "class 3");
        QCOMPARE(text(model, 1, OutputTableModel::ClassColumn), "yes (label)");
        QVERIFY(model.index(1, 0).data(Qt::FontRole).value<QFont>().bold());
        QVERIFY(!model.index(0, 0).data(Qt::FontRole).isValid());
        QCOMPARE(text(model, 0, OutputTableModel::ValueColumn), "0.5000");
        QCOMPARE(text(model, 0, OutputTableModel::StoredColumn), "18");
    }
};

QTEST_MAIN(RunModelsTest)
#include "run_models_test.moc"
