#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "tests/ui/support/reports.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/inspector_page.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tables_panel.h"
#include "ui/pages/tail_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/step_axis.h"
#include "ui/painting/timeline_view.h"
#include "ui/theme/colour_scheme.h"
#include "ui/viewmodels/operator_table_model.h"
#include "ui/viewmodels/tensor_table_model.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using Kind = SelectedItem::Kind;

namespace {

constexpr int kPatienceMs = 20'000;

/// A window of the size of an ordinary screen, with settings of its own.
class Window {
public:
    explicit Window(const QString& settings, QSize size = {1200, 800})
        : m_window(std::make_unique<QSettings>(settings, QSettings::IniFormat)) {
        m_window.resize(size);
        m_window.show();
    }
    MainWindow* operator->() { return &m_window; }
    MainWindow& operator*() { return m_window; }

    bool settle() {
        if (!m_window.document().isRunning()) return true;
        const bool answered =
            QSignalSpy(&m_window.document(), &ProjectDocument::settled).wait(kPatienceMs);
        layOut();
        return answered;
    }
    static void layOut() {
        for (int round = 0; round < 5; ++round) QCoreApplication::processEvents();
    }
    bool open(const QString& path) {
        m_window.open(path);
        return settle();
    }
    TimelineView* timeline() { return m_window.explorer()->timeline(); }
    ArenaMapView* map() { return m_window.explorer()->arenaMap(); }
    TablePage* table(TablesPanel::Tab tab) { return m_window.tables()->table(tab); }
    const Report& report() { return *m_window.document().report(); }

private:
    MainWindow m_window;
};

QString shownText(const QWidget* parent) {
    QString all;
    for (const QLabel* label : parent->findChildren<QLabel*>())
        if (label->isVisible()) all += label->text() + QLatin1Char('\n');
    return all;
}

void clickRow(TablePage* table, int row, int column = 0) {
    const QRect cell = table->visualRect(table->model()->index(row, column));
    QVERIFY(!cell.isEmpty());
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
}

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

class MainWindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_files = 0;

    QString newFile(const QString& name) {
        return m_dir.filePath(QStringLiteral("%1_%2").arg(++m_files).arg(name));
    }
    QString settings() { return newFile("settings.ini"); }

private slots:
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

    void theTargetChooserChangesTheNumbers() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        const QString before = shownText(window->explorer()->summary());
        QComboBox* chooser = window->targetChooser();
        chooser->setFocus();
        QTest::keyClick(chooser, Qt::Key_End);
        QVERIFY(window.settle());
        QCOMPARE(chooser->currentData().toString(), "host64-reference");
        const QString after = shownText(window->explorer()->summary());
        QVERIFY(after != before);
        QVERIFY(after.contains("x86-64"));
        QTest::keyClick(chooser, Qt::Key_Up);
        QVERIFY(window.settle());
        QVERIFY(shownText(window->explorer()->summary()).contains("By formula"));
        QVERIFY(window->tables()->warnings() > 0);
    }

    void aTensorChosenInTheTableIsChosenEverywhere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const auto placed = std::ranges::find_if(window.report().tensors, [](const TensorRow& row) {
            return row.buffer >= 0 && !row.isInput;
        });
        QVERIFY(placed != window.report().tensors.end());
        window->tables()->showTab(TablesPanel::TensorsTab);
        TablePage* table = window.table(TablesPanel::TensorsTab);
        table->scrollTo(table->model()->index(placed->index, 0));
        clickRow(table, placed->index, TensorTableModel::ShapeColumn);
        QVERIFY(window->selection().current().isTensor(0, placed->index));
        QCOMPARE(window.map()->currentBuffer(), placed->buffer);
        QVERIFY(window->inspector()->toPlainText().contains(QString::fromStdString(placed->name)));
    }

    void anOperatorClickedInTheTimelineIsChosenEverywhere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        window->tables()->showTab(TablesPanel::TensorsTab);
        const int step = 4;
        QTest::mouseClick(window.timeline(), Qt::LeftButton, {},
                          window.timeline()->rowRect(step).center());
        const int op = window.report().steps[step].op;
        QVERIFY(window->selection().current().isOperator(0, op));
        QCOMPARE(window->tables()->tabs()->currentIndex(), int(TablesPanel::OperatorsTab));
        QCOMPARE(window.table(TablesPanel::OperatorsTab)->currentIndex().row(), op);
        QVERIFY(window->inspector()->toPlainText().contains("Why this much?"));
    }

    void aBufferClickedInTheMapIsChosenEverywhere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const auto& buffers = window.report().device.buffers;
        const auto largest = std::ranges::max_element(buffers, {}, &tflm::PlannedBuffer::bytes);
        const int position = static_cast<int>(largest - buffers.begin());
        QTest::mouseClick(window.map(), Qt::LeftButton, {},
                          window.map()->rowRect(position).center());
        QVERIFY(window->selection().current().isTensor(0, largest->tensor));
        TablePage* table = window.table(TablesPanel::TensorsTab);
        QVERIFY(table->isVisible());
        QCOMPARE(table->currentIndex().siblingAtColumn(0).data(SortRole).toInt(), largest->tensor);
        QVERIFY(table->visualRect(table->currentIndex()).isValid());
    }

    void linksOfTheInspectorAndTheSummaryChoose() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        emit window->inspector()->anchorClicked(QUrl("tensor:0:3"));
        QVERIFY(window->selection().current().isTensor(0, 3));
        emit window->explorer()->summary()->itemChosen({Kind::Operator, 0, 2});
        QVERIFY(window->selection().current().isOperator(0, 2));
    }

    void theFilterNarrowsTheTableInFront() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        QTest::keyClick(&*window, Qt::Key_F, Qt::ControlModifier);
        FilterEdit* filter = window->tables()->filter();
        QTRY_VERIFY(filter->hasFocus());
        TablePage* table = window.table(TablesPanel::OperatorsTab);
        window->selection().select({Kind::Operator, 0, 0});
        QTest::keyClicks(filter, "depthwise");
        QVERIFY(table->shownRows() > 0);
        QVERIFY(table->shownRows() < table->allRows());
        // Hiding the chosen row does not choose another one.
        QVERIFY(window->selection().current().isOperator(0, 0));
        QTest::keyClick(filter, Qt::Key_Down);
        QVERIFY(table->hasFocus());
        QCOMPARE(table->currentIndex().siblingAtColumn(OperatorTableModel::NameColumn).data(),
                 QVariant("DEPTHWISE_CONV_2D"));
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(filter->text(), "");
        QCOMPARE(table->shownRows(), table->allRows());
    }

    void everyViewIsReachedByKeyboard() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        QCOMPARE(QApplication::focusWidget(), window.timeline());
        QList<QWidget*> seen;
        for (int i = 0; i < 5; ++i) {
            seen.append(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        }
        QCOMPARE(QApplication::focusWidget(), window.timeline());
        const QList<QWidget*> expected = {
            window.timeline(), window.map(), window->tables()->filter(),
            window.table(TablesPanel::OperatorsTab), window->inspector()};
        QCOMPARE(seen, expected);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), window->inspector());
    }

    void keysWalkAndJumpToThePeak() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        const int peak =
            window.report().steps[static_cast<std::size_t>(window.report().peakStep)].op;
        QTest::keyClick(window.timeline(), Qt::Key_P);
        QVERIFY(window->selection().current().isOperator(0, peak));
        QTest::keyClick(window.timeline(), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(window->selection().current().isOperator(0, peak + 1));
        QTest::keyClick(window.timeline(), Qt::Key_Left);
        QVERIFY(window->selection().current().isOperator(0, peak));
        QTest::keyClick(window.timeline(), Qt::Key_Escape);
        QVERIFY(window->selection().current().kind == Kind::None);
        // From a table too, where P could be taken for the beginning of a search.
        TablePage* table = window.table(TablesPanel::OperatorsTab);
        table->setFocus();
        QVERIFY(window->selection().current().kind == Kind::None);  // looking is not choosing
        QTest::keyClick(table, Qt::Key_P);
        QVERIFY(window->selection().current().isOperator(0, peak));
        QTest::keyClick(table, Qt::Key_Down);
        QVERIFY(window->selection().current().isOperator(0, peak + 1));
    }

    void zoomKeysMoveTheSharedAxis() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        StepAxis* axis = window->explorer()->axis();
        QVERIFY(axis->isFitted());
        window->actions().zoomIn->trigger();
        QVERIFY(!axis->isFitted());
        window->actions().fit->trigger();
        QVERIFY(axis->isFitted());
    }

    void tablesSortByKeyboard() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        TablePage* table = window.table(TablesPanel::OperatorsTab);
        table->setCurrentIndex(table->model()->index(0, OperatorTableModel::MacsColumn));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(table, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        const auto macs = [table](int row) {
            return table->model()
                ->index(row, OperatorTableModel::MacsColumn)
                .data(SortRole)
                .toLongLong();
        };
        for (int row = 1; row < table->shownRows(); ++row) QVERIFY(macs(row - 1) >= macs(row));
    }

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
        QVERIFY(!window->exportReportTo(m_dir.filePath("no/such/folder.json")));
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

    void everyControlHasANameForAssistiveTechnology() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            QAccessibleInterface* accessible =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + " in " +
                                widget->parentWidget()->metaObject()->className()));
        }
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

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyColourScheme(ColourScheme::System);
    MainWindowTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "main_window_test.moc"
