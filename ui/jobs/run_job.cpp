#include "ui/jobs/run_job.h"

#include <utility>

#include "ui/jobs/guarded.h"

namespace thimble::ui {

RunJob::RunJob(QObject* parent) : QObject(parent) {}

template <typename Deliver>
void RunJob::answer(std::uint64_t revision, Deliver deliver) {
    QMetaObject::invokeMethod(
        this,
        [this, revision, deliver = std::move(deliver)] {
            if (revision == m_revision) deliver();
        },
        Qt::QueuedConnection);
}

void RunJob::prepare(std::shared_ptr<const LoadedModel> model) {
    m_work.start([this, revision = ++m_revision, model = std::move(model)](const std::stop_token&) {
        const auto program = runGuarded([&] { return interp::prepareProgram(model->model); });
        answer(revision, [this, program] {
            if (program)
                emit prepared(*program);
            else
                emit notPrepared(QString::fromStdString(program.error().message));
        });
    });
}

void RunJob::run(std::shared_ptr<const interp::Program> program, const eval::RunInput& input) {
    m_work.start([this, revision = ++m_revision, program = std::move(program),
                  input](const std::stop_token& stop) {
        const auto done = runGuarded([&] { return eval::traceRun(program, input, stop); });
        if (done && !*done) return;  // stopped: nobody waits
        auto run = done ? std::make_shared<const eval::TracedRun>(**done) : nullptr;
        const QString problem = done ? QString() : QString::fromStdString(done.error().message);
        answer(revision, [this, run, problem] {
            if (run)
                emit finished(run);
            else
                emit failed(problem);
        });
    });
}

void RunJob::cancel() {
    ++m_revision;
    m_work.drop();
}

}  // namespace thimble::ui
