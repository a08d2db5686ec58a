#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>

#include "core/variants/make_variant.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// What a variant turned out to be.
struct MadeVariant {
    std::shared_ptr<const LoadedModel> loaded;
    std::shared_ptr<const Report> report;             ///< of it, on the target that was asked for
    std::shared_ptr<const cproject::RowAnswer> rows;  ///< of one that runs by rows; null: not asked
};

/// Makes variants and analyses them on a thread of its own, one at a time. A new question replaces
/// the old one, whose answer is dropped.
class VariantJob final : public QObject {
    Q_OBJECT

public:
    /// Random inputs for which what runs by rows is compared with the whole model.
    static constexpr int kRuns = 1;

    struct Question {
        variants::VariantId id = variants::kOriginal;
        std::shared_ptr<const LoadedModel> parent;
        variants::Change change;
        tflm::TargetInfo target;
        bool wantsRows = false;
        MadeVariant known;  ///< what need not be made again
    };

    explicit VariantJob(QObject* parent = nullptr);

    void make(const Question& question);
    /// No answer is wanted any more.
    void cancel();

signals:
    void made(thimble::variants::VariantId id, const thimble::ui::MadeVariant& made);
    void failed(thimble::variants::VariantId id, const QString& message);

private:
    std::uint64_t m_revision = 0;  ///< of the last question
    LatestWork m_work;             ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
