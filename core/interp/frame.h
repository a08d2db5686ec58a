#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/interp/tensor_info.h"

namespace thimble::interp {

struct Program;

/// The memory of one inference: every tensor has bytes of its own, so that all can be looked at
/// afterwards. One thread at a time; as many frames of one program as there are threads.
class Frame {
public:
    /// Tensors are zero, variables as reset() leaves them.
    explicit Frame(std::shared_ptr<const Program> program);

    [[nodiscard]] const Program& program() const { return *m_program; }

    [[nodiscard]] std::span<const std::byte> bytes(Slot slot) const { return m_tensors[slot]; }
    /// Not of a constant: those are shared by all frames.
    [[nodiscard]] std::span<std::byte> writable(Slot slot);

    /// Of the first subgraph, by position.
    [[nodiscard]] std::span<std::byte> input(std::size_t position);
    [[nodiscard]] std::span<const std::byte> output(std::size_t position) const;

    /// Memory that an operator keeps between invocations; see OperatorCall::addState.
    [[nodiscard]] std::span<std::byte> state(std::size_t id) { return m_states[id]; }

    /// For one operator to work in, on 64 bytes; holds what the last one left.
    [[nodiscard]] std::span<std::byte> scratch() { return m_scratch; }

    /// Variables to their zero point, operators' memory to zero: as after AllocateTensors.
    void reset();

    /// Runs the first subgraph. False: stopped before the end. Where an operator waits for more
    /// input (CIRCULAR_BUFFER), those after it do not run, as on the device.
    ///   errors   Unsupported   an operator that cannot go on, named: an index out of range, ...
    [[nodiscard]] Result<bool> invoke(std::stop_token stop = {});

    /// For operators that call: runs one subgraph, as often as they like.
    [[nodiscard]] Result<bool> runSubgraph(std::size_t subgraph);
    [[nodiscard]] bool stopRequested() const { return m_stop.stop_requested(); }

private:
    struct Free {
        void operator()(std::byte* memory) const;
    };
    std::shared_ptr<const Program> m_program;
    std::unique_ptr<std::byte, Free> m_memory;
    std::vector<std::span<std::byte>> m_tensors;  ///< by slot; constants point into the program
    std::vector<std::span<std::byte>> m_states;
    std::span<std::byte> m_scratch;
    std::stop_token m_stop;
};

/// A tensor that a kernel reads, fixed when the program is prepared.
template <typename T>
struct In {
    Slot slot = 0;
    std::size_t size = 0;  ///< elements
    [[nodiscard]] std::span<const T> of(const Frame& frame) const {
        return {reinterpret_cast<const T*>(frame.bytes(slot).data()), size};
    }
};

/// A tensor that a kernel writes.
template <typename T>
struct Out {
    Slot slot = 0;
    std::size_t size = 0;  ///< elements
    [[nodiscard]] std::span<T> of(Frame& frame) const {
        return {reinterpret_cast<T*>(frame.writable(slot).data()), size};
    }
};

}  // namespace thimble::interp
