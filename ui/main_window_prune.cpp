// The window and pruning: the page, the way there and back, recipes and files.
#include <QAction>
#include <QStackedWidget>

#include "ui/dialogs/export_files.h"
#include "ui/main_window.h"
#include "ui/pages/prune_page.h"

namespace thimble::ui {

void MainWindow::connectPrune() {
    m_prune->setPruner(&m_document, &m_pruner);
    connect(m_prune, &PrunePage::backWanted, this, &MainWindow::showExplorer);
    connect(m_actions.prunePage, &QAction::triggered, this, &MainWindow::showPrunePage);
    const auto report = [this](const Result<void>& done) {
        if (!done) showFailure(QString::fromStdString(done.error().message));
    };
    connect(m_prune, &PrunePage::exportWanted, this, [this] {
        const QString path = askForPrunedFile(this, m_document.path());
        if (!path.isEmpty()) m_pruner.write(path);
    });
    connect(m_prune, &PrunePage::saveRecipeWanted, this, [this, report] {
        const QString path = askForNewRecipe(this, m_document.path());
        if (!path.isEmpty()) report(m_pruner.saveRecipe(path));
    });
    connect(m_prune, &PrunePage::loadRecipeWanted, this, [this, report] {
        const QString path = askForRecipe(this, m_document.path());
        if (!path.isEmpty()) report(m_pruner.loadRecipe(path));
    });
    const auto follow = [this] { m_pruner.setWanted(isPruneShown()); };
    connect(m_pages, &QStackedWidget::currentChanged, this, follow);
    follow();
}

bool MainWindow::isPruneShown() const { return m_pages->currentWidget() == m_prune; }

void MainWindow::showPrunePage() {
    if (!m_document.model() || isPruneShown()) return;
    m_pages->setCurrentWidget(m_prune);
    m_prune->enter();
}

}  // namespace thimble::ui
