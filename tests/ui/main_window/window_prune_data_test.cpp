// Fewer channels with a folder of data: scores, and recipes that make the same bytes.
#include <QFile>
#include <QTest>

#include "core/base/file.h"
#include "core/tflite/reader.h"
#include "tests/ui/support/pruning.h"
#include "tests/ui/support/runs.h"
#include "ui/pages/prune_page.h"
#include "ui/viewmodels/prune_numbers_model.h"

using namespace thimble;
using namespace thimble::ui;
using test::openPrune;
using test::pruneNumber;
using test::sampleFile;
using test::settlePrune;
using test::Window;

namespace {

constexpr int kInputBytes = 490;  // of ds_cnn_s

Model modelIn(const QString& path) {
    const auto file = readFile(QFile::encodeName(path).toStdString());
    const auto model = file ? readTflite(*file) : fail(ErrorCode::Io, "");
    return model.value_or(Model());
}

}  // namespace

class WindowPruneDataTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void dataGiveAScore() {
        Window window(settings());
        const QString data = path(QStringLiteral("data"));
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        QCOMPARE(pruneNumber(window, PruneNumbersModel::Score, PruneNumbersModel::NowColumn),
                 QStringLiteral("-"));
        pruner.setCount(0, 12);
        window->openDataFolder(data);
        QVERIFY(QTest::qWaitFor(
            [&] { return pruner.study() && pruner.study()->test && !pruner.isWorking(); },
            test::kPatienceMs));
        QCOMPARE(pruner.study()->test->samples.size(), std::size_t{12});
        QCOMPARE(pruner.counts()[0], 12);  // the choice outlives the study
        QVERIFY(pruner.whole().score && pruner.now().score);
        QVERIFY(pruner.now().score->isRepaired);
        QVERIFY(pruneNumber(window, PruneNumbersModel::Score, PruneNumbersModel::NowColumn)
                    .endsWith(QLatin1Char('%')));
        pruner.setRepair(false);
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.now().score && !pruner.now().score->isRepaired);
        pruner.setCount(1, 5);
        QVERIFY(pruner.isScoring() && !pruner.now().score);
        pruner.cancel();
        QVERIFY(!pruner.isScoring());
    }

    void theChoiceIsThereAfterAWalk() {
        Window window(settings());
        const QString data = path(QStringLiteral("other_data"));
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
        Pruner& pruner = window->pruner();
        pruner.setCount(0, 12);
        QVERIFY(settlePrune(window));
        window->showExplorer();
        window->openDataFolder(data);
        QVERIFY(QTest::qWaitFor(
            [&] { return window->dataFolder().state() == DataFolder::State::Ready; },
            test::kPatienceMs));
        QCOMPARE(pruner.counts()[0], 12);
        QVERIFY(!pruner.study()->test);
        window->showPrunePage();
        QVERIFY(settlePrune(window));
        QVERIFY(pruner.study()->test && pruner.now().score);
        QCOMPARE(pruner.counts()[0], 12);
        QCOMPARE(pruner.undoStack().count(), 1);
    }

    void aRecipeMakesTheSameBytes() {
        const QString data = path(QStringLiteral("recipe_data"));
        const QString recipe = newFile(QStringLiteral("recipe.json"));
        const QString first = newFile(QStringLiteral("first.tflite"));
        const QString second = newFile(QStringLiteral("second.tflite"));
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        {
            Window window(settings());
            QVERIFY(window.open(sampleFile("ds_cnn_s")));
            window->openDataFolder(data);
            window->showPrunePage();
            QVERIFY(QTest::qWaitFor(
                [&] { return window->pruner().study() && !window->pruner().isWorking(); },
                test::kPatienceMs));
            window->pruner().setCount(1, 30);
            window->pruner().setCount(3, 11);
            QVERIFY(window->pruner().saveRecipe(recipe).has_value());
            window->pruner().write(first);
            QVERIFY(settlePrune(window));
            QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
            QCOMPARE(window->pruner().writtenTo(), first);
            // Weights are repaired; all else is as it was said.
            const Model written = modelIn(first);
            QCOMPARE(written.subgraphs.size(), std::size_t{1});
            const auto report =
                analyse(LoadedModel{"first", Blob(), written}, window->document().target());
            QVERIFY(report.has_value());
            QCOMPARE((*report)->model.macs, window->pruner().now().macs);
            QCOMPARE((*report)->device.minimumBytes, window->pruner().now().fit->arenaBytes);
        }
        {
            // Without the folder: the recipe knows it.
            Window window(settings());
            QVERIFY(openPrune(window, sampleFile("ds_cnn_s")));
            QVERIFY(window->pruner().isWhole() && window->pruner().study()->source.data.empty());
            QVERIFY(window->pruner().loadRecipe(recipe).has_value());
            QVERIFY(settlePrune(window));
            QVERIFY2(window->pruner().failure().isEmpty(), qPrintable(window->pruner().failure()));
            QCOMPARE(window->pruner().counts()[1], 30);
            window->pruner().write(second);
            QVERIFY(settlePrune(window));
            const auto model = window->document().path();
            window->pruner().write(model);
            QVERIFY(settlePrune(window));
            QVERIFY(!window->pruner().failure().isEmpty());  // nobody's model is overwritten
        }
        const auto one = readFile(QFile::encodeName(first).toStdString());
        const auto other = readFile(QFile::encodeName(second).toStdString());
        QVERIFY(one && other && *one == *other);
        QVERIFY(modelIn(first) != Model());
        Window window(settings());
        QVERIFY(openPrune(window, sampleFile("resnet8")));
        QVERIFY(!window->pruner().loadRecipe(recipe).has_value());
        QVERIFY(!window->pruner().loadRecipe(newFile(QStringLiteral("none.json"))).has_value());
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowPruneDataTest)
#include "window_prune_data_test.moc"
