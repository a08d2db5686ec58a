// The C project of a model, measured on an emulated processor.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTest>

#include "tests/ui/support/exporting.h"
#include "ui/document/measurer.h"
#include "ui/pages/export_page.h"
#include "ui/pages/measure_panel.h"
#include "ui/viewmodels/measure_table_model.h"

using namespace thimble;
using namespace thimble::ui;
using test::contentsOf;
using test::kDepthwise;
using test::kLarge;
using test::openExport;
using test::shownText;
using test::Window;

class WindowMeasureTest : public test::WindowTest {
    Q_OBJECT

    QString writeScript(const QString& name, const QByteArray& text) {
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return {};
        file.setPermissions(file.permissions() | QFile::ExeOwner);
        return name;
    }

    /// Programs of these names that nobody runs, and a `measure` that does as it is told.
    bool fakeTools(const QByteArray& script) {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) return false;
        const QString folder = newFile(QStringLiteral("tools"));
        QDir().mkpath(folder);
        for (const char* name : {"arm-none-eabi-gcc", "qemu-system-arm"})
            writeScript(folder + QLatin1Char('/') + QLatin1String(name), "#!/bin/sh\n");
        qputenv("PATH", folder.toLocal8Bit() + ':' + m_path);
        qputenv("THIMBLE_MEASURE",
                writeScript(folder + QStringLiteral("/measure"), script).toLocal8Bit());
        return true;
    }

    QByteArray m_path = qgetenv("PATH");

private slots:
    void cleanup() {
        qputenv("PATH", m_path);
        qunsetenv("THIMBLE_MEASURE");
    }

    void itIsMeasured() {
        if (!fakeTools("import json, os, sys\n"
                       "assert os.path.exists(sys.argv[1] + '/model.c') and '--json' in sys.argv\n"
                       "print(json.dumps({'cpu': 'cortex-m4', 'arena_bytes': 1234,\n"
                       "    'compiled': {'text_bytes': 5678, 'data_bytes': 0}, 'stack_bytes': 96,\n"
                       "    'instructions': 1000, 'operators': [{'step': 0, 'name': "
                       "'DEPTHWISE_CONV_2D', 'instructions': 990}]}))\n"))
            QSKIP("no python3");
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        ExportPage& page = *window->exportPage();
        QVERIFY(page.measureButton()->isEnabled());
        page.measureButton()->click();
        QVERIFY(window->measurer().isWorking());
        QVERIFY(
            QTest::qWaitFor([&] { return !window->measurer().isWorking(); }, test::kPatienceMs));
        QVERIFY2(window->measurer().state() == Measurer::State::Done,
                 qPrintable(window->measurer().failure()));
        Window::layOut();
        QVERIFY(page.measurePanel()->isVisible());
        const QString text = shownText(page.measurePanel());
        for (const char* number : {"1,234 B", "5,678 B", "0 B", "96 B", "1,000 instructions"})
            QVERIFY2(text.contains(QLatin1String(number)), number);
        TablePage& table = *page.measurePanel()->table();
        QCOMPARE(table.shownRows(), 1);
        QCOMPARE(table.model()->index(0, MeasureTableModel::ShareColumn).data().toString(),
                 QStringLiteral("99.0 %"));
        table.setCurrentIndex(table.model()->index(0, 0));
        QVERIFY(window->selection().current().isOperator(0, 0));
        // It is about this model only.
        QVERIFY(window.open(modelFile({kLarge})));
        QVERIFY(!window->measurer().measurement());
    }

    void aMeasurementCanBeCancelled() {
        const QString pid = newFile(QStringLiteral("pid"));
        if (!fakeTools("import os, sys, time\nprint('compiling', file=sys.stderr, flush=True)\n"
                       "open('" +
                       pid.toUtf8() + "', 'w').write(sys.argv[1])\ntime.sleep(600)\n"))
            QSKIP("no python3");
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        ExportPage& page = *window->exportPage();
        page.measureButton()->click();
        QVERIFY(QTest::qWaitFor([&] { return !contentsOf(pid).isEmpty(); }, test::kPatienceMs));
        const QString folder = QString::fromUtf8(contentsOf(pid));
        QVERIFY(QDir(folder).exists());
        QVERIFY(QTest::qWaitFor(
            [&] { return window->measurer().progress() == QLatin1String("compiling"); },
            test::kPatienceMs));
        QVERIFY(page.measureButton()->text().contains(QStringLiteral("Cancel")));
        page.measureButton()->click();
        QVERIFY(window->measurer().state() == Measurer::State::Cancelled);
        QVERIFY(page.measureButton()->isEnabled());
        QVERIFY(QTest::qWaitFor([&] { return !QDir(folder).exists(); }, test::kPatienceMs));
    }

    void aFailedMeasurementIsExplained() {
        if (!fakeTools("import sys\nsys.exit('the compiler is on strike')\n")) QSKIP("no python3");
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        ExportPage& page = *window->exportPage();
        // Status 1 is a measurement; without one it is a failure like any other.
        page.measureButton()->click();
        QVERIFY(
            QTest::qWaitFor([&] { return !window->measurer().isWorking(); }, test::kPatienceMs));
        QVERIFY(window->measurer().state() == Measurer::State::Failed);
        QVERIFY(shownText(&page).contains(QStringLiteral("the compiler is on strike")));
    }

    void missingToolsAreNamed() {
        qputenv("PATH", newFile(QStringLiteral("nothing")).toLocal8Bit());
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        ExportPage& page = *window->exportPage();
        QVERIFY(!page.measureButton()->isEnabled());
        QVERIFY(page.measureButton()->toolTip().contains(QStringLiteral("gcc-arm-none-eabi")));
        page.tabs()->setCurrentWidget(page.measurePanel());
        QVERIFY(shownText(&page).contains(QStringLiteral("qemu-system-arm")));
    }

    void measurementsAreReadWithPatience() {
        QVERIFY(!readMeasurement("") && !readMeasurement("[]") && !readMeasurement("{}"));
        QVERIFY(!readMeasurement("{\"arena_bytes\": \"many\"}"));
        const auto some =
            readMeasurement("{\"arena_bytes\": 8, \"operators\": [1, {\"name\": 2}]}");
        QVERIFY(some && some->arenaBytes == Bytes{8} && !some->textBytes && some->isSound);
        QVERIFY(some->operators.empty());
        const auto wrong =
            readMeasurement("{\"text_bytes\": 5, \"guards_intact\": false, \"instructions\": -1}");
        QVERIFY(wrong && !wrong->isSound && !wrong->instructions && wrong->textBytes == Bytes{5});
    }

    void theModelIsSound() {
        Window window(settings());
        QVERIFY(window.open(modelFile({kDepthwise})));
        MeasureTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Measurement measured;
        measured.operators = {{0, QStringLiteral("A"), 10}, {7, QStringLiteral("B"), 20}};
        model.setMeasurement(window->document().report(), measured, {3});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf({SelectedItem::Kind::Operator, 0, 3}), 0);
        QCOMPARE(model.rowOf({SelectedItem::Kind::Operator, 0, 7}), -1);
        model.setMeasurement(window->document().report(), std::nullopt, {});
        QCOMPARE(model.rowCount(), 0);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowMeasureTest)
#include "window_measure_test.moc"
