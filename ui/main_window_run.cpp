// The window, runs and evaluations: the pages, the ways there and back, and the data folder.
#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

#include "ui/main_window.h"
#include "ui/pages/evaluate_page.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/input_chooser.h"
#include "ui/pages/run_page.h"
#include "ui/pages/run_text.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/table_page.h"

namespace thimble::ui {

namespace {

/// Of the model, wherever its file lies.
QString folderKey(const Variants& variants) {
    constexpr int kEnough = 16;
    return QStringLiteral("data/") + variants.originalSha256().left(kEnough);
}

}  // namespace

void MainWindow::connectRuns() {
    m_run->setDocument(&m_runner, &m_dataFolder);
    m_evaluate->setDocument(&m_evaluator, &m_runner, &m_dataFolder);
    SummaryPage* summary = m_explorer->summary();
    connect(summary->runButton(), &QPushButton::clicked, this, &MainWindow::showRunPage);
    connect(summary, &SummaryPage::scoreWanted, this, &MainWindow::showEvaluatePage);
    connect(m_actions.run, &QAction::triggered, this, [this] {
        showRunPage();
        m_run->run();
    });
    connect(m_actions.runPage, &QAction::triggered, this, &MainWindow::showRunPage);
    connect(m_actions.evaluatePage, &QAction::triggered, this, &MainWindow::showEvaluatePage);
    connect(m_run, &RunPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_run, &RunPage::evaluateWanted, this, &MainWindow::showEvaluatePage);
    connect(m_run, &RunPage::fileWanted, this, &MainWindow::askForInput);
    connect(m_run, &RunPage::folderWanted, this, &MainWindow::askForDataFolder);
    connect(m_evaluate, &EvaluatePage::backWanted, this, &MainWindow::showExplorer);
    connect(m_evaluate, &EvaluatePage::runWanted, this, &MainWindow::showRunPage);
    connect(m_evaluate, &EvaluatePage::folderWanted, this, &MainWindow::askForDataFolder);
    connect(m_evaluate, &EvaluatePage::sampleWanted, this, [this](std::size_t sample) {
        showRunPage();
        m_run->runOnSample(sample);
    });
    connect(&m_evaluator, &Evaluator::changed, this, [this, summary] {
        const auto& score = m_evaluator.score();
        summary->setScore(score ? scoreSentence(*score) : QString());
    });
}

/// Another model: nothing is known of it but the folder that it was last evaluated on.
void MainWindow::startRuns() {
    m_runner.setModel(m_document.model());
    m_evaluator.reset();
    if (m_variants.hasSwitched()) return;  // its data are the same
    const bool remembers = m_settings && m_document.model();
    const QString folder =
        remembers ? m_settings->value(folderKey(m_variants)).toString() : QString();
    m_dataFolder.open(QFileInfo(folder).isDir() ? folder : QString());
}

void MainWindow::openDataFolder(const QString& path) {
    if (!m_document.report()) return;
    m_dataFolder.open(path);
    if (m_settings) m_settings->setValue(folderKey(m_variants), m_dataFolder.path());
}

void MainWindow::askForDataFolder() {
    const QString near =
        m_dataFolder.path().isEmpty() ? QFileInfo(m_document.path()).path() : m_dataFolder.path();
    const QString path = QFileDialog::getExistingDirectory(this, tr("Choose a data folder"), near);
    if (!path.isEmpty()) openDataFolder(path);
}

void MainWindow::askForInput() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Choose an input"), QFileInfo(m_document.path()).path(),
        tr("Inputs (*.bin *.raw *.npy *.png *.pgm *.ppm *.pnm *.wav);;All files (*)"));
    if (!path.isEmpty()) m_run->runOnFile(path);
}

bool MainWindow::isRunShown() const { return m_pages->currentWidget() == m_run; }

bool MainWindow::isEvaluateShown() const { return m_pages->currentWidget() == m_evaluate; }

void MainWindow::showRunPage() {
    if (!m_document.model() || isRunShown()) return;
    m_pages->setCurrentWidget(m_run);
    m_runner.prepare();
    m_run->runButton()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showEvaluatePage() {
    if (!m_document.model() || isEvaluateShown()) return;
    m_pages->setCurrentWidget(m_evaluate);
    m_runner.prepare();
    (m_evaluate->evaluateButton()->isEnabled() ? m_evaluate->evaluateButton()
                                               : m_evaluate->folderButton())
        ->setFocus(Qt::OtherFocusReason);
}

}  // namespace thimble::ui
