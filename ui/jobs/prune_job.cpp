#include "ui/jobs/prune_job.h"

#include <chrono>
#include <filesystem>

#include "ui/format/paths.h"
#include "ui/jobs/guarded.h"
#include "ui/jobs/prune_work.h"

namespace thimble::ui {

PruneJob::PruneJob(QObject* parent) : QObject(parent) {}

PruneJob::~PruneJob() = default;

void PruneJob::post(Kind kind, std::uint64_t revision, std::function<void()> deliver) {
    QMetaObject::invokeMethod(
        this,
        [this, kind, revision, deliver = std::move(deliver)] {
            if (revision == lane(kind).revision) deliver();
        },
        Qt::QueuedConnection);
}

void PruneJob::postFailure(Kind kind, std::uint64_t revision, const Error& error) {
    post(kind, revision,
         [this, kind, why = QString::fromStdString(error.message)] { emit failed(kind, why); });
}

repair::WorkControl PruneJob::controlOf(Kind kind, std::uint64_t revision,
                                        const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    const auto tell = [this, kind, revision, last = Clock::now()](std::int64_t done,
                                                                  std::int64_t total) mutable {
        const auto now = Clock::now();
        if (now - last < std::chrono::milliseconds(kProgressMs)) return;
        last = now;
        post(kind, revision, [this, kind, done, total] { emit progressed(kind, done, total); });
    };
    return {stop, tell};
}

void PruneJob::start(Kind kind, std::function<void(std::uint64_t, const std::stop_token&)> work) {
    lane(kind).work.start(
        [revision = ++lane(kind).revision, work = std::move(work)](const std::stop_token& stop) {
            if (!stop.stop_requested()) work(revision, stop);
        });
}

void PruneJob::cancel(Kind kind) {
    ++lane(kind).revision;
    lane(kind).work.drop();
}

void PruneJob::study(const StudyQuestion& question) {
    start(Study, [this, question](std::uint64_t revision, const std::stop_token& stop) {
        auto study =
            runGuarded([&] { return makePruneStudy(question, controlOf(Study, revision, stop)); });
        if (!study) return postFailure(Study, revision, study.error());
        if (!*study) return;
        const auto answer = std::make_shared<const PruneStudy>(**std::move(study));
        post(Study, revision, [this, answer] { emit studied(answer); });
    });
}

void PruneJob::planAll(const PlanQuestion& question, std::uint64_t revision,
                       const std::stop_token& stop) {
    const auto fit = [&](const ChannelCounts& counts,
                         const OutlineQuestion& how) -> Result<FitPtr> {
        auto found = runGuarded([&] { return fitCounts(*question.study, counts, how, stop); });
        if (!found) return tl::unexpected<Error>(found.error());
        auto answer = std::make_shared<const OutlineFit>(*std::move(found));
        post(Plan, revision, [this, counts, answer] { emit planned(counts, answer); });
        return answer;
    };
    OutlineQuestion how = question.outline;
    if (const auto quick = fit(question.counts, how); !quick)
        return postFailure(Plan, revision, quick.error());
    how.plan = PlanOptions();
    // A plan that was stopped is nobody's answer: the next question is there.
    const auto planned = fit(question.counts, how);
    if (!planned || stop.stop_requested()) return;
    for (const ChannelCounts& counts : question.others)
        if (stop.stop_requested() || !fit(counts, how)) return;
    const auto costs =
        runGuarded([&] { return channelCosts(*question.study, question.counts, how, stop); });
    if (!costs || !*costs) return;
    const auto answer = std::make_shared<const std::vector<ChannelCost>>(**costs);
    post(Plan, revision, [this, counts = question.counts, answer] { emit costed(counts, answer); });
}

void PruneJob::plan(const PlanQuestion& question) {
    start(Plan, [this, question](std::uint64_t revision, const std::stop_token& stop) {
        planAll(question, revision, stop);
    });
}

void PruneJob::score(const PrunedQuestion& question) {
    start(Score, [this, question](std::uint64_t revision, const std::stop_token& stop) {
        const auto score =
            runGuarded([&] { return scorePruned(question, controlOf(Score, revision, stop)); });
        if (!score) return postFailure(Score, revision, score.error());
        if (!*score) return;
        const auto answer = std::make_shared<const PruneScore>(**score);
        post(Score, revision, [this, answer] { emit scored(answer); });
    });
}

void PruneJob::search(const SearchQuestion& question) {
    start(Search, [this, question](std::uint64_t revision, const std::stop_token& stop) {
        const auto counts =
            runGuarded([&] { return searchCounts(question, controlOf(Search, revision, stop)); });
        if (!counts) return postFailure(Search, revision, counts.error());
        if (*counts) post(Search, revision, [this, answer = **counts] { emit found(answer); });
    });
}

void PruneJob::write(const PrunedQuestion& question, const tflm::TargetInfo& target,
                     const QString& path) {
    start(Write,
          [this, question, target, path](std::uint64_t revision, const std::stop_token& stop) {
              const std::filesystem::path file = toPath(path);
              const auto done = runGuarded([&] {
                  return writePruned(question, target, file, controlOf(Write, revision, stop));
              });
              if (!done) return postFailure(Write, revision, done.error());
              if (*done) post(Write, revision, [this, path] { emit written(path); });
          });
}

}  // namespace thimble::ui
