#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/boards/board.h"
#include "core/boards/fit.h"
#include "core/cost/estimate.h"
#include "core/data/dataset.h"
#include "core/repair/removal_order.h"
#include "core/resolution/at_resolution.h"
#include "core/search/outcome.h"
#include "core/shrink/calibrate.h"
#include "core/shrink/study.h"
#include "core/tflm/target.h"

namespace thimble::search {

/// What a variant is made into.
enum class Form : std::uint8_t { Tflm, TflmAsWritten, C, Rows };

struct FormInfo {
    Form form;
    std::string_view name;
    std::string_view description;
};
inline constexpr std::array<FormInfo, 4> kForms = {{
    {Form::Tflm, "tflm", "a .tflite with the best order and placement for TFLM"},
    {Form::TflmAsWritten, "tflm-as-written", "a .tflite as TFLM places it by itself"},
    {Form::C, "c", "a C project that runs operators as a whole (thimble export)"},
    {Form::Rows, "rows", "a C project that runs by rows (thimble split)"},
}};
[[nodiscard]] const FormInfo& infoOf(Form form);
[[nodiscard]] std::optional<Form> findForm(std::string_view name);

/// What a variant must not exceed.
struct Limits {
    std::optional<Bytes> ramBytes;  ///< of the arena
    std::optional<Bytes> flashBytes;
    std::optional<double> latencyMs;
    std::optional<double> energyUj;
    std::optional<Macs> macs;
    friend bool operator==(const Limits&, const Limits&) = default;
};

/// What is searched for.
struct Question {
    std::vector<Form> forms = {Form::Tflm};
    /// In what orders channels may go.
    std::vector<repair::Importance> importances = {repair::Importance::Reconstruction};
    std::vector<Resolution> resolutions;  ///< empty: the model's own
    std::vector<Objective> objectives = {Objective::Score, Objective::Arena, Objective::Macs};
    Limits limits;
    std::optional<boards::Board> board;  ///< its SRAM and flash are limits, too
    boards::FitSettings settings;        ///< of the board
    tflm::TargetInfo target = tflm::kTargets[0];
    bool streamInput = false;  ///< by rows: without the input as a whole

    std::int64_t repairSamples = 96;  ///< to repair by, in the search
    std::int64_t sliceSamples = 200;  ///< to score by, in the search
};

/// The model at one resolution, with all that does not depend on which channels are removed.
struct Variant {
    Resolution resolution;  ///< 0x0: the model's own
    shrink::Study study;
    shrink::Samples samples;
    shrink::Study quick;  ///< the same with fewer samples to repair by
    data::Dataset slice;  ///< samples that `quick` does not repair by, where there are enough
    std::vector<std::vector<repair::RemovalOrder>> orders;  ///< by importance, then by group
};

/// A question about a model and a data set, ready to be asked about genomes. A value that threads
/// share.
struct Problem {
    Question question;
    std::string modelSha256;
    std::string dataSha256;  ///< of all samples and labels, as they are used
    std::vector<Variant> variants;
    cost::Machine machine;  ///< that latency and energy are estimated for
    /// For C projects: with CMSIS-NN where anything is known of that on the core. Their own kernels
    /// take fewer instructions still (docs/algorithms/c-project-measured.md).
    cost::Machine machineOfC;
    Space space;
    /// Top-1: samples whose margin is nearer to 0 count in part; 0: all or nothing.
    double softMargin = 0;
    bool isErrorScore = false;         ///< mean squared error: less is better
    Outcome whole;                     ///< the model as it is, first form and resolution
    std::optional<double> wholeScore;  ///< of it, on the test samples
};

/// Reads the samples, watches the channels, and looks at the model as it is.
///   sha256   of the model's file
///   source   the data set; its calibration half is what the search sees
///   result   nothing: stopped
///   errors   Unsupported       nothing to search: no groups, or the interpreter does not run the
///                              model; resolutions with other groups
///            InvalidArgument   a data set without samples to test by
///            as studyChannels, gatherSamples, atResolution
[[nodiscard]] Result<std::optional<Problem>> makeProblem(const std::shared_ptr<const Model>& model,
                                                         const std::string& sha256,
                                                         const Question& question,
                                                         const shrink::CalibrationSource& source,
                                                         const repair::WorkControl& control = {});

/// Costs that matter, and what is wanted of each: the limit where there is one, otherwise what the
/// whole model takes; of errors that of the whole model and 0.3 more (a mean squared error: twice
/// that of the whole model). Objectives about which nothing is known are left out.
[[nodiscard]] Scale scaleOf(const Problem& problem);

/// Genomes that thimble prune would give, in each form and resolution and the first order: step by
/// step less at the peak (lessAtPeak), down to nothing, and by 5 % fewer MACs, down to a fifth. Of
/// more than `most` so many, spread evenly.
[[nodiscard]] std::vector<Genome> usualStart(const Problem& problem, std::size_t most,
                                             const std::stop_token& stop = {});

}  // namespace thimble::search
