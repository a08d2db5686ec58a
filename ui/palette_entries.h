#pragma once

#include <vector>

#include "ui/viewmodels/palette_model.h"

namespace thimble::ui {

class MainWindow;
class WindowHabits;

/// All that the palette offers in this moment: the actions that are enabled, with the menu they are
/// in; targets and boards to choose; operators and tensors of the model on show to go to.
[[nodiscard]] std::vector<PaletteEntry> paletteEntries(MainWindow& window, WindowHabits& habits);

}  // namespace thimble::ui
