#include "core/variants/make_variant.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/sha256.h"
#include "core/model/check_model.h"
#include "core/model/drop_orphans.h"
#include "core/model/reorder_operators.h"
#include "core/shrink/make_pruned.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/offline_plan.h"

namespace thimble::variants {

namespace {

using LoadedPtr = std::shared_ptr<const LoadedModel>;

tl::unexpected<Error> invalid(const std::string& what) {
    return fail(ErrorCode::InvalidArgument, what);
}

/// As ids; InvalidArgument where it is no permutation.
Result<std::vector<OperatorId>> permutation(const std::vector<std::int32_t>& order,
                                            std::size_t operators, std::size_t subgraph) {
    std::vector<OperatorId> ids;
    std::vector<bool> isThere(operators, false);
    for (const std::int32_t op : order) {
        const auto o = static_cast<std::size_t>(op);
        if (op < 0 || o >= operators || isThere[o])
            return invalid(
                fmt::format("the plan's order of subgraph {} names operator {} twice, "
                            "or there is none",
                            subgraph, op));
        isThere[o] = true;
        ids.push_back(OperatorId{static_cast<std::uint32_t>(op)});
    }
    if (ids.size() != operators)
        return invalid(fmt::format("the plan's order of subgraph {} has {} operators, not {}",
                                   subgraph, ids.size(), operators));
    return ids;
}

/// What operators read has been written before: a plan of another model might not care.
Result<void> checkOrder(const Subgraph& subgraph, const std::vector<OperatorId>& order,
                        std::size_t number) {
    constexpr std::size_t kNever = ~std::size_t{0};
    std::vector<std::size_t> writtenAt(subgraph.tensors.size(), kNever);
    std::vector<bool> isWritten(subgraph.tensors.size(), false);
    for (std::size_t step = 0; step < order.size(); ++step)
        for (const std::int32_t t : subgraph.operators[indexOf(order[step])].outputs) {
            if (t < 0) continue;
            writtenAt[static_cast<std::size_t>(t)] = step;
            isWritten[static_cast<std::size_t>(t)] = true;
        }
    for (std::size_t step = 0; step < order.size(); ++step)
        for (const std::int32_t t : subgraph.operators[indexOf(order[step])].inputs) {
            if (t < 0 || !isWritten[static_cast<std::size_t>(t)]) continue;
            if (writtenAt[static_cast<std::size_t>(t)] >= step)
                return invalid(
                    fmt::format("the plan's order of subgraph {} runs operator {} too early",
                                number, indexOf(order[step])));
        }
    return {};
}

Result<Model> planAgain(const Model& parent, const Planned& planned) {
    const auto target = tflm::findTarget(planned.target);
    if (!target) return invalid(fmt::format("target '{}' is not known", planned.target));
    Model model = dropOrphanTensors(tflm::withoutOfflinePlan(parent));
    if (planned.order.size() != model.subgraphs.size())
        return invalid(fmt::format("the plan is of {} subgraphs, the model has {}",
                                   planned.order.size(), model.subgraphs.size()));
    std::size_t tensors = 0;
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = model.subgraphs[s];
        tensors += subgraph.tensors.size();
        THIMBLE_TRY(const std::vector<OperatorId> order,
                    permutation(planned.order[s], subgraph.operators.size(), s));
        THIMBLE_CHECK(checkOrder(subgraph, order, s));
        model = reorderOperators(model, SubgraphId{static_cast<std::uint32_t>(s)}, order);
    }
    if (planned.offsets.size() != tensors)
        return invalid(fmt::format("the plan has {} offsets, the model {} tensors",
                                   planned.offsets.size(), tensors));
    constexpr std::int32_t kAlignment = 16;
    for (const std::int32_t offset : planned.offsets)
        if (offset < -1 || (offset > 0 && offset % kAlignment != 0))
            return invalid(fmt::format("the plan has an offset of {}", offset));
    model = tflm::withOfflinePlan(model, planned.offsets);
    THIMBLE_CHECK(checkModel(model));
    THIMBLE_TRY(const tflm::DeviceMemory device, tflm::deviceMemory(model, *target));
    if (!device.planFaults.empty())
        return invalid("the plan is not sound for this model: " + device.planFaults.front());
    return model;
}

/// As a file would be read.
Result<LoadedPtr> loadedFrom(const std::filesystem::path& path, std::vector<std::byte> bytes) {
    Blob file(std::move(bytes));
    THIMBLE_TRY(Model model, readTflite(file));
    return std::make_shared<const LoadedModel>(
        LoadedModel{path, std::move(file), std::move(model)});
}

}  // namespace

Result<Planned> plannedOf(const PlannedModel& planned) {
    Planned change{.target = std::string(planned.before->target.name)};
    for (const std::vector<OperatorId>& order : planned.plan.order) {
        std::vector<std::int32_t>& numbers = change.order.emplace_back();
        for (const OperatorId op : order) numbers.push_back(static_cast<std::int32_t>(op));
    }
    THIMBLE_TRY(change.offsets, tflm::readOfflinePlan(planned.plan.model));
    return change;
}

Result<std::optional<LoadedPtr>> makeVariant(const LoadedPtr& parent, const Change& change,
                                             const std::filesystem::path& folder,
                                             const repair::WorkControl& control) {
    std::vector<std::byte> bytes;
    if (const auto* planned = std::get_if<Planned>(&change)) {
        THIMBLE_TRY(const Model model, planAgain(parent->model, *planned));
        THIMBLE_TRY(bytes, writeTflite(model));
    } else if (const auto* pruned = std::get_if<Pruned>(&change)) {
        const std::shared_ptr<const Model> model(parent, &parent->model);
        THIMBLE_TRY(
            const shrink::ReadRecipe read,
            shrink::followRecipe(model, sha256(parent->file.bytes()), pruned->recipe, folder));
        THIMBLE_TRY(auto made,
                    shrink::makePruned(read.study, read.selection, read.options, control));
        if (!made) return std::nullopt;
        bytes = std::move(made->file);
    } else {
        return parent;
    }
    if (control.stop.stop_requested()) return std::nullopt;
    THIMBLE_TRY(LoadedPtr loaded, loadedFrom(parent->path, std::move(bytes)));
    return loaded;
}

Result<std::shared_ptr<const cproject::RowAnswer>> answerByRows(const LoadedModel& model,
                                                                const ByRows& rows, int runs,
                                                                const std::stop_token& stop) {
    THIMBLE_TRY(const cproject::RowStudy study, cproject::studyRows(model.model, {stop, {}}));
    THIMBLE_TRY(split::RowPlan plan,
                split::planRows(study.model.graph, {.segments = rows.segments}, {stop, {}}));
    THIMBLE_TRY(cproject::RowAnswer answer, cproject::lookAt(study, std::move(plan), runs, stop));
    if (answer.difference)
        return fail(ErrorCode::Unsupported,
                    "by rows it computes something else: " + *answer.difference);
    return std::make_shared<const cproject::RowAnswer>(std::move(answer));
}

}  // namespace thimble::variants
