#include "ui/pages/split_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/document/project_document.h"
#include "ui/document/row_planner.h"
#include "ui/format/format.h"
#include "ui/pages/export_text.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/pareto_chart.h"
#include "ui/pages/segment_panel.h"
#include "ui/pages/split_pictures.h"
#include "ui/pages/split_text.h"
#include "ui/pages/table_page.h"
#include "ui/widgets/facts.h"

namespace thimble::ui {

namespace {

enum FactId { TflmFact, WholeFact, RowsFact, SavedFact, CallsFact, MacsFact, VerifiedFact };

}  // namespace

SplitPage::SplitPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Split"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildState());
    layout->addWidget(buildFacts());
    m_scroll = followingScroll(this);
    m_scroll->setWidget(buildBody());
    layout->addWidget(m_scroll, 1);
    layout->addStretch();
    m_slow.setSingleShot(true);
    m_slow.setInterval(AnalysisJob::kBusyAfterMs);
    connect(&m_slow, &QTimer::timeout, m_stop, &QWidget::show);
}

QWidget* SplitPage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_keep = thimble::ui::keepButton(head);
    m_export = new QPushButton(tr("E&xport C project…"), head);
    m_export->setAutoDefault(false);
    layHead(head, m_back, m_headline, {m_keep, m_export});
    connect(m_back, &QToolButton::clicked, this, &SplitPage::backWanted);
    connect(m_export, &QPushButton::clicked, this, &SplitPage::exportWanted);
    return head;
}

QWidget* SplitPage::buildState() {
    auto* state = new QWidget(this);
    m_sentence = sentenceLabel(state);
    m_progress = new QProgressBar(state);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setFormat(tr("%v of %m plans"));
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    m_stop = new QPushButton(tr("&Cancel"), state);
    m_stop->setAutoDefault(false);
    m_stop->setToolTip(tr("Ends the search; what has been found so far stays"));
    m_stop->hide();
    auto* layout = new QHBoxLayout(state);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_stop);
    return state;
}

QWidget* SplitPage::buildFacts() {
    m_facts = new Facts(this);
    m_facts->add(tr("TFLM's head today"), tr("What TFLM plans for tensors and scratch"));
    m_facts->add(tr("C, operators at once"),
                 tr("Arena of the C project without rows: each operator makes all of its output"));
    m_facts->add(tr("C, by rows"), tr("Arena of the C project with the segments below"));
    m_facts->add(tr("Saved"), tr("By rows against operators at once"));
    m_facts->add(tr("Calls of kernels"), tr("In one inference, by rows"));
    m_facts->add(tr("Extra multiplications"), tr("No row is made twice"));
    m_facts->add(tr("Against the whole model"),
                 tr("Run by the interpreter, both ways; outputs are compared to the last bit"));
    return m_facts;
}

QWidget* SplitPage::buildBody() {
    auto* body = new QWidget;
    m_chart = new ParetoChart;
    auto* plans = new QWidget;
    auto* column = new QVBoxLayout(plans);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 4);
    column->addWidget(boldLabel(tr("&Plans: click on a point to choose one"), m_chart));
    column->addWidget(m_chart, 1);
    m_segments = new SegmentPanel;
    m_pictures = new SplitPictures;
    auto* top = new QHBoxLayout;
    top->setSpacing(2 * fontMetrics().averageCharWidth());
    top->addWidget(plans, 2);
    top->addWidget(m_segments, 3);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addLayout(top, 2);
    layout->addWidget(m_pictures, 4);
    connect(m_chart, &ParetoChart::chosen, this, &SplitPage::choosePlan);
    return body;
}

void SplitPage::setPlanner(const ProjectDocument* document, RowPlanner* planner) {
    m_document = document;
    m_planner = planner;
    m_segments->setPlanner(planner);
    connect(planner, &RowPlanner::changed, this, &SplitPage::showState);
    connect(planner, &RowPlanner::sweepChanged, this, &SplitPage::showSweep);
    connect(document, &ProjectDocument::reportChanged, this, &SplitPage::showState);
    connect(m_stop, &QPushButton::clicked, planner, &RowPlanner::finishEarly);
    showState();
}

void SplitPage::enter() {
    m_entering = !m_planner->answer();
    if (m_entering)
        m_back->setFocus(Qt::OtherFocusReason);
    else
        m_chart->setFocus(Qt::OtherFocusReason);
}

QList<QWidget*> SplitPage::panes() const {
    return QList<QWidget*>{m_chart, m_segments->table()} + m_pictures->views();
}

void SplitPage::showState() {
    const auto& study = m_planner->study();
    const auto& answer = m_planner->answer();
    switch (m_planner->state()) {
        case RowPlanner::State::Empty:
        case RowPlanner::State::Studying:
            m_headline->setText(tr("By rows…"));
            m_sentence->setText(
                study ? tr("Looking for the segments with the smallest arena.")
                      : tr("Placing the operators at once, to have something to compare with."));
            break;
        case RowPlanner::State::Failed:
            m_headline->setText(tr("This model cannot run by rows"));
            m_sentence->setText(exportFailure(m_planner->failure()));
            break;
        case RowPlanner::State::Ready:
            m_headline->setText(splitHeadline(*study, *answer));
            m_sentence->setText(m_planner->isLooking() ? tr("Placing the rows of these segments…")
                                : !m_planner->failure().isEmpty()
                                    ? formatText(m_planner->failure().toStdString())
                                    : splitSentence(*study, *answer, *m_planner->best()));
            break;
    }
    const bool has = study && answer;
    m_facts->setVisible(has);
    m_scroll->setVisible(has);
    const bool gains = has && answer->arenaBytes < study->wholeArenaBytes;
    m_export->setEnabled(gains && !m_planner->isLooking() && !answer->difference);
    m_export->setToolTip(gains || !has
                             ? tr("Shows the C project that runs these segments; stock TFLM cannot")
                             : tr("These segments gain nothing: File > Export C project writes the "
                                  "one with operators at once"));
    if (has) showFacts();
    if (has && std::exchange(m_entering, false) && m_back->hasFocus())
        m_chart->setFocus(Qt::OtherFocusReason);
    const auto& report = m_document->report();
    m_segments->showAnswer(report);
    if (m_shownAnswer != answer.get()) {
        m_shownAnswer = answer.get();
        m_pictures->show(report, study, answer, {});
    }
    showSweep();
}

void SplitPage::showFacts() {
    const cproject::RowStudy& study = *m_planner->study();
    const cproject::RowAnswer& answer = *m_planner->answer();
    const auto& report = m_document->report();
    m_facts->setNumber(TflmFact, report && report->device.accepts
                                     ? formatBytes(report->device.headBytes)
                                     : QString());
    m_facts->setNumber(WholeFact, formatBytes(study.wholeArenaBytes));
    m_facts->setNumber(RowsFact, formatBytes(answer.arenaBytes));
    m_facts->setNumber(SavedFact, savedText(study, answer));
    m_facts->setNumber(CallsFact, callsText(study, answer));
    m_facts->setNumber(MacsFact, tr("none"));
    m_facts->setNumber(VerifiedFact, verifiedText(answer));
}

void SplitPage::showSweep() {
    const bool studying = m_planner->state() == RowPlanner::State::Studying;
    m_progress->setVisible(m_planner->isSweeping());
    m_progress->setRange(0, std::max(m_planner->sweepTotal(), 1));
    m_progress->setValue(m_planner->sweepDone());
    if (!studying && !m_planner->isSweeping()) {
        m_slow.stop();
        m_stop->hide();
    } else if (!m_slow.isActive() && m_stop->isHidden()) {
        m_slow.start();
    }
    std::vector<ParetoChart::Point> points;
    if (m_planner->plans())
        for (const split::RowPlan& plan : *m_planner->plans())
            points.push_back(
                {cproject::arenaOf(plan), static_cast<std::int64_t>(plan.tasks.size())});
    std::optional<ParetoChart::Point> shown;
    if (const auto& answer = m_planner->answer())
        shown = {answer->arenaBytes, static_cast<std::int64_t>(answer->plan.tasks.size())};
    m_chart->setPoints(std::move(points), shown);
}

void SplitPage::choosePlan(int plan) {
    const auto& plans = m_planner->plans();
    if (!plans || plan < 0 || static_cast<std::size_t>(plan) >= plans->size()) return;
    const split::RowPlan& chosen = (*plans)[static_cast<std::size_t>(plan)];
    m_planner->choose(chosen.chosen, tr("choose %1").arg(formatBytes(cproject::arenaOf(chosen))));
}

}  // namespace thimble::ui
