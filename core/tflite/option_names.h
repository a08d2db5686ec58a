#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "core/model/options.h"

namespace thimble {

/// Options for an operator that is being made, by the schema's own names; fields left out keep the
/// schema's default. `makeOptions("Conv2DOptions", {{"stride_w", 2}, {"stride_h", 2}})`. The type
/// may be of either union (their names differ): the caller puts the table into `Operator::options`
/// or `options2`. The type, the fields and the kinds of their values must be the schema's.
[[nodiscard]] OptionTable makeOptions(
    std::string_view type,
    std::initializer_list<std::pair<std::string_view, OptionValue>> fields = {});

}  // namespace thimble
