#pragma once

#include <QObject>

namespace thimble::ui {

/// Where steps lie on the screen: step s takes the pixels from x(s) to x(s + 1).
struct StepScale {
    double first = 0;  ///< the step at the left edge, with its fraction
    double last = 1;   ///< and at the right edge; greater than `first`
    int left = 0;      ///< pixels
    int width = 1;

    [[nodiscard]] double stepWidth() const { return width / (last - first); }
    [[nodiscard]] double x(double step) const { return left + (step - first) * stepWidth(); }
    [[nodiscard]] double stepAt(double pixel) const { return first + (pixel - left) / stepWidth(); }
    friend bool operator==(const StepScale&, const StepScale&) = default;
};

/// The horizontal axis that timeline and arena map share: which steps are visible. Changing it in
/// one view changes it in both. The visible range never leaves [0, stepCount) and never gets
/// narrower than two steps.
class StepAxis final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] int stepCount() const { return m_stepCount; }
    [[nodiscard]] double first() const { return m_first; }
    [[nodiscard]] double last() const { return m_last; }
    [[nodiscard]] bool isFitted() const { return m_first <= 0 && m_last >= m_stepCount; }
    [[nodiscard]] StepScale scale(int left, int width) const;

    /// Shows all steps when the count changes; keeps the range when it does not.
    void setStepCount(int count);
    void setRange(double first, double last);
    /// Shows all steps.
    void fit();
    /// `factor` above 1 shows fewer steps; the point `around` stays where it is.
    void zoom(double factor, double around);
    /// Zooms around the middle.
    void zoom(double factor) { zoom(factor, (m_first + m_last) / 2); }
    void pan(double steps);
    /// Pans as little as it takes to show the whole step.
    void ensureVisible(int step);

signals:
    void rangeChanged(double first, double last);

private:
    int m_stepCount = 0;
    double m_first = 0;
    double m_last = 1;
};

}  // namespace thimble::ui
