// What the graph view does with keys and the mouse.
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainterPath>
#include <QPainterPathStroker>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/painting/graph_view.h"

namespace thimble::ui {

namespace {

constexpr double kNotch = 120;  // QWheelEvent's unit: eighths of a degree, 15 degrees a notch
constexpr double kZoomPerNotch = 1.25;
constexpr double kPanPart = 0.1;  // of what is visible
constexpr double kReach = 4;      // pixels beside a line that still hit it

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

int GraphView::edgeAt(const QPoint& point) const {
    if (!m_scene) return -1;
    const QPointF place = toScene(point);
    const double reach = kReach / m_scale;
    for (std::size_t edge = 0; edge < m_scene->layout.lines.size(); ++edge) {
        const auto& points = m_scene->layout.lines[edge];
        QPainterPath path(QPointF(points[0].x, points[0].y));
        for (std::size_t p = 1; p + 2 < points.size(); p += 3)
            path.cubicTo(points[p].x, points[p].y, points[p + 1].x, points[p + 1].y,
                         points[p + 2].x, points[p + 2].y);
        const double around = plot().thicknessOf(edge) / 2 + reach;
        if (!path.controlPointRect().adjusted(-around, -around, around, around).contains(place))
            continue;
        QPainterPathStroker stroker;
        stroker.setWidth(2 * around);
        if (stroker.createStroke(path).contains(place)) return static_cast<int>(edge);
    }
    return -1;
}

QString GraphView::toolTipAt(const QPoint& point) {
    if (!m_scene || !canvas().contains(point) || mapRect().contains(point)) return {};
    if (const int row = rowAt(point); row >= 0)
        return graphBoxToolTip(*m_scene->report, m_scene->content, row, m_scene->plan.get());
    if (const int edge = edgeAt(point); edge >= 0)
        return graphLineToolTip(*m_scene->report, m_scene->content, edge, m_scene->plan.get());
    return {};
}

/// Down and up along edges, to the box that lies straightest; left and right within a layer.
void GraphView::walk(int key) {
    if (m_current < 0) {
        const int peak = peakRow();
        return selectRow(peak >= 0 ? peak : 0);
    }
    const QPointF from = plot().boxOf(at(m_current)).center();
    int best = -1;
    double nearest = 0;
    const auto consider = [&](int row, double distance) {
        if (best >= 0 && distance >= nearest) return;
        best = row;
        nearest = distance;
    };
    const diagram::Diagram& diagram = m_scene->content.diagram;
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
        for (const diagram::Edge& edge : diagram.edges) {
            const int here = key == Qt::Key_Down ? edge.from : edge.to;
            const int there = key == Qt::Key_Down ? edge.to : edge.from;
            if (here != m_current) continue;
            const QPointF away = plot().boxOf(at(there)).center() - from;
            consider(there, std::abs(away.y()) + std::abs(away.x()) / 2);
        }
    } else {
        for (int row = 0; row < rowCount(); ++row) {
            const QRectF box = plot().boxOf(at(row));
            const double across = box.center().x() - from.x();
            const bool isThere = key == Qt::Key_Left ? across < -1 : across > 1;
            if (isThere && std::abs(box.center().y() - from.y()) < box.height() * 2)
                consider(row, std::abs(across) + 2 * std::abs(box.center().y() - from.y()));
        }
    }
    if (best >= 0) selectRow(best);
}

void GraphView::foldAt(int row) {
    if (row < 0 || row >= rowCount()) return;
    const std::int32_t chain = m_scene->content.diagram.nodes[at(row)].chain;
    if (chain >= 0) emit foldWanted(chain);
}

void GraphView::clickAt(const QPoint& point) {
    if (const int row = rowAt(point); row >= 0) return selectRow(row);
    if (m_selection.isNull()) return;
    if (const int edge = edgeAt(point); edge >= 0)
        return m_selection->select({SelectedItem::Kind::Tensor, m_scene->content.diagram.subgraph,
                                    m_scene->content.diagram.edges[at(edge)].tensor});
    m_selection->clear();
}

bool GraphView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    // While something is selected Esc gives that up first, then it leads back.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isOurs = (key->key() == Qt::Key_Escape && m_selection &&
                             m_selection->current() != SelectedItem()) ||
                            (key->key() == Qt::Key_P && key->modifiers() == Qt::NoModifier);
        if (isOurs) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void GraphView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        restyle();
    QWidget::changeEvent(event);
}

void GraphView::keyPressEvent(QKeyEvent* event) {
    if (!m_scene || rowCount() == 0) return QWidget::keyPressEvent(event);
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const QSizeF visible = canvas().size();
    switch (event->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Left:
        case Qt::Key_Right:
            if (!shift) return walk(event->key());
            return pan(kPanPart * visible.width() *
                           ((event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left)),
                       kPanPart * visible.height() *
                           ((event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up)));
        case Qt::Key_Home: return selectRow(0);
        case Qt::Key_End: return selectRow(rowCount() - 1);
        case Qt::Key_PageUp: return pan(0, -visible.height());
        case Qt::Key_PageDown: return pan(0, visible.height());
        case Qt::Key_Return:
        case Qt::Key_Enter: return foldAt(m_current);
        case Qt::Key_P: return goToPeak();
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoomIn();
        case Qt::Key_Minus: return zoomOut();
        case Qt::Key_0:
        case Qt::Key_F:
            if (event->modifiers().testFlag(Qt::ControlModifier)) break;
            return fit();
        case Qt::Key_Escape:
            if (!m_selection || m_selection->current() == SelectedItem()) break;
            return m_selection->clear();
        default: break;
    }
    QWidget::keyPressEvent(event);
}

void GraphView::mousePressEvent(QMouseEvent* event) {
    if (!m_scene || event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    m_pressedAt = event->pos();
    m_dragging = false;
    m_movesMap = mapRect().contains(event->pos());
    if (m_movesMap) mouseMoveEvent(event);
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_scene || !m_pressedAt) return;
    if (m_movesMap) {
        const QRect map = mapRect();
        return centreOn({(event->pos().x() - map.left()) * m_scene->layout.width / map.width(),
                         (event->pos().y() - map.top()) * m_scene->layout.height / map.height()});
    }
    const QPoint moved = event->pos() - *m_pressedAt;
    m_dragging = m_dragging || moved.manhattanLength() >= QApplication::startDragDistance();
    if (!m_dragging) return;
    pan(-moved.x(), -moved.y());
    m_pressedAt = event->pos();
    setCursor(Qt::ClosedHandCursor);
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressedAt) return QWidget::mouseReleaseEvent(event);
    m_pressedAt.reset();
    unsetCursor();
    if (m_scene && !m_dragging && !m_movesMap) clickAt(event->pos());
    m_dragging = m_movesMap = false;
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) foldAt(rowAt(event->pos()));
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_map = {};
    keepInside();
}

void GraphView::wheelEvent(QWheelEvent* event) {
    if (!m_scene) return event->ignore();
    const QPointF notches = QPointF(event->angleDelta()) / kNotch;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        setScale(m_scale * std::pow(kZoomPerNotch, notches.y()), event->position());
    } else if (!event->pixelDelta().isNull()) {
        pan(-event->pixelDelta().x(), -event->pixelDelta().y());
    } else {
        const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier) && notches.x() == 0;
        pan(-(sideways ? notches.y() : notches.x()) * kPanPart * width(),
            -(sideways ? 0 : notches.y()) * kPanPart * height());
    }
    event->accept();
}

}  // namespace thimble::ui
