#pragma once

#include <QPalette>

namespace thimble::ui {

/// System: as the desktop says, which is what everyone gets; the others are for pictures and for
/// desktops that say nothing.
enum class ColourScheme { System, Light, Dark };

/// Fusion's look in every desktop, and the colours asked for. Needs the QApplication.
void applyColourScheme(ColourScheme scheme);

[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

}  // namespace thimble::ui
