#pragma once

#include <cstddef>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::patches {

/// What an operator needs of its inputs to make some channels of its output.
struct ChannelRule {
    struct Operand {
        std::size_t position = 0;
        std::size_t axis = 0;  ///< along which it has the output's channels
    };
    bool makes = false;               ///< needs all channels of input 0: a convolution
    std::vector<std::size_t> passed;  ///< inputs of which it needs the same channels
    std::vector<Operand> constants;   ///< of which it needs a part; others stay whole
};

/// The rule of an operator of subgraph 0 whose output's last axis is channels; `model` has passed
/// checkModel.
///   errors   Unsupported   operators, types or shapes without a rule, named
[[nodiscard]] Result<ChannelRule> channelRule(const Model& model, std::size_t op);

}  // namespace thimble::patches
