#include "ui/pages/plan_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/document/planner.h"
#include "ui/format/format.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/plan_pictures.h"
#include "ui/pages/plan_text.h"
#include "ui/pages/table_page.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/timeline_view.h"
#include "ui/viewmodels/effect_table_model.h"
#include "ui/viewmodels/moved_table_model.h"
#include "ui/widgets/outlined_check_box.h"

namespace thimble::ui {

namespace {

constexpr int kRowsOfEffects = 6;

QComboBox* chooser(QWidget* parent, const QString& name, const QStringList& choices) {
    auto* box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->addItems(choices);
    return box;
}

}  // namespace

PlanPage::PlanPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Best plan"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildChoosers());
    m_sentences = sentenceLabel(this);
    layout->addWidget(m_sentences);
    m_scroll = followingScroll(this);
    m_scroll->setWidget(buildBody());
    layout->addWidget(m_scroll, 1);
}

QWidget* PlanPage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_keep = thimble::ui::keepButton(head);
    m_export = new QPushButton(tr("E&xport planned model…"), head);
    m_export->setAutoDefault(false);
    m_export->setToolTip(
        tr("Writes a .tflite with this order and these offsets: an unmodified TFLM uses them"));

    layHead(head, m_back, m_headline, {m_keep, m_export});
    connect(m_back, &QToolButton::clicked, this, &PlanPage::backWanted);
    connect(m_export, &QPushButton::clicked, this, &PlanPage::exportWanted);
    return head;
}

QWidget* PlanPage::buildChoosers() {
    auto* row = new QWidget(this);
    // In the order of OrderChoice and PlacementChoice.
    m_order = chooser(row, tr("Order"), {tr("as written"), tr("optimal")});
    m_placement = chooser(row, tr("Placement"), {tr("TFLM's greedy"), tr("exact")});
    m_inPlace = new OutlinedCheckBox(tr("&In place"), row);
    m_inPlace->setToolTip(tr(
        "Lets outputs take over the bytes of inputs that are not needed again, where the target's "
        "kernels allow it"));
    auto* order = new QLabel(tr("O&rder"), row);
    order->setBuddy(m_order);
    auto* placement = new QLabel(tr("&Placement"), row);
    placement->setBuddy(m_placement);
    m_search = new QPushButton(row);
    m_search->setAutoDefault(false);

    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(order);
    layout->addWidget(m_order);
    layout->addSpacing(fontMetrics().averageCharWidth());
    layout->addWidget(placement);
    layout->addWidget(m_placement);
    layout->addSpacing(fontMetrics().averageCharWidth());
    layout->addWidget(m_inPlace);
    layout->addStretch();
    layout->addWidget(m_search);
    connect(m_order, &QComboBox::activated, this, &PlanPage::chooseOptions);
    connect(m_placement, &QComboBox::activated, this, &PlanPage::chooseOptions);
    connect(m_inPlace, &QCheckBox::clicked, this, &PlanPage::chooseOptions);
    connect(m_search, &QPushButton::clicked, this, &PlanPage::onSearchButton);
    return row;
}

QWidget* PlanPage::buildBody() {
    auto* body = new QWidget;
    m_effectModel = new EffectTableModel;
    m_effects = new TablePage(m_effectModel, tr("Before and after"), -1, body);
    m_effects->hugColumns(kRowsOfEffects);
    m_movedModel = new MovedTableModel;
    m_moved = new TablePage(m_movedModel, tr("Operators at another step"),
                            MovedTableModel::SubgraphColumn, body);
    m_movedTitle = new QLabel(body);
    m_movedTitle->setBuddy(m_moved);
    auto* movedSide = new QVBoxLayout;
    movedSide->setSpacing(0);
    movedSide->addWidget(m_movedTitle);
    movedSide->addWidget(m_moved, 1);
    movedSide->addStretch();
    auto* effectSide = new QVBoxLayout;
    effectSide->setSpacing(0);
    m_effectTitle = new QLabel(tr("What the plan changes"), body);
    m_effectTitle->setBuddy(m_effects);
    effectSide->addWidget(m_effectTitle);
    effectSide->addWidget(m_effects, 1);
    auto* tables = new QHBoxLayout;
    tables->setSpacing(2 * fontMetrics().averageCharWidth());
    tables->addLayout(effectSide);
    tables->addLayout(movedSide, 1);

    m_pictures = new PlanPictures(body);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(tables, 1);
    layout->addWidget(m_pictures, 4);
    return body;
}

void PlanPage::setPlanner(Planner* planner) {
    m_planner = planner;
    connect(planner, &Planner::changed, this, &PlanPage::showPlan);
    connect(planner, &Planner::progressed, this, &PlanPage::showSearch);
    showPlan();
}

void PlanPage::setSelection(Selection* selection) {
    m_pictures->setSelection(selection);
    m_moved->shareSelection(selection);
}

QList<QWidget*> PlanPage::panes() const {
    QList<QWidget*> panes = {m_order, m_effects, m_moved};
    for (StepView* view : m_pictures->views()) panes.append(view);
    return panes;
}

void PlanPage::showPlan() {
    const std::shared_ptr<const PlannedModel>& found = m_planner->found();
    const PlanOptions& options = m_planner->options();
    m_order->setCurrentIndex(static_cast<int>(options.order));
    m_placement->setCurrentIndex(static_cast<int>(options.placement));
    m_inPlace->setChecked(options.inPlace);
    m_export->setEnabled(m_planner->canBeWritten());

    if (m_planner->state() == Planner::State::Failed) {
        m_headline->setText(tr("There is no plan for this model"));
        m_sentences->setText(formatText(m_planner->failure().toStdString()));
    } else if (found) {
        m_headline->setText(planHeadline(*found));
        m_sentences->setText(planSentences(*found).join(QLatin1Char('\n')));
    } else {
        m_headline->setText(tr("Searching…"));
        m_sentences->clear();
    }
    m_movedTitle->setText(found ? movedText(*found) : QString());
    m_effectModel->setPlan(found);
    m_movedModel->setPlan(found);
    m_effects->setReport(found ? found->before : nullptr);
    m_moved->setReport(found ? found->before : nullptr);
    m_effectTitle->setVisible(found != nullptr);
    m_effects->setVisible(found != nullptr);
    m_movedTitle->setVisible(found != nullptr);
    m_moved->setVisible(found && !found->changes.moved.empty());
    m_pictures->setPlan(m_planner->report(), found,
                        m_planner->state() == Planner::State::Searching
                            ? tr("The plan is being searched for.")
                            : tr("There is no plan."));
    showSearch();
}

void PlanPage::showSearch() {
    const bool searching = m_planner->state() == Planner::State::Searching;
    const bool canGoOn =
        m_planner->state() == Planner::State::Found && canSearchOn(*m_planner->found());
    if (searching && m_planner->progress().nodes > 0) {
        m_headline->setText(tr("Searching…"));
        m_sentences->setText(progressText(m_planner->progress()));
    }
    m_search->setText(searching ? tr("&Stop and keep the best") : tr("&Search on"));
    m_search->setToolTip(searching ? tr("Ends the search; the best so far becomes the plan")
                                   : tr("Searches without a limit; it can be stopped at any time"));
    m_search->setVisible(searching || canGoOn);
}

void PlanPage::chooseOptions() {
    PlanOptions options = m_planner->options();
    options.limits = Planner::bestOptions().limits;
    options.order = static_cast<OrderChoice>(m_order->currentIndex());
    options.placement = static_cast<PlacementChoice>(m_placement->currentIndex());
    options.inPlace = m_inPlace->isChecked();
    m_planner->setOptions(options);
}

void PlanPage::onSearchButton() {
    if (m_planner->state() == Planner::State::Searching)
        m_planner->finishEarly();
    else
        m_planner->searchOn();
}

}  // namespace thimble::ui
