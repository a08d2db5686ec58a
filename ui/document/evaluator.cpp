#include "ui/document/evaluator.h"

#include <QDir>

#include "ui/format/paths.h"

namespace thimble::ui {

Evaluator::Evaluator(Runner* runner, const DataFolder* folder, QObject* parent)
    : QObject(parent), m_runner(runner), m_folder(folder), m_job(this) {
    connect(runner, &Runner::changed, this, &Evaluator::goOn);
    connect(folder, &DataFolder::changed, this, [this] {
        // Of another folder than the one whose evaluation is under way.
        if (m_state == State::Evaluating) {
            m_job.cancel();
            settle(m_answer ? State::Done : State::Empty);
        }
        if (m_state == State::Failed) settle(m_answer ? State::Done : State::Empty);
        goOn();
    });
    connect(&m_job, &EvaluateJob::progressed, this, [this](qint64 done, qint64 total) {
        m_done = done;
        m_total = total;
        emit progressed();
    });
    connect(&m_job, &EvaluateJob::finished, this, &Evaluator::take);
    connect(&m_job, &EvaluateJob::failed, this, &Evaluator::fail);
}

void Evaluator::reset() {
    m_job.cancel();
    m_answer.reset();
    m_score.reset();
    m_failure.clear();
    settle(State::Empty);
}

void Evaluator::evaluate() {
    m_failure.clear();
    m_done = m_total = 0;
    settle(State::Waiting);
    m_runner->prepare();
    goOn();
}

void Evaluator::setMetric(eval::Metric metric) { m_metric = metric; }

void Evaluator::cancel() {
    if (m_state == State::Evaluating) return m_job.finishEarly();
    if (m_state == State::Waiting) settle(m_answer ? State::Done : State::Empty);
}

void Evaluator::goOn() {
    if (m_state != State::Waiting) return;
    switch (m_folder->state()) {
        case DataFolder::State::Empty: return fail(tr("No data folder is chosen."));
        case DataFolder::State::Failed: return fail(m_folder->failure());
        case DataFolder::State::Reading: return;
        case DataFolder::State::Ready: break;
    }
    if (m_runner->state() == Runner::State::Refused) return fail(m_runner->failure());
    if (m_runner->state() == Runner::State::Empty) return fail(tr("There is no model."));
    if (!m_runner->program()) {
        // Someone else may have stopped it.
        if (m_runner->state() == Runner::State::Idle) m_runner->prepare();
        return;
    }
    m_done = 0;
    m_total = static_cast<qint64>(m_folder->dataset()->samples.size());
    m_job.evaluate(m_runner->program(), m_folder->dataset(), m_metric);
    settle(State::Evaluating);
}

void Evaluator::take(const std::shared_ptr<const EvaluationAnswer>& answer) {
    m_answer = answer;
    const eval::Evaluation& evaluation = answer->evaluation;
    if (!evaluation.cancelled && evaluation.score) {
        const QString folder = fromPath(answer->dataset->folder);
        m_score = Score{evaluation.metric, *evaluation.score, evaluation.samples.size(),
                        QDir(folder).dirName()};
    }
    settle(State::Done);
}

void Evaluator::fail(const QString& message) {
    m_failure = message;
    settle(State::Failed);
}

void Evaluator::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
