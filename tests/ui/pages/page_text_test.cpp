#include <QTest>

#include "tests/ui/support/reports.h"
#include "ui/pages/inspector_text.h"
#include "ui/pages/links.h"
#include "ui/pages/summary_text.h"
#include "ui/viewmodels/names.h"

using namespace thimble;
using namespace thimble::ui;

class PageTextTest : public QObject {
    Q_OBJECT

private slots:
    void summaryAnswersBeforeAnyoneAsks() {
        const Report report = test::smallReport();
        QCOMPARE(
            headline(report),
            "Needs 1,520 bytes of SRAM on Cortex-M (or any ILP32 part), TFLM reference kernels");
        QCOMPARE(modelSentence(report),
                 "2 operators, 4 tensors, 12,345 MACs, 72 B of weights in flash");
        QCOMPARE(peakSentence(report),
                 "It peaks at <a href=\"operator:0:1\">#1 ADD</a>, with <b>1,024 B</b> of tensors "
                 "alive");
        QCOMPARE(usedSentence(report), "arena_used_bytes() will report 1,512 B");
        QVERIFY(exactnessSentence(report).startsWith("Exact"));
        QCOMPARE(fragmentationSentence(report),
                 "64 B of the head are gaps: never more than 1,024 B are alive at once");
        QVERIFY(startupSentence(report).isEmpty());
        QVERIFY(refusalSentence(report).isEmpty());
    }

    void peakAndFullestStepAreTwoThings() {
        Report report = test::smallReport();
        QVERIFY(fullestSentence(report).isEmpty());
        report.steps[1].scratchBytes = 1000;
        report.peakStep = 1;
        QVERIFY(peakSentence(report).contains("<b>1,024 B</b>"));
        QCOMPARE(fullestSentence(report),
                 "Fullest step, with scratch <b>1,576 B</b> at "
                 "<a href=\"operator:0:0\">#0 CONV_2D</a>");
        QVERIFY(inspectorText(report, {SelectedItem::Kind::Operator, 0, 0})
                    .contains("This is the fullest step."));
        QVERIFY(inspectorText(report, {SelectedItem::Kind::Operator, 0, 1})
                    .contains("peak of the working set"));
        report.workingSet = {};  // no operators
        report.operators.clear();
        report.steps.resize(1);
        report.peakStep = 0;
        QCOMPARE(peakSentence(report), "Peak working set <b>0 B</b>");
        QCOMPARE(fullestSentence(report), "Fullest step <b>64 B</b>, inputs arrive");
    }

    void startingUpIsExplainedWhereItNeedsMore() {
        Report report = test::smallReport();
        report.device.minimumBytes += 16;
        QVERIFY(!startupSentence(report).isEmpty());
    }

    void whatDoesNotApplyIsNotSaid() {
        Report report = test::smallReport();
        report.device.lowerBoundBytes = report.device.headBytes;
        QVERIFY(fragmentationSentence(report).isEmpty());
        report.device.accepts = false;
        report.device.reason = "operator #0 has no kernel";
        QVERIFY(usedSentence(report).isEmpty());
        QVERIFY(exactnessSentence(report).isEmpty());
        QVERIFY(refusalSentence(report).startsWith("Operator #0 has no kernel."));
        QVERIFY(headline(report).contains("refuses"));
        QVERIFY(!headline(report).contains("1,520"));
    }

    void unknownWorkIsSaid() {
        Report report = test::smallReport();
        report.model.macsKnown = false;
        QVERIFY(modelSentence(report).contains(", at least 12,345 MACs, "));
        report.model.macs = 0;
        QVERIFY(modelSentence(report).contains(", MACs unknown, "));
        report.operators[1].macsKnown = false;
        QVERIFY(inspectorText(report, {SelectedItem::Kind::Operator, 0, 1}).contains("unknown"));
    }

    void byFormulaIsSaid() {
        Report report = test::smallReport();
        report.target = *tflm::findTarget("arm32-cmsis-mve");
        report.device.exact = false;
        QVERIFY(exactnessSentence(report).startsWith("By formula"));
        QVERIFY(headline(report).startsWith("Needs ~1,520 bytes"));
        QCOMPARE(usedSentence(report), "arena_used_bytes() will report ~1,512 B");
        QVERIFY(inspectorText(report, {}).contains("~1,088 B"));
    }

    void linksNameItems() {
        const SelectedItem tensor{SelectedItem::Kind::Tensor, 2, 17};
        QCOMPARE(itemOfLink(linkTo(tensor)), tensor);
        QVERIFY(!itemOfLink("warnings"));
        QVERIFY(!itemOfLink("tensor:0"));
        QVERIFY(!itemOfLink("tensor:0:x"));
        QVERIFY(linked(tensor, "<b>").contains("&lt;b&gt;"));
    }

    void inspectorExplainsAnOperator() {
        const QString html =
            inspectorText(test::smallReport(), {SelectedItem::Kind::Operator, 0, 1});
        QVERIFY(html.contains("#1 ADD"));
        QVERIFY(html.contains("This is the peak"));
        QVERIFY(html.contains("1,024 B"));
        QVERIFY(html.contains("tensor:0:2"));
        QVERIFY(html.contains("tensor:0:3"));
    }

    void inspectorExplainsATensor() {
        const Report report = test::smallReport();
        const QString middle = inspectorText(report, {SelectedItem::Kind::Tensor, 0, 2});
        QVERIFY(middle.contains("written by #0 CONV_2D, last read by #1 ADD"));
        QVERIFY(middle.contains("operator:0:0"));
        const QString weights = inspectorText(report, {SelectedItem::Kind::Tensor, 0, 1});
        QVERIFY(weights.contains("flash"));
        QVERIFY(!weights.contains("<b>conv</b>"));  // names are text, never markup
    }

    void inspectorFallsBackToTheModel() {
        const Report report = test::smallReport();
        QVERIFY(inspectorText(report, {}).contains("small.tflite"));
        QVERIFY(
            inspectorText(report, {SelectedItem::Kind::Tensor, 0, 99}).contains("small.tflite"));
        QVERIFY(
            inspectorText(report, {SelectedItem::Kind::Operator, 7, 0}).contains("small.tflite"));
    }

    void everyItemOfEveryModelHasAText_data() { test::addModelRows({"x_lstm", "nas_cell"}); }

    void everyItemOfEveryModelHasAText() {
        QFETCH(const QString, path);
        THIMBLE_SKIP_WITHOUT_MODEL(path);
        const auto report = test::reportOf(path.toStdString());
        QVERIFY(report);
        QVERIFY(!headline(*report).isEmpty());
        QVERIFY(!peakSentence(*report).isEmpty());
        for (const OperatorRow& op : report->operators)
            QVERIFY(inspectorText(*report, {SelectedItem::Kind::Operator, op.subgraph, op.index})
                        .contains(operatorText(op).toHtmlEscaped()));
        for (const TensorRow& tensor : report->tensors)
            QVERIFY(
                inspectorText(*report, {SelectedItem::Kind::Tensor, tensor.subgraph, tensor.index})
                    .contains(QStringLiteral("#%1").arg(tensor.index)));
    }
};

QTEST_MAIN(PageTextTest)
#include "page_text_test.moc"
