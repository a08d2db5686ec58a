#include "core/shrink/calibrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/sha256.h"
#include "core/data/split.h"
#include "core/eval/evaluate.h"
#include "core/graph/graph.h"
#include "core/interp/program.h"
#include "core/liveness/working_set.h"

namespace thimble::shrink {

namespace {

constexpr Bytes kMostBytes = Bytes{2} << 30U;

std::string sumOf(const repair::Calibration& calibration) {
    std::vector<std::byte> all;
    for (const auto& sample : calibration.samples)
        for (const data::Window& input : sample) all.insert(all.end(), input.begin(), input.end());
    return sha256(all);
}

/// All samples run side by side, and a hostile recipe asks for many.
Result<void> checkSize(const Model& model, std::int64_t samples) {
    const SubgraphGraph graph = std::move(buildGraph(model).subgraphs[0]);
    const Bytes each = std::max<Bytes>(workingSet(graph, liveRanges(graph)).peakBytes, 1);
    if (samples < 1 || samples > kMostBytes / each)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} samples would take more than 2 GiB of memory; {} are possible",
                                samples, kMostBytes / each));
    return {};
}

}  // namespace

Result<Samples> gatherSamples(const Model& model, const CalibrationSource& source,
                              const std::filesystem::path& folder) {
    THIMBLE_CHECK(checkSize(model, source.samples));
    Samples samples{.source = source};
    const auto count = static_cast<std::size_t>(source.samples);
    repair::Calibration calibration;
    if (source.data.empty()) {
        THIMBLE_TRY(calibration, repair::randomCalibration(model, count, source.seed));
    } else {
        THIMBLE_TRY(
            const data::Dataset all,
            data::readDataset(folder.empty() ? std::filesystem::path(source.data) : folder));
        THIMBLE_TRY(const data::Split split, data::split(all, source.fraction, source.seed));
        if (split.calibration.empty())
            return fail(ErrorCode::InvalidArgument,
                        all.folder.string() + ": too few samples to take some for calibration");
        THIMBLE_TRY(calibration,
                    repair::calibrationFrom(model, all, split.calibration, source.reading, count));
        if (!split.test.empty()) samples.test = data::partOf(all, split.test);
    }
    samples.source.sha256 = sumOf(calibration);
    if (!source.sha256.empty() && source.sha256 != samples.source.sha256)
        return fail(ErrorCode::InvalidArgument,
                    "the samples are not those that the recipe was made with: their bytes have "
                    "another SHA-256");
    samples.calibration = std::make_shared<const repair::Calibration>(std::move(calibration));
    return samples;
}

Result<std::optional<double>> scoreOf(const Model& model, const Samples& samples,
                                      const repair::WorkControl& control) {
    if (!samples.test) return std::nullopt;
    THIMBLE_TRY(const auto program, interp::prepareProgram(model));
    THIMBLE_TRY(const eval::Evaluation found,
                eval::evaluate(program, *samples.test,
                               {.reading = samples.source.reading, .threads = control.threads},
                               {control.stop, control.progress}));
    return found.cancelled ? std::nullopt : found.score;
}

}  // namespace thimble::shrink
