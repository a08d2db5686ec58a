#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/pipeline/analyse.h"
#include "core/search/search_for.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// What is searched for, and how. Files are kept below `folder`; empty: nothing is kept.
struct SearchQuestion {
    std::shared_ptr<const LoadedModel> loaded;
    search::Question question;
    shrink::CalibrationSource source;
    search::SearchOrder order;
    std::vector<shrink::Recipe> start;
    std::filesystem::path folder;
};

/// How far a search is, with all that it has evaluated.
struct SearchProgress {
    std::int64_t evaluated = 0;
    std::int64_t total = 0;
    std::int64_t known = 0;
    std::int64_t discarded = 0;
    std::int64_t tested = 0;
    std::int64_t toTest = 0;
    std::vector<search::Evaluated> evaluations;
};

/// Searches on a thread of its own, with a worker for each core. A new question replaces the old
/// one, whose answer is dropped.
class SearchJob final : public QObject {
    Q_OBJECT

public:
    using ProblemPtr = std::shared_ptr<const search::Problem>;
    using ProgressPtr = std::shared_ptr<const SearchProgress>;
    using AnswerPtr = std::shared_ptr<const search::SearchAnswer>;

    static constexpr int kProgressMs = 200;  ///< between two reports of progress

    explicit SearchJob(QObject* parent = nullptr);
    ~SearchJob() override;

    /// `problem`: of the same question, when it is known from before; null: it is made first.
    void search(const SearchQuestion& question, ProblemPtr problem);
    /// What has been evaluated so far becomes the answer.
    void stop() { m_work.stop(); }
    /// No answer is wanted any more.
    void cancel();

signals:
    void preparing(qint64 done, qint64 total);
    void prepared(const thimble::ui::SearchJob::ProblemPtr& problem);
    void progressed(const thimble::ui::SearchJob::ProgressPtr& progress);
    void answered(const thimble::ui::SearchJob::AnswerPtr& answer);
    void stopped();  ///< before there was a problem to search
    void failed(const QString& message);

private:
    void post(std::uint64_t revision, std::function<void()> deliver);
    [[nodiscard]] Result<ProblemPtr> problemOf(const SearchQuestion& question,
                                               std::uint64_t revision, const std::stop_token& stop);
    [[nodiscard]] Result<AnswerPtr> answerTo(const SearchQuestion& question,
                                             const search::Problem& problem, std::uint64_t revision,
                                             const std::stop_token& stop);

    std::uint64_t m_revision = 0;
    LatestWork m_work;  ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
