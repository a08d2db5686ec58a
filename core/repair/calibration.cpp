#include "core/repair/calibration.h"

#include <algorithm>
#include <utility>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"

namespace thimble::repair {

Result<Calibration> randomCalibration(const Model& model, std::size_t samples, std::uint64_t seed) {
    THIMBLE_TRY(const auto program, interp::prepareProgram(model));
    interp::Frame frame(program);
    SplitMix random(seed);
    Calibration calibration;
    for (std::size_t s = 0; s < samples; ++s) {
        THIMBLE_CHECK(interp::drawInputs(frame, random));
        std::vector<data::Window>& inputs = calibration.samples.emplace_back();
        for (std::size_t i = 0; i < model.subgraphs[0].inputs.size(); ++i) {
            const auto bytes = frame.input(i);
            inputs.emplace_back(bytes.begin(), bytes.end());
        }
    }
    return calibration;
}

Result<Calibration> calibrationFrom(const Model& model, const data::Dataset& dataset,
                                    std::span<const std::size_t> samples,
                                    const data::ReadOptions& reading, std::size_t most) {
    if (model.subgraphs[0].inputs.size() != 1)
        return fail(ErrorCode::Unsupported, "data sets are for models with one input");
    THIMBLE_TRY(const data::InputFormat format, data::inputFormat(model, 0));
    // Files of many windows: of each so many that the number of files does not suffer.
    const std::size_t files = std::min(samples.size(), most);
    const std::size_t each = files == 0 ? 0 : most / files;
    Calibration calibration;
    for (std::size_t f = 0; f < files; ++f) {
        const std::size_t sample = samples[f * samples.size() / files];
        THIMBLE_TRY(std::vector<data::Window> windows,
                    data::readSample(dataset, sample, format, reading));
        const std::size_t taken = std::min(windows.size(), each);
        for (std::size_t w = 0; w < taken; ++w)
            calibration.samples.push_back({std::move(windows[w * windows.size() / taken])});
    }
    return calibration;
}

}  // namespace thimble::repair
