#include "core/repair/walk.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "core/interp/frame.h"
#include "core/interp/program.h"
#include "core/model/names.h"
#include "core/model/one_operator.h"

namespace thimble::repair {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Calls work(sample, frame) for all samples on all cores. What it writes belongs to the sample.
template <typename Work>
Result<bool> forAllSamples(const std::shared_ptr<const interp::Program>& program,
                           std::size_t samples, const WorkControl& control, const Work& work) {
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stopped = false;
    std::mutex mutex;
    std::optional<std::pair<std::size_t, Error>> first;
    std::exception_ptr thrown;
    const auto loop = [&] {
        try {
            interp::Frame frame(program);
            for (std::size_t s = next++; s < samples; s = next++) {
                if (control.stop.stop_requested()) {
                    stopped = true;
                    return;
                }
                if (Result<void> done = work(s, frame); !done) {
                    const std::lock_guard lock(mutex);
                    if (!first || s < first->first) first.emplace(s, done.error());
                    next = samples;
                }
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            thrown = std::current_exception();
            next = samples;
        }
    };
    {
        std::vector<std::jthread> others;
        const std::size_t threads = std::clamp(
            control.threads != 0 ? control.threads : std::thread::hardware_concurrency(), 1U, 64U);
        for (std::size_t i = 1; i < std::min(threads, samples); ++i) others.emplace_back(loop);
        loop();
    }
    if (thrown) std::rethrow_exception(thrown);
    if (first) return tl::unexpected<Error>(first->second);
    return !stopped;
}

}  // namespace

Result<Walk> Walk::start(const Model& model, const Calibration& calibration) {
    if (model.subgraphs.size() != 1)
        return fail(ErrorCode::Unsupported, "a model with several subgraphs cannot be watched");
    const Subgraph& subgraph = model.subgraphs[0];
    Walk walk;
    walk.m_lastReader.assign(subgraph.tensors.size(), 0);
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
        for (const std::int32_t t : subgraph.operators[o].inputs)
            if (t >= 0) walk.m_lastReader[at(t)] = o;
    for (const std::int32_t t : subgraph.outputs)
        walk.m_lastReader[at(t)] = subgraph.operators.size();
    walk.m_bytes.resize(calibration.samples.size());
    for (std::size_t s = 0; s < walk.m_bytes.size(); ++s) {
        if (calibration.samples[s].size() != subgraph.inputs.size())
            return fail(ErrorCode::InvalidArgument, "samples with another number of inputs");
        walk.m_bytes[s].resize(subgraph.tensors.size());
        for (std::size_t i = 0; i < subgraph.inputs.size(); ++i)
            walk.m_bytes[s][at(subgraph.inputs[i])] = calibration.samples[s][i];
    }
    return walk;
}

Result<bool> Walk::run(const Model& model, std::size_t op, const WorkControl& control) {
    const Model only = oneOperator(model, op);
    THIMBLE_TRY(const auto program, interp::prepareProgram(only));
    const Subgraph& subgraph = only.subgraphs[0];
    return forAllSamples(
        program, samples(), control, [&](std::size_t s, interp::Frame& frame) -> Result<void> {
            frame.reset();
            for (std::size_t i = 0; i < subgraph.inputs.size(); ++i) {
                const std::vector<std::byte>& bytes = m_bytes[s][at(subgraph.inputs[i])];
                if (bytes.size() != frame.input(i).size())
                    return fail(ErrorCode::InvalidArgument,
                                operatorLabel(model, 0, op) + " reads what has not been computed");
                std::ranges::copy(bytes, frame.input(i).begin());
            }
            THIMBLE_TRY(const bool ran, frame.invoke());
            if (!ran)
                return fail(ErrorCode::Unsupported,
                            operatorLabel(model, 0, op) + " waits for more input");
            for (std::size_t i = 0; i < subgraph.outputs.size(); ++i) {
                const auto bytes = frame.output(i);
                m_bytes[s][at(subgraph.outputs[i])].assign(bytes.begin(), bytes.end());
            }
            return {};
        });
}

void Walk::release(std::size_t op) {
    for (std::size_t t = 0; t < m_lastReader.size(); ++t) {
        if (m_lastReader[t] > op) continue;
        for (auto& sample : m_bytes) std::vector<std::byte>().swap(sample[t]);
    }
}

}  // namespace thimble::repair
