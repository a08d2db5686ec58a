#include "core/shrink/make_pruned.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/model/check_model.h"
#include "core/ops/operator_rules.h"
#include "core/shrink/arena_needs.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"

namespace thimble::shrink {

namespace {

tl::unexpected<Error> unsound(const std::string& what) {
    return fail(ErrorCode::Unsupported, "the pruned model is not sound: " + what);
}

/// One inference on random inputs.
Result<void> runOnce(const Model& model) {
    THIMBLE_TRY(const auto program, interp::prepareProgram(model));
    interp::Frame frame(program);
    SplitMix random(1);
    THIMBLE_CHECK(interp::drawInputs(frame, random));
    THIMBLE_TRY([[maybe_unused]] const bool ran, frame.invoke());
    return {};
}

Result<void> checkMade(const Study& study, const MadeModel& made) {
    THIMBLE_CHECK(checkModel(made.model));
    prune::SizePredictor predictor(*study.model, study.groups);
    const auto& predicted = predictor.predict(prune::keptCounts(made.pruned.selection));
    if (predicted.macs != made.after.macs)
        return unsound(fmt::format("it has {} MACs, not {}", made.after.macs, predicted.macs));
    if (predicted.weightBytes != made.after.weightBytes)
        return unsound(fmt::format("it has {} bytes of weights, not {}", made.after.weightBytes,
                                   predicted.weightBytes));
    if (runOnce(*study.model))
        if (const auto ran = runOnce(made.model); !ran) return unsound(ran.error().message);
    THIMBLE_TRY(const Model again, readTflite(Blob(made.file)));
    if (!(again == made.model)) return unsound("its file reads back as another model");
    return {};
}

}  // namespace

Result<std::optional<MadeModel>> makePruned(const Study& study, const prune::Selection& selection,
                                            const MakeOptions& options,
                                            const repair::WorkControl& control) {
    THIMBLE_TRY(auto pruned, pruneModel(study, selection, options.repair, control));
    if (!pruned) return std::nullopt;
    MadeModel made{.pruned = *std::move(pruned)};
    const Model& model = made.pruned.model;
    made.model = model;
    made.after = {.weightBytes = weightBytesOf(model), .macs = modelMacs(model)};
    THIMBLE_TRY(const tflm::DeviceMemory before, tflm::deviceMemory(*study.model, options.target));
    if (before.accepts) {
        THIMBLE_TRY(MemoryPlan plan, soundPlan(model, options.target, {control.stop, {}}));
        made.after.arenaBytes = plan.after.minimumBytes;
        if (options.plan) made.model = std::move(plan.model);
    }
    if (control.stop.stop_requested()) return std::nullopt;
    THIMBLE_TRY(made.file, writeTflite(made.model));
    THIMBLE_CHECK(checkMade(study, made));
    return made;
}

Result<ReadRecipe> followRecipe(std::shared_ptr<const Model> model, const std::string& sha256,
                                const Recipe& recipe, const std::filesystem::path& folder) {
    if (recipe.modelSha256 != sha256)
        return fail(ErrorCode::InvalidArgument,
                    "the recipe was made for another model, of SHA-256 " + recipe.modelSha256);
    if (recipe.resolution) {
        THIMBLE_TRY(Model resized, atResolution(*model, *recipe.resolution));
        model = std::make_shared<const Model>(std::move(resized));
    }
    ReadRecipe read;
    THIMBLE_TRY(read.study.groups, prune::channelGroups(*model));
    THIMBLE_TRY(read.selection, selectionOf(read.study.groups, recipe.kept));
    if (recipe.repair) {
        THIMBLE_TRY(read.samples, gatherSamples(*model, *recipe.repair, folder));
        read.study.calibration = read.samples->calibration;
    }
    read.study.model = std::move(model);
    read.options = {.repair = recipe.repair.has_value(), .plan = !recipe.target.empty()};
    if (read.options.plan) read.options.target = *tflm::findTarget(recipe.target);
    return read;
}

}  // namespace thimble::shrink
