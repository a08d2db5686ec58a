#include "ui/document/pruner.h"

#include <algorithm>
#include <utility>

#include "ui/document/board_fits.h"
#include "ui/document/data_folder.h"
#include "ui/document/project_document.h"
#include "ui/document/prune_commands.h"
#include "ui/format/paths.h"

namespace thimble::ui {

Pruner::Pruner(ProjectDocument* document, const BoardFits* boards, DataFolder* folder,
               QObject* parent)
    : QObject(parent),
      m_document(document),
      m_boards(boards),
      m_folder(folder),
      m_undo(this),
      m_job(this) {
    connect(document, &ProjectDocument::modelChanged, this, [this] {
        m_draft.reset();
        m_children.clear();
        forget();
        ask();
    });
    connect(document, &ProjectDocument::targetChanged, this, &Pruner::planAnew);
    connect(document, &ProjectDocument::boardChanged, this, &Pruner::planAnew);
    connect(folder, &DataFolder::changed, this, [this] {
        if (m_folder->path().isEmpty() && !m_study) return;
        // A recipe's own data are being waited for.
        if (m_source && m_source->data == toPath(m_folder->path())) return;
        m_source.reset();
        // Who is elsewhere finds the choice as it was, and the channels watched on the new data.
        m_isStale = m_study && !m_wanted;
        if (!m_isStale) ask();
    });
    m_rest.setSingleShot(true);
    m_rest.setInterval(kScoreAfterMs);
    connect(&m_rest, &QTimer::timeout, this, &Pruner::startScore);
    connect(&m_job, &PruneJob::studied, this, &Pruner::takeStudy);
    connect(&m_job, &PruneJob::planned, this, &Pruner::takeFit);
    connect(&m_job, &PruneJob::scored, this, &Pruner::takeScore);
    connect(&m_job, &PruneJob::failed, this, &Pruner::takeFailure);
    connect(&m_job, &PruneJob::costed, this,
            [this](const ChannelCounts&, const PruneJob::CostsPtr& costs) {
                m_costs = costs;
                m_planning = false;
                emit numbersChanged();
                emit changed();
            });
    connect(&m_job, &PruneJob::progressed, this, [this](int, qint64 done, qint64 total) {
        m_done = done;
        m_total = total;
        emit progressed();
    });
    connect(&m_job, &PruneJob::found, this, [this](const ChannelCounts& counts) {
        m_searching = false;
        PruneChoice next = m_choice;
        next.selection = shrink::selectByOrder(m_orders, counts);
        choose(std::move(next), m_searchText);
        emit changed();
    });
    connect(&m_job, &PruneJob::written, this, [this](const QString& path) {
        m_writing = false;
        m_writtenTo = path;
        emit changed();
    });
}

Pruner::~Pruner() { m_undo.clear(); }

void Pruner::setWanted(bool wanted) {
    if (wanted == std::exchange(m_wanted, wanted)) return;
    if (wanted && (m_state == State::Empty || m_isStale)) return ask();
    if (wanted || m_state != State::Studying) return;
    m_job.cancel(PruneJob::Study);
    settle(m_study ? State::Ready : State::Empty);
}

void Pruner::cancel() {
    if (m_state == State::Studying) {
        m_job.cancel(PruneJob::Study);
        m_source.reset();
        m_pending.reset();
        m_failure = tr("The channels have not been studied: it was cancelled.");
        return settle(m_study ? State::Ready : State::Failed);
    }
    if (std::exchange(m_searching, false)) m_job.cancel(PruneJob::Search);
    if (std::exchange(m_writing, false)) m_job.cancel(PruneJob::Write);
    if (std::exchange(m_scoring, false)) {
        m_rest.stop();
        m_job.cancel(PruneJob::Score);
    }
    emit changed();
}

void Pruner::forget() {
    for (int kind = 0; kind < PruneJob::kKinds; ++kind)
        m_job.cancel(static_cast<PruneJob::Kind>(kind));
    m_rest.stop();
    m_undo.clear();
    m_planning = m_scoring = m_searching = m_writing = false;
    m_failure.clear();
    m_writtenTo.clear();
    m_source.reset();
    m_pending.reset();
    m_waiting.reset();
    m_sizes.reset();
    m_study.reset();
    m_orders.clear();
    m_choice = {};
    m_now = m_whole = {};
    m_costs.reset();
    m_variants.clear();
}

void Pruner::ask() {
    m_job.cancel(PruneJob::Study);
    m_failure.clear();
    m_isStale = false;
    const auto& model = m_document->model();
    if (!model || !m_wanted) {
        forget();
        emit variantsChanged();
        return settle(State::Empty);
    }
    m_done = m_total = 0;
    settle(State::Studying);
    if (!m_source && m_folder->state() == DataFolder::State::Reading) return;  // comes again
    PruneJob::StudyQuestion question{.loaded = model,
                                     .source = {.samples = PruneJob::kRandomSamples}};
    if (m_source) {
        question.source = *m_source;
        question.insist = true;
    } else if (m_folder->dataset()) {
        question.source = {.data = toPath(m_folder->path()), .samples = PruneJob::kDataSamples};
    }
    m_job.study(question);
}

void Pruner::takeStudy(const PruneJob::StudyPtr& study) {
    m_sizes.reset();
    m_study = study;
    m_sizes.emplace(*study->channels.model, study->channels.groups);
    if (m_choice.selection.kept.size() != groups().groups.size())
        m_choice.selection = prune::keepAll(groups());
    m_orders = shrink::ordersOf(study->channels, m_choice.importance);
    const PruneJob::FitPtr before = m_whole.fit;
    m_whole = sizesOf(prune::keepAll(groups()));
    m_whole.fit = before;
    for (PruneVariant& variant : m_variants) variant.numbers.score.reset();
    takeDraft();
    showVariants();
    settle(State::Ready);
    refresh();
    if (const auto recipe = std::exchange(m_waiting, std::nullopt))
        if (const auto taken = takeRecipe(*recipe); !taken)
            m_failure = QString::fromStdString(taken.error().message);
    if (!m_pending || m_state != State::Ready) return;
    choose(*std::exchange(m_pending, std::nullopt), tr("load recipe"));
    emit changed();
}

void Pruner::takeFailure(int kind, const QString& message) {
    m_failure = message;
    m_pending.reset();
    switch (kind) {
        case PruneJob::Study:
            m_source.reset();
            return settle(m_study ? State::Ready : State::Failed);
        case PruneJob::Plan: m_planning = false; break;
        case PruneJob::Score: m_scoring = false; break;
        case PruneJob::Search: m_searching = false; break;
        default: m_writing = false; break;
    }
    emit changed();
}

PruneNumbers Pruner::sizesOf(const prune::Selection& selection) {
    const prune::PredictedSizes& sizes = m_sizes->predict(prune::keptCounts(selection));
    return {.macs = sizes.macs,
            .weightBytes = sizes.weightBytes,
            .peakBytes = sizes.peakBytes,
            .workingSetBytes = sizes.workingSetBytes};
}

bool Pruner::isWhole() const { return m_study && m_choice.selection == prune::keepAll(groups()); }

bool Pruner::canRepair() const { return m_study && m_study->channels.unwatched.empty(); }

void Pruner::refresh() {
    m_now = sizesOf(m_choice.selection);
    if (isWhole()) m_now.score = m_whole.score;
    for (const PruneVariant& variant : m_variants) {
        if (variant.choice.selection != m_choice.selection) continue;
        m_now.fit = variant.numbers.fit;
        if (variant.choice.repair == m_choice.repair) m_now.score = variant.numbers.score;
    }
    emit sizesChanged();
    startPlan();
    m_job.cancel(PruneJob::Score);
    m_scoring = m_study->test && (!m_now.score || !m_whole.score);
    if (m_scoring) m_rest.start();
    emit changed();
}

OutlineQuestion Pruner::outlineQuestion() const {
    return {.target = m_document->target(),
            .board = m_document->board(),
            .settings = m_boards->settings()};
}

void Pruner::startPlan() {
    PruneJob::PlanQuestion question{
        .study = m_study, .counts = counts(), .outline = outlineQuestion()};
    const auto needs = [&](const ChannelCounts& other) {
        if (other != question.counts &&
            std::ranges::find(question.others, other) == question.others.end())
            question.others.push_back(other);
    };
    if (!m_whole.fit || !m_whole.fit->isPlanned) needs(prune::keptCounts(prune::keepAll(groups())));
    for (const PruneVariant& variant : m_variants)
        if (!variant.numbers.fit || !variant.numbers.fit->isPlanned)
            needs(prune::keptCounts(variant.choice.selection));
    m_planning = true;
    m_job.plan(question);
}

void Pruner::planAnew() {
    if (!m_study) return;
    m_whole.fit.reset();
    m_now.fit.reset();
    m_costs.reset();
    for (PruneVariant& variant : m_variants) variant.numbers.fit.reset();
    startPlan();
    emit numbersChanged();
    emit variantsChanged();
    emit changed();
}

void Pruner::takeFit(const ChannelCounts& counts, const PruneJob::FitPtr& fit) {
    const auto take = [&](const prune::Selection& selection, PruneNumbers& numbers) {
        if (prune::keptCounts(selection) != counts) return;
        if (!numbers.fit || !numbers.fit->isPlanned || fit->isPlanned) numbers.fit = fit;
    };
    take(m_choice.selection, m_now);
    take(prune::keepAll(groups()), m_whole);
    for (PruneVariant& variant : m_variants) take(variant.choice.selection, variant.numbers);
    emit numbersChanged();
    if (!m_variants.empty()) emit variantsChanged();
}

void Pruner::startScore() {
    if (!m_study || !m_study->test) return;
    m_done = m_total = 0;
    // The original first: without it a score says little.
    m_job.score({.study = m_study,
                 .selection = m_whole.score ? m_choice.selection : prune::keepAll(groups()),
                 .repair = m_choice.repair && canRepair()});
}

void Pruner::takeScore(const std::shared_ptr<const PruneScore>& score) {
    const bool whole = score->selection == prune::keepAll(groups());
    if (whole) m_whole.score = score;
    const auto take = [&](const PruneChoice& choice, PruneNumbers& numbers) {
        if (choice.selection == score->selection &&
            (whole || (choice.repair && canRepair()) == score->isRepaired))
            numbers.score = score;
    };
    take(m_choice, m_now);
    for (PruneVariant& variant : m_variants) take(variant.choice, variant.numbers);
    m_scoring = !m_now.score;
    if (m_scoring) startScore();
    emit numbersChanged();
    if (!m_variants.empty()) emit variantsChanged();
    emit changed();
}

void Pruner::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
