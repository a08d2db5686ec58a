#include "ui/jobs/c_project_job.h"

#include <utility>

#include "core/cproject/write_project.h"
#include "ui/format/paths.h"
#include "ui/jobs/guarded.h"

namespace thimble::ui {

namespace {

Result<std::shared_ptr<const cproject::Project>> makeProjectOf(
    const LoadedModel& loaded, cproject::KernelSet kernels,
    const std::optional<split::RowPlanOptions>& rows, const std::stop_token& stop) {
    cproject::ProjectOptions options;
    options.kernels = kernels;
    options.rows = rows;
    options.modelName = loaded.path.filename().string();
    THIMBLE_TRY(cproject::Project project,
                cproject::makeProject(loaded.model, options, {stop, {}}));
    return std::make_shared<const cproject::Project>(std::move(project));
}

}  // namespace

CProjectJob::CProjectJob(QObject* parent) : QObject(parent) {}

void CProjectJob::make(std::shared_ptr<const LoadedModel> model, cproject::KernelSet kernels,
                       std::optional<split::RowPlanOptions> rows) {
    m_making.start([this, revision = ++m_revision, model = std::move(model), kernels,
                    rows = std::move(rows)](const std::stop_token& stop) {
        Answer answer = runGuarded([&] { return makeProjectOf(*model, kernels, rows, stop); });
        QMetaObject::invokeMethod(
            this, [this, revision, answer = std::move(answer)] { deliver(revision, answer); },
            Qt::QueuedConnection);
    });
}

void CProjectJob::cancel() {
    ++m_revision;
    m_making.drop();
}

void CProjectJob::write(std::shared_ptr<const cproject::Project> project, const QString& folder) {
    m_writing.start([this, project = std::move(project), folder](const std::stop_token&) {
        Result<void> answer =
            runGuarded([&] { return cproject::writeProject(*project, toPath(folder)); });
        QMetaObject::invokeMethod(
            this,
            [this, folder, answer = std::move(answer)] {
                if (answer)
                    emit written(folder);
                else
                    emit notWritten(QString::fromStdString(answer.error().message));
            },
            Qt::QueuedConnection);
    });
}

void CProjectJob::deliver(std::uint64_t revision, const Answer& answer) {
    if (revision != m_revision) return;
    if (answer)
        emit made(*answer);
    else
        emit failed(QString::fromStdString(answer.error().message));
}

}  // namespace thimble::ui
