// What a person does to the choice of channels: edits, searches, variants, recipes and files.
#include <algorithm>
#include <utility>

#include "core/base/file.h"
#include "ui/document/data_folder.h"
#include "ui/document/project_document.h"
#include "ui/document/prune_commands.h"
#include "ui/document/pruner.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"

namespace thimble::ui {

namespace {

constexpr std::size_t kLargestRecipe = std::size_t{64} << 20U;  // bytes: no recipe is longer

/// The channels of a group from the one to go first to the one to stay longest.
std::vector<std::int32_t> ranked(const repair::RemovalOrder& order, std::int32_t channels) {
    std::vector<std::int32_t> all = order.channels;
    std::vector<bool> named(static_cast<std::size_t>(channels), false);
    for (const std::int32_t channel : all) named[static_cast<std::size_t>(channel)] = true;
    for (std::int32_t channel = 0; channel < channels; ++channel)
        if (!named[static_cast<std::size_t>(channel)]) all.push_back(channel);
    return all;
}

}  // namespace

void Pruner::choose(PruneChoice next, const QString& text, int gesture) {
    if (next == m_choice) return;
    m_undo.push(new ChoosePruned(*this, std::move(next), gesture, text));
}

PruneChoice Pruner::exchange(PruneChoice choice) {
    const bool ranksAnew = choice.importance != m_choice.importance;
    std::swap(m_choice, choice);
    m_failure.clear();
    if (ranksAnew) m_orders = shrink::ordersOf(m_study->channels, m_choice.importance);
    refresh();
    return choice;
}

void Pruner::setCount(std::size_t group, std::int32_t kept, int gesture) {
    const prune::ChannelGroup& channels = groups().groups[group];
    kept = std::clamp(kept, 1, channels.channels);
    PruneChoice next = m_choice;
    std::vector<std::int32_t>& stay = next.selection.kept[group];
    std::vector<bool> isKept(static_cast<std::size_t>(channels.channels), false);
    for (const std::int32_t channel : stay) isKept[static_cast<std::size_t>(channel)] = true;
    auto count = static_cast<std::int32_t>(stay.size());
    const std::vector<std::int32_t> order = ranked(m_orders[group], channels.channels);
    // Those chosen by hand stay so: the order says only which one is next.
    for (const std::int32_t channel : order) {
        if (count <= kept) break;
        if (!isKept[static_cast<std::size_t>(channel)]) continue;
        isKept[static_cast<std::size_t>(channel)] = false;
        --count;
    }
    for (auto channel = order.rbegin(); channel != order.rend() && count < kept; ++channel) {
        if (isKept[static_cast<std::size_t>(*channel)]) continue;
        isKept[static_cast<std::size_t>(*channel)] = true;
        ++count;
    }
    stay.clear();
    for (std::int32_t channel = 0; channel < channels.channels; ++channel)
        if (isKept[static_cast<std::size_t>(channel)]) stay.push_back(channel);
    choose(std::move(next),
           tr("keep %1 channels of %2").arg(kept).arg(QString::fromStdString(channels.name)),
           gesture);
}

void Pruner::setKept(std::size_t group, std::vector<std::int32_t> kept, int gesture) {
    if (kept.empty()) return;
    PruneChoice next = m_choice;
    next.selection.kept[group] = std::move(kept);
    choose(std::move(next),
           tr("choose channels of %1").arg(QString::fromStdString(groups().groups[group].name)),
           gesture);
}

void Pruner::reset() {
    PruneChoice next = m_choice;
    next.selection = prune::keepAll(groups());
    choose(std::move(next), tr("reset"));
}

void Pruner::setImportance(repair::Importance importance) {
    if (!m_study || importance == m_choice.importance) return;
    PruneChoice next = m_choice;
    next.importance = importance;
    next.selection = shrink::selectByOrder(shrink::ordersOf(m_study->channels, importance),
                                           prune::keptCounts(m_choice.selection));
    choose(std::move(next), tr("change the importance"));
}

void Pruner::setRepair(bool repair) {
    if (!m_study) return;
    PruneChoice next = m_choice;
    next.repair = repair;
    choose(std::move(next), repair ? tr("repair weights") : tr("leave weights"));
}

void Pruner::search(std::optional<Bytes> arena, std::optional<Macs> macs, const QString& text) {
    if (!m_study) return;
    m_failure.clear();
    m_searchText = text;
    m_done = m_total = 0;
    m_searching = true;
    m_job.search({.study = m_study,
                  .orders = m_orders,
                  .outline = outlineQuestion(),
                  .arenaBytes = arena,
                  .macs = macs});
    emit changed();
}

void Pruner::fitBoard() {
    if (m_document->board()) search({}, {}, tr("fit this board"));
}

void Pruner::fitArena(Bytes most) { search(most, {}, tr("fit into an arena")); }

void Pruner::keepMacs(double share) {
    search({}, static_cast<Macs>(share * static_cast<double>(m_whole.macs)), tr("fewer MACs"));
}

void Pruner::setVariants(const std::vector<variants::Variant>& children) {
    std::vector<variants::Variant> next = children;
    for (variants::Variant& child : next) {
        child.figures.reset();
        child.score.reset();
    }
    if (next == std::exchange(m_children, next)) return;
    if (m_study) showVariants();
}

void Pruner::showVariants() {
    std::vector<PruneVariant> next;
    for (const variants::Variant& child : m_children) {
        const auto* pruned = std::get_if<variants::Pruned>(&child.change);
        if (pruned == nullptr) continue;
        const auto selection = shrink::selectionOf(groups(), pruned->recipe.kept);
        if (!selection) continue;
        PruneVariant variant{.id = child.id,
                             .name = formatText(child.name),
                             .choice = {.selection = *selection,
                                        .importance = m_choice.importance,
                                        .repair = pruned->recipe.repair.has_value()},
                             .numbers = {}};
        const auto known = std::ranges::find(m_variants, child.id, &PruneVariant::id);
        const bool isNow = m_choice.selection == *selection;
        if (known != m_variants.end() && known->choice.selection == *selection)
            variant.numbers = known->numbers;
        else
            variant.numbers = sizesOf(*selection);
        // What is on show may not have been counted yet.
        if (isNow && m_now.macs == variant.numbers.macs &&
            m_now.weightBytes == variant.numbers.weightBytes)
            variant.numbers = m_now;
        next.push_back(std::move(variant));
    }
    m_variants = std::move(next);
    const auto isUnplanned = [](const PruneVariant& variant) {
        return !variant.numbers.fit || !variant.numbers.fit->isPlanned;
    };
    if (std::ranges::any_of(m_variants, isUnplanned)) startPlan();
    emit variantsChanged();
}

std::optional<PruneDraft> Pruner::draft() const {
    if (!m_study) return m_draft;
    PruneDraft draft{shrink::keptOf(groups(), m_choice.selection), m_choice.importance,
                     m_choice.repair};
    if (draft == PruneDraft()) return std::nullopt;
    return draft;
}

void Pruner::setDraft(std::optional<PruneDraft> draft) {
    m_draft = std::move(draft);
    if (!m_study) return;
    m_undo.clear();
    if (!m_draft) m_draft.emplace();
    takeDraft();
    refresh();
}

void Pruner::takeDraft() {
    if (!m_draft) return;
    const PruneDraft draft = *std::exchange(m_draft, std::nullopt);
    const auto selection = shrink::selectionOf(groups(), draft.kept);
    if (!selection) {
        m_failure = QString::fromStdString(selection.error().message);
        return;
    }
    m_choice = {.selection = *selection, .importance = draft.importance, .repair = draft.repair};
    m_orders = shrink::ordersOf(m_study->channels, m_choice.importance);
}

void Pruner::useVariant(std::size_t variant) {
    const PruneVariant& wanted = m_variants[variant];
    PruneChoice next = wanted.choice;
    next.importance = m_choice.importance;
    choose(std::move(next), tr("use %1").arg(wanted.name));
}

shrink::Recipe Pruner::recipe() const {
    shrink::Recipe recipe{.modelSha256 = m_document->report()->model.sha256,
                          .kept = shrink::keptOf(groups(), m_choice.selection),
                          .target = std::string(m_document->target().name)};
    if (m_choice.repair && canRepair()) recipe.repair = m_study->source;
    return recipe;
}

Result<void> Pruner::saveRecipe(const QString& path) const {
    if (!m_study) return fail(ErrorCode::InvalidArgument, "the channels have not been studied yet");
    THIMBLE_CHECK(checkNotInput(toPath(path), m_study->loaded->path));
    const std::string text = shrink::recipeText(recipe());
    return writeFile(toPath(path), std::as_bytes(std::span(text)));
}

Result<void> Pruner::loadRecipe(const QString& path) {
    THIMBLE_TRY(const Blob start, readFileStart(toPath(path), kLargestRecipe));
    const auto bytes = start.bytes();
    THIMBLE_TRY(const shrink::Recipe recipe,
                shrink::parseRecipe({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    return takeRecipe(recipe);
}

Result<void> Pruner::takeRecipe(const shrink::Recipe& recipe) {
    if (!m_document->report())
        return fail(ErrorCode::InvalidArgument, "there is no model to take channels from");
    if (recipe.modelSha256 != m_document->report()->model.sha256)
        return fail(ErrorCode::InvalidArgument, "the recipe was made for another model");
    if (!m_study) {
        m_waiting = recipe;
        return {};
    }
    PruneChoice next{.importance = m_choice.importance, .repair = recipe.repair.has_value()};
    THIMBLE_TRY(next.selection, shrink::selectionOf(groups(), recipe.kept));
    if (!recipe.target.empty()) m_document->setTarget(QString::fromStdString(recipe.target));
    if (!recipe.repair || *recipe.repair == m_study->source) {
        choose(std::move(next), tr("load recipe"));
        return {};
    }
    m_source = recipe.repair;
    m_pending = std::move(next);
    ask();
    return {};
}

void Pruner::write(const QString& path) {
    if (!m_study) return;
    m_failure.clear();
    m_writtenTo.clear();
    m_done = m_total = 0;
    m_writing = true;
    m_job.write({.study = m_study,
                 .selection = m_choice.selection,
                 .repair = m_choice.repair && canRepair()},
                outlineQuestion().board
                    ? boards::targetOn(*m_document->board(), m_document->target())
                    : m_document->target(),
                path);
    emit changed();
}

}  // namespace thimble::ui
