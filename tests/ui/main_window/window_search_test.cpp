// Searching for variants: what is asked, pausing and going on, the front, and what becomes of it.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include "tests/ui/support/runs.h"
#include "tests/ui/support/window.h"
#include "ui/pages/front_chart.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/search_controls.h"
#include "ui/pages/search_page.h"
#include "ui/pages/search_text.h"

using namespace thimble;
using namespace thimble::ui;
using test::sampleFile;
using test::shownText;
using test::Window;

namespace {

constexpr int kInputBytes = 490;  // of ds_cnn_s
constexpr int kSamples = 24;
constexpr int kLongMs = 240'000;  // under the sanitizers, too

bool settleSearch(Window& window) {
    const bool done = QTest::qWaitFor([&] { return !window->searcher().isWorking(); }, kLongMs);
    Window::layOut();
    return done;
}

}  // namespace

class WindowSearchTest : public test::WindowTest {
    Q_OBJECT

    /// The page, with samples and a short search.
    bool openSearch(Window& window, int evaluations) {
        const QString folder = newFile("samples");
        if (!test::writeDataFolder(folder, kSamples, 12, kInputBytes)) return false;
        if (!window.open(sampleFile("ds_cnn_s"))) return false;
        window->searcher().setFolder(newFile("searches").toStdString());
        window->openDataFolder(folder);
        const bool read = QTest::qWaitFor(
            [&] { return window->dataFolder().state() == DataFolder::State::Ready; },
            test::kPatienceMs);
        window->actions().searchPage->trigger();
        page(window).controls()->evaluations()->setValue(evaluations);
        return read && page(window).isVisible();
    }
    static SearchPage& page(Window& window) { return *window->searchPage(); }
    static bool search(Window& window) {
        QTest::mouseClick(page(window).startButton(), Qt::LeftButton);
        return settleSearch(window);
    }

private slots:
    void withoutSamplesNothingIsSearched() {
        Window window(settings());
        QVERIFY(!window->actions().searchPage->isEnabled());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        QTest::keyClick(&*window, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(page(window).isVisible());
        QVERIFY(!page(window).startButton()->isEnabled());
        QVERIFY(shownText(&page(window)).contains(QStringLiteral("choose a folder")));
        window->searcher().start(page(window).controls()->wish());
        QVERIFY(window->searcher().state() == Searcher::State::Empty);
    }

    void theFrontIsTestedAndWithinTheLimits() {
        Window window(settings());
        QVERIFY(openSearch(window, 12));
        const Bytes most = window.report().device.usedBytes * 4 / 5;
        page(window).controls()->arena()->setValue(static_cast<int>(most));
        QVERIFY(search(window));
        QVERIFY2(window->searcher().state() == Searcher::State::Done,
                 qPrintable(window->searcher().failure()));
        const auto front = window->searcher().front();
        QVERIFY(!front.empty());
        for (const search::FrontPoint& point : front) {
            QVERIFY(point.testScore.has_value());
            QVERIFY(point.evaluated.outcome.arenaBytes <= most);
        }
        QCOMPARE(page(window).chart()->content().front.size(), front.size());
        QVERIFY(page(window).chart()->content().limit.has_value());
        QCOMPARE(page(window).table()->allRows(), static_cast<int>(front.size()));
        QCOMPARE(window->searcher().progress()->evaluations.size(), std::size_t{12});
        const QAbstractItemModelTester tester(page(window).table()->model());
        // The same again is known already.
        QVERIFY(search(window));
        QVERIFY(window->searcher().front() == front);
        QCOMPARE(window->searcher().progress()->known, std::int64_t{12});
    }

    void aPausedSearchGoesOnToTheSameFront() {
        Window whole(settings());
        QVERIFY(openSearch(whole, 24));
        QVERIFY(search(whole));
        Window window(settings());
        QVERIFY(openSearch(window, 24));
        window->openDataFolder(whole->dataFolder().path());
        QVERIFY(QTest::qWaitFor(
            [&] { return window->dataFolder().state() == DataFolder::State::Ready; },
            test::kPatienceMs));
        QTest::mouseClick(page(window).startButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor(
            [&] {
                const auto& progress = window->searcher().progress();
                return progress && progress->evaluated >= 5;
            },
            kLongMs));
        QTest::mouseClick(page(window).pauseButton(), Qt::LeftButton);
        QVERIFY(settleSearch(window));
        if (window->searcher().state() == Searcher::State::Paused) {
            QVERIFY(page(window).startButton()->text().contains(QStringLiteral("sume")));
            // A fast machine may have been paused behind its last evaluation: not all are tested
            // then.
            QVERIFY(window->searcher().answer()->evaluations.size() <= 24);
            QVERIFY(search(window));
        }
        QVERIFY(window->searcher().state() == Searcher::State::Done);
        QVERIFY(window->searcher().front() == whole->searcher().front());
    }

    void finishingTestsWhatIsThere() {
        Window window(settings());
        QVERIFY(openSearch(window, 100'000));
        QTest::mouseClick(page(window).startButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor(
            [&] {
                const auto& progress = window->searcher().progress();
                return progress && progress->evaluated >= 4;
            },
            kLongMs));
        QTest::mouseClick(page(window).finishButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return window->searcher().state() == Searcher::State::Done; },
                                kLongMs));
        QVERIFY(window->searcher().answer()->evaluations.size() < 100'000);
        for (const search::FrontPoint& point : window->searcher().front())
            QVERIFY(point.testScore.has_value());
    }

    void aVariantBecomesTheChoiceOfChannels() {
        Window window(settings());
        QVERIFY(openSearch(window, 8));
        QVERIFY(search(window));
        const auto front = window->searcher().front();
        QVERIFY(!front.empty());
        QTest::keyClick(page(window).chart(), Qt::Key_Left);
        QCOMPARE(page(window).chosen(), 0);
        QTest::mouseClick(page(window).openButton(), Qt::LeftButton);
        QVERIFY(window->prunePage()->isVisible());
        QVERIFY(QTest::qWaitFor([&] { return !window->pruner().isWorking(); }, kLongMs));
        QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
        QCOMPARE(window->pruner().counts(), front[0].evaluated.genome.counts);
        // As the search has said.
        QVERIFY(window->pruner().now().score && front[0].testScore);
        QCOMPARE(*window->pruner().now().score->score, *front[0].testScore);
    }

    void anotherModelForgetsIt() {
        Window window(settings());
        QVERIFY(openSearch(window, 4));
        QVERIFY(search(window));
        QVERIFY(window.open(sampleFile("resnet8")));
        QVERIFY(window->searcher().state() == Searcher::State::Empty);
        QVERIFY(window->searcher().front().empty());
        QVERIFY(page(window).chart()->content().front.empty());
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowSearchTest)
#include "window_search_test.moc"
