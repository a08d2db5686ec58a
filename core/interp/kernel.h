#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/interp/frame.h"
#include "core/model/builtin_operator.h"

namespace thimble::interp {

class OperatorCall;

/// One operator, ready to run: reads and writes tensors of a frame, and nothing else. Threads share
/// it. False: the invocation ends here, as the frame was asked to stop or the operator
/// waits for more input.
using Step = std::function<Result<bool>(Frame& frame)>;

/// Looks at an operator's operands once, refuses what it does not do, and makes its step.
using Prepare = Result<Step> (*)(OperatorCall& call);

struct KernelEntry {
    BuiltinOperator code{};
    Prepare prepare = nullptr;
    std::string_view custom = {};  ///< a custom operator's own code
};

/// The kernel of an operator; null where there is none. `custom` is its code when it is custom.
[[nodiscard]] const KernelEntry* findKernel(BuiltinOperator code, std::string_view custom);

/// Every kernel there is, by family.
[[nodiscard]] std::span<const std::span<const KernelEntry>> kernelFamilies();

}  // namespace thimble::interp
