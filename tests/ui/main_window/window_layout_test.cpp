// What is shown where, in which colours, and what of it is remembered.
#include <QApplication>
#include <QComboBox>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/support/window.h"
#include "ui/pages/inspector_page.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/tail_page.h"
#include "ui/theme/colour_scheme.h"

using namespace thimble;
using namespace thimble::ui;
using test::kPatienceMs;
using test::Window;

class WindowLayoutTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void theTailsChartWaitsUntilItIsSeen() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(!window->tables()->tailPage()->hasChart());
        QTest::keyClick(&*window, Qt::Key_3, Qt::ControlModifier);
        QVERIFY(window->tables()->tailPage()->isVisible());
        QVERIFY(window->tables()->tailPage()->hasChart());
        window->document().setTarget("host64-reference");
        QVERIFY(window.settle());
    }

    void layoutAndTargetAreRemembered() {
        const QString file = settings();
        {
            Window window(file, {1100, 900});
            QVERIFY(window.open(test::sampleFile("resnet8")));
            QTest::keyClick(&*window, Qt::Key_I, Qt::ControlModifier);
            QVERIFY(!window->inspector()->isVisible());
            window->document().setTarget("arm32-cmsis-dsp");
            QVERIFY(window.settle());
            window->close();
        }
        MainWindow window(std::make_unique<QSettings>(file, QSettings::IniFormat));
        window.show();
        QCOMPARE(window.size(), QSize(1100, 900));
        QCOMPARE(window.targetChooser()->currentData().toString(), "arm32-cmsis-dsp");
        window.open(test::sampleFile("resnet8"));
        QVERIFY(QSignalSpy(&window.document(), &ProjectDocument::settled).wait(kPatienceMs));
        QVERIFY(!window.inspector()->isVisible());
        QVERIFY(window.tables()->isVisible());
    }

    void whatHasNoRoomFoldsAndComesBack() {
        Window window(settings(), {800, 600});
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(!window->inspector()->isVisible());
        QVERIFY(window->explorer()->summary()->isCompact());
        QVERIFY(window.timeline()->isVisible());
        QVERIFY(window->tables()->isVisible());
        QVERIFY(window->width() <= 800 && window->height() <= 600);
        // By name it comes all the same.
        QTest::keyClick(&*window, Qt::Key_I, Qt::ControlModifier);
        QVERIFY(window->inspector()->isVisible());
        QVERIFY(!window.map()->isVisible());
        QTest::keyClick(&*window, Qt::Key_M, Qt::ControlModifier);
        QVERIFY(window.map()->isVisible());
        QVERIFY(window->actions().arenaMap->isChecked());
        window->resize(1400, 900);
        Window::layOut();
        QVERIFY(window->inspector()->isVisible());
        QVERIFY(window.map()->isVisible());
        QVERIFY(!window->explorer()->summary()->isCompact());
    }

    void followsTheColoursOfTheDesktop() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        window->tables()->showTab(TablesPanel::TailTab);
        const QPalette before = QApplication::palette();
        const auto grey = [&window] {
            return qGray(window->grab()
                             .toImage()
                             .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                             .pixel(0, 0));
        };
        QApplication::setPalette(lightPalette());
        Window::layOut();
        QVERIFY(grey() > 180);
        QApplication::setPalette(darkPalette());
        Window::layOut();
        QVERIFY(grey() < 80);
        QApplication::setPalette(before);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowLayoutTest)
#include "window_layout_test.moc"
