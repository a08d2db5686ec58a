// Evaluating the model: the data folder, the score, the matrix and the way to a sample.
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "tests/ui/support/runs.h"
#include "tests/ui/support/window.h"
#include "ui/pages/evaluate_page.h"
#include "ui/pages/run_page.h"
#include "ui/pages/run_text.h"
#include "ui/pages/summary_page.h"
#include "ui/painting/confusion_view.h"

using namespace thimble;
using namespace thimble::ui;
using test::shownText;
using test::Window;

namespace {

constexpr int kResnetBytes = 32 * 32 * 3;
constexpr int kSamples = 12;

bool settleAll(Window& window) {
    const bool done = QTest::qWaitFor(
        [&window] {
            return !window->runner().isBusy() && !window->evaluator().isBusy() &&
                   window->dataFolder().state() != DataFolder::State::Reading;
        },
        test::kPatienceMs);
    Window::layOut();
    return done;
}

}  // namespace

class WindowEvaluateTest : public test::WindowTest {
    Q_OBJECT

    [[nodiscard]] QString folder(int samples = kSamples) {
        QString path = newFile("samples");
        return test::writeDataFolder(path, samples, 10, kResnetBytes) ? path : QString();
    }
    bool evaluate(Window& window, const QString& path) {
        if (!window.open(test::sampleFile("resnet8"))) return false;
        QTest::keyClick(&*window, Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        window->openDataFolder(path);
        if (!settleAll(window)) return false;
        QTest::mouseClick(window->evaluatePage()->evaluateButton(), Qt::LeftButton);
        return settleAll(window);
    }

private slots:
    void saysWhatToDoFirst() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QTest::keyClick(&*window, Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        EvaluatePage* page = window->evaluatePage();
        QVERIFY(page->isVisible());
        QVERIFY(settleAll(window));
        QVERIFY(shownText(page).contains("Choose a data folder"));
        QVERIFY(!page->evaluateButton()->isEnabled());
        QTest::mouseClick(page->runButton(), Qt::LeftButton);
        QVERIFY(window->runPage()->isVisible());
        QTest::mouseClick(window->runPage()->evaluateButton(), Qt::LeftButton);
        QVERIFY(page->isVisible());
        QTest::keyClick(&*window, Qt::Key_Escape);
        QVERIFY(window->explorer()->isVisible());
    }

    void scoresAndShowsIt() {
        Window window(settings());
        const QString path = folder();
        QVERIFY(evaluate(window, path));
        const auto& answer = window->evaluator().answer();
        QVERIFY(answer);
        const eval::Evaluation& evaluation = answer->evaluation;
        QCOMPARE(evaluation.samples.size(), std::size_t{kSamples});
        EvaluatePage* page = window->evaluatePage();
        const QString score = scoreText(eval::Metric::Top1, *evaluation.score);
        QVERIFY(shownText(page).contains(score + " of 12 samples"));
        QVERIFY(!page->progressBar()->isVisible());
        QCOMPARE(page->worst()->allRows(), kSamples);
        QCOMPARE(page->confusion()->matrix().classes, 10);
        // It stands beside the memory numbers and leads back here.
        QTest::keyClick(&*window, Qt::Key_Escape);
        SummaryPage* summary = window->explorer()->summary();
        QVERIFY(shownText(summary).contains(score + " of 12 samples ("));
        for (QLabel* label : summary->findChildren<QLabel*>())
            if (label->text().contains(score)) emit label->linkActivated("score");
        QVERIFY(page->isVisible());
        // Gone with the model, not with the target.
        window->document().setTarget("arm32-cmsis-dsp");
        QVERIFY(window.settle());
        QVERIFY(window->evaluator().score());
        QVERIFY(window.open(test::sampleFile("ds_cnn_s")));
        QVERIFY(!window->evaluator().score());
        QVERIFY(!shownText(summary).contains("Top-1"));
    }

    void theFolderIsRememberedForTheModel() {
        const QString file = settings();
        const QString path = folder();
        {
            Window window(file);
            QVERIFY(evaluate(window, path));
            window->close();
        }
        Window window(file);
        QVERIFY(window.open(test::sampleFile("ds_cnn_s")));
        QVERIFY(window->dataFolder().path().isEmpty());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(settleAll(window));
        QCOMPARE(window->dataFolder().path(), path);
        QVERIFY(window->dataFolder().dataset());
    }

    void theMatrixIsReadByKeyboard() {
        Window window(settings());
        QVERIFY(evaluate(window, folder()));
        ConfusionView* view = window->evaluatePage()->confusion();
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home);
        QCOMPARE(view->cursor(), (ConfusionLayout::Cell{0, 0}));
        QVERIFY(view->accessibleDescription().contains("of 2 samples of 0 are recognised"));
        QTest::keyClick(view, Qt::Key_Right);
        QCOMPARE(view->cursor(), (ConfusionLayout::Cell{0, 1}));
        QTest::keyClick(view, Qt::Key_End);
        QCOMPARE(view->cursor(), (ConfusionLayout::Cell{9, 9}));
        QTest::mouseMove(view, view->matrix().cellRect({3, 4}).center());
        QTRY_COMPARE(view->cursor(), (ConfusionLayout::Cell{3, 4}));
    }

    void theWorstSampleIsRun() {
        Window window(settings());
        QVERIFY(evaluate(window, folder()));
        const eval::Evaluation& evaluation = window->evaluator().answer()->evaluation;
        const std::size_t worst = evaluation.samples[evaluation.worst[0]].index;
        TablePage* table = window->evaluatePage()->worst();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(window->runPage()->isVisible());
        QVERIFY(settleAll(window));
        const auto& run = window->runner().last();
        QVERIFY(run);
        QCOMPARE(run->input.sample, worst);
        QCOMPARE(run->result->answer, evaluation.samples[evaluation.worst[0]].answer);
    }

    void canBeCancelled() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        window->showEvaluatePage();
        window->openDataFolder(folder(400));
        QVERIFY(settleAll(window));
        QPushButton* button = window->evaluatePage()->evaluateButton();
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(window->evaluator().isBusy());
        QVERIFY(window->evaluatePage()->progressBar()->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(settleAll(window));
        QVERIFY(window->evaluator().answer()->evaluation.cancelled);
        QVERIFY(shownText(window->evaluatePage()).contains("Cancelled"));
        QVERIFY(!window->evaluator().score());
    }

    void whatDoesNotFitIsSaid() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        window->showEvaluatePage();
        window->openDataFolder(path("no/such/folder"));
        QVERIFY(settleAll(window));
        QVERIFY(shownText(window->evaluatePage()).contains("no/such/folder"));
        QVERIFY(!window->evaluatePage()->evaluateButton()->isEnabled());
        const QString small = newFile("small");
        QVERIFY(test::writeDataFolder(small, 2, 10, 5));
        window->openDataFolder(small);
        QVERIFY(settleAll(window));
        QTest::mouseClick(window->evaluatePage()->evaluateButton(), Qt::LeftButton);
        QVERIFY(settleAll(window));
        const QString text = shownText(window->evaluatePage());
        QVERIFY2(text.contains("It cannot be evaluated") && text.contains("0.bin"),
                 qPrintable(text));
        const QString unknown = newFile("unknown.tflite");
        QVERIFY(test::writeUnknownModel(unknown));
        QVERIFY(window.open(unknown));
        window->showEvaluatePage();
        QVERIFY(settleAll(window));
        QVERIFY(shownText(window->evaluatePage()).contains("NobodyKnows"));
    }

    void aFolderCanBeDropped() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const QString path = folder();
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(path)});
        const QPoint middle = window->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&*window, &enter);
        QDropEvent drop(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&*window, &drop);
        QVERIFY(window->evaluatePage()->isVisible());
        QVERIFY(settleAll(window));
        QCOMPARE(window->dataFolder().path(), path);
    }

    void everyPaneIsReachedByKeyboard() {
        Window window(settings(), {800, 600});
        QVERIFY(evaluate(window, folder()));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        QVERIFY(window->width() <= 800 && window->height() <= 600);
        QSet<QWidget*> seen;
        const QList<QWidget*> panes = window->evaluatePage()->panes();
        for (qsizetype i = 0; i < panes.size(); ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            seen.insert(QApplication::focusWidget());
        }
        QCOMPARE(seen, QSet<QWidget*>(panes.begin(), panes.end()));
        for (QWidget* widget : window->evaluatePage()->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowEvaluateTest)
#include "window_evaluate_test.moc"
