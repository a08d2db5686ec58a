#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "core/boards/board.h"
#include "core/pipeline/analyse.h"
#include "core/tflm/target.h"
#include "ui/document/file_watch.h"
#include "ui/jobs/analysis_job.h"

namespace thimble::ui {

/// The model on show, the target and the report: what all views of a window show. Work is done off
/// the GUI thread; until an answer comes, and when it is an error, the old one stays.
class ProjectDocument final : public QObject {
    Q_OBJECT

public:
    explicit ProjectDocument(QObject* parent = nullptr);

    /// Nothing before the first model.
    [[nodiscard]] const std::shared_ptr<const LoadedModel>& model() const { return m_shown.model; }
    [[nodiscard]] const std::shared_ptr<const Report>& report() const { return m_shown.report; }
    /// The target asked for last; report()->target is the one on show.
    [[nodiscard]] const tflm::TargetInfo& target() const { return m_target; }
    /// The board that the model is meant for; nothing: none was chosen.
    [[nodiscard]] const std::optional<boards::Board>& board() const { return m_board; }
    /// Absolute; empty before the first model.
    [[nodiscard]] QString path() const;
    /// Under way, and for how long: see AnalysisJob.
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }
    [[nodiscard]] bool isBusy() const { return m_job.isBusy(); }

    void open(const QString& path);
    /// A model that was made of the one on show: it has the same path.
    void showModel(std::shared_ptr<const LoadedModel> model);
    /// Reads the file on show again.
    void reload();
    /// Back to no model.
    void close();
    /// False for a name that is no target; nothing changes then.
    bool setTarget(const QString& name);
    /// Also sets the target that the board implies; another one can be set afterwards.
    void setBoard(std::optional<boards::Board> board);

signals:
    void modelChanged();   ///< another file, or the same file read again; reportChanged follows
    void reportChanged();  ///< another model or target
    void targetChanged();
    void boardChanged();
    void failed(const QString& message);  ///< the file could not be read or analysed
    void fileChangedOnDisk();             ///< the file on show is not what it was when it was read
    void busyChanged(bool busy);
    void settled();  ///< the last request is answered, one way or the other

private:
    void show(const Analysis& analysis);

    Analysis m_shown;
    tflm::TargetInfo m_target = tflm::kTargets[0];
    std::optional<boards::Board> m_board;
    std::filesystem::path m_loading;            ///< asked for, not there yet; empty: none
    std::shared_ptr<const LoadedModel> m_next;  ///< likewise
    FileWatch m_watch;
    AnalysisJob m_job;
};

}  // namespace thimble::ui
