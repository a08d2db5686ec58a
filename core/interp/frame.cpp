#include "core/interp/frame.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "core/base/assert.h"
#include "core/interp/program.h"

namespace thimble::interp {

namespace {

/// Of every tensor: a cache line, and enough for any vector register.
constexpr std::size_t kAlignment = 64;

constexpr std::size_t aligned(std::size_t bytes) {
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

/// The start of constants' bytes; frames hand them out for reading only.
std::byte* unconst(const std::byte* bytes) { return const_cast<std::byte*>(bytes); }

}  // namespace

void Frame::Free::operator()(std::byte* memory) const { std::free(memory); }

Frame::Frame(std::shared_ptr<const Program> program) : m_program(std::move(program)) {
    std::size_t total = kAlignment + aligned(m_program->scratchBytes);
    for (const TensorInfo& tensor : m_program->tensors)
        if (!tensor.isConstant) total += aligned(tensor.bytes);
    for (const std::size_t bytes : m_program->stateBytes) total += aligned(bytes);
    // calloc: pages of tensors that are never touched cost nothing.
    m_memory.reset(static_cast<std::byte*>(std::calloc(total, 1)));
    if (!m_memory) throw std::bad_alloc();

    void* start = m_memory.get();
    std::size_t space = total;
    auto* next = static_cast<std::byte*>(std::align(kAlignment, 1, start, space));
    const auto take = [&next](std::size_t bytes) {
        return std::span(std::exchange(next, next + aligned(bytes)), bytes);
    };
    m_tensors.reserve(m_program->tensors.size());
    for (const TensorInfo& tensor : m_program->tensors)
        m_tensors.push_back(tensor.isConstant
                                ? std::span(unconst(tensor.constant.data()), tensor.constant.size())
                                : take(tensor.bytes));
    for (const std::size_t bytes : m_program->stateBytes) m_states.push_back(take(bytes));
    m_scratch = take(m_program->scratchBytes);
    reset();
}

std::span<std::byte> Frame::writable(Slot slot) {
    THIMBLE_ASSERT(!m_program->tensors[slot].isConstant);
    return m_tensors[slot];
}

std::span<std::byte> Frame::input(std::size_t position) {
    return writable(m_program->slot(0, m_program->model.subgraphs[0].inputs[position]));
}

std::span<const std::byte> Frame::output(std::size_t position) const {
    return bytes(m_program->slot(0, m_program->model.subgraphs[0].outputs[position]));
}

void Frame::reset() {
    // Byte by byte, whatever the type: TFLM micro_interpreter_graph.cc ResetTensorData.
    for (Slot slot = 0; slot < m_tensors.size(); ++slot) {
        const TensorInfo& tensor = m_program->tensors[slot];
        if (tensor.isVariable && !tensor.isConstant)
            std::ranges::fill(m_tensors[slot], static_cast<std::byte>(tensor.zeroPoint));
    }
    for (const std::span<std::byte> state : m_states) std::ranges::fill(state, std::byte{0});
}

Result<bool> Frame::invoke(std::stop_token stop) {
    m_stop = std::move(stop);
    THIMBLE_TRY(const bool finished, runSubgraph(0));
    // An operator that waits for more input ends an invocation, too; nobody stopped that one.
    return finished || !m_stop.stop_requested();
}

Result<bool> Frame::runSubgraph(std::size_t subgraph) {
    for (const Step& step : m_program->steps[subgraph]) {
        if (m_stop.stop_requested()) return false;
        THIMBLE_TRY(const bool finished, step(*this));
        if (!finished) return false;
    }
    return true;
}

}  // namespace thimble::interp
