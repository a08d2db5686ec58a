#include "ui/pages/graph_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/document/project_document.h"
#include "ui/document/row_planner.h"
#include "ui/format/format.h"
#include "ui/pages/page_parts.h"
#include "ui/painting/plot_text.h"
#include "ui/widgets/outlined_check_box.h"

namespace thimble::ui {

GraphPage::GraphPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Graph"));
    m_view = new GraphView(this);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildTools());
    layout->addWidget(m_view, 1);
    m_slow.setSingleShot(true);
    m_slow.setInterval(AnalysisJob::kBusyAfterMs);
    connect(&m_slow, &QTimer::timeout, this, &GraphPage::showState);
    connect(m_view, &GraphView::foldWanted, this, &GraphPage::toggleChain);
    connect(&m_job, &LayoutJob::finished, this, &GraphPage::draw);
    connect(&m_job, &LayoutJob::failed, this, [this](const QString& message) {
        m_failure = message;
        m_view->setScene(nullptr, message);
        showState();
        emit changed();
    });
}

QWidget* GraphPage::buildHead() {
    auto* head = new QWidget(this);
    QToolButton* back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(back);
    layout->addWidget(m_headline, 1);
    connect(back, &QToolButton::clicked, this, &GraphPage::backWanted);
    return head;
}

QWidget* GraphPage::buildTools() {
    auto* tools = new QWidget(this);
    m_segments = new OutlinedCheckBox(tr("Show &segments"), tools);
    m_segments->setToolTip(
        tr("Operators that run by rows are framed; tensors that are never whole fade"));
    m_fold = new OutlinedCheckBox(tr("Fold &chains"), tools);
    m_fold->setToolTip(
        tr("Operators one after the other become one box; Enter or a double click unfolds it"));
    m_subgraph = new QComboBox(tools);
    m_subgraph->setAccessibleName(tr("Subgraph"));
    m_state = new QLabel(tools);
    m_state->setTextFormat(Qt::PlainText);
    m_stop = new QPushButton(tr("&Cancel"), tools);
    m_stop->setAutoDefault(false);
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * fontMetrics().averageCharWidth());
    for (QWidget* one : std::initializer_list<QWidget*>{m_segments, m_fold, m_subgraph})
        layout->addWidget(one);
    layout->addStretch(1);
    layout->addWidget(m_state);
    layout->addWidget(m_stop);
    connect(m_segments, &QCheckBox::clicked, this, [this] {
        m_hasChosen = true;
        emit segmentsWanted();
        refresh();
    });
    connect(m_fold, &QCheckBox::clicked, this, [this](bool fold) {
        m_options.foldChains = fold;
        m_options.otherwise.clear();
        refresh();
    });
    connect(m_subgraph, &QComboBox::activated, this, &GraphPage::refresh);
    connect(m_stop, &QPushButton::clicked, this, &GraphPage::stopOrStart);
    return tools;
}

void GraphPage::setDocument(const ProjectDocument* document, RowPlanner* planner) {
    m_document = document;
    m_planner = planner;
    connect(document, &ProjectDocument::modelChanged, this, [this] {
        m_hasChosen = false;
        m_segments->setChecked(false);
        m_answer.reset();
        m_plan.reset();
    });
    connect(document, &ProjectDocument::reportChanged, this, &GraphPage::showReport);
    connect(planner, &RowPlanner::changed, this, &GraphPage::showPlan);
    showReport();
}

void GraphPage::setSelection(Selection* selection) {
    m_selection = selection;
    m_view->setSelection(selection);
    connect(selection, &Selection::changed, this, &GraphPage::selectionChanged);
}

bool GraphPage::wantsSegments() const { return m_segments->isChecked(); }

/// What is selected in another subgraph is looked for there.
void GraphPage::selectionChanged() {
    const SelectedItem& item = m_selection->current();
    if (!m_report || item.kind == SelectedItem::Kind::None || !isVisible() ||
        static_cast<int>(item.subgraph) == m_subgraph->currentIndex())
        return;
    m_subgraph->setCurrentIndex(static_cast<int>(item.subgraph));
    refresh();
}

void GraphPage::showReport() {
    const auto& report = m_document->report();
    const bool isOther = !report || !m_report || report->model.sha256 != m_report->model.sha256;
    m_report = report;
    if (isOther) {
        m_options = {};
        m_options.foldChains = report && report->model.operators > kFoldFrom;
        m_fold->setChecked(m_options.foldChains);
        m_subgraph->clear();
        for (std::size_t s = 0; report && s < report->firstOperator.size(); ++s)
            m_subgraph->addItem(
                s == 0 ? tr("main subgraph")
                       : tr("subgraph %1").arg(formatCount(static_cast<std::int64_t>(s))));
    }
    m_subgraph->setVisible(m_subgraph->count() > 1);
    if (report) {
        const auto operators = static_cast<std::int64_t>(report->model.operators);
        QString words =
            operators == 1 ? tr("1 operator") : tr("%1 operators").arg(formatCount(operators));
        if (report->peakStep >= 0)
            words = tr("%1, %2 at %3")
                        .arg(words, fullestName(*report), stepTitle(*report, report->peakStep));
        m_headline->setText(words);
    }
    refresh();
}

void GraphPage::showPlan() {
    const auto& answer = m_planner->answer();
    if (m_answer != answer) {
        m_answer = answer;
        m_plan = answer ? std::make_shared<const GraphPlan>(answer->plan) : nullptr;
        if (m_plan && !m_hasChosen && m_planner->wasWanted()) m_segments->setChecked(true);
        refresh();
    }
    showState();
}

void GraphPage::refresh() {
    m_isStale = true;
    m_job.cancel();
    m_next.reset();
    if (!m_report) m_view->setScene(nullptr, tr("Open a model to see its graph."));
    if (!m_report || !isVisible()) return showState();
    m_isStale = m_isStopped = false;
    m_failure.clear();
    const auto subgraph = static_cast<std::uint32_t>(std::max(m_subgraph->currentIndex(), 0));
    const auto plan = subgraph == 0 && m_segments->isChecked() ? m_plan : nullptr;
    m_options.groups = plan ? segmentGroups(*m_report, *plan) : std::vector<std::int32_t>();
    m_next = std::make_shared<GraphView::Scene>();
    m_next->report = m_report;
    m_next->plan = plan;
    m_next->content =
        graphContent(*m_report, diagram::makeDiagram(*m_report, subgraph, m_options), plan.get());
    m_job.layOut(graphRequest(m_next->content, PlotStyle(*m_view)));
    m_slow.start();
    showState();
}

void GraphPage::draw(const diagram::Layout& layout) {
    m_next->layout = layout;
    m_view->setScene(std::exchange(m_next, nullptr));
    showState();
    emit changed();
}

void GraphPage::toggleChain(int chain) {
    if (!m_options.otherwise.insert(chain).second) m_options.otherwise.erase(chain);
    refresh();
}

void GraphPage::stopOrStart() {
    if (!m_job.isRunning()) return refresh();
    m_job.cancel();
    m_isStopped = true;
    if (!m_view->scene()) m_view->setScene(nullptr, tr("Laying out the graph was stopped."));
    showState();
    emit changed();
}

void GraphPage::showState() {
    const bool slow = m_job.isRunning() && !m_slow.isActive();
    m_stop->setVisible(slow || m_isStopped);
    m_stop->setText(m_isStopped ? tr("&Lay out") : tr("&Cancel"));
    m_segments->setEnabled(m_report != nullptr && m_subgraph->currentIndex() <= 0);
    m_fold->setEnabled(m_report != nullptr);
    QString words;
    if (slow) {
        words = tr("Laying out %1 boxes and %2 lines…")
                    .arg(formatCount(static_cast<std::int64_t>(m_next->content.boxes.size())),
                         formatCount(static_cast<std::int64_t>(m_next->content.lines.size())));
        if (!m_view->scene()) m_view->setScene(nullptr, words);
    } else if (m_isStopped) {
        words = tr("Stopped.");
    } else if (m_segments->isChecked() && !m_plan && m_planner != nullptr) {
        words = m_planner->state() == RowPlanner::State::Failed
                    ? tr("This model cannot run by rows.")
                    : tr("Looking for segments…");
    } else if (m_view->scene() && m_view->scene()->layout.isRough) {
        words = tr("Many long lines: laid out roughly.");
    }
    m_state->setText(words);
}

void GraphPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (!m_job.isRunning()) return;
    m_job.cancel();
    m_isStale = true;
    showState();
}

void GraphPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_isStale) refresh();
}

}  // namespace thimble::ui
