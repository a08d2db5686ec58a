// The window and searching: the page, the way there and back, and what becomes of a variant.
#include <QAction>
#include <QStackedWidget>
#include <QStandardPaths>

#include "core/base/file.h"
#include "core/shrink/recipe.h"
#include "ui/dialogs/export_files.h"
#include "ui/format/paths.h"
#include "ui/main_window.h"
#include "ui/pages/search_page.h"

namespace thimble::ui {

void MainWindow::connectSearch() {
    if (m_settings)
        m_searcher.setFolder(
            toPath(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) +
                   QStringLiteral("/searches")));
    m_searchPage->setSearcher(&m_document, &m_dataFolder, &m_searcher);
    connect(m_searchPage, &SearchPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_searchPage, &SearchPage::folderWanted, this, &MainWindow::askForDataFolder);
    connect(m_actions.searchPage, &QAction::triggered, this, &MainWindow::showSearchPage);
    connect(m_searchPage, &SearchPage::openWanted, this, [this](int point) {
        const auto front = m_searcher.front();
        if (point < 0 || std::cmp_greater_equal(point, front.size())) return;
        const auto taken =
            m_pruner.takeRecipe(m_searcher.recipeOf(front[static_cast<std::size_t>(point)]));
        if (!taken) return showFailure(QString::fromStdString(taken.error().message));
        showPrunePage();
    });
    connect(m_searchPage, &SearchPage::saveRecipeWanted, this, [this](int point) {
        const auto front = m_searcher.front();
        if (point < 0 || std::cmp_greater_equal(point, front.size())) return;
        const QString path = askForNewRecipe(this, m_document.path());
        if (path.isEmpty()) return;
        const std::string text =
            shrink::recipeText(m_searcher.recipeOf(front[static_cast<std::size_t>(point)]));
        const auto written = writeFile(toPath(path), std::as_bytes(std::span(text)));
        if (!written) showFailure(QString::fromStdString(written.error().message));
    });
}

bool MainWindow::isSearchShown() const { return m_pages->currentWidget() == m_searchPage; }

void MainWindow::showSearchPage() {
    if (!m_document.model() || isSearchShown()) return;
    m_pages->setCurrentWidget(m_searchPage);
    m_searchPage->enter();
}

}  // namespace thimble::ui
