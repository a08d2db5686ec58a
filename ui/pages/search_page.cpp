#include "ui/pages/search_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/document/data_folder.h"
#include "ui/document/project_document.h"
#include "ui/format/format.h"
#include "ui/pages/front_chart.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/search_charts.h"
#include "ui/pages/search_controls.h"
#include "ui/pages/search_text.h"
#include "ui/pages/table_page.h"
#include "ui/viewmodels/front_table_model.h"

namespace thimble::ui {

namespace {

constexpr int kRoomyCharacters = 150;  // a narrower page has the table below the chart

QPushButton* plainButton(const QString& text, const QString& tip, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setAutoDefault(false);
    made->setToolTip(tip);
    return made;
}

}  // namespace

SearchPage::SearchPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Search"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildState());
    m_controls = new SearchControls(this);
    layout->addWidget(m_controls);
    m_scroll = followingScroll(this);
    m_scroll->setWidget(buildBody());
    layout->addWidget(m_scroll, 1);
    layout->addStretch();
}

QWidget* SearchPage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_finish = plainButton(tr("F&inish now"),
                           tr("Tests what has been found, and searches no further"), head);
    m_pause = plainButton(tr("&Pause"), tr("What has been evaluated is kept"), head);
    m_start = plainButton(tr("&Search"), {}, head);
    layHead(head, m_back, m_headline, {m_finish, m_pause, m_start});
    connect(m_back, &QToolButton::clicked, this, &SearchPage::backWanted);
    return head;
}

QWidget* SearchPage::buildState() {
    auto* state = new QWidget(this);
    m_sentence = sentenceLabel(state);
    m_progress = new QProgressBar(state);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    m_progress->hide();
    auto* layout = new QHBoxLayout(state);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_progress);
    return state;
}

QWidget* SearchPage::buildBody() {
    m_sides = new QSplitter;
    m_sides->setChildrenCollapsible(false);
    m_chart = new FrontChart;
    m_history = new FrontChart;
    m_history->setAccessibleName(tr("Scores in the order of evaluation"));
    m_costs = new FrontChart;
    m_costs->setAccessibleName(tr("Costs in the order of evaluation"));
    for (FrontChart* chart : {m_history, m_costs})
        chart->setMinimumSize(fontMetrics().height() * 12, fontMetrics().height() * 8);
    auto* histories = new QHBoxLayout;
    histories->addWidget(m_history);
    histories->addWidget(m_costs);
    auto* charts = new QWidget;
    auto* column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 4);
    column->addWidget(boldLabel(tr("Fro&nt: click on a point to choose it"), m_chart));
    column->addWidget(m_chart, 3);
    column->addWidget(boldLabel(tr("Scores and costs, in the order of e&valuation"), m_history));
    column->addLayout(histories, 2);
    m_sides->addWidget(charts);
    m_sides->addWidget(buildFront());
    m_sides->setStretchFactor(0, 3);
    m_sides->setStretchFactor(1, 4);
    // Charts would like to be larger than their share.
    m_sides->setSizes({3000, 4000});
    connect(m_chart, &FrontChart::chosen, this, [this](int point) {
        m_chosenByHand = true;
        choose(point);
    });
    connect(m_history, &FrontChart::chosen, m_history, &FrontChart::choose);
    return m_sides;
}

QWidget* SearchPage::buildFront() {
    auto* side = new QWidget;
    m_model = new FrontTableModel;
    m_table = new TablePage(m_model, tr("Variants"), -1, side);
    m_recipe = new QLabel(side);
    m_recipe->setTextFormat(Qt::PlainText);
    m_recipe->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_recipe->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_recipe->setWordWrap(true);
    m_open = plainButton(tr("&Open in Prune channels"),
                         tr("Its channels become the choice there: to be looked at, changed, kept "
                            "as a variant and written"),
                         side);
    m_save = plainButton(tr("Save &recipe…"),
                         tr("For thimble apply, which makes the variant to the byte"), side);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addWidget(m_save);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(boldLabel(tr("&Variants that no other beats"), m_table));
    layout->addWidget(m_table, 3);
    layout->addWidget(m_recipe, 1);
    layout->addLayout(buttons);
    m_table->setMinimumHeight(fontMetrics().height() * 9);
    for (const auto signal : {&QAbstractItemView::clicked, &QAbstractItemView::activated})
        connect(m_table, signal, this, [this] { m_chosenByHand = true; });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SearchPage::showChoice);
    connect(m_open, &QPushButton::clicked, this, [this] { emit openWanted(chosen()); });
    connect(m_save, &QPushButton::clicked, this, [this] { emit saveRecipeWanted(chosen()); });
    return side;
}

void SearchPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool isRoomy = width() >= fontMetrics().averageCharWidth() * kRoomyCharacters;
    m_sides->setOrientation(isRoomy ? Qt::Horizontal : Qt::Vertical);
}

void SearchPage::setSearcher(const ProjectDocument* document, const DataFolder* folder,
                             Searcher* searcher) {
    m_document = document;
    m_searcher = searcher;
    m_controls->setDocuments(document, folder, searcher);
    connect(m_controls, &SearchControls::folderWanted, this, &SearchPage::folderWanted);
    connect(m_start, &QPushButton::clicked, this, &SearchPage::startOrAgain);
    connect(m_pause, &QPushButton::clicked, searcher, &Searcher::pause);
    connect(m_finish, &QPushButton::clicked, searcher, &Searcher::finish);
    connect(searcher, &Searcher::changed, this, &SearchPage::showState);
    connect(searcher, &Searcher::progressed, this, &SearchPage::showProgress);
    connect(document, &ProjectDocument::reportChanged, this, &SearchPage::showState);
    showState();
}

void SearchPage::enter() {
    if (m_model->rowCount() > 0)
        m_chart->setFocus(Qt::OtherFocusReason);
    else
        m_start->setFocus(Qt::OtherFocusReason);
}

QList<QWidget*> SearchPage::panes() const { return {m_chart, m_history, m_costs, m_table}; }

/// A paused search whose question is still the same goes on.
void SearchPage::startOrAgain() {
    const SearchWish wish = m_controls->wish();
    if (m_searcher->state() == Searcher::State::Paused && wish == m_searcher->wish())
        return m_searcher->resume();
    m_chosenByHand = false;
    m_searcher->start(wish);
}

int SearchPage::chosen() const {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) return -1;
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
    return proxy->mapToSource(current).row();
}

void SearchPage::choose(int point) {
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
    m_table->setCurrentIndex(proxy->mapFromSource(m_model->index(point, 0)));
}

/// The smallest that is nearly as good as the model; where there is none, the best.
int SearchPage::suggestion() const {
    constexpr double kNearly = 0.03;
    const auto& problem = *m_searcher->problem();
    const auto& front = m_model->front();
    const auto whole = m_searcher->answer() ? problem.wholeScore : problem.whole.score;
    int best = 0;
    const auto scoreOf = [](const search::FrontPoint& point) {
        return point.testScore ? point.testScore : point.evaluated.outcome.score;
    };
    for (int p = 0; std::cmp_less(p, front.size()); ++p) {
        const auto score = scoreOf(front[static_cast<std::size_t>(p)]);
        const auto least = scoreOf(front[static_cast<std::size_t>(best)]);
        if (!score || !whole) continue;
        const bool isNear =
            problem.isErrorScore ? *score <= *whole * (1 + kNearly) : *score >= *whole - kNearly;
        if (isNear) return p;
        if (!least || (problem.isErrorScore ? *score < *least : *score > *least)) best = p;
    }
    return best;
}

void SearchPage::showState() {
    const Searcher::State state = m_searcher->state();
    const QString obstacle = m_searcher->obstacle();
    const bool working = m_searcher->isWorking();
    const bool paused = state == Searcher::State::Paused;
    m_start->setVisible(!working);
    m_start->setText(paused ? tr("Re&sume") : tr("&Search"));
    m_start->setEnabled(obstacle.isEmpty());
    m_start->setToolTip(obstacle.isEmpty() ? tr("Goes on while you look at other pages")
                                           : obstacle);
    m_pause->setVisible(working);
    m_pause->setEnabled(!m_searcher->isStopping());
    m_finish->setVisible(state == Searcher::State::Searching ||
                         (paused && m_searcher->answer() != nullptr));
    m_finish->setEnabled(!m_searcher->isStopping());
    m_controls->enable();
    showProgress();
}

void SearchPage::showProgress() {
    m_headline->setText(searchHeadline(*m_searcher));
    const QString obstacle = m_searcher->obstacle();
    QString words = searchSentence(*m_searcher);
    if (m_searcher->state() == Searcher::State::Empty && !obstacle.isEmpty())
        words += QLatin1Char(' ') + obstacle;
    m_sentence->setText(words);
    const auto& progress = m_searcher->progress();
    qint64 done = 0;
    qint64 total = 0;
    switch (m_searcher->state()) {
        case Searcher::State::Preparing:
            done = m_searcher->prepared();
            total = m_searcher->toPrepare();
            break;
        case Searcher::State::Searching:
            if (progress) done = progress->evaluated, total = progress->total;
            break;
        case Searcher::State::Testing:
            if (progress) done = progress->tested, total = progress->toTest;
            break;
        default: break;
    }
    m_progress->setVisible(m_searcher->isWorking());
    m_progress->setRange(0, static_cast<int>(std::max<qint64>(total, total > 0 ? 1 : 0)));
    m_progress->setValue(static_cast<int>(done));
    showFront();
}

void SearchPage::showFront() {
    const bool has = m_searcher->problem() != nullptr && m_document->report() != nullptr;
    m_scroll->setVisible(has);
    const int before = chosen();
    m_model->setFront(has ? m_document->report() : nullptr, m_searcher->problem(),
                      has ? m_searcher->front() : std::vector<search::FrontPoint>());
    m_table->setReport(m_model->rowCount() > 0 ? m_document->report() : nullptr);
    if (m_model->rowCount() > 0)
        choose(m_chosenByHand && before >= 0 ? std::min(before, m_model->rowCount() - 1)
                                             : suggestion());
    showChoice();
    if (has) showHistory();
}

void SearchPage::showChoice() {
    const int point = chosen();
    const bool has = point >= 0 && std::cmp_less(point, m_model->front().size());
    m_open->setEnabled(has);
    m_save->setEnabled(has);
    m_recipe->setText(
        has ? pointRecipe(*m_searcher, m_model->front()[static_cast<std::size_t>(point)])
            : QString());
    showChart();
}

void SearchPage::showChart() {
    m_chart->show(frontContent(*m_searcher, m_model->front(), chosen()));
}

void SearchPage::showHistory() {
    FrontChart::Content scores = scoreHistory(*m_searcher);
    scores.chosen = m_history->content().chosen;
    m_history->show(std::move(scores));
    m_costs->show(costHistory(*m_searcher));
}

}  // namespace thimble::ui
