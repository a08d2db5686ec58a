#include "ui/document/selection.h"

namespace thimble::ui {

void Selection::select(const SelectedItem& item) {
    if (item == m_current) return;
    m_current = item;
    emit changed(m_current);
}

void Selection::hoverStep(int step) {
    if (step == m_hoveredStep) return;
    m_hoveredStep = step;
    emit hoveredStepChanged(step);
}

}  // namespace thimble::ui
