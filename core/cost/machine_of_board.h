#pragma once

#include <optional>

#include "core/boards/board.h"
#include "core/cost/energy.h"
#include "core/cost/estimate.h"

namespace thimble::cost {

/// A board of the catalogue, with TFLM and the kernels of its target; `stack` for another one.
[[nodiscard]] inline Machine machineOf(const boards::Board& board, const std::string& stack = {}) {
    Machine machine;
    machine.core = board.core;
    machine.chip = board.chip;
    machine.clockHz = static_cast<double>(board.clockHz);
    machine.stack = stack.empty() ? stackOf(board.target.target.isCmsis()) : stack;
    if (board.activePower) {
        machine.activeMilliwatts = board.activePower->milliwatts;
        machine.activeMilliwattsClockHz =
            static_cast<double>(board.activePower->clockHz.value_or(0));
    }
    return machine;
}

/// Nothing where the board has no radio or downlink that anything is known of.
[[nodiscard]] inline std::optional<Link> linkOf(const boards::Board& board) {
    if (!board.link) return std::nullopt;
    const Link link{board.link->bitsPerSecond.value_or(0),
                    board.link->nanojoulesPerBit.value_or(0)};
    if (link.bitsPerSecond <= 0 && link.nanojoulesPerBit <= 0) return std::nullopt;
    return link;
}

}  // namespace thimble::cost
