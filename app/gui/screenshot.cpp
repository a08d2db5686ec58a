#include "app/gui/screenshot.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QPixmap>
#include <QSaveFile>

#include "ui/main_window.h"
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

Result<void> takeScreenshot(MainWindow& window, const QString& model, const QString& path) {
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
        window.open(model);
        window.show();
        loop.exec();
    }
    if (!failure.isEmpty()) return fail(ErrorCode::InvalidFile, failure.toStdString());
    // What folds away for lack of room makes the rest lie anew, which may fold the next.
    for (int round = 0; round < kLayoutRounds; ++round) QCoreApplication::processEvents();
    return writePng(window.grab(), path);
}

}  // namespace thimble::ui
