#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/report/report.h"

namespace thimble {

/// The report as one JSON object, the fields of `thimble inspect --json`. Ends with a newline.
/// Text from the file that is not UTF-8 is replaced, not refused.
[[nodiscard]] std::string reportJson(const Report& report);

/// The same with the fields of another object among its own: a command's answers.
[[nodiscard]] std::string reportJson(const Report& report, const nlohmann::ordered_json& more);

}  // namespace thimble
