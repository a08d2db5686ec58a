#include "ui/jobs/split_job.h"

#include <utility>

#include "core/split/pareto.h"
#include "ui/jobs/guarded.h"

namespace thimble::ui {

namespace {

using cproject::RowAnswer;
using cproject::RowStudy;

Result<SplitJob::AnswerPtr> answerOf(const RowStudy& study, const split::RowPlanOptions& options,
                                     const std::stop_token& stop,
                                     const std::stop_token& abandoned) {
    THIMBLE_TRY(split::RowPlan plan, split::planRows(study.model.graph, options, {stop, {}}));
    THIMBLE_TRY(RowAnswer answer,
                cproject::lookAt(study, std::move(plan), SplitJob::kRuns, abandoned));
    return std::make_shared<const RowAnswer>(std::move(answer));
}

Result<SplitJob::StudyPtr> studyOf(const LoadedModel& model, const std::stop_token& stop) {
    THIMBLE_TRY(RowStudy study, cproject::studyRows(model.model, {stop, {}}));
    return std::make_shared<const RowStudy>(std::move(study));
}

}  // namespace

SplitJob::SplitJob(QObject* parent) : QObject(parent) {}

SplitJob::~SplitJob() { m_abandoned.request_stop(); }

std::stop_token SplitJob::abandonOld() {
    m_abandoned.request_stop();
    m_abandoned = std::stop_source();
    return m_abandoned.get_token();
}

void SplitJob::post(std::uint64_t revision, std::function<void()> deliver) {
    QMetaObject::invokeMethod(
        this,
        [this, revision, deliver = std::move(deliver)] {
            if (revision == m_revision) deliver();
        },
        Qt::QueuedConnection);
}

void SplitJob::study(std::shared_ptr<const LoadedModel> model) {
    m_work.start([this, revision = ++m_revision, model = std::move(model),
                  abandoned = abandonOld()](const std::stop_token& stop) {
        const auto study = runGuarded([&] { return studyOf(*model, stop); });
        if (!study)
            return post(revision, [this, why = QString::fromStdString(study.error().message)] {
                emit failed(why);
            });
        post(revision, [this, study = *study] { emit studied(study); });
        const auto answer =
            runGuarded([&] { return answerOf(**study, {.sliceChannels = true}, stop, abandoned); });
        post(revision, [this, answer] {
            if (answer)
                emit answered(*answer);
            else
                emit failed(QString::fromStdString(answer.error().message));
        });
    });
}

void SplitJob::look(StudyPtr study, std::vector<split::Segment> segments) {
    m_work.start([this, revision = ++m_revision, study = std::move(study),
                  segments = std::move(segments),
                  abandoned = abandonOld()](const std::stop_token& stop) {
        const auto answer =
            runGuarded([&] { return answerOf(*study, {.segments = segments}, stop, abandoned); });
        post(revision, [this, answer] {
            if (answer)
                emit answered(*answer);
            else
                emit failed(QString::fromStdString(answer.error().message));
        });
    });
}

void SplitJob::dropLook() {
    ++m_revision;
    m_abandoned.request_stop();
    m_work.drop();
}

void SplitJob::postSwept(std::uint64_t revision, PlansPtr plans, int done, int total, bool isEnd) {
    QMetaObject::invokeMethod(
        this,
        [this, revision, plans = std::move(plans), done, total, isEnd] {
            if (revision == m_sweepRevision) emit swept(plans, done, total, isEnd);
        },
        Qt::QueuedConnection);
}

void SplitJob::sweep(StudyPtr study) {
    m_sweep.start([this, revision = ++m_sweepRevision,
                   study = std::move(study)](const std::stop_token& stop) {
        using Plans = std::vector<split::RowPlan>;
        const split::ParetoOptions options{.mostBytes = study->wholeArenaBytes,
                                           .sliceChannels = true};
        PlansPtr last = std::make_shared<const Plans>();
        int steps = 0;
        const auto plans = runGuarded([&] {
            return split::paretoPlans(study->model.graph, options, {stop, {}},
                                      [&](int done, const Plans& soFar) {
                                          last = std::make_shared<const Plans>(soFar);
                                          steps = done;
                                          postSwept(revision, last, done, options.budgets, false);
                                      });
        });
        postSwept(revision, last, steps, options.budgets, true);
    });
}

void SplitJob::cancel() {
    dropLook();
    ++m_sweepRevision;
    m_sweep.drop();
}

}  // namespace thimble::ui
