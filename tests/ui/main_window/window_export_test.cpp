// The model as a C project: the page, its files on disk, and the measurement.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/support/model_text.h"
#include "tests/ui/support/window.h"
#include "ui/document/exporter.h"
#include "ui/document/measurer.h"
#include "ui/format/format.h"
#include "ui/pages/export_page.h"
#include "ui/pages/measure_panel.h"
#include "ui/viewmodels/measure_table_model.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::shownText;
using test::Window;

namespace {

// Its output lies on its input.
const char* const kDepthwise =
    "DEPTHWISE_CONV_2D(i8 1x8x8x4 q.5:0, i8 1x3x3x4 Q.02x4@3 =#1) -> i8 1x8x8x4 q.9:1 | "
    "DepthwiseConv2DOptions padding=0 stride_h=1 stride_w=1 depth_multiplier=1";
// So many weights that its C file is cut in the preview.
const char* const kLarge =
    "FULLY_CONNECTED(i8 1x64 q.5:0, i8 1024x64 q.02:0 =#1) -> i8 1x1024 q.9:1";
const char* const kUnknown = "NoSuchOperator(i8 4) -> i8 4";

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool settleExport(Window& window) {
    const bool done =
        QTest::qWaitFor([&] { return !window->exporter().isWorking(); }, test::kPatienceMs);
    Window::layOut();
    return done;
}

bool settleMessage(Window& window, const char* words) {
    return QTest::qWaitFor(
        [&] {
            return window->exportPage()->messageBar()->message().contains(QLatin1String(words));
        },
        test::kPatienceMs);
}

}  // namespace

class WindowExportTest : public test::WindowTest {
    Q_OBJECT

    QString modelFile(std::initializer_list<std::string> operators) {
        const QString name = newFile(QStringLiteral("model.tflite"));
        const auto bytes = writeTflite(test::modelFromText(operators));
        if (!bytes || !writeFile(QFile::encodeName(name).toStdString(), *bytes)) return {};
        return name;
    }

    bool openExport(Window& window, const QString& model) {
        if (!window.open(model)) return false;
        window->showExportPage();
        return settleExport(window) && window->exportPage()->isVisible();
    }

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

    void nothingIsMadeBeforeSomebodyLooks() {
        Window window(settings());
        QVERIFY(window.open(modelFile({kDepthwise})));
        QVERIFY(window->exporter().state() == Exporter::State::Empty);
        QVERIFY(!window->actions().writeProject->isEnabled());
    }

    void theProjectIsExplained() {
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        ExportPage& page = *window->exportPage();
        const auto& project = window->exporter().project();
        QVERIFY(project != nullptr);
        QCOMPARE(page.facts()->number(0), formatBytes(project->memory.arenaBytes));
        QCOMPARE(page.facts()->number(1), formatBytes(window.report().device.usedBytes));
        QCOMPARE(page.facts()->number(2), QStringLiteral("0 B"));
        QCOMPARE(page.facts()->number(3), formatBytes(project->constantBytes));
        QCOMPARE(page.facts()->number(4), QStringLiteral("1"));
        const QString text = shownText(&page);
        QVERIFY(text.contains(QStringLiteral("As C: ")) &&
                text.contains(QStringLiteral("that TFLM would use on ")));
        QCOMPARE(page.files()->topLevelItemCount(), static_cast<int>(project->files.size()));
        QCOMPARE(page.files()->topLevelItem(0)->text(0), QStringLiteral("model.c"));
        QVERIFY(page.files()->hasFocus() || !page.window()->isActiveWindow());
        for (const cproject::File& file : project->files) {
            const auto items =
                page.files()->findItems(QString::fromStdString(file.name), Qt::MatchExactly);
            QCOMPARE(items.size(), 1);
            page.files()->setCurrentItem(items[0]);
            QCOMPARE(page.preview()->toPlainText(), QString::fromStdString(file.text));
        }
    }

    void anotherTargetIsComparedWith() {
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        QVERIFY(window->document().setTarget(QStringLiteral("host64-reference")));
        QVERIFY(window.settle());
        QCOMPARE(window->exportPage()->facts()->number(1),
                 formatBytes(window.report().device.usedBytes));
        QVERIFY(window->exportPage()->isVisible());
    }

    void otherKernelsCanBeChosen() {
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        ExportPage& page = *window->exportPage();
        QCOMPARE(page.kernelsBox()->count(), 2);
        QCOMPARE(page.kernelsBox()->currentText(), QStringLiteral("Own"));
        page.kernelsBox()->setCurrentIndex(1);
        emit page.kernelsBox()->activated(1);
        QVERIFY(window->exporter().isWorking() && !window->exporter().project());
        QVERIFY(settleExport(window));
        const auto project = window->exporter().project();
        QVERIFY(project && cproject::cmsisNnCalls(*project) == 1);
        QCOMPARE(page.facts()->number(4), QStringLiteral("0"));
        QVERIFY(shownText(&page).contains(QStringLiteral("1 of its calls go to CMSIS-NN")));
        QCOMPARE(page.files()
                     ->findItems(QStringLiteral("th_cmsis_depthwise_s8.c"), Qt::MatchExactly)
                     .size(),
                 1);
        // The choice stays when another model is looked at.
        QVERIFY(openExport(window, modelFile({kLarge})));
        QVERIFY(cproject::cmsisNnCalls(*window->exporter().project()) == 1);
        emit page.kernelsBox()->activated(0);
        QVERIFY(settleExport(window));
        QVERIFY(cproject::cmsisNnCalls(*window->exporter().project()) == 0);
    }

    void ofALargeFileTheBeginningIsShown() {
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kLarge})));
        const cproject::Project& project = *window->exporter().project();
        const auto large =
            std::find_if(project.files.begin(), project.files.end(),
                         [](const cproject::File& file) { return file.text.size() > 210'000; });
        QVERIFY(large != project.files.end());
        QVERIFY(large->name == "model.c");
        const QString shown = window->exportPage()->preview()->toPlainText();
        QVERIFY(shown.size() > 190'000 && shown.size() <= 200'001);
        QVERIFY(QString::fromStdString(large->text).startsWith(shown));
        QVERIFY(shownText(window->exportPage()).contains(QStringLiteral("The first ")));
    }

    void itIsWritten() {
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise})));
        QVERIFY(window->actions().writeProject->isEnabled());
        const QString folder = newFile(QStringLiteral("project"));
        window->exportPage()->writeTo(folder);
        QVERIFY(settleMessage(window, "The C project is in "));
        const cproject::Project& project = *window->exporter().project();
        for (const cproject::File& file : project.files)
            QCOMPARE(contents(folder + QLatin1Char('/') + QString::fromStdString(file.name)),
                     QByteArray::fromStdString(file.text));
        // What is there is not replaced before somebody says so.
        const QString model = folder + QStringLiteral("/model.c");
        QFile changed(model);
        QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write("mine") == 4);
        changed.close();
        window->exportPage()->writeTo(folder);
        QVERIFY(settleMessage(window, "of the project's files already"));
        QCOMPARE(contents(model), QByteArray("mine"));
        emit window->exportPage()->messageBar()->triggered();
        QVERIFY(settleMessage(window, "The C project is in "));
        QVERIFY(contents(model) != QByteArray("mine"));
    }

    void aFolderThatCannotBeWrittenIsNamed() {
        Window window(settings());
        const QString model = modelFile({kDepthwise});
        QVERIFY(openExport(window, model));
        window->exportPage()->writeTo(model + QStringLiteral("/below"));
        QVERIFY(settleMessage(window, "could not be written"));
        QVERIFY(window->exportPage()->writeButton()->isEnabled());
    }

    void whatCannotBeExportedIsNamed() {
        Window window(settings());
        QVERIFY(openExport(window, modelFile({kDepthwise, kUnknown})));
        QVERIFY(window->exporter().state() == Exporter::State::Failed);
        const ExportPage& page = *window->exportPage();
        const QString text = shownText(&page);
        QVERIFY(text.contains(QStringLiteral("cannot be exported")));
        QVERIFY2(text.contains(QStringLiteral("NoSuchOperator")), qPrintable(text));
        QVERIFY(!page.writeButton()->isEnabled() && !page.measureButton()->isEnabled());
        QVERIFY(!page.tabs()->isVisible());
    }

    void anotherModelReplacesIt() {
        Window window(settings());
        QVERIFY(window.open(modelFile({kLarge})));
        window->showExportPage();
        QVERIFY(window->exporter().isWorking());
        QVERIFY(window.open(modelFile({kDepthwise})));  // goes to the explorer
        QVERIFY(!window->exporter().project() && !window->exportPage()->isVisible());
        window->showExportPage();
        QVERIFY(settleExport(window));
        QCOMPARE(window->exportPage()->facts()->number(4), QStringLiteral("1"));
    }

    void theBestSoFarIsAProjectToo() {
        Window window(settings());
        QVERIFY(window.open(modelFile({kDepthwise})));
        window->showExportPage();
        window->exporter().finishEarly();
        QVERIFY(settleExport(window));
        QVERIFY(window->exporter().project() != nullptr);
        QVERIFY(window->exportPage()->stopButton()->isHidden());
    }

    void whoLooksAwayStopsTheWork() {
        Window window(settings());
        QVERIFY(window.open(modelFile({kLarge})));
        window->showExportPage();
        window->showExplorer();
        QVERIFY(window->exporter().state() == Exporter::State::Empty);
        QTest::qWait(200);  // the answer would have come
        QVERIFY(!window->exporter().project());
        window->showExportPage();
        QVERIFY(settleExport(window));
        QVERIFY(window->exporter().state() == Exporter::State::Ready);
        // What is made stays made.
        const auto project = window->exporter().project();
        window->showExplorer();
        window->showExportPage();
        QCOMPARE(window->exporter().project(), project);
    }

    void itIsMadeAgainWhileSomebodyLooks() {
        ProjectDocument document;
        Exporter exporter(&document);
        const QStringList models = {modelFile({kLarge}), modelFile({kDepthwise})};
        exporter.setWanted(true);
        QVERIFY(exporter.state() == Exporter::State::Empty);
        for (const QString& model : models) {
            QSignalSpy settled(&document, &ProjectDocument::settled);
            document.open(model);
            QVERIFY(settled.wait(test::kPatienceMs));
            QVERIFY(exporter.isWorking() && !exporter.project());
        }
        QVERIFY(QTest::qWaitFor([&] { return !exporter.isWorking(); }, test::kPatienceMs));
        QVERIFY(exporter.project() && exporter.project()->memory.shared.size() == 1);
        QTest::qWait(200);  // the older answer would have come
        QCOMPARE(exporter.project()->memory.shared.size(), std::size_t{1});
        document.close();
        QVERIFY(!exporter.project());
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
        QVERIFY(QTest::qWaitFor([&] { return !contents(pid).isEmpty(); }, test::kPatienceMs));
        const QString folder = QString::fromUtf8(contents(pid));
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

THIMBLE_WINDOW_TEST_MAIN(WindowExportTest)
#include "window_export_test.moc"
