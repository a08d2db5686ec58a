#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "core/eval/traced_run.h"
#include "core/pipeline/analyse.h"
#include "ui/jobs/run_job.h"

namespace thimble::ui {

/// The model on show, ready to run, and its last run. Work is done off the GUI thread. Preparing
/// begins when something asks for the program: a model that nobody runs costs nothing.
class Runner final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty,      ///< no model
        Idle,       ///< nothing asked for yet, or stopped
        Preparing,  ///< the program; a run may wait for it
        Refused,    ///< the model cannot be run: failure() says why
        Ready,      ///< prepared, no run yet or stopped
        Running,
        Done,
        Failed  ///< the run, not the model: failure() says why
    };

    explicit Runner(QObject* parent = nullptr);

    /// Null: none. The last run is forgotten.
    void setModel(std::shared_ptr<const LoadedModel> model);
    /// Sees whether the model can be run, unless that is known.
    void prepare();
    void run(const eval::RunInput& input);
    /// The last run stays.
    void stop();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isBusy() const {
        return m_state == State::Running || m_state == State::Preparing;
    }
    /// Null until it is prepared.
    [[nodiscard]] const std::shared_ptr<const interp::Program>& program() const {
        return m_program;
    }
    /// The last run that came to its end; null: none since the model is on show.
    [[nodiscard]] const std::shared_ptr<const eval::TracedRun>& last() const { return m_last; }
    [[nodiscard]] const QString& failure() const { return m_failure; }

signals:
    void changed();

private:
    void settle(State state);

    State m_state = State::Empty;
    std::shared_ptr<const LoadedModel> m_model;
    std::shared_ptr<const interp::Program> m_program;
    std::shared_ptr<const eval::TracedRun> m_last;
    std::optional<eval::RunInput> m_waiting;  ///< for the program
    QString m_failure;
    RunJob m_job;
};

}  // namespace thimble::ui
