#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/cproject/row_study.h"
#include "core/pipeline/analyse.h"
#include "core/pipeline/planned_model.h"
#include "core/repair/work_control.h"
#include "core/variants/variant.h"

namespace thimble::variants {

/// What a plan did, to be done again without a search.
///   errors   as tflm::readOfflinePlan
[[nodiscard]] Result<Planned> plannedOf(const PlannedModel& planned);

/// Does to the parent's model what the change says. The result has the parent's path, so that
/// nothing writes over the file that all came from, and the bytes that an export writes; by rows
/// the parent's model itself.
///   folder   of the data set that a recipe names; empty: where the recipe says
///   result   nothing: stopped. The same bytes every time
///   errors   InvalidArgument   made for another model; an order that is no permutation, runs an
///                              operator too early; offsets of another model, or that overlap
///            as followRecipe and makePruned
[[nodiscard]] Result<std::optional<std::shared_ptr<const LoadedModel>>> makeVariant(
    const std::shared_ptr<const LoadedModel>& parent, const Change& change,
    const std::filesystem::path& folder = {}, const repair::WorkControl& control = {});

/// The model in these segments, compared with the whole for so many random inputs.
///   errors   as studyRows, planRows and lookAt
[[nodiscard]] Result<std::shared_ptr<const cproject::RowAnswer>> answerByRows(
    const LoadedModel& model, const ByRows& rows, int runs, const std::stop_token& stop = {});

}  // namespace thimble::variants
