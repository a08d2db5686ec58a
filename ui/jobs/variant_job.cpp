#include "ui/jobs/variant_job.h"

#include <utility>

#include "core/base/sha256.h"
#include "ui/jobs/guarded.h"

namespace thimble::ui {

namespace {

using MadeOrStopped = Result<std::optional<MadeVariant>>;

MadeOrStopped work(const VariantJob::Question& question, const std::stop_token& stop) {
    MadeVariant made = question.known;
    if (!made.loaded) {
        variants::Change change = question.change;
        // The tree says what comes from what; the recipe is of whatever its parent is by now.
        if (auto* pruned = std::get_if<variants::Pruned>(&change))
            pruned->recipe.modelSha256 = sha256(question.parent->file.bytes());
        THIMBLE_TRY(auto loaded,
                    variants::makeVariant(question.parent, change, {}, {.stop = stop}));
        if (!loaded) return std::nullopt;
        made.loaded = *std::move(loaded);
    }
    if (!made.report || made.report->target.name != question.target.name) {
        THIMBLE_TRY(made.report, analyse(*made.loaded, question.target));
    }
    const auto* rows = std::get_if<variants::ByRows>(&question.change);
    if (rows != nullptr && question.wantsRows && !made.rows) {
        THIMBLE_TRY(made.rows,
                    variants::answerByRows(*made.loaded, *rows, VariantJob::kRuns, stop));
        if (stop.stop_requested()) return std::nullopt;
    }
    return made;
}

}  // namespace

VariantJob::VariantJob(QObject* parent) : QObject(parent) {}

void VariantJob::make(const Question& question) {
    m_work.start([this, revision = ++m_revision, question](const std::stop_token& stop) {
        const MadeOrStopped answer = runGuarded([&] { return work(question, stop); });
        if (answer && !*answer) return;
        QMetaObject::invokeMethod(
            this,
            [this, revision, id = question.id, answer] {
                if (revision != m_revision) return;
                if (answer)
                    emit made(id, **answer);
                else
                    emit failed(id, QString::fromStdString(answer.error().message));
            },
            Qt::QueuedConnection);
    });
}

void VariantJob::cancel() {
    ++m_revision;
    m_work.drop();
}

}  // namespace thimble::ui
