#pragma once

#include <QString>

#include "core/base/result.h"

namespace thimble::ui {

class MainWindow;

/// Opens `model` (empty: none) in the window, waits until everything is computed, and writes a
/// picture of the window as PNG, whole or not at all. Nothing appears on the screen.
///   errors   as loadModel and analyse; Io when the picture cannot be written
[[nodiscard]] Result<void> takeScreenshot(MainWindow& window, const QString& model,
                                          const QString& path);

}  // namespace thimble::ui
