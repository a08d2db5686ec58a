// The window and its session: the file, what is kept against a crash, and where everything stood.
#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/dialogs/export_files.h"
#include "ui/document/dock_place.h"
#include "ui/document/session_file.h"
#include "ui/format/format.h"
#include "ui/main_window.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/explorer_page.h"
#include "ui/session_actions.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"

namespace thimble::ui {

namespace {

const std::string kCentre = "centre";

}  // namespace

void MainWindow::buildSessionMenus() {
    const QList<QAction*> menus = menuBar()->actions();
    QMenu* file = menus[0]->menu();
    QAction* exports = m_exportMenu->menuAction();
    file->insertActions(exports, {m_sessionActions->save, m_sessionActions->saveAs});
    file->insertSeparator(exports);
    auto* edit = new QMenu(tr("&Edit"), menuBar());
    edit->addActions({m_sessionActions->undo, m_sessionActions->redo});
    edit->addSeparator();
    edit->addAction(m_sessionActions->keep);
    menuBar()->insertMenu(menus[1], edit);
    QMenu* view = menus[1]->menu();
    QAction* variants = m_variantsDock->wantedAction();
    variants->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V));
    view->insertAction(m_actions.arenaMap, variants);
    view->insertAction(m_actions.find, m_sessionActions->compare);
    view->insertSeparator(m_actions.find);
}

void MainWindow::connectSession() {
    m_session = new SessionKeeper({.document = &m_document,
                                   .boards = &m_boardFits,
                                   .folder = &m_dataFolder,
                                   .variants = &m_variants,
                                   .pruner = &m_pruner,
                                   .rows = &m_rowPlanner,
                                   .selection = &m_selection},
                                  this);
    m_session->setWindowPart([this](variants::Session& session) {
        session.page = shownPage().toStdString();
        for (FoldingDock* dock : docks()) {
            const Qt::DockWidgetArea area = dockWidgetArea(dock);
            const bool isWide = area == Qt::TopDockWidgetArea || area == Qt::BottomDockWidgetArea;
            session.layout[dock->objectName().toStdString()] =
                dockPlaceText({area, dock->isWanted(), isWide ? dock->height() : dock->width()});
        }
        session.layout[kCentre] = sizesText(m_explorer->splitter()->sizes());
    });
    m_autosave = new Autosave(
        [this] {
            m_isWorthKeeping = m_session->isModified();
            return m_session->gather();
        },
        this);
    connect(m_session, &SessionKeeper::edited, m_autosave, &Autosave::touch);
    connect(m_pages, &QStackedWidget::currentChanged, m_autosave, &Autosave::touch);
    connect(m_autosave, &Autosave::leftoversChanged, this, &MainWindow::showRecovery);
    connect(m_autosave, &Autosave::saved, this, &MainWindow::showTitle);
    connect(&m_variants, &Variants::replaced, this,
            [this] { m_autosave->startAnew(std::exchange(m_isWorthKeeping, false)); });
    connect(m_session, &SessionKeeper::changed, this, &MainWindow::showTitle);
    connect(m_session, &SessionKeeper::applied, this, [this](const variants::Session& session) {
        m_message->dismiss();
        if (!m_session->path().isEmpty()) m_recent.add(m_session->path());
        restoreSessionLayout(session.layout);
        showPage(QString::fromStdString(session.page));
        m_autosave->finishTakeOver();
        showTitle();
    });
    connect(m_session, &SessionKeeper::modelDiffers, this, [this](const QString& message) {
        m_message->showMessage(MessageBar::Kind::Offer, message, tr("Use it"),
                               tr("Find the model…"));
    });
    connect(m_session, &SessionKeeper::modelMissing, this, [this](const QString& message) {
        m_message->showMessage(
            MessageBar::Kind::Error,
            tr("The session's model cannot be opened. %1").arg(formatText(message.toStdString())),
            tr("Find the model…"));
    });
    // What the buttons of the message are about depends on what is being waited for.
    connect(m_message, &MessageBar::triggered, this, [this] {
        if (!m_session->isWaiting()) return m_document.reload();
        m_document.model() ? m_session->useThisModel() : askForSessionModel();
    });
    connect(m_message, &MessageBar::otherTriggered, this, &MainWindow::askForSessionModel);
    connect(m_recovery, &MessageBar::triggered, this, [this] {
        if (!m_autosave->leftovers().empty()) m_session->restore(m_autosave->takeOver());
    });
    connect(m_recovery, &MessageBar::otherTriggered, m_autosave, &Autosave::discard);
    connect(m_sessionActions->save, &QAction::triggered, this, &MainWindow::saveSession);
    connect(m_sessionActions->saveAs, &QAction::triggered, this, &MainWindow::askForSessionFile);
    connect(&m_document, &ProjectDocument::modelChanged, this,
            [this] { m_sessionActions->setHasModel(m_document.model() != nullptr); });
}

void MainWindow::openSession(const QString& path) {
    if (const auto opened = m_session->open(path); !opened) {
        showFailure(QString::fromStdString(opened.error().message));
        return;
    }
    if (!m_document.model() && m_document.isRunning()) m_pages->setCurrentWidget(m_blank);
}

bool MainWindow::saveSessionTo(const QString& path) {
    const auto saved = m_session->saveTo(path);
    if (!saved) {
        showFailure(QString::fromStdString(saved.error().message));
        return false;
    }
    m_recent.add(m_session->path());
    m_message->showMessage(
        MessageBar::Kind::Done,
        tr("The session is in %1.").arg(formatText(m_session->path().toStdString())));
    return true;
}

void MainWindow::saveSession() {
    if (m_session->path().isEmpty()) return askForSessionFile();
    saveSessionTo(m_session->path());
}

void MainWindow::askForSessionFile() {
    QString path = askForNewSession(this, m_document.path());
    if (path.isEmpty()) return;
    if (!isSessionFile(path)) path += kSessionSuffix;
    saveSessionTo(path);
}

void MainWindow::askForSessionModel() {
    const QString path = askForModelFile(this, m_recent.paths().value(0));
    if (!path.isEmpty()) m_session->lookIn(path);
}

void MainWindow::showTitle() {
    if (!m_document.model() || m_session == nullptr) {
        setWindowModified(false);
        return setWindowTitle(tr("Thimble"));
    }
    const auto plain = [](const QString& path) {
        return formatText(QFileInfo(path).fileName().toStdString());
    };
    QString name = plain(m_document.path());
    if (m_variants.open() != variants::kOriginal)
        name = tr("%1: %2").arg(name, m_variants.nameOf(m_variants.open()));
    if (!m_session->path().isEmpty()) name = tr("%1 (%2)").arg(name, plain(m_session->path()));
    // A marker of Qt's, which a name must not hold by accident.
    name.replace(QStringLiteral("[*]"), QStringLiteral("[*][*]"));
    const bool isModified = m_session->isModified();
    setWindowModified(false);
    setWindowTitle((isModified ? tr("%1[*] - Thimble") : tr("%1 - Thimble")).arg(name));
    setWindowModified(isModified);
    setWindowFilePath(m_document.path());
}

/// Never in the way: whoever does not want it goes on working below.
void MainWindow::showRecovery() {
    const auto& leftovers = m_autosave->leftovers();
    if (leftovers.empty()) return m_recovery->dismiss();
    const Autosave::Leftover& newest = leftovers.front();
    const std::size_t kept = newest.session.tree.variants.size() - 1;
    const QString model = formatText(newest.session.model.filename().string());
    const QString when = locale().toString(newest.when, QLocale::ShortFormat);
    const QString with = kept == 0   ? QString()
                         : kept == 1 ? tr(", with 1 variant")
                                     : tr(", with %1 variants").arg(kept);
    m_recovery->showMessage(MessageBar::Kind::Offer,
                            tr("%1 was left open on %2%3.").arg(model, when, with), tr("Restore"),
                            tr("Discard"));
}

QList<FoldingDock*> MainWindow::docks() const {
    return {m_tablesDock, m_inspectorDock, m_variantsDock};
}

/// What is no layout of this program is left alone. Words, not Qt's own bytes: those must not come
/// from a file of which nobody knows who wrote it.
void MainWindow::restoreSessionLayout(const std::map<std::string, std::string>& layout) {
    for (FoldingDock* dock : docks()) {
        const auto found = layout.find(dock->objectName().toStdString());
        if (found == layout.end()) continue;
        const auto place = parseDockPlace(found->second);
        if (!place) continue;
        if (dockWidgetArea(dock) != place->area) addDockWidget(place->area, dock);
        dock->setWanted(place->isShown);
        const bool isWide =
            place->area == Qt::TopDockWidgetArea || place->area == Qt::BottomDockWidgetArea;
        if (place->pixels > 0)
            resizeDocks({dock}, {place->pixels}, isWide ? Qt::Vertical : Qt::Horizontal);
        dock->applyVisibility();
    }
    if (const auto found = layout.find(kCentre); found != layout.end())
        if (const QList<int> sizes = parseSizes(found->second); !sizes.isEmpty())
            m_explorer->splitter()->setSizes(sizes);
}

QString MainWindow::shownPage() const {
    if (isPlanShown()) return QStringLiteral("plan");
    if (isRunShown()) return QStringLiteral("run");
    if (isEvaluateShown()) return QStringLiteral("evaluate");
    if (isBoardsShown()) return QStringLiteral("boards");
    if (isExportShown()) return QStringLiteral("export");
    if (isSplitShown()) return QStringLiteral("split");
    if (isGraphShown()) return QStringLiteral("graph");
    if (isPruneShown()) return QStringLiteral("prune");
    if (isCompareShown()) return QStringLiteral("compare");
    if (isSearchShown()) return QStringLiteral("search");
    return QStringLiteral("explorer");
}

void MainWindow::showPage(const QString& name) {
    if (name == QLatin1String("plan")) return showPlanPage();
    if (name == QLatin1String("run")) return showRunPage();
    if (name == QLatin1String("evaluate")) return showEvaluatePage();
    if (name == QLatin1String("boards")) return showBoardsPage();
    if (name == QLatin1String("export")) return showExportPage();
    if (name == QLatin1String("split")) return showSplitPage();
    if (name == QLatin1String("graph")) return showGraphPage();
    if (name == QLatin1String("prune")) return showPrunePage();
    if (name == QLatin1String("compare")) return showComparePage();
    if (name == QLatin1String("search")) return showSearchPage();
    if (name == QLatin1String("explorer")) showExplorer();
}

}  // namespace thimble::ui
