#pragma once

#include <QObject>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cost/estimate.h"
#include "core/pipeline/fit_on_board.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// A model on a board, with what one inference costs there.
struct BoardAnswer {
    BoardFit on;
    std::optional<cost::CostEstimate> cost;
    std::string costUnknown;  ///< why there is no estimate

    /// Of time; null where nothing is known.
    [[nodiscard]] const cost::Range* latency() const {
        return cost ? &cost->microseconds : nullptr;
    }
    /// Null where time or the power is not known: a zero would look like a number.
    [[nodiscard]] const cost::Range* energy() const {
        return cost && cost->milliwatts.value > 0 ? &cost->microjoules : nullptr;
    }
};

/// The most suitable board first.
using BoardAnswers = std::vector<BoardAnswer>;

/// What is asked of the boards.
struct BoardsQuestion {
    std::shared_ptr<const LoadedModel> model;
    std::shared_ptr<const std::vector<boards::Board>> boards;
    std::string chosen;  ///< id; empty: none
    /// For the chosen board, instead of its own.
    std::optional<tflm::TargetInfo> target;
    boards::FitSettings settings;
};

/// Every board, each with its own kernels; the chosen one with those that were asked for.
[[nodiscard]] Result<std::shared_ptr<const BoardAnswers>> judgeBoards(
    const BoardsQuestion& question);

/// judgeBoards on a thread of its own; the answer to an older question is dropped.
class BoardsJob final : public QObject {
    Q_OBJECT

public:
    explicit BoardsJob(QObject* parent = nullptr);

    void judge(const BoardsQuestion& question);
    /// No answer is wanted any more.
    void cancel();

signals:
    void finished(const std::shared_ptr<const thimble::ui::BoardAnswers>& answers);
    void failed(const QString& message);

private:
    using Answer = Result<std::shared_ptr<const BoardAnswers>>;
    void deliver(std::uint64_t revision, const Answer& answer);

    std::uint64_t m_revision = 0;  ///< of the last question
    LatestWork m_work;             ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
