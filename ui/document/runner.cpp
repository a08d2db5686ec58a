#include "ui/document/runner.h"

#include <utility>

namespace thimble::ui {

Runner::Runner(QObject* parent) : QObject(parent), m_job(this) {
    connect(&m_job, &RunJob::prepared, this,
            [this](const std::shared_ptr<const interp::Program>& program) {
                m_program = program;
                if (m_waiting) return run(*std::exchange(m_waiting, std::nullopt));
                settle(State::Ready);
            });
    connect(&m_job, &RunJob::notPrepared, this, [this](const QString& message) {
        m_waiting.reset();
        m_failure = message;
        settle(State::Refused);
    });
    connect(&m_job, &RunJob::finished, this,
            [this](const std::shared_ptr<const eval::TracedRun>& run) {
                m_last = run;
                settle(State::Done);
            });
    connect(&m_job, &RunJob::failed, this, [this](const QString& message) {
        m_failure = message;
        settle(State::Failed);
    });
}

void Runner::setModel(std::shared_ptr<const LoadedModel> model) {
    m_job.cancel();
    m_model = std::move(model);
    m_program.reset();
    m_last.reset();
    m_waiting.reset();
    m_failure.clear();
    settle(m_model ? State::Idle : State::Empty);
}

void Runner::prepare() {
    if (!m_model || m_program || m_state == State::Refused || m_state == State::Preparing) return;
    m_job.prepare(m_model);
    settle(State::Preparing);
}

void Runner::run(const eval::RunInput& input) {
    if (!m_model || m_state == State::Refused) return;
    if (!m_program) {
        m_waiting = input;
        return prepare();
    }
    m_failure.clear();
    m_job.run(m_program, input);
    settle(State::Running);
}

void Runner::stop() {
    if (!isBusy()) return;
    m_job.cancel();
    m_waiting.reset();
    settle(!m_program ? State::Idle : m_last ? State::Done : State::Ready);
}

void Runner::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
