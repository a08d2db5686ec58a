#pragma once

#include <QString>

#include "app/gui/command_line.h"
#include "core/base/result.h"

namespace thimble::ui {

class MainWindow;

/// Opens the model (empty: none) in the window, waits until everything is computed, the best plan
/// included, and what the page is about (a run, an evaluation), and writes a picture of the window
/// as PNG, whole or not at all. Nothing appears on the screen.
///   errors   as loadModel and analyse; Io when the picture cannot be written
[[nodiscard]] Result<void> takeScreenshot(MainWindow& window, const CommandLine& line);

}  // namespace thimble::ui
