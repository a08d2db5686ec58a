// The model as a C project: the page, and its files on disk.
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include "tests/ui/support/exporting.h"
#include "ui/document/exporter.h"
#include "ui/format/format.h"
#include "ui/pages/export_page.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::contentsOf;
using test::kDepthwise;
using test::kLarge;
using test::openExport;
using test::settleExport;
using test::shownText;
using test::Window;

namespace {

const char* const kUnknown = "NoSuchOperator(i8 4) -> i8 4";

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

private slots:
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
            QCOMPARE(contentsOf(folder + QLatin1Char('/') + QString::fromStdString(file.name)),
                     QByteArray::fromStdString(file.text));
        // What is there is not replaced before somebody says so.
        const QString model = folder + QStringLiteral("/model.c");
        QFile changed(model);
        QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write("mine") == 4);
        changed.close();
        window->exportPage()->writeTo(folder);
        QVERIFY(settleMessage(window, "of the project's files already"));
        QCOMPARE(contentsOf(model), QByteArray("mine"));
        emit window->exportPage()->messageBar()->triggered();
        QVERIFY(settleMessage(window, "The C project is in "));
        QVERIFY(contentsOf(model) != QByteArray("mine"));
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
};

THIMBLE_WINDOW_TEST_MAIN(WindowExportTest)
#include "window_export_test.moc"
