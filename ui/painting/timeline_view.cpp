#include "ui/painting/timeline_view.h"

#include <QKeyEvent>

#include "ui/painting/plot_text.h"

namespace thimble::ui {

TimelineView::TimelineView(QWidget* parent) : StepView(parent) {
    setObjectName(QStringLiteral("timelineView"));
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(tr("Bytes alive at each operator, with the fullest step marked"));
}

const TimelinePlot* TimelineView::plot() { return ensureLayout() ? &*m_plot : nullptr; }

int TimelineView::rowCount() const {
    return hasSteps() ? static_cast<int>(report()->steps.size()) : 0;
}

QString TimelineView::rowName(int row) const {
    const QString title = stepTitle(*report(), row);
    return row == report()->peakStep ? tr("%1, the %2").arg(title, fullestName(*report())) : title;
}

QString TimelineView::rowValue(int row) const { return stepValue(*report(), row); }

QRect TimelineView::rowRect(int row) {
    if (!ensureLayout()) return {};
    return stepColumn(m_plot->layout().scale, m_plot->frame().plot, row, row + 1);
}

int TimelineView::rowAt(const QPoint& point) {
    return ensureLayout() ? stepAt(point).value_or(-1) : -1;
}

void TimelineView::layOut(const PlotStyle& style, const PlotView& view) {
    if (m_widestName < 0) m_widestName = widestOperatorName(*report(), style.metrics);
    m_plot.emplace(*report(), style, rect(), view, m_widestName);
}

void TimelineView::paintPlot(QPainter& painter) const { m_plot->paint(painter); }

std::optional<std::int32_t> TimelineView::stepAt(const QPoint& point) const {
    // The labels below belong to their steps.
    const int top = m_plot->frame().headroom.top();
    if (point.y() < top || point.y() > m_plot->frame().steps.bottom()) return {};
    return m_plot->layout().stepAt(point.x());
}

QString TimelineView::toolTipAt(const QPoint& point) const {
    const auto step = stepAt(point);
    return step ? stepToolTip(*report(), *step) : QString();
}

void TimelineView::clickAt(const QPoint& point) {
    if (m_plot->peakLabel().contains(point)) return goToPeak();
    if (const auto step = stepAt(point)) selectStep(*step);
}

bool TimelineView::handleKey(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Left: previousOperator(); return true;
        case Qt::Key_Right: nextOperator(); return true;
        default: return false;
    }
}

void TimelineView::reportChanged() {
    m_plot.reset();
    m_widestName = -1;
}

QString TimelineView::emptyText() const {
    return report() ? tr("This model has no operators.")
                    : tr("Open a model to see how much memory each operator needs.");
}

}  // namespace thimble::ui
