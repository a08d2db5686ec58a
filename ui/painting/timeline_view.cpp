#include "ui/painting/timeline_view.h"

#include <QKeyEvent>
#include <utility>

#include "ui/painting/plot_text.h"

namespace thimble::ui {

TimelineView::TimelineView(QWidget* parent) : StepView(parent) {
    setObjectName(QStringLiteral("timelineView"));
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(tr("Bytes alive at each operator, with the fullest step marked"));
}

void TimelineView::setQuantity(StepQuantity quantity) {
    if (quantity == m_quantity) return;
    m_quantity = quantity;
    takeCosts();
}

void TimelineView::setBoardCosts(BoardCosts costs) {
    m_board = std::move(costs);
    if (!showsBytes()) takeCosts();
}

void TimelineView::setSwitch(QWidget* chooser) {
    m_switch = chooser;
    m_switch->setParent(this);
    m_switch->show();
    placeSwitch();
    invalidate();
}

void TimelineView::takeCosts() {
    m_plot.reset();
    m_costPlot.reset();
    m_costs = report() && !showsBytes() ? stepCosts(*report(), m_quantity, m_board) : StepCosts{};
    setAccessibleDescription(
        showsBytes() ? tr("Bytes alive at each operator, with the fullest step marked")
        : m_costs.missing.isEmpty()
            ? tr("%1, with the largest marked").arg(costTitle(m_costs, m_board))
            : tr("%1. %2").arg(costTitle(m_costs, m_board), m_costs.missing));
    invalidate();
    announceCurrentRow();
}

void TimelineView::placeSwitch() {
    if (m_switch == nullptr) return;
    const QRect header = plotStyle().frame(rect(), 0).header;
    const QSize size = m_switch->sizeHint();
    m_switch->setGeometry(header.left(), header.center().y() - size.height() / 2, size.width(),
                          size.height());
}

bool TimelineView::event(QEvent* event) {
    const bool done = StepView::event(event);
    switch (event->type()) {
        case QEvent::Resize:
        case QEvent::FontChange:
        case QEvent::StyleChange:
        case QEvent::LayoutRequest: placeSwitch(); break;
        default: break;
    }
    return done;
}

const TimelinePlot* TimelineView::plot() { return ensureLayout() && m_plot ? &*m_plot : nullptr; }

const CostPlot* TimelineView::costPlot() {
    return ensureLayout() && m_costPlot ? &*m_costPlot : nullptr;
}

int TimelineView::rowCount() const {
    return hasSteps() ? static_cast<int>(report()->steps.size()) : 0;
}

QString TimelineView::rowName(int row) const {
    const QString title = stepTitle(*report(), row);
    if (!showsBytes()) return row == m_costs.largest ? tr("%1, the largest").arg(title) : title;
    return row == report()->peakStep ? tr("%1, the %2").arg(title, fullestName(*report())) : title;
}

QString TimelineView::rowValue(int row) const {
    return showsBytes() ? stepValue(*report(), row) : costValue(*report(), m_costs, row);
}

QRect TimelineView::rowRect(int row) {
    if (!ensureLayout()) return {};
    return stepColumn(scale(), plotFrame().plot, row, row + 1);
}

int TimelineView::rowAt(const QPoint& point) {
    return ensureLayout() ? stepAt(point).value_or(-1) : -1;
}

void TimelineView::layOut(const PlotStyle& style, const PlotView& view) {
    if (m_widestName < 0) m_widestName = widestOperatorName(*report(), style.metrics);
    PlotView inset = view;
    if (m_switch != nullptr) inset.titleInset = m_switch->sizeHint().width() + 2 * style.padding();
    if (showsBytes())
        m_plot.emplace(*report(), style, rect(), inset, m_widestName);
    else
        m_costPlot.emplace(*report(), m_costs, m_board, style, rect(), inset, m_widestName);
}

void TimelineView::paintPlot(QPainter& painter) const {
    if (m_plot)
        m_plot->paint(painter);
    else
        m_costPlot->paint(painter);
}

std::optional<std::int32_t> TimelineView::stepAt(const QPoint& point) const {
    // The labels below belong to their steps.
    const PlotFrame& frame = plotFrame();
    if (point.y() < frame.headroom.top() || point.y() > frame.steps.bottom()) return {};
    return m_plot ? m_plot->layout().stepAt(point.x()) : m_costPlot->layout().stepAt(point.x());
}

QString TimelineView::toolTipAt(const QPoint& point) const {
    const auto step = stepAt(point);
    if (!step) return {};
    return m_plot ? stepToolTip(*report(), *step) : costToolTip(*report(), m_board, *step);
}

void TimelineView::clickAt(const QPoint& point) {
    if (m_plot && m_plot->peakLabel().contains(point)) return goToPeak();
    if (m_costPlot && m_costPlot->largestLabel().contains(point))
        return selectStep(m_costs.largest);
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
    m_widestName = -1;
    takeCosts();
}

QString TimelineView::emptyText() const {
    return report() ? tr("This model has no operators.")
                    : tr("Open a model to see how much memory each operator needs.");
}

}  // namespace thimble::ui
