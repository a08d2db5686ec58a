#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <vector>

#include "core/pipeline/use_on_board.h"
#include "ui/jobs/boards_job.h"

namespace thimble::ui {

class ProjectDocument;

/// Whether the model on show fits the boards of the catalogue, and what it costs there. Computed
/// when somebody wants to know: once a page asked, or as soon as a board is chosen.
class BoardFits final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Working, Ready, Failed };

    /// Follows the document, which outlives this.
    explicit BoardFits(ProjectDocument* document, QObject* parent = nullptr);

    /// Sorted by id; empty where the catalogue cannot be read.
    [[nodiscard]] const std::vector<boards::Board>& catalogue() const { return *m_catalogue; }
    /// Null for an id that there is not.
    [[nodiscard]] const boards::Board* find(const QString& id) const;
    /// Makes it the document's board; nothing happens where there is no such id. Empty: none.
    void choose(const QString& id);

    /// From now on answers are computed for every model.
    void want();
    void setSettings(const boards::FitSettings& settings);
    [[nodiscard]] const boards::FitSettings& settings() const { return m_settings; }
    /// How the device is used: for the life of its battery and what it sends.
    void setUsage(const Usage& usage);
    [[nodiscard]] const Usage& usage() const { return m_usage; }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isWorking() const { return m_state == State::Working; }
    /// Why there are no answers.
    [[nodiscard]] const QString& failure() const { return m_failure; }
    /// Of the model on show; while working those of the last question about it, or null.
    [[nodiscard]] const std::shared_ptr<const BoardAnswers>& answers() const { return m_answers; }
    /// The document's board among them, or null.
    [[nodiscard]] const BoardAnswer* chosen() const;

signals:
    void changed();

private:
    void ask();
    void settle(State state);

    ProjectDocument* m_document;
    std::shared_ptr<const std::vector<boards::Board>> m_catalogue;
    QString m_catalogueFailure;
    boards::FitSettings m_settings;
    Usage m_usage;
    std::shared_ptr<const LoadedModel> m_model;  ///< that the answers are about
    std::shared_ptr<const BoardAnswers> m_answers;
    QString m_failure;
    State m_state = State::Empty;
    bool m_wanted = false;
    BoardsJob m_job;
};

}  // namespace thimble::ui
