// The window under a monkey's hands: seeded clicks, keys, drags, wheels and dropped files. It must
// not crash, Qt must not complain, and undoing everything must lead back to where it began.
//   monkey [--seed N] [--seconds S] [--verbose]       THIMBLE_MONKEY_SECONDS: instead of --seconds
#include <QApplication>
#include <QCommandLineParser>
#include <QDataStream>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QMutex>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <array>
#include <cstdio>
#include <deque>
#include <functional>

#include "tests/monkey/hand.h"
#include "tests/ui/support/reports.h"
#include "ui/main_window.h"
#include "ui/theme/colour_scheme.h"

using namespace thimble;
using namespace thimble::ui;

namespace {

constexpr int kRemembered = 40;  // last doings, printed when something is wrong
constexpr int kBetweenChecks = 400;

std::deque<QString>& lastDoings() {
    static std::deque<QString> all;
    return all;
}

QMutex& mutex() {
    static QMutex one;
    return one;
}

QStringList& complaints() {
    static QStringList all;
    return all;
}

void tellLast() {
    for (const QString& doing : lastDoings()) std::fprintf(stderr, "  %s\n", qPrintable(doing));
}

/// What Qt says of every window on this platform, and of files that are not what they claim.
bool isNoise(const QString& message) {
    static const QStringList known = {"does not support propagateSizeHints",
                                      "QStandardPaths:",
                                      "This plugin does not support",
                                      "QFileSystemWatcher",
                                      "QPixmap::scaleWidth",
                                      "libpng",
                                      "qt.qpa.fonts",
                                      "OpenType support missing",
                                      "Keyboard event not accepted"};
    for (const QString& one : known)
        if (message.contains(one)) return true;
    return false;
}

void listen(QtMsgType type, const QMessageLogContext&, const QString& message) {
    if (type == QtDebugMsg || type == QtInfoMsg || isNoise(message)) return;
    const QMutexLocker lock(&mutex());
    complaints().append(message);
}

/// Undo stacks of the window, each with what it is about as bytes.
struct Undoable {
    const char* name;
    QUndoStack* stack;
    std::function<QByteArray()> state;
    QByteArray first;  ///< when there was nothing to undo
};

QByteArray stateOfPruner(Pruner& pruner) {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    const PruneChoice& choice = pruner.choice();
    for (const auto& kept : choice.selection.kept) {
        out << static_cast<qint64>(kept.size());
        for (const std::int32_t channel : kept) out << channel;
    }
    out << static_cast<int>(choice.importance) << choice.repair;
    return bytes;
}

QByteArray stateOfRows(RowPlanner& rows) {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    for (const split::Segment& segment : rows.segments())
        out << segment.first << segment.end << segment.byRows << segment.slices;
    return bytes;
}

/// All the way back, which must be the beginning, and forth again.
bool checkUndo(Undoable& what) {
    QUndoStack& stack = *what.stack;
    if (stack.count() == 0) return true;
    const int index = stack.index();
    const QByteArray before = what.state();
    while (stack.canUndo()) stack.undo();
    if (what.state() != what.first) {
        std::fprintf(stderr, "monkey: undoing all of %s is not the beginning\n", what.name);
        return false;
    }
    stack.setIndex(index);
    if (what.state() != before) {
        std::fprintf(stderr, "monkey: doing %s again is not what it was\n", what.name);
        return false;
    }
    return true;
}

QStringList makeDrops(const QDir& folder) {
    QStringList drops;
    for (const char* name : {"resnet8", "ds_cnn_s", "person_detection"}) {
        const QString copy = folder.filePath(QString::fromLatin1(name) + ".tflite");
        if (QFile::copy(test::sampleFile(name), copy)) drops.append(copy);
    }
    const auto write = [&](const char* name, const QByteArray& bytes) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly)) return;
        file.write(bytes);
        drops.append(file.fileName());
    };
    QFile whole(drops.value(0));
    if (whole.open(QIODevice::ReadOnly)) {
        QByteArray bytes = whole.readAll();
        write("short.tflite", bytes.left(bytes.size() / 2));
        for (qsizetype i = 64; i < bytes.size(); i += 97) bytes[i] = static_cast<char>(i);
        write("broken.tflite", bytes);
    }
    write("empty.tflite", {});
    write("words.txt", "no model\n");
    write("session.thimble", "{}");
    folder.mkpath("data");
    drops.append(folder.filePath("data"));
    drops.append(folder.filePath("missing.tflite"));
    return drops;
}

int run(std::uint64_t seed, int seconds, bool verbose, bool strict) {
    QTemporaryDir dir;
    const QDir folder(dir.path());
    folder.mkpath("out");
    const QStringList drops = makeDrops(folder);
    MainWindow window(
        std::make_unique<QSettings>(folder.filePath("settings.ini"), QSettings::IniFormat));
    window.resize(1200, 800);
    window.show();
    window.open(drops.value(0));
    test::Hand hand(&window, seed, drops, folder.filePath("out"));

    std::array<Undoable, 2> undoables = {Undoable{"pruning",
                                                  &window.pruner().undoStack(),
                                                  [&] { return stateOfPruner(window.pruner()); },
                                                  {}},
                                         Undoable{"segments",
                                                  &window.rowPlanner().undoStack(),
                                                  [&] { return stateOfRows(window.rowPlanner()); },
                                                  {}}};
    bool failed = false;
    qint64 doings = 0;
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    std::function<void()> step = [&] {
        if (failed || clock.elapsed() > seconds * 1000LL) {
            hand.putAway();
            return loop.quit();
        }
        // Before anything is done: a dialog may have a loop of its own, and this goes on in it.
        QTimer::singleShot(0, &window, step);
        // What comes of itself (another variant is open now) may have begun anew.
        const auto captureFirst = [&] {
            for (Undoable& one : undoables)
                if (one.stack->count() == 0) one.first = one.state();
        };
        captureFirst();
        const QString doing = hand.act();
        ++doings;
        lastDoings().push_back(doing);
        if (lastDoings().size() > kRemembered) lastDoings().pop_front();
        if (verbose) std::fprintf(stderr, "%s\n", qPrintable(doing));
        {
            const QMutexLocker lock(&mutex());
            for (const QString& complaint : complaints())
                std::fprintf(stderr, "monkey: %s\n", qPrintable(complaint));
            failed = failed || (strict && !complaints().isEmpty());
            complaints().clear();
        }
        captureFirst();
        if (doings % kBetweenChecks == 0)
            for (Undoable& one : undoables) failed |= !checkUndo(one);
    };
    QTimer::singleShot(0, &window, step);
    loop.exec();
    for (Undoable& one : undoables) failed |= !checkUndo(one);
    if (failed) tellLast();
    std::fprintf(stderr, "monkey: seed %llu, %lld doings in %.1f s: %s\n",
                 static_cast<unsigned long long>(seed), static_cast<long long>(doings),
                 static_cast<double>(clock.elapsed()) / 1000, failed ? "wrong" : "well");
    return failed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    // File dialogs of Qt's own: they can be reached.
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication::setQuitOnLastWindowClosed(false);
    applyColourScheme(ColourScheme::System);
    QCommandLineParser parser;
    parser.addOptions({{"seed", "The same seed, the same doings.", "N", "1"},
                       {"seconds", "How long.", "S", "30"},
                       {"verbose", "Says what it does."},
                       {"strict", "What Qt complains about is wrong, too."}});
    parser.addHelpOption();
    parser.process(application);
    const int fromEnvironment = qEnvironmentVariableIntValue("THIMBLE_MONKEY_SECONDS");
    const int seconds = fromEnvironment > 0 ? fromEnvironment : parser.value("seconds").toInt();
    qInstallMessageHandler(listen);
    return run(parser.value("seed").toULongLong(), seconds, parser.isSet("verbose"),
               parser.isSet("strict"));
}
