#include "app/gui/screenshot.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QPixmap>
#include <QSaveFile>

#include "app/gui/start_page.h"
#include "core/base/file.h"
#include "ui/document/session_file.h"
#include "ui/main_window.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/welcome_page.h"

namespace thimble::ui {

namespace {

constexpr int kLayoutRounds = 5;

Result<void> writePng(const QPixmap& picture, const QString& path) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !picture.save(&file, "PNG") || !file.commit())
        return fail(ErrorCode::Io, QStringLiteral("%1: cannot be written: %2")
                                       .arg(path, file.errorString())
                                       .toStdString());
    return {};
}

}  // namespace

Result<void> takeScreenshot(MainWindow& window, const CommandLine& line) {
    const QString& model = line.model;
    const QString& path = line.screenshot;
    if (auto other = checkNotInput(QFile::encodeName(path).toStdString(),
                                   QFile::encodeName(model).toStdString());
        !other)
        return other;
    QEventLoop loop;
    QString failure;
    QObject::connect(&window.document(), &ProjectDocument::failed, &loop,
                     [&failure](const QString& message) { failure = message; });
    window.setAttribute(Qt::WA_DontShowOnScreen);
    if (model.isEmpty()) {
        QObject::connect(window.welcome(), &WelcomePage::settled, &loop, &QEventLoop::quit,
                         Qt::QueuedConnection);
        window.show();
        if (!window.welcome()->isSettled()) loop.exec();
    } else {
        QObject::connect(&window.document(), &ProjectDocument::settled, &loop, &QEventLoop::quit);
        if (isSessionFile(model)) {
            if (auto opened = window.session().open(model); !opened) return opened;
        } else {
            window.open(model);
        }
        window.show();
        loop.exec();
    }
    if (!failure.isEmpty()) return fail(ErrorCode::InvalidFile, failure.toStdString());
    Planner& planner = window.planner();
    QObject::connect(&planner, &Planner::changed, &loop, [&loop, &planner] {
        if (planner.state() != Planner::State::Searching) loop.quit();
    });
    if (planner.state() == Planner::State::Searching) loop.exec();
    startPage(window, line);
    const auto quitWhenDone = [&loop, &window] {
        if (!isStarting(window)) loop.quit();
    };
    // Queued: one step's end may begin the next.
    QObject::connect(&window.dataFolder(), &DataFolder::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.runner(), &Runner::changed, &loop, quitWhenDone, Qt::QueuedConnection);
    QObject::connect(&window.evaluator(), &Evaluator::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.boardFits(), &BoardFits::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.exporter(), &Exporter::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.rowPlanner(), &RowPlanner::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.rowPlanner(), &RowPlanner::sweepChanged, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(window.graphPage(), &GraphPage::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.pruner(), &Pruner::changed, &loop, quitWhenDone, Qt::QueuedConnection);
    QObject::connect(&window.variants(), &Variants::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&window.document(), &ProjectDocument::settled, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    QObject::connect(&planner, &Planner::changed, &loop, quitWhenDone, Qt::QueuedConnection);
    QObject::connect(&window.searcher(), &Searcher::changed, &loop, quitWhenDone,
                     Qt::QueuedConnection);
    if (isStarting(window)) loop.exec();
    // What folds away for lack of room makes the rest lie anew, which may fold the next.
    for (int round = 0; round < kLayoutRounds; ++round) QCoreApplication::processEvents();
    return writePng(window.grab(), path);
}

}  // namespace thimble::ui
