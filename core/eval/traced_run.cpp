#include "core/eval/traced_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/eval/values.h"
#include "core/interp/random_inputs.h"

namespace thimble::eval {

namespace {

using interp::Frame;
using interp::Program;

/// False: stopped.
Result<bool> runWindows(Frame& frame, const std::vector<data::Window>& windows,
                        const std::stop_token& stop) {
    for (const data::Window& window : windows) {
        std::ranges::copy(window, frame.input(0).begin());
        THIMBLE_TRY(const bool finished, frame.invoke(stop));
        if (!finished) return false;
    }
    return true;
}

Result<data::InputFormat> onlyInput(const Program& program) {
    const std::size_t inputs = program.model.subgraphs[0].inputs.size();
    if (inputs != 1)
        return fail(
            ErrorCode::Unsupported,
            fmt::format("the model has {} inputs; a file or a sample fills only one", inputs));
    if (program.input(0).isConstant)
        return fail(ErrorCode::Unsupported, "the model's input is a constant");
    return data::inputFormat(program.model, 0);
}

Result<bool> runSample(const std::shared_ptr<const Program>& program, Frame& frame, TracedRun& run,
                       const std::stop_token& stop) {
    const RunInput& input = run.input;
    if (!input.dataset || input.sample >= input.dataset->samples.size())
        return fail(ErrorCode::InvalidArgument, "the data set has no such sample");
    run.label = input.dataset->samples[input.sample].label;
    THIMBLE_TRY(const data::InputFormat format, onlyInput(*program));
    // What no metric suits can be looked at all the same.
    if (const auto task = makeTask(program, *input.dataset, Metric::Auto, input.reading)) {
        THIMBLE_TRY(run.result, scoreSample(*task, input.sample, frame, stop));
        if (run.result) run.windows = run.result->inferences;
        return run.result.has_value();
    }
    THIMBLE_TRY(const std::vector<data::Window> windows,
                data::readSample(*input.dataset, input.sample, format, input.reading));
    run.windows = windows.size();
    return runWindows(frame, windows, stop);
}

Result<bool> runFile(const Program& program, Frame& frame, TracedRun& run,
                     const std::stop_token& stop) {
    THIMBLE_TRY(const data::InputFormat format, onlyInput(program));
    THIMBLE_TRY(const std::vector<data::Window> windows,
                data::readInput(run.input.file, format, run.input.reading));
    run.windows = windows.size();
    return runWindows(frame, windows, stop);
}

Result<bool> invoke(const std::shared_ptr<const Program>& program, Frame& frame, TracedRun& run,
                    const std::stop_token& stop) {
    switch (run.input.source) {
        case RunInput::Source::File: return runFile(*program, frame, run, stop);
        case RunInput::Source::Sample: return runSample(program, frame, run, stop);
        case RunInput::Source::Random: break;
    }
    THIMBLE_CHECK(interp::drawInputs(frame, run.input.seed));
    return frame.invoke(stop);
}

void addTensors(const Program& program, const Frame& frame, TracedRun& run) {
    const std::vector<NaturalEnds> ends = naturalEnds(program);
    const auto add = [&](std::size_t subgraph, std::int32_t tensor, std::int32_t op) {
        const interp::Slot slot = program.slot(subgraph, tensor);
        run.tensors.push_back({static_cast<std::uint32_t>(subgraph), tensor, op,
                               tensorStatistics(program.tensors[slot], frame.bytes(slot)),
                               ends[slot]});
    };
    for (std::size_t s = 0; s < program.model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = program.model.subgraphs[s];
        for (const std::int32_t t : subgraph.inputs) add(s, t, -1);
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
            for (const std::int32_t t : subgraph.operators[o].outputs)
                if (t >= 0) add(s, t, static_cast<std::int32_t>(o));
    }
}

void addOutputs(const Program& program, const Frame& frame, TracedRun& run) {
    for (const std::int32_t t : program.model.subgraphs[0].outputs) {
        const interp::Slot slot = program.slot(0, t);
        const interp::TensorInfo& tensor = program.tensors[slot];
        const std::span<const std::byte> bytes = frame.bytes(slot);
        OutputValues output{.tensor = t, .largest = {}};
        for (const std::size_t e : largestElements(tensor, bytes, TracedRun::kLargest))
            output.largest.push_back(
                {e, realValue(tensor, bytes, e), storedInteger(tensor, bytes, e)});
        run.outputs.push_back(std::move(output));
    }
}

}  // namespace

Result<std::optional<TracedRun>> traceRun(const std::shared_ptr<const Program>& program,
                                          const RunInput& input, const std::stop_token& stop) {
    TracedRun run;
    run.input = input;
    const auto frame = std::make_shared<Frame>(program);
    THIMBLE_TRY(const bool finished, invoke(program, *frame, run, stop));
    if (!finished || stop.stop_requested()) return std::nullopt;
    addTensors(*program, *frame, run);
    addOutputs(*program, *frame, run);
    run.frame = frame;
    return run;
}

}  // namespace thimble::eval
