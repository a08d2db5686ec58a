#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

#include "ui/jobs/c_project_job.h"

namespace thimble::ui {

class ProjectDocument;

/// The model on show as a C project. Made while somebody looks at it, and again when the model
/// changes then.
class Exporter final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Working, Ready, Failed };

    /// Follows the document, which outlives this.
    explicit Exporter(ProjectDocument* document, QObject* parent = nullptr);

    /// Whether somebody looks. What is under way is given up when nobody does any more.
    void setWanted(bool wanted);
    /// Whose kernels the project calls; another choice makes it anew. Others than its own do not
    /// work by rows.
    void setKernels(cproject::KernelSet kernels);
    [[nodiscard]] cproject::KernelSet kernels() const { return m_kernels; }
    /// Run by rows where that lowers the arena, or in the segments that are named, with the
    /// project's own kernels. Segments are forgotten with their model.
    void setRows(std::optional<split::RowPlanOptions> rows);
    [[nodiscard]] const std::optional<split::RowPlanOptions>& rows() const { return m_rows; }
    /// Takes the best memory so far.
    void finishEarly() { m_job.finishEarly(); }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isWorking() const { return m_state == State::Working; }
    /// Of the model on show; null until it is made.
    [[nodiscard]] const std::shared_ptr<const cproject::Project>& project() const {
        return m_project;
    }
    /// Why there is no project.
    [[nodiscard]] const QString& failure() const { return m_failure; }

    /// Files of the project that the folder holds already.
    [[nodiscard]] QStringList filesIn(const QString& folder) const;
    /// Writes the project, over files of the same names, too. Nothing happens without a project.
    void write(const QString& folder);
    [[nodiscard]] bool isWriting() const { return m_writing; }

signals:
    void changed();  ///< state, project or isWriting
    void written(const QString& folder);
    void notWritten(const QString& message);

private:
    void ask();
    void settle(State state);
    void setWriting(bool writing);

    ProjectDocument* m_document;
    std::shared_ptr<const LoadedModel> m_model;  ///< that state and project are about
    std::shared_ptr<const cproject::Project> m_project;
    QString m_failure;
    cproject::KernelSet m_kernels = cproject::KernelSet::Own;
    std::optional<split::RowPlanOptions> m_rows;
    State m_state = State::Empty;
    bool m_wanted = false;
    bool m_writing = false;
    CProjectJob m_job;
};

}  // namespace thimble::ui
