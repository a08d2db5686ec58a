#include "ui/jobs/search_job.h"

#include <QElapsedTimer>
#include <span>
#include <system_error>
#include <utility>

#include "core/base/sha256.h"
#include "core/search/evaluate.h"
#include "core/search/kept_results.h"
#include "core/shrink/recipe.h"
#include "ui/jobs/guarded.h"

namespace thimble::ui {

namespace {

using search::Genome;

/// Recipes of other models or of groups that are not there are left out.
std::vector<Genome> genomesOf(const search::Problem& problem,
                              const std::vector<shrink::Recipe>& recipes) {
    std::vector<Genome> genomes;
    for (const shrink::Recipe& recipe : recipes) {
        if (recipe.modelSha256 != problem.modelSha256) continue;
        const auto kept = shrink::selectionOf(problem.variants.front().study.groups, recipe.kept);
        if (kept) genomes.push_back({.counts = prune::keptCounts(*kept)});
    }
    return genomes;
}

/// In the folder, by what the search depends on: the same search finds its own again.
search::SearchOrder keptIn(const std::filesystem::path& folder, const search::Problem& problem,
                           search::SearchOrder order) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return order;  // a search that is not kept is better than none
    const std::string settings = settingsText(problem, order.algorithm, order.options, order.start);
    order.checkpoint = folder / (sha256(std::as_bytes(std::span(settings))) + ".jsonl");
    order.cache = folder / "results.sqlite";
    return order;
}

}  // namespace

SearchJob::SearchJob(QObject* parent) : QObject(parent) {}

SearchJob::~SearchJob() = default;

void SearchJob::post(std::uint64_t revision, std::function<void()> deliver) {
    QMetaObject::invokeMethod(
        this,
        [this, revision, deliver = std::move(deliver)] {
            if (revision == m_revision) deliver();
        },
        Qt::QueuedConnection);
}

Result<SearchJob::ProblemPtr> SearchJob::problemOf(const SearchQuestion& question,
                                                   std::uint64_t revision,
                                                   const std::stop_token& stop) {
    const std::shared_ptr<const Model> model(question.loaded, &question.loaded->model);
    QElapsedTimer since;
    const auto tell = [this, revision, &since](std::int64_t done, std::int64_t total) {
        if (since.isValid() && since.elapsed() < kProgressMs) return;
        since.start();
        post(revision, [this, done, total] { emit preparing(done, total); });
    };
    THIMBLE_TRY(auto problem,
                search::makeProblem(model, sha256(question.loaded->file.bytes()), question.question,
                                    question.source, {.stop = stop, .progress = tell}));
    if (!problem) return ProblemPtr();
    return std::make_shared<const search::Problem>(*std::move(problem));
}

Result<SearchJob::AnswerPtr> SearchJob::answerTo(const SearchQuestion& question,
                                                 const search::Problem& problem,
                                                 std::uint64_t revision,
                                                 const std::stop_token& stop) {
    search::SearchOrder order = question.order;
    order.start = genomesOf(problem, question.start);
    if (!question.folder.empty()) order = keptIn(question.folder, problem, std::move(order));
    const auto workers = search::threadWorkers(0, search::workOn(problem, stop));
    QElapsedTimer since;
    const auto tell = [&](const search::SearchState& state) {
        const bool isEnd = state.evaluated == state.total;
        if (since.isValid() && since.elapsed() < kProgressMs && !isEnd) return;
        since.start();
        const auto progress = std::make_shared<const SearchProgress>(
            SearchProgress{state.evaluated, state.total, state.known, state.discarded, state.tested,
                           state.toTest, *state.evaluations});
        post(revision, [this, progress] { emit progressed(progress); });
    };
    THIMBLE_TRY(search::SearchAnswer answer,
                search::searchFor(problem, order, *workers, {stop, tell}));
    return std::make_shared<const search::SearchAnswer>(std::move(answer));
}

void SearchJob::search(const SearchQuestion& question, ProblemPtr known) {
    m_work.start([this, revision = ++m_revision, question,
                  known = std::move(known)](const std::stop_token& stop) {
        const auto sayWhy = [&](const Error& error) {
            post(revision,
                 [this, why = QString::fromStdString(error.message)] { emit failed(why); });
        };
        ProblemPtr problem = known;
        if (!problem) {
            auto made = runGuarded([&] { return problemOf(question, revision, stop); });
            if (!made) return sayWhy(made.error());
            if (!*made) return post(revision, [this] { emit stopped(); });
            problem = *made;
            post(revision, [this, problem] { emit prepared(problem); });
        }
        const auto answer =
            runGuarded([&] { return answerTo(question, *problem, revision, stop); });
        if (!answer) return sayWhy(answer.error());
        post(revision, [this, answer = *answer] { emit answered(answer); });
    });
}

void SearchJob::cancel() {
    ++m_revision;
    m_work.drop();
}

}  // namespace thimble::ui
