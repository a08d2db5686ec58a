#include "ui/document/row_planner.h"

#include <QUndoCommand>
#include <utility>

#include "ui/document/project_document.h"

namespace thimble::ui {

namespace {

class ChooseSegments final : public QUndoCommand {
public:
    ChooseSegments(RowPlanner& planner, RowPlanner::Segments next, const QString& text)
        : QUndoCommand(text), m_planner(planner), m_other(std::move(next)) {}
    void redo() override { m_other = m_planner.exchange(std::move(m_other)); }
    void undo() override { redo(); }

private:
    RowPlanner& m_planner;
    RowPlanner::Segments m_other;  ///< those not on show
};

}  // namespace

RowPlanner::RowPlanner(ProjectDocument* document, QObject* parent)
    : QObject(parent), m_document(document), m_undo(this), m_job(this) {
    connect(document, &ProjectDocument::modelChanged, this, [this] {
        m_draft.clear();
        m_gaveUp = false;
        m_wasWanted = m_wanted;
        ask();
    });
    connect(&m_job, &SplitJob::studied, this,
            [this](const SplitJob::StudyPtr& study) { m_study = study; });
    connect(&m_job, &SplitJob::answered, this, [this](const SplitJob::AnswerPtr& answer) {
        const bool isFirst = m_state == State::Studying;
        m_answer = answer;
        m_looking = false;
        m_failure.clear();
        if (isFirst) {
            m_best = answer;
            m_segments = answer->plan.chosen;
            if (m_wanted) sweep();
        }
        settle(State::Ready);
        if (isFirst && !m_draft.empty()) exchange(std::exchange(m_draft, {}));
    });
    connect(&m_job, &SplitJob::failed, this, [this](const QString& message) {
        m_failure = message;
        m_looking = false;
        settle(m_answer ? State::Ready : State::Failed);
    });
    connect(&m_job, &SplitJob::swept, this,
            [this](const SplitJob::PlansPtr& plans, int done, int total, bool isEnd) {
                m_plans = plans;
                m_sweepDone = done;
                m_sweepTotal = total;
                m_sweeping = !isEnd;
                emit sweepChanged();
            });
}

void RowPlanner::setWanted(bool wanted) {
    if (wanted == std::exchange(m_wanted, wanted)) return;
    m_wasWanted = m_wasWanted || wanted;
    if (wanted && m_state == State::Empty) return ask();
    if (wanted && m_best && !m_plans && !m_sweeping) {
        sweep();
        return settle(m_state);
    }
    if (wanted || m_state != State::Studying) return;
    m_gaveUp = true;
    forget();
    settle(State::Empty);
}

void RowPlanner::lookAhead() {
    if (m_state != State::Empty || m_gaveUp || !m_document->model()) return;
    m_job.study(m_document->model());
    settle(State::Studying);
}

void RowPlanner::sweep() {
    // A search that was ended says that nobody wants to wait.
    if (m_best->plan.reason == StopReason::Cancelled) return;
    m_sweeping = true;
    m_job.sweep(m_study);
}

void RowPlanner::finishEarly() {
    if (m_state == State::Studying) return m_job.finishEarly();
    m_job.stopSweep();
}

void RowPlanner::forget() {
    m_job.cancel();
    m_undo.clear();
    m_looking = m_sweeping = false;
    m_sweepDone = m_sweepTotal = 0;
    m_study.reset();
    m_answer.reset();
    m_best.reset();
    m_plans.reset();
    m_failure.clear();
    m_segments.clear();
}

void RowPlanner::ask() {
    forget();
    emit sweepChanged();
    const auto& model = m_document->model();
    if (!model || !m_wanted) return settle(State::Empty);
    m_job.study(model);
    settle(State::Studying);
}

void RowPlanner::choose(const Segments& segments, const QString& text) {
    if (!m_answer || segments == m_segments) return;
    m_undo.push(new ChooseSegments(*this, segments, text));
}

RowPlanner::Segments RowPlanner::exchange(Segments segments) {
    std::swap(m_segments, segments);
    m_failure.clear();
    if (m_best && m_segments == m_best->plan.chosen) {
        m_answer = m_best;
        m_looking = false;
        m_job.dropLook();
    } else {
        m_looking = true;
        m_job.look(m_study, m_segments);
    }
    settle(State::Ready);
    return segments;
}

RowPlanner::Segments RowPlanner::draft() const {
    if (!m_answer) return m_draft;
    return m_best && m_segments != m_best->plan.chosen ? m_segments : Segments();
}

void RowPlanner::setDraft(const Segments& segments) {
    if (!m_answer) {
        m_draft = segments;
        return;
    }
    m_undo.clear();
    const Segments next = segments.empty() ? m_best->plan.chosen : segments;
    if (next != m_segments) exchange(next);
}

void RowPlanner::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
