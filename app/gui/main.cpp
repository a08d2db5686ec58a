#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <cstdio>
#include <memory>

#include "app/gui/command_line.h"
#include "app/gui/screenshot.h"
#include "app/gui/start_page.h"
#include "app/gui/translation.h"
#include "core/base/version.h"
#include "ui/document/session_file.h"
#include "ui/main_window.h"
#include "ui/theme/colour_scheme.h"

namespace {

constexpr int kBadInput = 2;  // as the command line program

int refuse(std::string message) {
    for (char& c : message)
        if (c == '\n' || c == '\r') c = ' ';
    std::fprintf(stderr, "thimble-explorer: error: %s\n", message.c_str());
    return kBadInput;
}

QStringList argumentsOf(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i) arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

/// What Qt says on every start without a display is no news to anyone.
void dropPlatformNoise(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (message.contains(QLatin1String("does not support propagateSizeHints")) ||
        message.startsWith(QLatin1String("QStandardPaths:")))
        return;
    std::fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, message)));
}

bool hasDisplay() {
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

}  // namespace

int main(int argc, char** argv) {
    using namespace thimble::ui;
    const auto line = parseCommandLine(argumentsOf(argc, argv));
    if (!line) return refuse(line.error().message + " (see thimble-explorer --help)");
    if (line->print) {
        std::fputs(line->print->toLocal8Bit().constData(), stdout);
        return 0;
    }

    const bool forPicture = !line->screenshot.isEmpty();
    // Pictures are the same with and without a display, and nothing flashes up on it.
    if (forPicture && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (!hasDisplay())
        return refuse("there is no display to open a window on; --screenshot FILE.png needs none");

    if (forPicture) qInstallMessageHandler(dropPlatformNoise);
    int qtArgc = 1;
    QApplication application(qtArgc, argv);
    QApplication::setOrganizationName(QStringLiteral("Thimble"));
    QApplication::setApplicationName(QStringLiteral("thimble-explorer"));
    QApplication::setDesktopFileName(QStringLiteral("thimble-explorer"));
    QApplication::setApplicationVersion(QLatin1String(thimble::kVersion));
    if (!forPicture) loadTranslations(application);
    applyColourScheme(line->colours);

    MainWindow window(forPicture ? nullptr : std::make_unique<QSettings>());
    if (line->size) window.resize(*line->size);
    if (!line->board.isEmpty()) window.boardFits().choose(line->board);
    if (!line->target.isEmpty()) window.document().setTarget(line->target);
    if (forPicture) {
        const auto taken = takeScreenshot(window, *line);
        return taken ? 0 : refuse(taken.error().message);
    }
    window.autosave().setFolder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                                QStringLiteral("/autosave"));
    const auto start = [&window, &line] { startPage(window, *line); };
    if (isSessionFile(line->model))
        QObject::connect(&window.session(), &SessionKeeper::applied, &window, start,
                         Qt::SingleShotConnection);
    else
        QObject::connect(&window.document(), &ProjectDocument::modelChanged, &window, start,
                         Qt::SingleShotConnection);
    if (!line->model.isEmpty()) window.open(line->model);
    window.show();
    return QApplication::exec();
}
