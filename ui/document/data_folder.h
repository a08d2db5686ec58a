#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "core/data/dataset.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// The folder with samples that a person has chosen for the model on show. It is read on a thread
/// of its own; the folder asked for last wins.
class DataFolder final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Reading, Ready, Failed };

    explicit DataFolder(QObject* parent = nullptr);

    /// Empty: no folder.
    void open(const QString& path);

    [[nodiscard]] State state() const { return m_state; }
    /// Absolute, also while it is read and when that failed.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// The last part of the path.
    [[nodiscard]] QString name() const;
    /// Null unless it is ready.
    [[nodiscard]] const std::shared_ptr<const data::Dataset>& dataset() const { return m_dataset; }
    /// Why it cannot be read.
    [[nodiscard]] const QString& failure() const { return m_failure; }

signals:
    void changed();

private:
    void settle(State state);

    State m_state = State::Empty;
    QString m_path;
    QString m_failure;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::uint64_t m_revision = 0;
    LatestWork m_work;  ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
