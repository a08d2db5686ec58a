#pragma once

class QWidget;

namespace thimble::ui {

/// What this program is, its version, and what its numbers rest on.
void showAbout(QWidget* parent);

}  // namespace thimble::ui
