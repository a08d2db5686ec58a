#pragma once

#include "app/gui/command_line.h"

namespace thimble::ui {

class MainWindow;

/// Shows the page that was asked for, of the model on show, and begins what it is about: a run; an
/// evaluation where a data folder was named, also for the summary's score.
void startPage(MainWindow& window, const CommandLine& line);

/// Something that startPage began is under way.
[[nodiscard]] bool isStarting(MainWindow& window);

}  // namespace thimble::ui
