// The window and the C project: the page, the way there and back, and the folder.
#include <QAction>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>

#include "ui/dialogs/export_files.h"
#include "ui/main_window.h"
#include "ui/pages/export_page.h"

namespace thimble::ui {

void MainWindow::connectExport() {
    m_export->setDocument(&m_document, &m_exporter, &m_measurer);
    connect(m_export, &ExportPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_export, &ExportPage::writeWanted, this, &MainWindow::askForProjectFolder);
    connect(m_actions.exportPage, &QAction::triggered, this, &MainWindow::showExportPage);
    connect(m_actions.writeProject, &QAction::triggered, this, &MainWindow::askForProjectFolder);
    const auto follow = [this] {
        m_exporter.setWanted(isExportShown());
        m_actions.writeProject->setEnabled(isExportShown() && m_exporter.project() &&
                                           !m_exporter.isWriting());
    };
    connect(m_pages, &QStackedWidget::currentChanged, this, follow);
    connect(&m_exporter, &Exporter::changed, this, follow);
    follow();
}

bool MainWindow::isExportShown() const { return m_pages->currentWidget() == m_export; }

void MainWindow::showExportPage() {
    if (!m_document.model() || isExportShown()) return;
    m_measurer.lookForTools();
    m_pages->setCurrentWidget(m_export);
    m_export->enter();
}

void MainWindow::askForProjectFolder() {
    const QString folder = thimble::ui::askForProjectFolder(this, m_document.path());
    if (!folder.isEmpty()) m_export->writeTo(folder);
}

}  // namespace thimble::ui
