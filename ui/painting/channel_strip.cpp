#include "ui/painting/channel_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_style.h"

namespace thimble::ui {

namespace {

constexpr int kFirstGesture = 1 << 20;  // others count from lower numbers
constexpr int kNumbered = 3;            // cells are as wide as so many digits and a little

int largestCell(const QFontMetrics& metrics) {
    return metrics.horizontalAdvance(QLatin1Char('0')) * kNumbered + metrics.height() * 2 / 3;
}

}  // namespace

ChannelStrip::ChannelStrip(QWidget* parent) : QWidget(parent), m_gesture(kFirstGesture) {
    setFocusPolicy(Qt::StrongFocus);
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setAccessibleName(tr("Channels of the group"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ChannelStrip::setCells(std::vector<Cell> cells, Describe describe) {
    m_describe = std::move(describe);
    if (cells == m_cells) return;
    if (cells.size() != m_cells.size()) {
        m_isLaidOut = false;
        m_cursor = m_anchor = m_hovered = m_pressed = -1;
    }
    const bool areOthers = cells.size() != m_cells.size();
    m_cells = std::move(cells);
    if (areOthers) announceNewRows(this);
    if (m_cursor >= 0)
        setAccessibleDescription(m_describe(m_cells[static_cast<std::size_t>(m_cursor)].channel));
    update();
}

const ChannelStripLayout& ChannelStrip::plot() {
    if (!m_isLaidOut) {
        m_isLaidOut = true;
        const int pad = fontMetrics().height() / 4;
        m_layout = layoutChannels(rect().adjusted(pad, pad, -pad, -pad),
                                  static_cast<int>(m_cells.size()), largestCell(fontMetrics()));
    }
    return m_layout;
}

QSize ChannelStrip::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 50, fontMetrics().height() * 6};
}

QSize ChannelStrip::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().height() * 4};
}

bool ChannelStrip::isInRange(int position) const {
    if (m_cursor < 0) return false;
    const int from = m_anchor < 0 ? m_cursor : m_anchor;
    return position >= std::min(from, m_cursor) && position <= std::max(from, m_cursor);
}

/// All between two positions, in what was there when the gesture began.
void ChannelStrip::choose(int first, int last, bool keep) {
    std::vector<Cell> cells = m_before;
    if (first > last) std::swap(first, last);
    for (int i = first; i <= last; ++i) cells[static_cast<std::size_t>(i)].isKept = keep;
    std::vector<std::int32_t> kept;
    for (const Cell& cell : cells)
        if (cell.isKept) kept.push_back(cell.channel);
    std::ranges::sort(kept);
    emit keptChosen(kept, m_gesture);
}

void ChannelStrip::moveCursor(int to, bool extend) {
    if (m_cells.empty()) return;
    to = std::clamp(to, 0, static_cast<int>(m_cells.size()) - 1);
    if (!extend)
        m_anchor = -1;
    else if (m_anchor < 0)
        m_anchor = std::max(m_cursor, 0);
    m_cursor = to;
    setAccessibleDescription(m_describe(m_cells[static_cast<std::size_t>(to)].channel));
    announceCurrentRow(this);
    update();
}

void ChannelStrip::keyPressEvent(QKeyEvent* event) {
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const int at = std::max(m_cursor, 0);
    const int columns = plot().columns;
    if (m_cells.empty() || (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)))
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left: return moveCursor(m_cursor < 0 ? 0 : at - 1, extend);
        case Qt::Key_Right: return moveCursor(m_cursor < 0 ? 0 : at + 1, extend);
        case Qt::Key_Up: return moveCursor(at - columns < 0 ? at : at - columns, extend);
        case Qt::Key_Down: return moveCursor(at + columns, extend);
        case Qt::Key_Home: return moveCursor(0, extend);
        case Qt::Key_End: return moveCursor(static_cast<int>(m_cells.size()) - 1, extend);
        case Qt::Key_Space: {
            if (m_cursor < 0) return moveCursor(0, false);
            ++m_gesture;
            m_before = m_cells;
            return choose(m_anchor < 0 ? m_cursor : m_anchor, m_cursor,
                          !m_cells[static_cast<std::size_t>(m_cursor)].isKept);
        }
        default: QWidget::keyPressEvent(event);
    }
}

void ChannelStrip::mousePressEvent(QMouseEvent* event) {
    const int position = event->button() == Qt::LeftButton ? plot().at(event->pos()) : -1;
    if (position < 0) return QWidget::mousePressEvent(event);
    ++m_gesture;
    m_before = m_cells;
    m_pressed = position;
    m_keeps = !m_cells[static_cast<std::size_t>(position)].isKept;
    moveCursor(position, false);
    choose(position, position, m_keeps);
}

void ChannelStrip::mouseMoveEvent(QMouseEvent* event) {
    if (m_pressed >= 0) {
        const int position = plot().nearest(event->pos());
        moveCursor(position, false);
        return choose(m_pressed, position, m_keeps);
    }
    const int hovered = plot().at(event->pos());
    if (hovered == std::exchange(m_hovered, hovered)) return;
    setCursor(hovered < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void ChannelStrip::mouseReleaseEvent(QMouseEvent*) { m_pressed = -1; }

void ChannelStrip::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void ChannelStrip::paintEvent(QPaintEvent*) {
    const PlotStyle style(*this);
    QPainter painter(this);
    painter.fillRect(rect(), style.background);
    const ChannelStripLayout& layout = plot();
    const QColor full = roleColour(Role::Input, style.palette);
    // All have numbers, or none.
    int widest = 0;
    for (const Cell& cell : m_cells)
        widest = std::max(widest, style.metrics.horizontalAdvance(QString::number(cell.channel)));
    const bool isNumbered =
        widest < layout.cell - style.padding() / 2 && style.line() <= layout.cell;
    for (int i = 0; i < layout.count; ++i) {
        const Cell& cell = m_cells[static_cast<std::size_t>(i)];
        const QRect box = layout.box(i);
        const QColor fill = cell.isKept ? blend(style.background, full, 0.18 + 0.82 * cell.weight)
                                        : style.background;
        painter.fillRect(box, fill);
        if (!cell.isKept) {
            painter.fillRect(box,
                             QBrush(blend(style.background, style.text, 0.35), Qt::BDiagPattern));
            painter.setPen(blend(style.background, style.text, 0.35));
            if (box.width() > 4) painter.drawRect(box.adjusted(0, 0, -1, -1));
        }
        if (isNumbered) {
            const QString name = QString::number(cell.channel);
            if (!cell.isKept) {
                QRect under = style.metrics.boundingRect(name);
                under.moveCenter(box.center());
                painter.fillRect(under.adjusted(-1, 1, 1, -1), style.background);
            }
            painter.setPen(cell.isKept ? readableOn(fill) : style.muted);
            painter.drawText(box, Qt::AlignCenter, name);
        }
        if (i == m_hovered || (hasFocus() && isInRange(i))) {
            painter.setPen(
                QPen(i == m_hovered ? style.text : style.highlight, box.width() > 8 ? 2 : 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(0, 0, -1, -1));
        }
    }
}

bool ChannelStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int position = plot().at(help->pos());
    QToolTip::showText(
        help->globalPos(),
        position < 0 ? QString() : m_describe(m_cells[static_cast<std::size_t>(position)].channel),
        this);
    return true;
}

void ChannelStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) m_isLaidOut = false;
    update();
    QWidget::changeEvent(event);
}

void ChannelStrip::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_cursor < 0 && !m_cells.empty() && event->reason() != Qt::MouseFocusReason)
        moveCursor(0, false);
    update();
}

void ChannelStrip::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void ChannelStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_isLaidOut = false;
}

}  // namespace thimble::ui
