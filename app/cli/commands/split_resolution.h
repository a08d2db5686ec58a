#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/long_work.h"
#include "core/base/result.h"
#include "core/cproject/project.h"
#include "core/resolution/affordable.h"

namespace thimble::cli {

// `--resolution` of `thimble split`: the model for images of another size.

/// What was asked for: a size, or the largest that the memory affords.
struct ResolutionWish {
    std::optional<Resolution> size;
};

/// What it means in memory and arithmetic.
struct ResolutionAnswer {
    Resolution from;
    Resolution to;
    /// Of the C project with operators at once, at the model's own resolution; nothing: there is
    /// none.
    std::optional<Bytes> wholeArenaBytes;
    Macs macsFrom = 0;
    Macs macsTo = 0;
    std::optional<Affordable> affords;  ///< within mostBytes; nothing: none, or no C project
    Bytes mostBytes = 0;                ///< --ram, or wholeArenaBytes
};

struct SizedModel {
    Model model;
    ResolutionAnswer answer;
};

void addResolutionOption(CLI::App& command, std::optional<ResolutionWish>& wish);

/// `options` as the project at the new resolution will be planned with. Where the largest that fits
/// is asked for and none does, the model stays as it is.
///   errors   as atResolution; where the largest is asked for, as planProject
[[nodiscard]] Result<SizedModel> sizedModel(const Model& model, const ResolutionWish& wish,
                                            const cproject::ProjectOptions& options,
                                            LongWork& work);

/// What it costs and what else would fit. `arenaBytes` is what the project takes at the new
/// resolution. Nothing where there is no project.
[[nodiscard]] std::vector<std::string> resolutionSentences(const ResolutionAnswer& answer,
                                                           std::optional<Bytes> arenaBytes);
[[nodiscard]] nlohmann::ordered_json resolutionJson(const ResolutionAnswer& answer);

}  // namespace thimble::cli
