#include "ui/document/searcher.h"

#include <algorithm>
#include <utility>

#include "core/search/evaluate.h"
#include "core/search/front.h"
#include "ui/document/board_fits.h"
#include "ui/document/data_folder.h"
#include "ui/document/project_document.h"
#include "ui/format/paths.h"
#include "ui/jobs/prune_job.h"

namespace thimble::ui {

namespace {

search::Question questionOf(const SearchWish& wish, const ProjectDocument& document,
                            const BoardFits& boards) {
    search::Question question{
        .forms = {wish.form},
        .importances = {repair::Importance::Reconstruction, repair::Importance::Variance,
                        repair::Importance::L1, repair::Importance::L2, repair::Importance::Mean,
                        repair::Importance::Zeros},
        .objectives = {search::Objective::Score, wish.against},
        .limits = wish.limits,
        .settings = boards.settings(),
        .target = document.target(),
        .streamInput = wish.streamInput};
    if (wish.useBoard) question.board = document.board();
    return question;
}

}  // namespace

Searcher::Searcher(const ProjectDocument* document, const BoardFits* boards,
                   const DataFolder* folder, QObject* parent)
    : QObject(parent), m_document(document), m_boards(boards), m_data(folder), m_job(this) {
    connect(document, &ProjectDocument::modelChanged, this, &Searcher::forget);
    connect(document, &ProjectDocument::boardChanged, this, &Searcher::changed);
    connect(folder, &DataFolder::changed, this, &Searcher::changed);
    connect(&m_job, &SearchJob::preparing, this, [this](qint64 done, qint64 total) {
        m_prepared = done;
        m_toPrepare = total;
        emit progressed();
    });
    connect(&m_job, &SearchJob::prepared, this, [this](const SearchJob::ProblemPtr& problem) {
        m_problem = problem;
        settle(State::Searching);
    });
    connect(&m_job, &SearchJob::progressed, this, [this](const SearchJob::ProgressPtr& progress) {
        m_progress = progress;
        if (m_state == State::Searching && progress->toTest > 0) settle(State::Testing);
        emit progressed();
    });
    connect(&m_job, &SearchJob::answered, this, [this](const SearchJob::AnswerPtr& answer) {
        m_answer = answer;
        m_stopping = false;
        const bool cancelled = answer->reason == search::EndReason::Cancelled;
        if (cancelled && std::exchange(m_finishing, false))
            return run(static_cast<int>(std::max<std::size_t>(answer->evaluations.size(), 1)));
        settle(cancelled ? State::Paused : State::Done);
        emit progressed();
    });
    connect(&m_job, &SearchJob::stopped, this, [this] {
        m_stopping = m_finishing = false;
        settle(State::Paused);
    });
    connect(&m_job, &SearchJob::failed, this, [this](const QString& message) {
        m_failure = message;
        m_stopping = m_finishing = false;
        settle(State::Failed);
    });
}

QString Searcher::obstacle() const {
    if (!m_document->model()) return tr("There is no model.");
    switch (m_data->state()) {
        case DataFolder::State::Ready: return {};
        case DataFolder::State::Reading: return tr("The samples are being read.");
        case DataFolder::State::Failed: return m_data->failure();
        case DataFolder::State::Empty: break;
    }
    return tr("A search needs samples to score by: choose a folder.");
}

void Searcher::start(const SearchWish& wish) {
    if (!obstacle().isEmpty()) return;
    m_wish = wish;
    m_problem.reset();
    m_progress.reset();
    m_answer.reset();
    m_prepared = m_toPrepare = 0;
    m_question = {.loaded = m_document->model(),
                  .question = questionOf(wish, *m_document, *m_boards),
                  .source = {.data = toPath(m_data->path()), .samples = PruneJob::kDataSamples},
                  .order = {.algorithm = wish.algorithm.toStdString(),
                            .options = {.seed = static_cast<std::uint64_t>(wish.seed)}},
                  .start = m_recipes,
                  .folder = m_folder};
    run(wish.evaluations);
}

void Searcher::run(int evaluations) {
    m_failure.clear();
    m_stopping = m_finishing = false;
    m_answer.reset();
    m_question.order.limits.evaluations = evaluations;
    m_job.search(m_question, m_problem);
    settle(m_problem ? State::Searching : State::Preparing);
}

void Searcher::pause() {
    if (!isWorking()) return;
    m_stopping = true;
    m_job.stop();
    emit changed();
}

void Searcher::resume() {
    if (m_state == State::Paused) run(m_wish.evaluations);
}

void Searcher::finish() {
    if (m_state == State::Paused && m_answer)
        return run(static_cast<int>(std::max<std::size_t>(m_answer->evaluations.size(), 1)));
    if (m_state != State::Searching) return;
    m_finishing = true;
    pause();
}

void Searcher::forget() {
    m_job.cancel();
    m_problem.reset();
    m_progress.reset();
    m_answer.reset();
    m_failure.clear();
    m_recipes.clear();
    m_stopping = m_finishing = false;
    settle(State::Empty);
    emit progressed();
}

std::vector<search::FrontPoint> Searcher::front() const {
    if (m_answer) return m_answer->front;
    std::vector<search::FrontPoint> front;
    if (!m_problem || !m_progress) return front;
    for (search::Evaluated& evaluated :
         search::frontOf(m_progress->evaluations, search::scaleOf(*m_problem)))
        front.push_back({std::move(evaluated), std::nullopt});
    return front;
}

shrink::Recipe Searcher::recipeOf(const search::FrontPoint& point) const {
    return search::recipeOf(*m_problem, point.evaluated.genome);
}

void Searcher::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
