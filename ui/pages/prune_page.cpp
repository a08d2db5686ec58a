#include "ui/pages/prune_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/project_document.h"
#include "ui/document/pruner.h"
#include "ui/format/format.h"
#include "ui/pages/group_panel.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/prune_controls.h"
#include "ui/pages/prune_text.h"
#include "ui/pages/table_page.h"
#include "ui/pages/variant_panel.h"
#include "ui/painting/channel_strip.h"
#include "ui/painting/working_set_view.h"
#include "ui/viewmodels/prune_numbers_model.h"

namespace thimble::ui {

namespace {

constexpr int kRoomyCharacters = 185;  // a narrower page has the answers below the groups

/// The operators that have to do with a group's channels, ascending.
std::vector<std::int32_t> operatorsOf(const prune::ChannelGroup& group) {
    std::vector<std::int32_t> all = group.makers;
    all.insert(all.end(), group.carriers.begin(), group.carriers.end());
    for (const prune::Reader& reader : group.readers) all.push_back(reader.op);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace

PrunePage::PrunePage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Prune"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildState());
    m_controls = new PruneControls(this);
    layout->addWidget(m_controls);
    m_scroll = followingScroll(this);
    m_scroll->setWidget(buildBody());
    layout->addWidget(m_scroll, 1);
    layout->addStretch();
    m_slow.setSingleShot(true);
    m_slow.setInterval(AnalysisJob::kBusyAfterMs);
    connect(&m_slow, &QTimer::timeout, this, &PrunePage::showProgress);
}

QWidget* PrunePage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_recipe = new QToolButton(head);
    m_recipe->setText(tr("Recipe"));
    m_recipe->setPopupMode(QToolButton::InstantPopup);
    m_recipe->setFocusPolicy(Qt::StrongFocus);
    m_recipe->setToolTip(tr("A recipe makes the same pruned model again, to the byte"));
    auto* menu = new QMenu(m_recipe);
    menu->addAction(tr("&Save recipe…"), this, &PrunePage::saveRecipeWanted);
    menu->addAction(tr("&Load recipe…"), this, &PrunePage::loadRecipeWanted);
    m_recipe->setMenu(menu);
    m_export = new QPushButton(tr("E&xport pruned model…"), head);
    m_export->setAutoDefault(false);
    layHead(head, m_back, m_headline, {m_recipe, m_export});
    connect(m_back, &QToolButton::clicked, this, &PrunePage::backWanted);
    connect(m_export, &QPushButton::clicked, this, &PrunePage::exportWanted);
    return head;
}

QWidget* PrunePage::buildState() {
    auto* state = new QWidget(this);
    m_sentence = sentenceLabel(state);
    m_progress = new QProgressBar(state);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    m_progress->hide();
    m_cancel = new QPushButton(tr("&Cancel"), state);
    m_cancel->setAutoDefault(false);
    m_cancel->hide();
    auto* layout = new QHBoxLayout(state);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    return state;
}

QWidget* PrunePage::buildBody() {
    m_sides = new QSplitter;
    m_sides->setChildrenCollapsible(false);
    m_groups = new GroupPanel;
    m_answers = new QWidget;
    m_numbersModel = new PruneNumbersModel;
    m_numbers = new TablePage(m_numbersModel, tr("What the model needs"));
    m_numbers->setSortingEnabled(false);
    m_workingSet = new WorkingSetView;
    m_variants = new VariantPanel;
    auto* layout = new QVBoxLayout(m_answers);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 3);
    const int row = m_numbers->verticalHeader()->defaultSectionSize();
    m_numbers->setFixedHeight(row * PruneNumbersModel::kMeasures +
                              m_numbers->horizontalHeader()->sizeHint().height() + 2);
    m_numbers->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Numbers come and go: every column keeps its part of the width.
    m_numbers->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    layout->addWidget(m_numbers);
    layout->addWidget(m_workingSet, 3);
    m_variants->setMinimumHeight(row * 6);
    layout->addWidget(m_variants, 2);
    m_sides->addWidget(m_groups);
    m_sides->addWidget(m_answers);
    m_sides->setStretchFactor(0, 1);
    m_sides->setStretchFactor(1, 1);
    m_groups->setMinimumHeight(row * 16);
    return m_sides;
}

void PrunePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool isRoomy = width() >= fontMetrics().averageCharWidth() * kRoomyCharacters;
    m_sides->setOrientation(isRoomy ? Qt::Horizontal : Qt::Vertical);
}

void PrunePage::setPruner(const ProjectDocument* document, Pruner* pruner) {
    m_document = document;
    m_pruner = pruner;
    m_controls->setPruner(document, pruner);
    m_groups->setPruner(pruner);
    m_variants->setPruner(pruner);
    connect(pruner, &Pruner::changed, this, &PrunePage::showState);
    connect(pruner, &Pruner::sizesChanged, this, &PrunePage::showSizes);
    connect(pruner, &Pruner::numbersChanged, this, &PrunePage::showNumbers);
    connect(pruner, &Pruner::variantsChanged, this, &PrunePage::showNumbers);
    connect(pruner, &Pruner::progressed, this, &PrunePage::showProgress);
    connect(document, &ProjectDocument::reportChanged, this, &PrunePage::showState);
    connect(m_cancel, &QPushButton::clicked, pruner, &Pruner::cancel);
    connect(m_groups, &GroupPanel::groupChosen, this, &PrunePage::showSizes);
    showState();
}

void PrunePage::enter() { m_groups->table()->setFocus(Qt::OtherFocusReason); }

QList<QWidget*> PrunePage::panes() const {
    return {m_groups->table(), m_groups->strip(), m_groups->frozen(),
            m_numbers,         m_workingSet,      m_variants->table()};
}

void PrunePage::showState() {
    const bool has = m_pruner->study() != nullptr && m_document->report() != nullptr;
    const bool hasGroups = has && !m_pruner->groups().groups.empty();
    m_scroll->setVisible(has);
    m_controls->setVisible(hasGroups);
    m_answers->setVisible(hasGroups);
    m_recipe->setVisible(hasGroups);
    m_export->setVisible(hasGroups);
    const bool isFree = hasGroups && m_pruner->state() == Pruner::State::Ready;
    m_recipe->setEnabled(isFree);
    m_export->setEnabled(isFree && !m_pruner->isWriting() && !m_pruner->isWhole());
    m_export->setToolTip(m_pruner->isWriting() ? tr("Being written")
                         : isFree && m_pruner->isWhole()
                             ? tr("All channels are there still")
                             : tr("Writes a .tflite with these channels and the best plan, after "
                                  "it has been checked, read back and run"));
    m_controls->enable();
    // While a slider is dragged, sizes come by themselves.
    const void* shown = has ? m_document->report().get() : nullptr;
    if (m_shownStudy != m_pruner->study().get() || m_shownReport != shown) {
        m_shownStudy = m_pruner->study().get();
        m_shownReport = shown;
        m_groups->showStudy(has ? m_document->report() : nullptr);
        showSizes();
    } else {
        showWords();
    }
    if (m_pruner->isWorking() && !m_slow.isActive()) m_slow.start();
    showProgress();
}

void PrunePage::showSizes() {
    if (!m_pruner->study() || !m_document->report()) return showWords();
    m_groups->showChoice();
    m_controls->showChoice();
    const int group = m_groups->chosen();
    m_workingSet->setBytes(
        m_document->report(), m_pruner->whole().workingSetBytes, m_pruner->now().workingSetBytes,
        group < 0 ? std::vector<std::int32_t>()
                  : operatorsOf(m_pruner->groups().groups[static_cast<std::size_t>(group)]));
    showNumbers();
}

void PrunePage::showNumbers() {
    showWords();
    const auto& report = m_document->report();
    if (!m_pruner->study() || !report) return;
    m_controls->showChoice();
    m_groups->showCosts();
    const bool isFirst = m_numbersModel->report() != report.get();
    m_numbersModel->setNumbers(report, m_pruner->whole(), m_pruner->now());
    if (isFirst) m_numbers->setReport(report);
    m_variants->showVariants(report);
}

void PrunePage::showWords() {
    m_headline->setText(pruneHeadline(*m_pruner));
    const auto& board = m_document->board();
    m_sentence->setText(pruneSentence(*m_pruner, board ? formatText(board->name) : QString()));
}

void PrunePage::showProgress() {
    // Plans are quick; what is slow can be stopped.
    const bool isSlow = m_pruner->state() == Pruner::State::Studying || m_pruner->isScoring() ||
                        m_pruner->isSearching() || m_pruner->isWriting();
    if (!isSlow) m_slow.stop();
    const bool shows = isSlow && !m_slow.isActive();
    m_cancel->setVisible(shows);
    m_progress->setVisible(shows && m_pruner->total() > 0);
    m_progress->setRange(0, static_cast<int>(std::max<qint64>(m_pruner->total(), 1)));
    m_progress->setValue(static_cast<int>(m_pruner->done()));
}

}  // namespace thimble::ui
