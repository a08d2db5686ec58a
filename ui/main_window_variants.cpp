// The window and its variants: the tree beside the pages, what is kept in it, and the page that
// compares.
#include <QAction>
#include <QFileInfo>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/dialogs/export_files.h"
#include "ui/format/format.h"
#include "ui/main_window.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/split_page.h"
#include "ui/pages/variant_panel.h"
#include "ui/pages/variants_pane.h"
#include "ui/session_actions.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"

namespace thimble::ui {

namespace {

constexpr int kPaneCharacters = 46;

}  // namespace

void MainWindow::buildVariants() {
    m_variantsPane = new VariantsPane(this);
    m_variantsDock = new FoldingDock(tr("Variants"), this);
    m_variantsDock->setObjectName(QStringLiteral("variants"));
    m_variantsDock->setWidget(m_variantsPane);
    m_variantsDock->setWanted(false);  // until there is something to choose from
    addDockWidget(Qt::LeftDockWidgetArea, m_variantsDock);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_recovery = new MessageBar(centralWidget());
    m_recovery->setAccessibleName(tr("Unsaved work"));
    qobject_cast<QVBoxLayout*>(centralWidget()->layout())->insertWidget(0, m_recovery);
    m_sessionActions = std::make_unique<SessionActions>(this);
}

void MainWindow::connectVariants() {
    m_variantsPane->setVariants(&m_variants);
    m_compare->setVariants(&m_document, &m_variants);
    connect(m_compare, &ComparePage::backWanted, this, &MainWindow::showExplorer);
    connect(m_variantsPane, &VariantsPane::compareWanted, this, &MainWindow::showComparePage);
    connect(m_variantsPane, &VariantsPane::exportWanted, this, &MainWindow::exportVariant);
    connect(m_sessionActions->compare, &QAction::triggered, this, &MainWindow::showComparePage);
    connect(m_sessionActions->keep, &QAction::triggered, this, &MainWindow::keepVariant);
    connect(m_plan->keepButton(), &QPushButton::clicked, this, &MainWindow::keepVariant);
    connect(m_split->keepButton(), &QPushButton::clicked, this, &MainWindow::keepVariant);
    VariantPanel* panel = m_prune->variants();
    connect(panel, &VariantPanel::keepWanted, this, &MainWindow::keepPruned);
    connect(panel, &VariantPanel::renameWanted, &m_variants, &Variants::rename);
    connect(panel, &VariantPanel::deleteWanted, &m_variants, &Variants::remove);

    connect(&m_variants, &Variants::failed, this, &MainWindow::showFailure);
    connect(&m_variants, &Variants::exported, this, [this](const QString& path) {
        m_message->showMessage(MessageBar::Kind::Done,
                               tr("The variant is in %1.").arg(formatText(path.toStdString())));
    });
    // Later: a new model takes away the message that stands there.
    connect(
        &m_variants, &Variants::fileIsAnother, this,
        [this] {
            m_message->showMessage(
                MessageBar::Kind::Offer,
                tr("The file is another than the one that the variants were made of. What they "
                   "need is found out anew."));
        },
        Qt::QueuedConnection);
    connect(&m_variants, &Variants::changed, this, [this] {
        // The first variant shows where variants are; after that it is the person's choice.
        const bool has = m_variants.hasEdits();
        if (has && !m_hadVariants) {
            m_variantsDock->setWanted(true);
            const int width = fontMetrics().averageCharWidth() * kPaneCharacters;
            resizeDocks({m_variantsDock}, {width}, Qt::Horizontal);
        }
        m_hadVariants = has;
        followPruned();
        showTitle();
    });
    connect(&m_variants, &Variants::openChanged, this, [this] {
        showTitle();
        // The C project is the open variant's.
        const auto* rows = std::get_if<variants::ByRows>(&m_variants.opened().change);
        if (rows != nullptr)
            m_exporter.setRows(split::RowPlanOptions{.segments = rows->segments});
        else if (m_exporter.rows() && !m_exporter.rows()->segments.empty())
            m_exporter.setRows(std::nullopt);
    });
    // Scores of what is on show, and of the variants that were kept from the page for pruning.
    connect(&m_evaluator, &Evaluator::changed, this, [this] {
        const auto& score = m_evaluator.score();
        if (!score || !m_document.model()) return;
        m_variants.setScore(m_variants.open(),
                            {score->metric, score->score, static_cast<std::int64_t>(score->samples),
                             m_dataFolder.path().toStdString()});
    });
    connect(&m_pruner, &Pruner::variantsChanged, this, &MainWindow::followScores);
    connect(&m_pruner, &Pruner::numbersChanged, this, &MainWindow::followScores);
    for (QUndoStack* stack :
         {&m_variants.undoStack(), &m_pruner.undoStack(), &m_rowPlanner.undoStack()})
        m_history.watch(stack);
    connect(&m_history, &EditHistory::changed, this, &MainWindow::followHistory);
    connect(m_sessionActions->undo, &QAction::triggered, &m_history, &EditHistory::undo);
    connect(m_sessionActions->redo, &QAction::triggered, &m_history, &EditHistory::redo);
    followHistory();

    const auto follow = [this] {
        m_compare->setShown(isCompareShown());
        const auto& found = m_planner.found();
        const auto& rows = m_rowPlanner.answer();
        const bool canPlan = m_planner.canBeWritten();
        const bool canRows = rows && m_rowPlanner.study() && !m_rowPlanner.isLooking() &&
                             !rows->difference &&
                             rows->arenaBytes < m_rowPlanner.study()->wholeArenaBytes;
        const bool canPrune = m_pruner.study() && !m_pruner.isWhole();
        m_plan->keepButton()->setEnabled(canPlan && found);
        m_split->keepButton()->setEnabled(canRows);
        m_sessionActions->keep->setEnabled((isPlanShown() && canPlan) ||
                                           (isSplitShown() && canRows) ||
                                           (isPruneShown() && canPrune));
    };
    connect(m_pages, &QStackedWidget::currentChanged, this, follow);
    connect(&m_planner, &Planner::changed, this, follow);
    connect(&m_rowPlanner, &RowPlanner::changed, this, follow);
    connect(&m_pruner, &Pruner::changed, this, follow);
    connect(&m_pruner, &Pruner::sizesChanged, this, follow);
    follow();
}

void MainWindow::followHistory() {
    const auto show = [](QAction* action, const QString& name, bool can, const QString& what) {
        action->setEnabled(can);
        action->setText(what.isEmpty() ? name : QStringLiteral("%1 %2").arg(name, what));
    };
    show(m_sessionActions->undo, tr("&Undo"), m_history.canUndo(), m_history.undoText());
    show(m_sessionActions->redo, tr("&Redo"), m_history.canRedo(), m_history.redoText());
}

/// The page for pruning shows the pruned ones among the open variant's children.
void MainWindow::followPruned() {
    std::vector<variants::Variant> children;
    for (const variants::VariantId id : variants::childrenOf(m_variants.tree(), m_variants.open()))
        children.push_back(*m_variants.tree().find(id));
    m_pruner.setVariants(children);
}

void MainWindow::followScores() {
    const auto take = [this](variants::VariantId id,
                             const std::shared_ptr<const PruneScore>& score) {
        if (!score || !score->score) return;
        m_variants.setScore(
            id, {score->metric, *score->score, static_cast<std::int64_t>(score->samples),
                 m_dataFolder.path().toStdString()});
    };
    if (m_pruner.variants().empty() || !m_pruner.study()) return;
    // The whole model's on the same half: only so can they be compared.
    take(m_variants.open(), m_pruner.whole().score);
    for (const PruneVariant& variant : m_pruner.variants()) take(variant.id, variant.numbers.score);
}

void MainWindow::keepVariant() {
    if (isPlanShown()) return keepPlan();
    if (isSplitShown()) return keepRows();
    if (isPruneShown()) keepPruned();
}

void MainWindow::keepPlan() {
    if (!m_planner.canBeWritten()) return;
    const PlannedModel& planned = *m_planner.found();
    auto change = variants::plannedOf(planned);
    if (!change) return showFailure(QString::fromStdString(change.error().message));
    m_variants.keep(tr("planned"), *std::move(change));
}

void MainWindow::keepRows() {
    const auto& answer = m_rowPlanner.answer();
    if (!answer || m_rowPlanner.isLooking() || answer->difference || !m_document.report()) return;
    m_variants.keep(tr("by rows"), variants::ByRows{answer->plan.chosen},
                    variants::figuresByRows(*m_document.report(), *answer));
}

void MainWindow::keepPruned() {
    if (!m_pruner.study() || m_pruner.isWhole()) return;
    const QString share = formatPercent(m_pruner.whole().macs, m_pruner.now().macs);
    const QString name = share.isEmpty() ? tr("pruned") : tr("pruned, %1 MACs").arg(share);
    m_variants.keep(name, variants::Pruned{m_pruner.recipe()});
    followScores();
}

void MainWindow::exportVariant(variants::VariantId id) {
    const variants::Variant* variant = m_variants.tree().find(id);
    if (variant == nullptr) return;
    if (const auto* rows = std::get_if<variants::ByRows>(&variant->change)) {
        // Only its C project runs that way.
        if (id != m_variants.open() && variant->parent != m_variants.open())
            return showFailure(tr("First open %1: the C project is the open variant's.")
                                   .arg(m_variants.nameOf(id)));
        m_exporter.setRows(split::RowPlanOptions{.segments = rows->segments});
        return showExportPage();
    }
    const QString path = askForVariantFile(this, m_document.path(), m_variants.nameOf(id));
    if (!path.isEmpty()) m_variants.exportTo(id, path);
}

bool MainWindow::isCompareShown() const { return m_pages->currentWidget() == m_compare; }

void MainWindow::showComparePage() {
    if (!m_document.model() || isCompareShown()) return;
    m_pages->setCurrentWidget(m_compare);
    m_compare->enter();
}

}  // namespace thimble::ui
