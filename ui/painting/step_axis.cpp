#include "ui/painting/step_axis.h"

#include <algorithm>

namespace thimble::ui {

namespace {
constexpr double kNarrowest = 2;  // steps
}

StepScale StepAxis::scale(int left, int width) const {
    return {m_first, m_last, left, std::max(width, 1)};
}

void StepAxis::setStepCount(int count) {
    if (count == m_stepCount) return;
    m_stepCount = std::max(count, 0);
    fit();
}

void StepAxis::setRange(double first, double last) {
    const double all = std::max(m_stepCount, 1);
    const double span = std::clamp(last - first, std::min(kNarrowest, all), all);
    // A range that had to grow or shrink keeps its middle; then it is pushed back inside.
    const double middle = (first + last) / 2;
    const double from = std::clamp(middle - span / 2, 0.0, all - span);
    if (from == m_first && from + span == m_last) return;
    m_first = from;
    m_last = from + span;
    emit rangeChanged(m_first, m_last);
}

void StepAxis::fit() { setRange(0, m_stepCount); }

void StepAxis::zoom(double factor, double around) {
    if (factor <= 0) return;
    const double all = std::max(m_stepCount, 1);
    const double before = m_last - m_first;
    const double span = std::clamp(before / factor, std::min(kNarrowest, all), all);
    const double from = around - (around - m_first) * span / before;
    setRange(from, from + span);
}

void StepAxis::pan(double steps) { setRange(m_first + steps, m_last + steps); }

void StepAxis::ensureVisible(int step) {
    if (step < 0 || step >= m_stepCount) return;
    if (step < m_first) pan(step - m_first);
    if (step + 1 > m_last) pan(step + 1 - m_last);
}

}  // namespace thimble::ui
