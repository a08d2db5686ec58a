#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>
#include <optional>

#include "ui/jobs/search_job.h"

namespace thimble::ui {

class BoardFits;
class DataFolder;
class ProjectDocument;

/// What a person asks of a search.
struct SearchWish {
    search::Form form = search::Form::Tflm;
    bool streamInput = false;  ///< Form::Rows
    bool useBoard = false;     ///< the chosen board's SRAM and flash are limits
    search::Limits limits;
    search::Objective against = search::Objective::Arena;  ///< what the score is weighed against
    QString algorithm = QStringLiteral("evolution");
    int evaluations = 500;
    int seed = 1;
    friend bool operator==(const SearchWish&, const SearchWish&) = default;
};

/// A search over the model on show: which channels can go, and what that costs in score. Begins
/// when it is told to; goes on while other pages are shown. What it has found is kept in files, so
/// that it can be paused, and goes on after the program was ended.
class Searcher final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Preparing, Searching, Testing, Paused, Done, Failed };

    /// All outlive this.
    Searcher(const ProjectDocument* document, const BoardFits* boards, const DataFolder* folder,
             QObject* parent = nullptr);

    /// Where searches are kept; empty: nowhere. Before the first.
    void setFolder(const std::filesystem::path& folder) { m_folder = folder; }

    /// The data folder must be there.
    void start(const SearchWish& wish);
    void pause();
    void resume();
    /// Tests what has been found, and searches no further.
    void finish();
    /// Recipes that the next search begins with.
    void setStart(std::vector<shrink::Recipe> recipes) { m_recipes = std::move(recipes); }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isWorking() const {
        return m_state == State::Preparing || m_state == State::Searching ||
               m_state == State::Testing;
    }
    /// A pause has been asked for; what is under way is being finished.
    [[nodiscard]] bool isStopping() const { return m_stopping; }
    /// Why nothing can be searched; empty: it can.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] const QString& failure() const { return m_failure; }

    /// Of the search that is on show.
    [[nodiscard]] const SearchWish& wish() const { return m_wish; }
    /// Null until it is there.
    [[nodiscard]] const SearchJob::ProblemPtr& problem() const { return m_problem; }
    [[nodiscard]] const SearchJob::ProgressPtr& progress() const { return m_progress; }
    /// Null while it searches.
    [[nodiscard]] const SearchJob::AnswerPtr& answer() const { return m_answer; }
    /// The best so far: by the score on the test samples once all have one, else by that of the
    /// search.
    [[nodiscard]] std::vector<search::FrontPoint> front() const;
    [[nodiscard]] shrink::Recipe recipeOf(const search::FrontPoint& point) const;
    [[nodiscard]] qint64 prepared() const { return m_prepared; }
    [[nodiscard]] qint64 toPrepare() const { return m_toPrepare; }

signals:
    void changed();     ///< state, failure
    void progressed();  ///< how far it is, and the front

private:
    void run(int evaluations);
    void forget();
    void settle(State state);

    const ProjectDocument* m_document;
    const BoardFits* m_boards;
    const DataFolder* m_data;
    std::filesystem::path m_folder;
    std::vector<shrink::Recipe> m_recipes;
    State m_state = State::Empty;
    bool m_stopping = false;
    bool m_finishing = false;  ///< the front is to be tested once it has stopped
    QString m_failure;
    SearchWish m_wish;
    SearchQuestion m_question;
    SearchJob::ProblemPtr m_problem;
    SearchJob::ProgressPtr m_progress;
    SearchJob::AnswerPtr m_answer;
    qint64 m_prepared = 0;
    qint64 m_toPrepare = 0;
    SearchJob m_job;
};

}  // namespace thimble::ui
