#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/selection.h"
#include "core/repair/calibration.h"
#include "core/repair/observe.h"

namespace thimble::repair {

struct RepairOptions {
    std::size_t rows = 16384;    ///< positions of outputs to fit, of all samples together
    std::size_t columns = 2304;  ///< of one operator at most
    double ridge = 1e-3;         ///< at least; more where there are few rows for many columns
    int rounds = 4;              ///< of FitOptions
    std::uint64_t seed = 1;
};

/// What became of an operator whose inputs have changed.
struct RepairedOperator {
    std::int32_t op = 0;
    double errorBefore = 0;  ///< mean squared error of its outputs, behind the activation
    double errorAfter = 0;   ///< as fitted, before the weights are stored
    double power = 0;        ///< mean square of the wanted outputs, to compare with
    std::string why;         ///< not empty: it stays as it is, and why
    friend bool operator==(const RepairedOperator&, const RepairedOperator&) = default;
};

struct Repair {
    Model model;
    std::vector<RepairedOperator> operators;
};

/// Makes up for channels that are gone: operator by operator, in order, each CONV_2D and
/// FULLY_CONNECTED gets the weights and bias with which it comes closest, by least squares over the
/// samples, to what it gave in the original, from the inputs that it now gets. They are stored in
/// the form that the old ones have (storeWeights); no size changes. Without training, and the same
/// for any number of threads.
///   pruned   removeChannels(original, groups, selection)
///   result   nothing: stopped; the model passes checkModel
///   errors   as Walk
///   source   He, Zhang and Sun, "Channel pruning for accelerating very deep neural networks",
///            arXiv 1707.06168; Luo, Wu and Lin, "ThiNet", arXiv 1707.06342
[[nodiscard]] Result<std::optional<Repair>> repairModel(
    const Model& original, const prune::ChannelGroups& groups, const prune::Selection& selection,
    const Model& pruned, const Calibration& calibration, const RepairOptions& options = {},
    const WorkControl& control = {});

}  // namespace thimble::repair
