#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/cproject/row_study.h"
#include "core/pipeline/analyse.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// Finds out how models run by rows, on threads of its own. A new question replaces the old one of
/// its kind, whose answer is dropped.
class SplitJob final : public QObject {
    Q_OBJECT

public:
    using StudyPtr = std::shared_ptr<const cproject::RowStudy>;
    using AnswerPtr = std::shared_ptr<const cproject::RowAnswer>;
    using PlansPtr = std::shared_ptr<const std::vector<split::RowPlan>>;

    /// Random inputs for which each answer is compared with the whole model.
    static constexpr int kRuns = 3;

    explicit SplitJob(QObject* parent = nullptr);
    ~SplitJob() override;

    /// Of another model; the smallest arena is the first answer.
    void study(std::shared_ptr<const LoadedModel> model);
    /// Ends the search, whose best so far becomes the answer.
    void finishEarly() { m_work.stop(); }
    /// These segments.
    void look(StudyPtr study, std::vector<split::Segment> segments);
    /// No answer to the last look is wanted any more.
    void dropLook();
    /// Plans to choose from.
    void sweep(StudyPtr study);
    /// What has been found so far is all there will be.
    void stopSweep() { m_sweep.stop(); }
    /// No answer is wanted any more.
    void cancel();

signals:
    void studied(const thimble::ui::SplitJob::StudyPtr& study);
    void answered(const thimble::ui::SplitJob::AnswerPtr& answer);
    void failed(const QString& message);  ///< of the study or the look that was last
    /// `done` of `total`; the last time they are equal, or `isEnd`.
    void swept(const thimble::ui::SplitJob::PlansPtr& plans, int done, int total, bool isEnd);

private:
    void post(std::uint64_t revision, std::function<void()> deliver);
    void postSwept(std::uint64_t revision, PlansPtr plans, int done, int total, bool isEnd);
    /// Of the comparison, which `finishEarly` does not end.
    std::stop_token abandonOld();

    std::uint64_t m_revision = 0;       ///< of the last study or look
    std::uint64_t m_sweepRevision = 0;  ///< of the last sweep
    std::stop_source m_abandoned;
    LatestWork m_work;  ///< the last members: see AnalysisJob
    LatestWork m_sweep;
};

}  // namespace thimble::ui
