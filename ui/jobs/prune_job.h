#pragma once

#include <QObject>
#include <QString>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "core/eval/metrics.h"
#include "core/pipeline/analyse.h"
#include "core/pipeline/fit_outline.h"
#include "core/shrink/choose_counts.h"
#include "core/shrink/recipe.h"
#include "core/shrink/study.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// What is known of a model's channels, and of what they were watched on.
struct PruneStudy {
    std::shared_ptr<const LoadedModel> loaded;
    shrink::Study channels;
    shrink::CalibrationSource source;
    std::shared_ptr<const data::Dataset> test;  ///< to be judged by; null: there are no data
    std::string dataProblem;                    ///< why the folder on hand is not used
};

/// What one channel less of a group brings, planned anew.
struct ChannelCost {
    Bytes arenaBytes = 0;
    Bytes fileBytes = 0;
    Macs macs = 0;
    Bytes peakBytes = 0;  ///< of the working set; more than 0: the group is at the peak
    friend bool operator==(const ChannelCost&, const ChannelCost&) = default;
};

using ChannelCounts = std::vector<std::int32_t>;

/// How good a selection is on the samples that nobody has looked at.
struct PruneScore {
    prune::Selection selection;
    bool isRepaired = false;
    eval::Metric metric = eval::Metric::Top1;
    std::optional<double> score;
    std::size_t samples = 0;
};

/// The long work behind the page for pruning, each kind on a thread of its own. A new question
/// replaces the old one of its kind, whose answer is dropped.
class PruneJob final : public QObject {
    Q_OBJECT

public:
    using StudyPtr = std::shared_ptr<const PruneStudy>;
    using FitPtr = std::shared_ptr<const OutlineFit>;
    using CostsPtr = std::shared_ptr<const std::vector<ChannelCost>>;

    enum Kind { Study, Plan, Score, Search, Write };
    static constexpr int kKinds = 5;
    static constexpr int kProgressMs = 100;             ///< between two reports of progress
    static constexpr std::int64_t kRandomSamples = 64;  ///< as thimble prune, without data
    static constexpr std::int64_t kDataSamples = 1000;  ///< likewise, at most

    struct StudyQuestion {
        std::shared_ptr<const LoadedModel> loaded;
        shrink::CalibrationSource source;
        bool insist = false;  ///< false: data that do not suit give way to random inputs
    };
    struct PlanQuestion {
        StudyPtr study;
        ChannelCounts counts;
        std::vector<ChannelCounts> others;  ///< to be planned afterwards
        OutlineQuestion outline;            ///< without options for the plan
    };
    struct SearchQuestion {
        StudyPtr study;
        std::vector<repair::RemovalOrder> orders;
        OutlineQuestion outline;
        std::optional<Bytes> arenaBytes;  ///< at most
        std::optional<Macs> macs;         ///< at most; neither: the outline's board
    };
    struct PrunedQuestion {
        StudyPtr study;
        prune::Selection selection;
        bool repair = true;
    };

    explicit PruneJob(QObject* parent = nullptr);
    ~PruneJob() override;

    void study(const StudyQuestion& question);
    /// Answers thrice: as TFLM places it, planned, and what a channel of each group costs.
    void plan(const PlanQuestion& question);
    void score(const PrunedQuestion& question);
    void search(const SearchQuestion& question);
    /// Writes the planned model: checked, read back, run.
    void write(const PrunedQuestion& question, const tflm::TargetInfo& target, const QString& path);
    /// No answer of this kind is wanted any more.
    void cancel(Kind kind);

signals:
    void progressed(int kind, qint64 done, qint64 total);
    void failed(int kind, const QString& message);
    void studied(const thimble::ui::PruneJob::StudyPtr& study);
    void planned(const thimble::ui::ChannelCounts& counts,
                 const thimble::ui::PruneJob::FitPtr& fit);
    void costed(const thimble::ui::ChannelCounts& counts,
                const thimble::ui::PruneJob::CostsPtr& costs);
    void scored(const std::shared_ptr<const thimble::ui::PruneScore>& score);
    void found(const thimble::ui::ChannelCounts& counts);
    void written(const QString& path);

private:
    struct Lane {
        std::uint64_t revision = 0;  ///< of the last question
        LatestWork work;
    };
    /// On a worker thread; dropped where another question has been asked in the meantime.
    void post(Kind kind, std::uint64_t revision, std::function<void()> deliver);
    void postFailure(Kind kind, std::uint64_t revision, const Error& error);
    [[nodiscard]] repair::WorkControl controlOf(Kind kind, std::uint64_t revision,
                                                const std::stop_token& stop);
    void start(Kind kind, std::function<void(std::uint64_t, const std::stop_token&)> work);
    void planAll(const PlanQuestion& question, std::uint64_t revision, const std::stop_token& stop);
    Lane& lane(Kind kind) { return m_lanes[static_cast<std::size_t>(kind)]; }

    std::array<Lane, kKinds> m_lanes;  ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
