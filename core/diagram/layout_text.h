#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/diagram/layout.h"

// Requests and layouts as JSON, on their way to the process that lays out and back.
namespace thimble::diagram {

[[nodiscard]] std::string requestText(const LayoutRequest& request);
/// errors   InvalidArgument   not what requestText writes, or fails checkRequest
[[nodiscard]] Result<LayoutRequest> readRequest(std::string_view text);

[[nodiscard]] std::string layoutText(const Layout& layout);
/// errors   InvalidArgument   not what layoutText writes
[[nodiscard]] Result<Layout> readLayout(std::string_view text);

}  // namespace thimble::diagram
