#pragma once

#include <QString>

#include "tests/ui/support/window.h"

// The page for the model as a C project.
namespace thimble::test {

/// A model whose output lies on its input.
inline constexpr const char* kDepthwise =
    "DEPTHWISE_CONV_2D(i8 1x8x8x4 q.5:0, i8 1x3x3x4 Q.02x4@3 =#1) -> i8 1x8x8x4 q.9:1 | "
    "DepthwiseConv2DOptions padding=0 stride_h=1 stride_w=1 depth_multiplier=1";
/// One of so many weights that its C file is cut in the preview.
inline constexpr const char* kLarge =
    "FULLY_CONNECTED(i8 1x64 q.5:0, i8 1024x64 q.02:0 =#1) -> i8 1x1024 q.9:1";

/// Waits until the project is made.
bool settleExport(Window& window);
/// Opens a model and goes to the page.
bool openExport(Window& window, const QString& model);
/// Of a file; empty: there is none.
[[nodiscard]] QByteArray contentsOf(const QString& path);

}  // namespace thimble::test
