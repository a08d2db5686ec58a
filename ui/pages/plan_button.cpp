#include "ui/pages/plan_button.h"

#include "ui/document/planner.h"
#include "ui/pages/plan_text.h"

namespace thimble::ui {

PlanButton::PlanButton(QWidget* parent) : StepButton(parent) {
    setObjectName(QStringLiteral("planButton"));
    hide();
}

void PlanButton::setPlanner(const Planner* planner) {
    m_planner = planner;
    connect(planner, &Planner::changed, this, &PlanButton::showState);
    connect(planner, &Planner::progressed, this, &PlanButton::showState);
    showState();
}

void PlanButton::showState() {
    setVisible(m_planner->state() != Planner::State::Empty);
    if (const auto& best = m_planner->best()) {
        const bool gains = planDifference(*best) < 0 && best->faults.empty();
        return showText(planButtonText(*best), planHeadline(*best), gains);
    }
    switch (m_planner->state()) {
        case Planner::State::Searching:
            return showText(tr("Best plan: searching…"), progressText(m_planner->progress()),
                            false);
        case Planner::State::Failed:
            return showText(tr("Best plan: none"), m_planner->failure(), false);
        // Another plan was asked for before the best was found.
        case Planner::State::Found: return showText(tr("Best plan…"), {}, false);
        case Planner::State::Empty: return;
    }
}

}  // namespace thimble::ui
