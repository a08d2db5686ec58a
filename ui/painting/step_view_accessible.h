#pragma once

namespace thimble::ui {

/// From now on every StepView offers its rows to assistive technology: one child each, with name,
/// value, place, and an action that selects it. Does nothing the second time.
void installStepViewAccessibility();

}  // namespace thimble::ui
