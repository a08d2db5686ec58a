// Sessions: saved, opened where they were left, moved, refused; and what outlives a process that is
// killed.
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QTest>
#include <QThread>
#include <csignal>
#include <cstdio>

#include "core/base/file.h"
#include "core/base/splitmix.h"
#include "core/variants/session.h"
#include "tests/ui/support/window.h"
#include "ui/document/dock_place.h"
#include "ui/document/session_file.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/prune_page.h"
#include "ui/session_actions.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::kPatienceMs;
using test::sampleFile;
using test::Window;
using variants::kOriginal;
using variants::VariantId;

namespace {

constexpr VariantId kFirst{1};
const char* const kChild = "--window-that-is-killed";

bool settleVariants(Window& window) {
    const bool done = QTest::qWaitFor(
        [&] {
            return !window->variants().isWorking() && !window->variants().opening() &&
                   !window->document().isRunning() && !window->session().isWaiting();
        },
        kPatienceMs);
    Window::layOut();
    return done;
}

bool openPrune(Window& window) {
    window->showPrunePage();
    return QTest::qWaitFor(
        [&] { return window->pruner().study() && !window->pruner().isWorking(); }, kPatienceMs);
}

/// A window with a variant, a draft, a board and a target of its own.
bool prepare(Window& window, const QString& model) {
    if (!window.open(model) || !openPrune(window)) return false;
    window->boardFits().choose(QStringLiteral("nucleo-f446re"));
    window->document().setTarget(QStringLiteral("arm32-reference"));
    window->pruner().setCount(0, 10);
    window->sessionActions().keep->trigger();
    window->pruner().setCount(1, 7);
    window->selection().select({SelectedItem::Kind::Operator, 0, 2});
    return openPrune(window) && settleVariants(window);
}

/// What `prepare` did is there.
void checkPrepared(Window& window) {
    QCOMPARE(window->variants().tree().variants.size(), std::size_t{2});
    QCOMPARE(window->document().board()->id, std::string("nucleo-f446re"));
    QCOMPARE(window->document().target().name, std::string_view("arm32-reference"));
    QVERIFY(window->selection().current().isOperator(0, 2));
    QVERIFY(window->prunePage()->isVisible());
    QVERIFY(openPrune(window));
    QCOMPARE(window->pruner().counts()[0], 10);
    QCOMPARE(window->pruner().counts()[1], 7);
    QCOMPARE(window->pruner().variants().size(), std::size_t{1});
}

/// The one autosave of a folder; empty: there is none, or several.
QString onlyFile(const QString& folder) {
    const QStringList files =
        QDir(folder).entryList({QStringLiteral("*") + kSessionSuffix}, QDir::Files);
    return files.size() == 1 ? QDir(folder).filePath(files.front()) : QString();
}

}  // namespace

class WindowSessionTest : public test::WindowTest {
    Q_OBJECT

    /// A folder of its own with a copy of a sample model.
    QString modelIn(const QString& folder, const char* sample) {
        QDir().mkpath(folder);
        const QString model = folder + QStringLiteral("/model.tflite");
        QFile::remove(model);
        return QFile::copy(sampleFile(sample), model) ? model : QString();
    }

private slots:
    void opensWhereItWasLeft() {
        const QString folder = newFile(QStringLiteral("work"));
        const QString file = folder + QStringLiteral("/work.thimble");
        {
            Window window(settings());
            QVERIFY(prepare(window, modelIn(folder, "ds_cnn_s")));
            QVERIFY(window->session().isModified() && window->isWindowModified());
            QVERIFY(window->saveSessionTo(file));
            QVERIFY(!window->session().isModified() && !window->isWindowModified());
            QVERIFY(window->windowTitle().contains(QStringLiteral("work.thimble")));
            window->pruner().setCount(1, 6);
            QVERIFY(window->session().isModified());
            window->sessionActions().undo->trigger();
            QVERIFY(!window->session().isModified());
        }
        {
            Window window(settings());
            window->open(file);
            QVERIFY(settleVariants(window));
            checkPrepared(window);
            QCOMPARE(window->session().path(), QFileInfo(file).absoluteFilePath());
            QCOMPARE(window->recentFiles().paths().front(), window->session().path());
            QVERIFY(!window->session().isModified());
            // Saved again it is the same, but for where the window's parts stand.
            auto one = readSessionFile(file);
            const QString again = folder + QStringLiteral("/again.thimble");
            QVERIFY(window->saveSessionTo(again));
            auto other = readSessionFile(again);
            QVERIFY(one && other);
            one->layout.clear();
            other->layout.clear();
            for (auto* session : {&*one, &*other})
                for (variants::Variant& variant : session->tree.variants) variant.figures.reset();
            QVERIFY(*one == *other);
        }
        // Both moved to another place.
        const QString elsewhere = newFile(QStringLiteral("elsewhere"));
        QVERIFY(QDir().rename(folder, elsewhere));
        Window window(settings());
        window->open(elsewhere + QStringLiteral("/work.thimble"));
        QVERIFY(settleVariants(window));
        checkPrepared(window);
        QVERIFY(window->document().path().startsWith(elsewhere));
    }

    void anOpenVariantIsOpenAgain() {
        const QString folder = newFile(QStringLiteral("open"));
        const QString file = folder + QStringLiteral("/open.thimble");
        Bytes planned = 0;
        {
            Window window(settings());
            QVERIFY(window.open(modelIn(folder, "nas_cell")));
            window->showPlanPage();
            QVERIFY(window.settlePlan());
            window->sessionActions().keep->trigger();
            window->variants().openVariant(kFirst);
            QVERIFY(settleVariants(window));
            planned = window.report().device.minimumBytes;
            QVERIFY(window->saveSessionTo(file));
        }
        Window window(settings());
        window->open(file);
        QVERIFY(settleVariants(window));
        QCOMPARE(window->variants().open(), kFirst);
        QCOMPARE(window.report().device.minimumBytes, planned);
        QVERIFY(window->planPage()->isVisible());
        QVERIFY(window->variantsDock()->isVisible());
    }

    void anotherModelIsAQuestion() {
        const QString folder = newFile(QStringLiteral("other"));
        const QString file = folder + QStringLiteral("/other.thimble");
        {
            Window window(settings());
            QVERIFY(prepare(window, modelIn(folder, "ds_cnn_s")));
            QVERIFY(window->saveSessionTo(file));
        }
        const QString model = modelIn(folder, "resnet8");
        {
            Window window(settings());
            window->open(file);
            QVERIFY(QTest::qWaitFor([&] { return !window->messageBar()->message().isEmpty(); },
                                    kPatienceMs));
            QVERIFY(window->messageBar()->message().contains(QStringLiteral("not the model")));
            QCOMPARE(window->variants().tree().variants.size(), std::size_t{1});
            window->messageBar()->actionButton()->click();
            QVERIFY(settleVariants(window));
            QCOMPARE(window->variants().tree().variants.size(), std::size_t{2});
            QVERIFY(!window->variants().failureOf(kFirst).isEmpty());
        }
        // The right one, found elsewhere.
        const QString right = modelIn(newFile(QStringLiteral("right")), "ds_cnn_s");
        Window window(settings());
        window->open(file);
        QVERIFY(QTest::qWaitFor(
            [&] {
                return window->session().isWaiting() && !window->messageBar()->message().isEmpty();
            },
            kPatienceMs));
        window->session().lookIn(right);
        QVERIFY(settleVariants(window));
        checkPrepared(window);
        // None at all.
        QVERIFY(QFile::remove(model));
        Window none(settings());
        none->open(file);
        QVERIFY(
            QTest::qWaitFor([&] { return !none->messageBar()->message().isEmpty(); }, kPatienceMs));
        QVERIFY(none->messageBar()->message().contains(QStringLiteral("cannot be opened")));
        none->session().lookIn(right);
        QVERIFY(settleVariants(none));
        checkPrepared(none);
    }

    void brokenOnesAreRefused() {
        const QString file = newFile(QStringLiteral("broken.thimble"));
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        const auto model = window->document().model();
        const auto refusal = [&](const QByteArray& bytes) {
            QFile out(file);
            if (!out.open(QIODevice::WriteOnly)) return QString();
            out.write(bytes);
            out.close();
            window->open(file);
            return window->messageBar()->message();
        };
        QVERIFY(refusal("").contains(QStringLiteral("broken.thimble: no session")));
        QVERIFY(refusal("{\"thimble_session\": 7}").contains(QStringLiteral("version 7")));
        QVERIFY(refusal("{\"thimble_session\": 1}").contains(QStringLiteral("model")));
        QVERIFY(refusal(QByteArray(100'000, '[')).contains(QStringLiteral("no session")));
        QCOMPARE(window->document().model(), model);
        window->open(newFile(QStringLiteral("missing.thimble")));
        QVERIFY(window->messageBar()->message().contains(QStringLiteral("missing.thimble")));
        // Nobody's model is overwritten.
        QVERIFY(!window->saveSessionTo(window->document().path()));
        QCOMPARE(window->document().model(), model);
    }

    void aLayoutThatIsNoneDoesNoHarm() {
        const QString folder = newFile(QStringLiteral("layout"));
        const QString file = folder + QStringLiteral("/layout.thimble");
        {
            Window window(settings());
            QVERIFY(window.open(modelIn(folder, "ds_cnn_s")));
            QVERIFY(window->saveSessionTo(file));
        }
        auto session = readSessionFile(file);
        QVERIFY(session);
        QCOMPARE(parseDockPlace(session->layout.at("tables"))->area, Qt::BottomDockWidgetArea);
        QVERIFY(!parseSizes(session->layout.at("centre")).isEmpty());
        SplitMix random(5);
        for (int round = 0; round < 12; ++round) {
            for (auto& [name, words] : session->layout) {
                std::string bad = words;
                for (int edit = 0; edit < 3; ++edit)
                    bad[random.next() % bad.size()] = static_cast<char>(' ' + random.next() % 90);
                if (round % 3 == 0) bad.resize(random.next() % 12);
                words = bad.empty() ? "x" : bad;
            }
            session->layout["state"] = "AAAA/w==";
            QVERIFY(writeSessionFile(*session, file));
            Window window(settings());
            window->open(file);
            QVERIFY(settleVariants(window));
            QVERIFY(window->document().model() != nullptr);
        }
    }

    void itIsDroppedIntoTheWindow() {
        const QString folder = newFile(QStringLiteral("dropped"));
        const QString file = folder + QStringLiteral("/dropped.thimble");
        {
            Window window(settings());
            QVERIFY(prepare(window, modelIn(folder, "ds_cnn_s")));
            QVERIFY(window->saveSessionTo(file));
        }
        Window window(settings());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(file)});
        const QPoint middle = window->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&*window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped(middle, Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&*window, &dropped);
        QVERIFY(settleVariants(window));
        checkPrepared(window);
    }

    void whatIsWorthNothingIsNotKept() {
        const QString folder = newFile(QStringLiteral("kept"));
        {
            Window window(settings());
            window->autosave().setFolder(folder);
            QVERIFY(window.open(sampleFile("ds_cnn_s")));
            QVERIFY(QTest::qWaitFor([&] { return !onlyFile(folder).isEmpty(); }, kPatienceMs));
            window->close();
            QVERIFY(onlyFile(folder).isEmpty());
        }
        {
            Window window(settings());
            window->autosave().setFolder(folder);
            QVERIFY(prepare(window, sampleFile("ds_cnn_s")));
            window->close();  // with variants that nobody saved
        }
        QVERIFY(!onlyFile(folder).isEmpty());
        Window window(settings());
        window->autosave().setFolder(folder);
        QVERIFY(window->recoveryBar()->isVisible());
        QVERIFY(window->recoveryBar()->message().contains(QStringLiteral("1 variant")));
        // Another window that lives has its file for itself.
        Window second(settings());
        second->autosave().setFolder(folder);
        QVERIFY(!second->recoveryBar()->isVisible());
        window->recoveryBar()->otherButton()->click();
        QVERIFY(onlyFile(folder).isEmpty());
        QVERIFY(!window->recoveryBar()->isVisible());
    }

    void anotherModelLeavesTheWorkBehind() {
        const QString folder = newFile(QStringLiteral("behind"));
        Window window(settings());
        window->autosave().setFolder(folder);
        QVERIFY(prepare(window, sampleFile("ds_cnn_s")));
        QVERIFY(QTest::qWaitFor([&] { return !onlyFile(folder).isEmpty(); }, kPatienceMs));
        QTest::qWait(2 * Autosave::kAfterMs);
        QVERIFY(window.open(sampleFile("resnet8")));
        QVERIFY(window->recoveryBar()->isVisible());
        window->recoveryBar()->actionButton()->click();
        QVERIFY(settleVariants(window));
        checkPrepared(window);
        QVERIFY(!window->recoveryBar()->isVisible());
    }

    void aKilledProcessLosesAtMostTheLastEdit() {
        const QString folder = newFile(QStringLiteral("killed"));
        const QString model = modelIn(newFile(QStringLiteral("killed_model")), "ds_cnn_s");
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    {QString::fromLatin1(kChild), folder, model});
        QVERIFY(child.waitForStarted(kPatienceMs));
        // It says so when its last edit is one that need not be there.
        QByteArray said;
        while (!said.contains("edited\n") && child.waitForReadyRead(3 * kPatienceMs))
            said += child.readAllStandardOutput();
        QVERIFY(said.contains("edited\n"));
        QVERIFY(!onlyFile(folder).isEmpty());
        {
            // While it lives, its work is its own.
            Window window(settings());
            window->autosave().setFolder(folder);
            QVERIFY(!window->recoveryBar()->isVisible());
        }
        QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGKILL), 0);
        QVERIFY(child.waitForFinished(kPatienceMs));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);

        Window window(settings());
        window->autosave().setFolder(folder);
        QVERIFY(window->recoveryBar()->isVisible());
        QVERIFY(window->recoveryBar()->message().contains(QStringLiteral("model.tflite")));
        QVERIFY(window->document().model() == nullptr);  // only an offer
        window->recoveryBar()->actionButton()->click();
        QVERIFY(settleVariants(window));
        checkPrepared(window);
        QCOMPARE(window->document().path(), model);
        // Now it is this window's, and nothing else is left.
        QCOMPARE(onlyFile(folder), window->autosave().path());
        QVERIFY(window->session().isModified());
    }
};

/// Works as a person does and waits to be killed.
static int beKilled(const QString& folder, const QString& model) {
    Window window(folder + QStringLiteral("/settings.ini"));
    window->autosave().setFolder(folder);
    if (!prepare(window, model)) return 3;
    QTest::qWait(2 * Autosave::kAfterMs);
    window->pruner().setCount(2, 5);  // the last edit: no time to keep it
    std::fputs("edited\n", stdout);
    std::fflush(stdout);
    for (;;) QThread::sleep(60);
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyColourScheme(ColourScheme::System);
    if (argc == 4 && QString::fromLocal8Bit(argv[1]) == QLatin1String(kChild))
        return beKilled(QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3]));
    WindowSessionTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "window_session_test.moc"
