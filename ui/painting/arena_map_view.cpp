#include "ui/painting/arena_map_view.h"

#include <QKeyEvent>
#include <algorithm>

#include "ui/painting/plot_text.h"

namespace thimble::ui {

ArenaMapView::ArenaMapView(QWidget* parent) : StepView(parent) {
    setObjectName(QStringLiteral("arenaMapView"));
    setAccessibleName(tr("Arena map"));
    setAccessibleDescription(tr("Where each buffer lies in the arena, and when"));
}

const ArenaMapPlot* ArenaMapView::plot() { return ensureLayout() ? &*m_plot : nullptr; }

int ArenaMapView::rowCount() const {
    return hasSteps() ? static_cast<int>(report()->device.buffers.size()) : 0;
}

QString ArenaMapView::rowName(int row) const {
    return bufferTitle(*report(), report()->device.buffers[static_cast<std::size_t>(row)]);
}

QString ArenaMapView::rowValue(int row) const {
    return bufferValue(*report(), report()->device.buffers[static_cast<std::size_t>(row)]);
}

QRect ArenaMapView::rowRect(int row) {
    if (!ensureLayout()) return {};
    const auto& boxes = m_plot->layout().boxes;
    const auto box = std::ranges::lower_bound(boxes, row, {}, &ArenaBox::buffer);
    return box != boxes.end() && box->buffer == row ? box->rect : QRect();
}

int ArenaMapView::rowAt(const QPoint& point) {
    return ensureLayout() ? m_plot->layout().bufferAt(point) : -1;
}

void ArenaMapView::layOut(const PlotStyle& style, const PlotView& view) {
    m_plot.emplace(*report(), style, rect(), view, m_buffer);
}

void ArenaMapView::paintPlot(QPainter& painter) const { m_plot->paint(painter); }

QString ArenaMapView::toolTipAt(const QPoint& point) const {
    const std::int32_t buffer = m_plot->layout().bufferAt(point);
    if (buffer < 0) return {};
    return bufferToolTip(*report(), report()->device.buffers[static_cast<std::size_t>(buffer)]);
}

void ArenaMapView::clickAt(const QPoint& point) {
    const std::int32_t buffer = m_plot->layout().bufferAt(point);
    if (buffer >= 0) return selectBuffer(buffer);
    // Between the buffers there is still a step.
    if (const auto step = m_plot->layout().stepAt(point)) selectStep(*step);
}

void ArenaMapView::selectBuffer(std::int32_t position) {
    if (position < 0 || position >= rowCount()) return;
    const auto& buffer = report()->device.buffers[static_cast<std::size_t>(position)];
    if (buffer.isScratch())
        selection()->select({SelectedItem::Kind::Operator, buffer.subgraph, buffer.op});
    else
        selection()->select({SelectedItem::Kind::Tensor, buffer.subgraph, buffer.tensor});
    m_buffer = position;
    axis()->ensureVisible(report()->shownSteps(buffer).first);
    invalidate();
    announceCurrentRow();
}

std::int32_t ArenaMapView::bufferOf(const SelectedItem& item) const {
    if (!report()) return -1;
    if (const TensorRow* tensor = selectedTensor(*report(), item)) return tensor->buffer;
    return -1;
}

void ArenaMapView::selectionChanged() { m_buffer = bufferOf(selection()->current()); }

void ArenaMapView::reportChanged() {
    m_plot.reset();
    m_buffer = bufferOf(selection()->current());
}

bool ArenaMapView::handleKey(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Left: walk(Direction::Left); return true;
        case Qt::Key_Right: walk(Direction::Right); return true;
        case Qt::Key_Up: walk(Direction::Up); return true;
        case Qt::Key_Down: walk(Direction::Down); return true;
        case Qt::Key_Period: walk(Direction::Next); return true;
        case Qt::Key_Comma: walk(Direction::Previous); return true;
        default: return false;
    }
}

void ArenaMapView::walk(Direction direction) {
    std::int32_t from = m_buffer;
    if (from < 0 && cursor() >= 0) {
        // From a selected operator: to the largest of what it touches.
        const auto& buffers = report()->device.buffers;
        Bytes most = 0;
        for (std::size_t b = 0; b < buffers.size(); ++b)
            if (buffers[b].scopes.contains(cursor()) && buffers[b].plannedBytes > most) {
                most = buffers[b].plannedBytes;
                from = static_cast<std::int32_t>(b);
            }
        if (from >= 0) return selectBuffer(from);
    }
    selectBuffer(neighbour(*report(), from, direction));
}

QString ArenaMapView::emptyText() const {
    return report() ? tr("This model has no operators.")
                    : tr("Open a model to see where each buffer lies in the arena.");
}

}  // namespace thimble::ui
