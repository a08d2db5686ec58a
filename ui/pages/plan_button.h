#pragma once

#include "ui/pages/step_button.h"

namespace thimble::ui {

class Planner;

/// Carries the effect of the best plan as a number. Quiet while the search runs and where nothing
/// can be gained.
class PlanButton final : public StepButton {
    Q_OBJECT

public:
    explicit PlanButton(QWidget* parent = nullptr);

    void setPlanner(const Planner* planner);
    /// No gain to call for.
    [[nodiscard]] bool isQuiet() const { return isFlat(); }

private:
    void showState();

    const Planner* m_planner = nullptr;
};

}  // namespace thimble::ui
