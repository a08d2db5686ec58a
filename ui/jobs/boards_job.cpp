#include "ui/jobs/boards_job.h"

#include <algorithm>
#include <utility>

#include "ui/jobs/guarded.h"

namespace thimble::ui {

namespace {

BoardAnswer withCost(BoardFit on) {
    BoardAnswer answer;
    answer.cost = on.cost.inference;
    if (!answer.cost) answer.costUnknown = on.cost.basis;
    answer.on = std::move(on);
    return answer;
}

}  // namespace

Result<std::shared_ptr<const BoardAnswers>> judgeBoards(const BoardsQuestion& question) {
    THIMBLE_TRY(std::vector<BoardFit> fits,
                fitOnBoards(*question.model, *question.boards, std::nullopt, question.settings));
    auto answers = std::make_shared<BoardAnswers>();
    for (BoardFit& fit : fits) {
        if (question.target && fit.board.id == question.chosen &&
            fit.target.name != question.target->name) {
            THIMBLE_TRY(fit,
                        fitOnBoard(*question.model, fit.board, question.target, question.settings));
        }
        answers->push_back(withCost(std::move(fit)));
    }
    return answers;
}

BoardsJob::BoardsJob(QObject* parent) : QObject(parent) {}

void BoardsJob::judge(const BoardsQuestion& question) {
    m_work.start([this, revision = ++m_revision, question](const std::stop_token& stop) {
        if (stop.stop_requested()) return;
        Answer answer = runGuarded([&] { return judgeBoards(question); });
        QMetaObject::invokeMethod(
            this, [this, revision, answer = std::move(answer)] { deliver(revision, answer); },
            Qt::QueuedConnection);
    });
}

void BoardsJob::cancel() {
    ++m_revision;
    m_work.drop();
}

void BoardsJob::deliver(std::uint64_t revision, const Answer& answer) {
    if (revision != m_revision) return;
    if (answer)
        emit finished(*answer);
    else
        emit failed(QString::fromStdString(answer.error().message));
}

}  // namespace thimble::ui
