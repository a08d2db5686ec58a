// Running the model: the page, its inputs, tables and picture, used as a person does.
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/ui/support/runs.h"
#include "tests/ui/support/window.h"
#include "ui/pages/input_chooser.h"
#include "ui/pages/run_page.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/tensor_pane.h"
#include "ui/painting/tensor_view.h"
#include "ui/viewmodels/trace_table_model.h"
#include "ui/widgets/filter_edit.h"

using namespace thimble;
using namespace thimble::ui;
using test::shownText;
using test::Window;
using Kind = SelectedItem::Kind;

namespace {

constexpr int kResnetBytes = 32 * 32 * 3;

bool settleRun(Window& window) {
    const bool done = QTest::qWaitFor(
        [&window] {
            return !window->runner().isBusy() &&
                   window->dataFolder().state() != DataFolder::State::Reading;
        },
        test::kPatienceMs);
    Window::layOut();
    return done;
}

bool openAndRun(Window& window, const std::string& sample) {
    if (!window.open(test::sampleFile(sample))) return false;
    QTest::keyClick(&*window, Qt::Key_R, Qt::ControlModifier);
    return settleRun(window) && window->runner().last();
}

}  // namespace

class WindowRunTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void isReachedAndLeft() {
        Window window(settings());
        QTest::keyClick(&*window, Qt::Key_R, Qt::ControlModifier);
        QVERIFY(!window->runPage()->isVisible());  // no model
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QTest::mouseClick(window->explorer()->summary()->runButton(), Qt::LeftButton);
        RunPage* page = window->runPage();
        QVERIFY(page->isVisible());
        QVERIFY(settleRun(window));
        // Nothing has run: the page says what it is for.
        QVERIFY(!window->runner().last());
        QVERIFY(shownText(page).contains("press <b>Run</b>"));
        QTest::keyClick(&*window, Qt::Key_Escape);
        QVERIFY(window->explorer()->isVisible());
        QTest::keyClick(&*window, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(page->isVisible());
        QTest::mouseClick(page->backButton(), Qt::LeftButton);
        QVERIFY(window->explorer()->isVisible());
    }

    void showsTheAnswerAndEveryTensor() {
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        const auto& run = *window->runner().last();
        RunPage* page = window->runPage();
        QCOMPARE(page->trace()->allRows(), static_cast<int>(run.tensors.size()));
        QCOMPARE(page->outputs()->allRows(), 10);
        const QString element = QString::number(run.outputs.front().largest.front().element);
        QVERIFY(shownText(page).contains("Largest output: element " + element));
        // The input, as the picture that it is.
        QVERIFY(page->tensor()->view()->picture()->kind() == PictureKind::Image);
    }

    void followsTheSelectionBothWays() {
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        RunPage* page = window->runPage();
        const auto& run = *window->runner().last();
        window->selection().select({Kind::Operator, 0, 2});
        const int row = page->trace()->currentIndex().row();
        QVERIFY(row > 0);
        QCOMPARE(run.tensors[static_cast<std::size_t>(row)].op, 2);
        QVERIFY(shownText(page->tensor()).contains("written by #2 "));
        page->trace()->setFocus();
        QTest::keyClick(page->trace(), Qt::Key_Down);
        const eval::TracedTensor& next = run.tensors[static_cast<std::size_t>(row) + 1];
        QVERIFY(window->selection().current().isTensor(0, next.tensor));
        QVERIFY(shownText(page->tensor()).contains(QStringLiteral("written by #%1 ").arg(next.op)));
        // The rows of an output are one tensor; the cursor walks through them.
        page->outputs()->setFocus();
        QTest::keyClick(page->outputs(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(page->outputs(), Qt::Key_Down);
        QTest::keyClick(page->outputs(), Qt::Key_Down);
        QCOMPARE(page->outputs()->currentIndex().row(), 2);
        QVERIFY(window->selection().current().isTensor(0, run.outputs.front().tensor));
        // A constant has no values that a run makes.
        const auto& tensors = window.report().tensors;
        const auto constant = std::ranges::find_if(
            tensors, [](const TensorRow& t) { return t.role == TensorRole::Constant; });
        window->selection().select({Kind::Tensor, 0, constant->index});
        QVERIFY(page->tensor()->view()->picture() == nullptr);
    }

    void theFilterNarrowsTheTable() {
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        RunPage* page = window->runPage();
        QTest::keyClick(&*window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(page->filter()->hasFocus());
        QTest::keyClicks(page->filter(), "add");
        QCOMPARE(page->trace()->shownRows(), 3);
        QTest::keyClick(page->filter(), Qt::Key_Down);
        QVERIFY(page->trace()->hasFocus());
        QCOMPARE(window->selection().current().kind, Kind::Tensor);
    }

    void aNewSeedRunsAgain() {
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        const auto first = window->runner().last();
        QSpinBox* seed = window->runPage()->inputs()->seedBox();
        seed->setFocus();
        QTest::keyClick(seed, Qt::Key_Up);
        QVERIFY(settleRun(window));
        QCOMPARE(window->runner().last()->input.seed, 2U);
        QVERIFY(window->runner().last()->tensors[0].statistics != first->tensors[0].statistics);
        // The latest wins.
        for (int i = 0; i < 5; ++i) QTest::keyClick(seed, Qt::Key_Up);
        QVERIFY(settleRun(window));
        QCOMPARE(window->runner().last()->input.seed, 7U);
    }

    void walksThroughSamples() {
        const QString folder = newFile("samples");
        QVERIFY(test::writeDataFolder(folder, 3, 10, kResnetBytes));
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        window->openDataFolder(folder);
        QVERIFY(settleRun(window));
        InputChooser* inputs = window->runPage()->inputs();
        inputs->sourceChooser()->setFocus();
        QTest::keyClick(inputs->sourceChooser(), Qt::Key_End);
        QVERIFY(settleRun(window));
        QCOMPARE(window->runner().last()->label, 0);
        QVERIFY(!inputs->previousButton()->isEnabled());
        QTest::mouseClick(inputs->nextButton(), Qt::LeftButton);
        QVERIFY(settleRun(window));
        QCOMPARE(window->runner().last()->label, 1);
        const auto& result = window->runner().last()->result;
        QVERIFY(result);
        const QString text = shownText(window->runPage());
        QVERIFY(text.contains(QStringLiteral("Answers class %1").arg(result->answer)));
        QVERIFY(text.contains("of 3: 1.bin, label: class 1"));
        QTest::mouseClick(inputs->nextButton(), Qt::LeftButton);
        QVERIFY(settleRun(window));
        QVERIFY(!inputs->nextButton()->isEnabled());
        // As a file the same bytes are not judged.
        window->runPage()->runOnFile(folder + "/2.bin");
        QVERIFY(settleRun(window));
        QVERIFY(!window->runner().last()->result);
        QVERIFY(shownText(window->runPage()).contains("2.bin"));
        window->runPage()->runOnFile(folder + "/none.bin");
        QVERIFY(settleRun(window));
        QVERIFY(shownText(window->runPage()).contains("The run failed"));
        QVERIFY(shownText(window->runPage()).contains("none.bin"));
    }

    void picturesAreReadByKeyboard() {
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        TensorPane* pane = window->runPage()->tensor();
        TensorView* view = pane->view();
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home);
        QCOMPARE(view->cursor(), 0);
        QVERIFY(view->accessibleDescription().startsWith("[0, 0, 0, 0]: red "));
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(view->cursor(), 32 * 3);
        QTest::keyClick(view, Qt::Key_Right);
        QCOMPARE(view->cursor(), 33 * 3);
        pane->kindChooser()->setFocus();
        QTest::keyClick(pane->kindChooser(), Qt::Key_End);
        QVERIFY(view->picture()->kind() == PictureKind::Histogram);
        QTest::keyClick(view, Qt::Key_End);
        QVERIFY(view->accessibleDescription().contains("element"));
        // Esc takes the cursor away first, and leaves the page then.
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Escape);
        QCOMPARE(view->cursor(), -1);
        QVERIFY(window->runPage()->isVisible());
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(window->explorer()->isVisible());
    }

    void whatCannotBeRunIsNamed() {
        const QString path = newFile("unknown.tflite");
        QVERIFY(test::writeUnknownModel(path));
        Window window(settings());
        QVERIFY(window.open(path));
        QTest::keyClick(&*window, Qt::Key_R, Qt::ControlModifier);
        QVERIFY(settleRun(window));
        const QString text = shownText(window->runPage());
        QVERIFY(text.contains("This model cannot be run here"));
        QVERIFY2(text.contains("NobodyKnows"), qPrintable(text));
        QVERIFY(!window->runPage()->runButton()->isEnabled());
        QTest::keyClick(&*window, Qt::Key_Escape);
        QVERIFY(window->explorer()->isVisible());
        // The next model starts anew.
        QVERIFY(openAndRun(window, "resnet8"));
        QVERIFY(window->runPage()->runButton()->isEnabled());
    }

    void aNewModelForgetsTheRun() {
        Window window(settings());
        QVERIFY(openAndRun(window, "resnet8"));
        QVERIFY(window.open(test::sampleFile("ds_cnn_s")));
        QVERIFY(!window->runner().last());
        QCOMPARE(window->runPage()->trace()->allRows(), 0);
        QVERIFY(openAndRun(window, "ds_cnn_s"));
        // Another target is the same model.
        window->document().setTarget("arm32-cmsis-dsp");
        QVERIFY(window.settle());
        QVERIFY(window->runner().last());
        QVERIFY(window->runPage()->trace()->allRows() > 0);
    }

    void everyPaneIsReachedByKeyboard() {
        Window window(settings(), {800, 600});
        QVERIFY(openAndRun(window, "resnet8"));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        QVERIFY(window->width() <= 800 && window->height() <= 600);
        QSet<QWidget*> seen;
        const QList<QWidget*> panes = window->runPage()->panes();
        for (qsizetype i = 0; i < panes.size(); ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            QWidget* now = QApplication::focusWidget();
            seen.insert(now);
            const QRect place(now->mapTo(window->runPage(), QPoint()), now->size());
            QVERIFY2(window->runPage()->rect().contains(place), qPrintable(now->accessibleName()));
        }
        QCOMPARE(seen.size(), panes.size());
        for (QWidget* widget : window->runPage()->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowRunTest)
#include "window_run_test.moc"
