#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/read_sample.h"
#include "core/prune/channel_groups.h"
#include "core/prune/selection.h"
#include "core/resolution/at_resolution.h"

namespace thimble::shrink {

/// Where the samples came from that weights were repaired on.
struct CalibrationSource {
    std::string data;       ///< folder of the data set; empty: random inputs
    double fraction = 0.5;  ///< data: of the samples, those that data::split gives for calibration
    std::int64_t samples = 0;  ///< random: how many; data: at most so many inputs
    std::uint64_t seed = 1;
    data::ReadOptions reading;
    std::string sha256;  ///< of all samples' bytes, one after the other
    friend bool operator==(const CalibrationSource&, const CalibrationSource&) = default;
};

/// How a model was pruned: all that is needed to do it again, to the byte.
struct Recipe {
    struct Kept {
        std::string group;          ///< ChannelGroup::name
        std::int32_t channels = 0;  ///< that it had
        std::vector<std::int32_t> kept;
        friend bool operator==(const Kept&, const Kept&) = default;
    };
    std::string modelSha256;               ///< of the file it was made for, in hexadecimal
    std::optional<Resolution> resolution;  ///< first made for images of this size
    std::vector<Kept> kept;                ///< groups that lose channels
    std::optional<CalibrationSource> repair;
    std::string target;  ///< planned for; empty: not planned
    friend bool operator==(const Recipe&, const Recipe&) = default;
};

[[nodiscard]] std::vector<Recipe::Kept> keptOf(const prune::ChannelGroups& groups,
                                               const prune::Selection& selection);
/// InvalidArgument: groups that are not the model's, or twice, named.
[[nodiscard]] Result<prune::Selection> selectionOf(const prune::ChannelGroups& groups,
                                                   const std::vector<Recipe::Kept>& kept);

/// JSON, readable, one line for each group; docs/formats/recipe.md.
[[nodiscard]] std::string recipeText(const Recipe& recipe);
///   errors   InvalidFile   no recipe, or of a version that is not known; says where
[[nodiscard]] Result<Recipe> parseRecipe(const std::string& text);

}  // namespace thimble::shrink
