#include "ui/painting/step_view.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/timeline_layout.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

namespace {

constexpr double kZoomStep = 1.25;
constexpr double kPanPart = 0.1;  // of what is visible
constexpr double kNotch = 120;    // QWheelEvent's unit: eighths of a degree, 15 degrees a notch

}  // namespace

StepView::StepView(QWidget* parent)
    : QWidget(parent), m_ownSelection(new Selection(this)), m_ownAxis(new StepAxis(this)) {
    installPaintedRowsAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    listen(m_ownSelection);
    listen(m_ownAxis);
}

void StepView::listen(Selection* selection) {
    connect(selection, &Selection::changed, this, &StepView::onSelectionChanged);
    connect(selection, &Selection::hoveredStepChanged, this, [this] { update(); });
}

void StepView::listen(StepAxis* axis) {
    connect(axis, &StepAxis::rangeChanged, this, &StepView::invalidate);
}

int StepView::stepCount() const { return m_report ? static_cast<int>(m_report->steps.size()) : 0; }

Selection* StepView::selection() const { return m_selection ? m_selection.data() : m_ownSelection; }

StepAxis* StepView::axis() const { return m_axis ? m_axis.data() : m_ownAxis; }

void StepView::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    axis()->setStepCount(stepCount());
    // It takes over should the shared one go away.
    m_ownAxis->setStepCount(stepCount());
    m_cursor = cursorOf(selection()->current());
    reportChanged();
    updateGeometry();
    invalidate();
    if (QAccessible::isActive()) {
        QAccessibleEvent reordered(this, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&reordered);
    }
}

void StepView::setSelection(Selection* selection) {
    if (m_selection) m_selection->disconnect(this);
    m_selection = selection;
    if (selection != nullptr) listen(selection);
    onSelectionChanged();
}

void StepView::setAxis(StepAxis* axis) {
    if (m_axis) m_axis->disconnect(this);
    m_axis = axis;
    if (axis != nullptr) {
        listen(axis);
        if (m_report) axis->setStepCount(stepCount());
    }
    invalidate();
}

void StepView::setHint(const QString& hint) {
    if (hint == m_hint) return;
    m_hint = hint;
    invalidate();
}

void StepView::setScaleAtLeast(Bytes bytes) {
    if (bytes == m_scaleAtLeast) return;
    m_scaleAtLeast = bytes;
    invalidate();
}

QSize StepView::sizeHint() const { return minimumSizeHint() * 2; }

QSize StepView::minimumSizeHint() const { return PlotStyle(*this).minimumSize(); }

void StepView::fit() { axis()->fit(); }
void StepView::zoomIn() { axis()->zoom(kZoomStep); }
void StepView::zoomOut() { axis()->zoom(1 / kZoomStep); }
void StepView::nextOperator() { moveCursor(1); }
void StepView::previousOperator() { moveCursor(-1); }

void StepView::goToPeak() {
    if (hasSteps() && m_report->peakStep >= 0) selectStep(m_report->peakStep);
}

void StepView::selectStep(std::int32_t step) {
    if (!hasSteps() || step < 0 || static_cast<std::size_t>(step) >= m_report->steps.size()) return;
    const StepRow& row = m_report->steps[static_cast<std::size_t>(step)];
    SelectedItem item;
    if (row.op >= 0) {
        item = {SelectedItem::Kind::Operator, row.subgraph, row.op};
    } else {
        // No operator runs while inputs arrive: the first of them stands for the step.
        const auto input = std::ranges::find_if(m_report->tensors, [&](const TensorRow& tensor) {
            return tensor.subgraph == row.subgraph && tensor.isInput;
        });
        if (input != m_report->tensors.end())
            item = {SelectedItem::Kind::Tensor, row.subgraph, input->index};
    }
    selection()->select(item);
    m_cursor = step;
    axis()->ensureVisible(step);
    invalidate();
    announceCurrentRow();
}

void StepView::moveCursor(int by) {
    if (!hasSteps()) return;
    const auto last = static_cast<std::int32_t>(m_report->steps.size()) - 1;
    std::int32_t from = m_cursor;
    if (from < 0)
        if (const TensorRow* tensor = selectedTensor(*m_report, selection()->current());
            tensor != nullptr && tensor->buffer >= 0)
            from =
                m_report
                    ->shownSteps(m_report->device.buffers[static_cast<std::size_t>(tensor->buffer)])
                    .first;
    if (from < 0) return selectStep(std::max(0, m_report->peakStep));
    selectStep(std::clamp(from + by, 0, last));
}

std::int32_t StepView::cursorOf(const SelectedItem& item) const {
    if (!m_report) return -1;
    const OperatorRow* op = selectedOperator(*m_report, item);
    if (op == nullptr) return -1;
    if (m_cursor >= 0 && static_cast<std::size_t>(m_cursor) < m_report->steps.size()) {
        const StepRow& now = m_report->steps[static_cast<std::size_t>(m_cursor)];
        if (now.subgraph == op->subgraph && now.op == op->index) return m_cursor;
    }
    return op->step;
}

void StepView::onSelectionChanged() {
    m_cursor = cursorOf(selection()->current());
    selectionChanged();
    invalidate();
    announceCurrentRow();
}

void StepView::announceCurrentRow() {
    if (!QAccessible::isActive() || !hasFocus() || currentRow() < 0) return;
    QAccessibleEvent focused(this, QAccessible::Focus);
    focused.setChild(currentRow());
    QAccessible::updateAccessibility(&focused);
}

void StepView::invalidate() {
    m_laidOut = false;
    m_picture = {};
    update();
}

const PlotStyle& StepView::plotStyle() {
    if (!m_style) {
        m_style.emplace(*this);
        m_styleRatio = devicePixelRatioF();
    }
    return *m_style;
}

bool StepView::ensureLayout() {
    if (!hasSteps()) return false;
    if (m_laidOut) return true;
    layOut(plotStyle(),
           {axis()->first(), axis()->last(), selection()->current(), m_cursor, m_scaleAtLeast});
    m_laidOut = true;
    return true;
}

StepScale StepView::scale() {
    return axis()->scale(plotFrame().plot.left(), plotFrame().plot.width());
}

void StepView::paintEvent(QPaintEvent*) {
    if (m_style && m_styleRatio != devicePixelRatioF()) {
        m_style.reset();
        invalidate();
    }
    QPainter painter(this);
    if (painter.paintEngine()->type() != QPaintEngine::Raster) return paintDrawing(painter);
    if (m_picture.isNull()) {
        m_picture = QPixmap(size() * devicePixelRatioF());
        m_picture.setDevicePixelRatio(devicePixelRatioF());
        QPainter onPicture(&m_picture);
        paintDrawing(onPicture);
    }
    painter.drawPixmap(0, 0, m_picture);
    if (ensureLayout()) paintOverlay(painter);
    drawFocusFrame(painter, *this, plotStyle().background);
}

/// All that a picture of the view shows: on the screen kept until something changes, in a file as
/// lines and letters.
void StepView::paintDrawing(QPainter& painter) {
    painter.fillRect(rect(), plotStyle().background);
    painter.setFont(font());
    if (ensureLayout())
        paintPlot(painter);
    else
        drawEmptyState(painter, plotStyle(), rect(),
                       m_report || m_hint.isEmpty() ? emptyText() : m_hint);
}

void StepView::paintOverlay(QPainter& painter) {
    const PlotFrame& frame = plotFrame();
    if (const int step = selection()->hoveredStep(); step >= 0)
        drawHoverLine(painter, plotStyle(), stepColumn(scale(), frame.plot, step, step + 1));
    if (axis()->isFitted()) return;
    // Which part of all steps is visible, as a scroll bar would show it.
    const int height = std::max(2, plotStyle().padding() / 2);
    const QRect track(frame.plot.left(), rect().bottom() - height, frame.plot.width(), height);
    painter.fillRect(track, plotStyle().grid);
    const double perStep = track.width() / static_cast<double>(std::max(1, axis()->stepCount()));
    painter.fillRect(QRectF(track.left() + axis()->first() * perStep, track.top(),
                            std::max(4.0, (axis()->last() - axis()->first()) * perStep), height),
                     plotStyle().muted);
}

bool StepView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = ensureLayout() ? toolTipAt(help->pos()) : QString();
    if (text.isEmpty()) {
        QToolTip::hideText();
        event->ignore();
    } else {
        QToolTip::showText(help->globalPos(), text, this);
    }
    return true;
}

void StepView::changeEvent(QEvent* event) {
    switch (event->type()) {
        case QEvent::PaletteChange:
        case QEvent::FontChange:
        case QEvent::StyleChange:
        case QEvent::LanguageChange:
            m_style.reset();
            reportChanged();
            updateGeometry();
            invalidate();
            break;
        default: break;
    }
    QWidget::changeEvent(event);
}

void StepView::resizeEvent(QResizeEvent* event) {
    invalidate();
    QWidget::resizeEvent(event);
}

void StepView::keyPressEvent(QKeyEvent* event) {
    if (!hasSteps()) return QWidget::keyPressEvent(event);
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const double visible = axis()->last() - axis()->first();
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
            if (shift) {
                axis()->pan(event->key() == Qt::Key_Left ? -kPanPart * visible
                                                         : kPanPart * visible);
                return;
            }
            break;
        case Qt::Key_Home: return selectStep(0);
        case Qt::Key_End: return selectStep(static_cast<std::int32_t>(m_report->steps.size()) - 1);
        case Qt::Key_PageUp: return axis()->pan(-visible);
        case Qt::Key_PageDown: return axis()->pan(visible);
        case Qt::Key_P: return goToPeak();
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoomIn();
        case Qt::Key_Minus: return zoomOut();
        case Qt::Key_0:
        case Qt::Key_F:
            if (event->modifiers().testFlag(Qt::ControlModifier)) break;
            return fit();
        case Qt::Key_Escape:
            if (selection()->current() == SelectedItem{}) break;
            return selection()->clear();
        default: break;
    }
    if (!handleKey(*event)) QWidget::keyPressEvent(event);
}

void StepView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    m_pressedAt = event->pos();
    m_dragging = false;
}

void StepView::mouseMoveEvent(QMouseEvent* event) {
    if (!ensureLayout()) return;
    if (m_pressedAt && !axis()->isFitted()) {
        const QPoint moved = event->pos() - *m_pressedAt;
        m_dragging = m_dragging || moved.manhattanLength() >= QApplication::startDragDistance();
        if (m_dragging) {
            axis()->pan(-moved.x() / scale().stepWidth());
            m_pressedAt = event->pos();
            setCursor(Qt::ClosedHandCursor);
            return;
        }
    }
    const QRect plot = plotFrame().plot;
    const bool inside = event->pos().x() >= plot.left() && event->pos().x() <= plot.right();
    const auto step = static_cast<int>(std::floor(scale().stepAt(event->pos().x())));
    selection()->hoverStep(inside ? std::clamp(step, 0, axis()->stepCount() - 1) : -1);
}

void StepView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressedAt) return QWidget::mouseReleaseEvent(event);
    m_pressedAt.reset();
    unsetCursor();
    if (!m_dragging && ensureLayout()) clickAt(event->pos());
    m_dragging = false;
}

void StepView::leaveEvent(QEvent* event) {
    selection()->hoverStep(-1);
    QWidget::leaveEvent(event);
}

void StepView::wheelEvent(QWheelEvent* event) {
    if (!ensureLayout()) return event->ignore();
    const QPoint angle = event->angleDelta();
    // Shift makes some platforms turn the wheel's axis by themselves.
    const double notches = (angle.y() != 0 ? angle.y() : angle.x()) / kNotch;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        axis()->zoom(std::pow(kZoomStep, notches), scale().stepAt(event->position().x()));
    } else {
        if (axis()->isFitted()) return event->ignore();
        axis()->pan(-notches * kPanPart * (axis()->last() - axis()->first()));
    }
    event->accept();
}

}  // namespace thimble::ui
