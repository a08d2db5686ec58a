#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <memory>
#include <vector>

#include "ui/jobs/split_job.h"

namespace thimble::ui {

class ProjectDocument;

/// How the model on show runs by rows: the smallest arena, plans to choose from, and what a person
/// makes of the segments. Found out once somebody looks, and again for every model.
class RowPlanner final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Studying, Ready, Failed };
    using Segments = std::vector<split::Segment>;

    /// Follows the document, which outlives this.
    explicit RowPlanner(ProjectDocument* document, QObject* parent = nullptr);

    /// Whether somebody looks. A study is given up when nobody does any more.
    void setWanted(bool wanted);
    /// Studies the model without plans to choose from, so that the gain is known before anybody
    /// looks. Not for a model whose study was given up.
    void lookAhead();
    /// The best so far becomes the answer, and there will be no more plans to choose from.
    void finishEarly();

    /// Somebody has looked since the model was opened.
    [[nodiscard]] bool wasWanted() const { return m_wasWanted; }

    [[nodiscard]] State state() const { return m_state; }
    /// Segments that were chosen are being planned.
    [[nodiscard]] bool isLooking() const { return m_looking; }
    [[nodiscard]] bool isSweeping() const { return m_sweeping; }
    [[nodiscard]] bool isWorking() const {
        return m_state == State::Studying || m_looking || m_sweeping;
    }
    [[nodiscard]] int sweepDone() const { return m_sweepDone; }
    [[nodiscard]] int sweepTotal() const { return m_sweepTotal; }

    /// Of the model on show; null until it is there.
    [[nodiscard]] const SplitJob::StudyPtr& study() const { return m_study; }
    /// What is shown; while looking the one before. Null until the first.
    [[nodiscard]] const SplitJob::AnswerPtr& answer() const { return m_answer; }
    /// The smallest arena that the search found.
    [[nodiscard]] const SplitJob::AnswerPtr& best() const { return m_best; }
    /// By ascending arena; empty before the first.
    [[nodiscard]] const SplitJob::PlansPtr& plans() const { return m_plans; }
    /// Why there is no study, or no answer for the segments that were chosen.
    [[nodiscard]] const QString& failure() const { return m_failure; }

    /// Those of the next answer.
    [[nodiscard]] const Segments& segments() const { return m_segments; }
    /// Can be undone; `text` says what it was. Only with an answer.
    void choose(const Segments& segments, const QString& text);
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    /// Segments that are others than the search found; empty: those.
    [[nodiscard]] Segments draft() const;
    /// Instead of the segments, as soon as there is an answer; empty: those that the search finds.
    /// Forgets what could be undone.
    void setDraft(const Segments& segments);

    /// For undo commands: shows these segments and returns those before.
    Segments exchange(Segments segments);

signals:
    void changed();       ///< state, study, answer or failure
    void sweepChanged();  ///< plans, or how far the sweep is

private:
    void ask();
    void sweep();
    void forget();
    void settle(State state);

    ProjectDocument* m_document;
    State m_state = State::Empty;
    bool m_wanted = false;
    bool m_wasWanted = false;
    bool m_gaveUp = false;  ///< nobody wanted to wait: there is no looking ahead for this model
    bool m_looking = false;
    bool m_sweeping = false;
    int m_sweepDone = 0;
    int m_sweepTotal = 0;
    SplitJob::StudyPtr m_study;
    SplitJob::AnswerPtr m_answer;
    SplitJob::AnswerPtr m_best;
    SplitJob::PlansPtr m_plans;
    QString m_failure;
    Segments m_segments;
    Segments m_draft;  ///< until there is an answer; empty: none
    QUndoStack m_undo;
    SplitJob m_job;
};

}  // namespace thimble::ui
