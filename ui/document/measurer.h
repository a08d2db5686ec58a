#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <memory>
#include <optional>

#include "core/cproject/project.h"
#include "ui/document/measure_tools.h"
#include "ui/document/measurement.h"

namespace thimble::ui {

/// Builds a C project for a Cortex-M and runs it in an emulator, by the script `measure` in a
/// process of its own, in a folder that is gone afterwards.
class Measurer final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Working, Done, Failed, Cancelled };

    explicit Measurer(QObject* parent = nullptr);
    ~Measurer() override;

    [[nodiscard]] const MeasureTools& tools() const { return m_tools; }
    /// Looks for the tools again: somebody may have installed them.
    void lookForTools();

    /// Null: no measurement any more. What is under way is about another project and ends.
    void setProject(std::shared_ptr<const cproject::Project> project);
    /// Nothing happens without tools, without a project, or while one is measured.
    void measure();
    void cancel();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isWorking() const { return m_state == State::Working; }
    /// Of the project; while working nothing.
    [[nodiscard]] const std::optional<Measurement>& measurement() const { return m_measurement; }
    [[nodiscard]] const QString& failure() const { return m_failure; }
    /// What the script said last of what it is doing; may be empty.
    [[nodiscard]] const QString& progress() const { return m_progress; }

signals:
    void changed();
    void progressed();

private:
    void run();
    void finish(int status);
    void failWith(const QString& message);
    /// Ends the process that there is, if there is one, and forgets it; it takes its time.
    void end();
    void settle(State state);

    MeasureTools m_tools;
    std::shared_ptr<const cproject::Project> m_project;
    std::shared_ptr<QTemporaryDir> m_folder;  ///< until the process has ended
    QProcess* m_process = nullptr;            ///< only while it runs
    State m_state = State::Empty;
    std::optional<Measurement> m_measurement;
    QString m_failure;
    QString m_progress;
    QByteArray m_said;  ///< by the script on its standard error
};

}  // namespace thimble::ui
