#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/cproject/project.h"
#include "core/pipeline/analyse.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// Makes and writes C projects on threads of its own. A new model stops the work for the old one,
/// whose answer is dropped.
class CProjectJob final : public QObject {
    Q_OBJECT

public:
    explicit CProjectJob(QObject* parent = nullptr);

    /// `rows`: run by rows, where that lowers the arena.
    void make(std::shared_ptr<const LoadedModel> model, cproject::KernelSet kernels,
              std::optional<split::RowPlanOptions> rows);
    /// The best memory so far becomes the project's.
    void finishEarly() { m_making.stop(); }
    /// No project is wanted any more.
    void cancel();

    /// Files that are there already are replaced. What has begun is written to its end; ask again
    /// only after the answer.
    void write(std::shared_ptr<const cproject::Project> project, const QString& folder);

signals:
    void made(const std::shared_ptr<const thimble::cproject::Project>& project);
    void failed(const QString& message);  ///< names every operator that cannot be exported
    void written(const QString& folder);
    void notWritten(const QString& message);  ///< names the file

private:
    using Answer = Result<std::shared_ptr<const cproject::Project>>;
    void deliver(std::uint64_t revision, const Answer& answer);

    std::uint64_t m_revision = 0;  ///< of the last model
    LatestWork m_writing;          ///< the last members: see AnalysisJob
    LatestWork m_making;
};

}  // namespace thimble::ui
