// Opening, dropping, reloading, remembering and exporting files.
#include <sys/stat.h>

#include <QAbstractButton>
#include <QAction>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QTest>
#include <algorithm>

#include "tests/ui/support/window.h"
#include "ui/pages/inspector_page.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::kPatienceMs;
using test::shownText;
using test::Window;
using Kind = SelectedItem::Kind;

namespace {

bool drop(MainWindow& window, const QList<QUrl>& urls) {
    QMimeData mime;
    mime.setUrls(urls);
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent dropped(middle, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window, &dropped);
    return dropped.isAccepted();
}

}  // namespace

class WindowFilesTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void aPipeIsNotWaitedFor() {
        QCOMPARE(::mkfifo(path("pipe").toLocal8Bit().constData(), 0600), 0);
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window.open(path("pipe")));
        QVERIFY(window->messageBar()->message().contains("not a regular file"));
        QCOMPARE(window.report().model.operators, 16);
    }

    void quitStandsLast() {
        Window window(settings());
        const QMenu* file = window->menuBar()->actions().first()->menu();
        QCOMPARE(file->actions().last()->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_Q));
    }

    void beginsWithSamples() {
        Window window(settings());
        QVERIFY(window->welcome()->isVisible());
        QVERIFY(!window->tables()->isVisible());
        QCOMPARE(window->windowTitle(), "Thimble");
        QVERIFY(!window->actions().reload->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(window->welcome()->isSettled(), kPatienceMs);
        const auto cards = window->welcome()->findChildren<QAbstractButton*>();
        const auto resnet = std::ranges::find_if(
            cards, [](const QAbstractButton* card) { return card->text() == "resnet8"; });
        QVERIFY(resnet != cards.end());
        (*resnet)->click();
        QVERIFY(window.settle());
        QCOMPARE(window->windowTitle(), "resnet8.tflite - Thimble");
        QVERIFY(!window->welcome()->isVisible());
    }

    void opensADroppedFile() {
        Window window(settings());
        QVERIFY(drop(*window, {QUrl::fromLocalFile(test::sampleFile("nas_cell"))}));
        QVERIFY(window.settle());
        QCOMPARE(window->windowTitle(), "nas_cell.tflite - Thimble");
        QVERIFY(shownText(window->explorer()->summary()).contains("Needs 278,544 bytes of SRAM"));
        QVERIFY(drop(*window, {QUrl::fromLocalFile(test::sampleFile("resnet8"))}));
        QVERIFY(window.settle());
        QCOMPARE(window->windowTitle(), "resnet8.tflite - Thimble");
    }

    void refusesToBeDroppedAnythingElse() {
        Window window(settings());
        QVERIFY(!drop(*window, {QUrl("https://example.com/model.tflite")}));
        QVERIFY(!drop(*window, {}));
        const QUrl file = QUrl::fromLocalFile(test::sampleFile("nas_cell"));
        QVERIFY(!drop(*window, {file, file}));
        QVERIFY(!window->document().isRunning());
    }

    void showsAllNumbersOfTheModel() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        const auto expected = test::reportOf(test::samplePath("person_detection"));
        QCOMPARE(window.report().device.minimumBytes, expected->device.minimumBytes);
        QCOMPARE(window.table(TablesPanel::OperatorsTab)->allRows(),
                 static_cast<int>(expected->operators.size()));
        QCOMPARE(window.timeline()->rowCount(), static_cast<int>(expected->steps.size()));
        QCOMPARE(window.map()->rowCount(), static_cast<int>(expected->device.buffers.size()));
        QVERIFY(window.timeline()->isVisible() && window.map()->isVisible());
        QVERIFY(window->tables()->isVisible() && window->inspector()->isVisible());
        QVERIFY(window->inspector()->toPlainText().contains("person_detection.tflite"));
    }

    void aFileThatIsNoModelLeavesTheOldOne() {
        const QString broken = newFile("broken.tflite");
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("GIF89a");
        file.close();
        Window window(settings());
        QVERIFY(window.open(broken));
        QVERIFY(window->messageBar()->isVisible());
        QVERIFY(window->messageBar()->message().contains(broken));
        QVERIFY(window->welcome()->isVisible());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(!window->messageBar()->isVisible());
        QVERIFY(window.open(broken));
        QVERIFY(window->messageBar()->isVisible());
        QCOMPARE(window->windowTitle(), "resnet8.tflite - Thimble");
        QVERIFY(window->explorer()->isVisible());
        QVERIFY(!window->recentFiles().paths().contains(broken));
    }

    void reloadsWhenAskedAndOffersIt() {
        const QString path = newFile("model.tflite");
        QVERIFY(QFile::copy(test::sampleFile("resnet8"), path));
        Window window(settings());
        QVERIFY(window.open(path));
        const std::size_t before = window.report().model.operators;
        window->selection().select({Kind::Operator, 0, 3});
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::copy(test::sampleFile("nas_cell"), path));
        QTRY_VERIFY_WITH_TIMEOUT(window->messageBar()->isVisible(), kPatienceMs);
        QCOMPARE(window.report().model.operators, before);
        QTest::keyClick(&*window, Qt::Key_F5);
        QVERIFY(window.settle());
        QVERIFY(window.report().model.operators != before);
        QVERIFY(!window->messageBar()->isVisible());
        QVERIFY(window->selection().current().isOperator(0, 3));  // it is there still
    }

    void recentFilesComeBack() {
        const QString file = settings();
        {
            Window window(file);
            QVERIFY(window.open(test::sampleFile("resnet8")));
            QVERIFY(window.open(test::sampleFile("nas_cell")));
            window->close();
        }
        Window window(file);
        QCOMPARE(window->recentFiles().paths(),
                 (QStringList{test::sampleFile("nas_cell"), test::sampleFile("resnet8")}));
        QMenu* recent = nullptr;
        for (QMenu* menu : window->menuBar()->findChildren<QMenu*>())
            if (menu->title().contains("recent")) recent = menu;
        QVERIFY(recent && recent->isEnabled());
        recent->actions()[1]->trigger();
        QVERIFY(window.settle());
        QCOMPARE(window->windowTitle(), "resnet8.tflite - Thimble");
    }

    void aRecentFileThatIsGoneIsTakenOffTheList() {
        const QString file = settings();
        const QString gone = newFile("gone.tflite");
        QSettings(file, QSettings::IniFormat).setValue("recentFiles", QStringList{gone});
        Window window(file);
        emit window->welcome()->fileChosen(gone);
        QVERIFY(window->messageBar()->message().contains(gone));
        QVERIFY(window->recentFiles().paths().isEmpty());
    }

    void exportsPlotAndReport() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const QString svg = newFile("plot.svg");
        const QString png = newFile("plot.png");
        const QString json = newFile("report.json");
        for (const QString& path : {svg, png})
            QVERIFY2(window->exportPlotTo(path), qPrintable(window->messageBar()->message()));
        QVERIFY(window->exportReportTo(json));
        for (const QString& path : {svg, png, json}) QVERIFY(QFileInfo(path).size() > 1000);
        QVERIFY(!window->exportReportTo(path("no/such/folder.json")));
        QVERIFY(window->messageBar()->isVisible());
    }

    void closingAModelGoesBackToTheStart() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QTest::keyClick(&*window, Qt::Key_W, Qt::ControlModifier);
        QVERIFY(window->welcome()->isVisible());
        QVERIFY(!window->tables()->isVisible());
        QCOMPARE(window->windowTitle(), "Thimble");
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowFilesTest)
#include "window_files_test.moc"
