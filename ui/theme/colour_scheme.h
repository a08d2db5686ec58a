#pragma once

#include <QPalette>

namespace thimble::ui {

/// System: as the desktop says, which is what everyone gets first. HighContrast: white on black,
/// with strong lines.
enum class ColourScheme { System, Light, Dark, HighContrast };
inline constexpr int kColourSchemes = 4;

/// Fusion's look in every desktop, and the colours asked for. Needs the QApplication; may be called
/// again at any time, and every window follows.
void applyColourScheme(ColourScheme scheme);
/// The one applied last.
[[nodiscard]] ColourScheme colourScheme();

[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();
[[nodiscard]] QPalette highContrastPalette();

}  // namespace thimble::ui
