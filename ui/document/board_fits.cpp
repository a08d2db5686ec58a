#include "ui/document/board_fits.h"

#include <algorithm>
#include <utility>

#include "core/boards/catalogue.h"
#include "ui/document/project_document.h"

namespace thimble::ui {

BoardFits::BoardFits(ProjectDocument* document, QObject* parent)
    : QObject(parent), m_document(document), m_job(this) {
    auto catalogue = boards::boardCatalogue();
    if (!catalogue) m_catalogueFailure = QString::fromStdString(catalogue.error().message);
    m_catalogue = std::make_shared<const std::vector<boards::Board>>(
        catalogue ? std::move(*catalogue) : std::vector<boards::Board>());

    connect(document, &ProjectDocument::modelChanged, this, &BoardFits::ask);
    connect(document, &ProjectDocument::targetChanged, this, [this] {
        if (m_document->board()) ask();
    });
    connect(document, &ProjectDocument::boardChanged, this, &BoardFits::ask);
    connect(&m_job, &BoardsJob::finished, this,
            [this](const std::shared_ptr<const BoardAnswers>& answers) {
                m_answers = answers;
                settle(State::Ready);
            });
    connect(&m_job, &BoardsJob::failed, this, [this](const QString& message) {
        m_answers.reset();
        m_failure = message;
        settle(State::Failed);
    });
}

const boards::Board* BoardFits::find(const QString& id) const {
    const std::string wanted = id.toStdString();
    const auto found = std::find_if(m_catalogue->begin(), m_catalogue->end(),
                                    [&](const boards::Board& board) { return board.id == wanted; });
    return found == m_catalogue->end() ? nullptr : &*found;
}

void BoardFits::choose(const QString& id) {
    if (id.isEmpty()) return m_document->setBoard(std::nullopt);
    if (const boards::Board* board = find(id)) m_document->setBoard(*board);
}

void BoardFits::want() {
    if (std::exchange(m_wanted, true)) return;
    // A chosen board has been asking all along.
    if (m_state == State::Empty) ask();
}

void BoardFits::setSettings(const boards::FitSettings& settings) {
    if (settings == m_settings) return;
    m_settings = settings;
    ask();
}

void BoardFits::setUsage(const Usage& usage) {
    if (usage == m_usage) return;
    m_usage = usage;
    emit changed();
}

const BoardAnswer* BoardFits::chosen() const {
    if (!m_answers || !m_document->board()) return nullptr;
    const auto found =
        std::find_if(m_answers->begin(), m_answers->end(), [this](const BoardAnswer& answer) {
            return answer.on.board.id == m_document->board()->id;
        });
    return found == m_answers->end() ? nullptr : &*found;
}

void BoardFits::ask() {
    if (m_document->model() != m_model) m_answers.reset();
    m_model = m_document->model();
    m_failure.clear();
    const auto& board = m_document->board();
    if (!m_model || (!m_wanted && !board)) {
        m_job.cancel();
        return settle(State::Empty);
    }
    if (!m_catalogueFailure.isEmpty()) {
        m_failure = m_catalogueFailure;
        return settle(State::Failed);
    }
    BoardsQuestion question{m_model, m_catalogue, {}, std::nullopt, m_settings};
    if (board) {
        question.chosen = board->id;
        question.target = m_document->target();
    }
    m_job.judge(question);
    settle(State::Working);
}

void BoardFits::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
