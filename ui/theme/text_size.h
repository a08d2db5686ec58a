#pragma once

namespace thimble::ui {

// The size of all text in the program, in per cent of what the desktop says. Needs the
// QApplication; every window follows.

inline constexpr int kUsualTextPercent = 100;
inline constexpr int kSmallestTextPercent = 70;
inline constexpr int kLargestTextPercent = 250;

/// What is out of range becomes the nearest that is not.
void setTextPercent(int percent);
[[nodiscard]] int textPercent();
/// The next larger or smaller of the sizes that are offered; the same at the end.
[[nodiscard]] int nextTextPercent(int percent, bool larger);

}  // namespace thimble::ui
