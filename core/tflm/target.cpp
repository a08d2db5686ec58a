#include "core/tflm/target.h"

namespace thimble::tflm {

std::optional<TargetInfo> findTarget(std::string_view name) {
    for (const TargetInfo& info : kTargets)
        if (info.name == name) return info;
    return std::nullopt;
}

}  // namespace thimble::tflm
