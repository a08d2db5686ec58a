#include "core/shrink/study.h"

#include <numeric>
#include <utility>

#include "core/prune/check_pruned.h"
#include "core/prune/remove_channels.h"

namespace thimble::shrink {

Result<std::optional<Study>> studyChannels(std::shared_ptr<const Model> model,
                                           std::shared_ptr<const repair::Calibration> calibration,
                                           const repair::ObserveOptions& options,
                                           const repair::WorkControl& control) {
    Study study{.model = std::move(model), .calibration = std::move(calibration)};
    THIMBLE_TRY(study.groups, prune::channelGroups(*study.model));
    auto observed =
        repair::observe(*study.model, study.groups, *study.calibration, options, control);
    if (!observed) {
        if (observed.error().code != ErrorCode::Unsupported)
            return tl::unexpected<Error>(observed.error());
        study.unwatched = observed.error().message;
        return study;
    }
    if (!*observed) return std::nullopt;
    study.observations = **std::move(observed);
    return study;
}

std::vector<repair::RemovalOrder> ordersOf(const Study& study, repair::Importance importance,
                                           std::uint64_t seed) {
    if (!study.observations.empty() || study.groups.groups.empty())
        return repair::removalOrders(study.observations, importance, seed);
    std::vector<repair::RemovalOrder> orders;
    for (const prune::ChannelGroup& group : study.groups.groups)
        orders.push_back(repair::orderByImportance(
            std::vector<double>(static_cast<std::size_t>(group.channels), 1.0)));
    return orders;
}

Result<std::optional<PrunedModel>> pruneModel(const Study& study, const prune::Selection& selection,
                                              bool repair, const repair::WorkControl& control) {
    PrunedModel pruned{.selection = selection};
    THIMBLE_TRY(pruned.model, prune::removeChannels(*study.model, study.groups, selection));
    const auto faults = prune::checkPruned(*study.model, study.groups, selection, pruned.model);
    if (!faults.empty())
        return fail(ErrorCode::Unsupported, "the pruned model is not sound: " + faults.front());
    if (!repair || !study.unwatched.empty()) return pruned;
    THIMBLE_TRY(auto repaired, repair::repairModel(*study.model, study.groups, selection,
                                                   pruned.model, *study.calibration, {}, control));
    if (!repaired) return std::nullopt;
    pruned.model = std::move(repaired->model);
    pruned.repaired = std::move(repaired->operators);
    return pruned;
}

}  // namespace thimble::shrink
