#include "ui/document/planner.h"

#include <utility>

namespace thimble::ui {

namespace {

/// The same question, whatever the limits.
bool asksTheSame(PlanOptions a, const PlanOptions& b) {
    a.limits = b.limits;
    return a == b;
}

}  // namespace

Planner::Planner(QObject* parent) : QObject(parent), m_job(this) {
    connect(&m_job, &PlanJob::progressed, this, [this](const SearchProgress& progress) {
        m_progress = progress;
        emit progressed();
    });
    connect(&m_job, &PlanJob::finished, this,
            [this](const std::shared_ptr<const PlannedModel>& planned) {
                m_found = planned;
                if (asksTheSame(planned->options, bestOptions())) m_best = planned;
                settle(State::Found);
            });
    connect(&m_job, &PlanJob::failed, this, [this](const QString& message) {
        m_found.reset();
        m_failure = message;
        settle(State::Failed);
    });
}

PlanOptions Planner::bestOptions() { return {}; }

void Planner::setModel(std::shared_ptr<const LoadedModel> model,
                       std::shared_ptr<const Report> report) {
    m_model = std::move(model);
    m_report = std::move(report);
    m_options = bestOptions();
    m_found.reset();
    m_best.reset();
    if (m_model && m_report) return search();
    m_job.cancel();
    settle(State::Empty);
}

void Planner::setOptions(const PlanOptions& options) {
    if (options == m_options || !m_model) return;
    m_options = options;
    if (m_best && asksTheSame(options, m_best->options)) {
        m_job.cancel();
        m_found = m_best;
        return settle(State::Found);
    }
    search();
}

void Planner::searchOn() {
    PlanOptions options = m_options;
    options.limits = SearchLimits{};
    m_options = options;
    if (m_model) search();
}

bool Planner::canBeWritten() const {
    return m_state == State::Found && m_found && m_found->faults.empty();
}

void Planner::search() {
    m_progress = {};
    m_failure.clear();
    m_job.plan(m_model, m_report, m_options);
    settle(State::Searching);
}

void Planner::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
