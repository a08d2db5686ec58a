#include "core/boards/cores.h"

#include "core/boards/board.h"

namespace thimble::boards {

std::optional<CoreInfo> findCore(std::string_view name) {
    for (const CoreInfo& core : kCores)
        if (core.name == name) return core;
    return std::nullopt;
}

tflm::TargetInfo targetOn(const Board& board, const std::optional<tflm::TargetInfo>& chosen) {
    tflm::TargetInfo target = chosen.value_or(board.target);
    const auto core = findCore(board.core);
    target.exact = target.exact && core && core->isArm;
    return target;
}

}  // namespace thimble::boards
