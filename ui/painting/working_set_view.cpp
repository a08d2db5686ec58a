#include "ui/painting/working_set_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolTip>
#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

constexpr double kFaded = 0.2;  // of the text's colour on the ground

PlotFrame frameOf(const PlotStyle& style, const QRect& area) {
    // Below the plot: marks of the group, and a line about what is looked at.
    return style.frame(area, style.line() + 2 * style.padding());
}

}  // namespace

WorkingSetView::WorkingSetView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setAccessibleName(tr("Working set at each operator"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void WorkingSetView::setBytes(std::shared_ptr<const Report> report, std::vector<Bytes> before,
                              std::vector<Bytes> now, std::vector<std::int32_t> marked) {
    m_report = std::move(report);
    m_before = std::move(before);
    m_now = std::move(now);
    m_marked = std::move(marked);
    if (m_looked >= static_cast<int>(m_now.size())) m_looked = -1;
    m_layout.reset();
    setAccessibleDescription(m_now.empty() ? QString() : tr("Peak at %1").arg(textOf(peak())));
    announceNewRows(this);
    update();
}

const WorkingSetLayout& WorkingSetView::plot() {
    if (!m_layout) {
        const PlotStyle style(*this);
        m_layout =
            layoutWorkingSet(m_before, m_now, frameOf(style, rect()).plot, style.tickDistance());
    }
    return *m_layout;
}

int WorkingSetView::peak() const {
    return static_cast<int>(std::ranges::max_element(m_now) - m_now.begin());
}

QString WorkingSetView::textOf(int op) const {
    const Bytes before = m_before[static_cast<std::size_t>(op)];
    const Bytes now = m_now[static_cast<std::size_t>(op)];
    const QString name = operatorTitle(*m_report, 0, op);
    if (before == now) return tr("%1: %2").arg(name, formatBytes(now));
    return tr("%1: %2, %3 with all channels (%4)")
        .arg(name, formatBytes(now), formatBytes(before), formatPercent(before, now));
}

QSize WorkingSetView::sizeHint() const {
    const PlotStyle style(*this);
    return {style.line() * 30, style.line() * 14};
}

QSize WorkingSetView::minimumSizeHint() const {
    const PlotStyle style(*this);
    return {style.line() * 16, style.line() * 9};
}

void WorkingSetView::look(int op) {
    if (op == std::exchange(m_looked, op)) return;
    if (op >= 0) setAccessibleDescription(textOf(op));
    announceCurrentRow(this);
    update();
}

void WorkingSetView::paintHeader(QPainter& painter, const PlotStyle& style,
                                 const QRect& header) const {
    QFont bold = style.font;
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const QString title = tr("Working set");
    painter.setFont(bold);
    painter.setPen(style.text);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(style.font);
    const int swatch = style.line() - style.padding();
    int right = header.right();
    const auto entry = [&](const QString& name, const QColor& colour) {
        const int width = style.metrics.horizontalAdvance(name);
        if (right - width - 2 * swatch <= header.left() + metrics.horizontalAdvance(title)) return;
        painter.setPen(style.text);
        painter.drawText(QRect(right - width, header.top(), width + 1, header.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
        right -= width + style.padding() + swatch;
        painter.fillRect(QRect(right, header.center().y() - swatch / 2, swatch, swatch), colour);
        right -= 2 * style.padding();
    };
    entry(tr("now"), roleColour(Role::Input, style.palette));
    entry(tr("all channels"), blend(style.background, style.text, kFaded));
}

void WorkingSetView::paintBars(QPainter& painter, const PlotStyle& style) const {
    const QColor faded = blend(style.background, style.text, kFaded);
    const QColor now = roleColour(Role::Input, style.palette);
    const int mark = style.padding();
    for (const WorkingSetLayout::Bar& bar : m_layout->bars) {
        painter.fillRect(bar.before, faded);
        // A group with fewer channels never needs more, but a now that is higher is seen as well.
        painter.fillRect(bar.now, now);
        if (!std::ranges::binary_search(m_marked, bar.op)) continue;
        const QRect foot(bar.now.left(), m_layout->plot.bottom() + 2, bar.now.width(), mark);
        painter.fillRect(foot, roleColour(Role::Output, style.palette));
    }
}

void WorkingSetView::paintEvent(QPaintEvent*) {
    const PlotStyle style(*this);
    QPainter painter(this);
    painter.fillRect(rect(), style.background);
    const PlotFrame frame = frameOf(style, rect());
    paintHeader(painter, style, frame.header);
    if (m_now.empty()) return;
    static_cast<void>(plot());
    drawByteAxis(painter, style, frame.plot, m_layout->axis);
    paintBars(painter, style);
    const int fullest = peak();
    for (const WorkingSetLayout::Bar& bar : m_layout->bars) {
        if (bar.op == fullest) {
            drawPeakMark(painter, style, bar.column);
            const QString text = tr("peak %1, %2")
                                     .arg(formatBytes(m_now[static_cast<std::size_t>(fullest)]),
                                          operatorTitle(*m_report, 0, fullest));
            const int width = std::min(style.labelSize(text).width(), frame.headroom.width());
            QRect box(bar.column.center().x() - width / 2, frame.headroom.top(), width,
                      style.labelHeight());
            box.moveLeft(
                std::clamp(box.left(), frame.headroom.left(), frame.headroom.right() + 1 - width));
            drawBarLabel(painter, style, box, text, style.peak, bar.column.center().x(),
                         frame.plot.top());
        }
        if (bar.op == m_looked) drawHoverLine(painter, style, bar.column);
    }
    const QRect line(style.padding(), height() - style.line() - style.padding() / 2,
                     width() - 2 * style.padding(), style.line());
    painter.setPen(m_looked >= 0 ? style.text : style.muted);
    const QString words =
        m_looked >= 0 ? textOf(m_looked)
        : m_marked.empty()
            ? tr("Tensor bytes alive at each operator.")
            : tr("Tensor bytes alive at each operator; marked below: those of the chosen group.");
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     style.metrics.elidedText(words, Qt::ElideRight, line.width()));
    if (!hasFocus()) return;
    QStyleOptionFocusRect option;
    option.initFrom(this);
    option.backgroundColor = style.background;
    this->style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
}

bool WorkingSetView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int op = m_now.empty() ? -1 : plot().operatorAt(help->x());
        QToolTip::showText(help->globalPos(), op < 0 ? QString() : textOf(op), this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_P && key->modifiers() == Qt::NoModifier) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void WorkingSetView::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_now.size()) - 1;
    if (last < 0 || (event->modifiers() & ~Qt::KeypadModifier))
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left: return look(std::max(m_looked - 1, 0));
        case Qt::Key_Right: return look(std::min(m_looked + 1, last));
        case Qt::Key_Home: return look(0);
        case Qt::Key_End: return look(last);
        case Qt::Key_P: return look(peak());
        default: QWidget::keyPressEvent(event);
    }
}

void WorkingSetView::mouseMoveEvent(QMouseEvent* event) {
    look(m_now.empty() ? -1 : plot().operatorAt(event->pos().x()));
}

void WorkingSetView::leaveEvent(QEvent*) { look(-1); }

void WorkingSetView::changeEvent(QEvent* event) {
    m_layout.reset();
    update();
    QWidget::changeEvent(event);
}

void WorkingSetView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void WorkingSetView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void WorkingSetView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_layout.reset();
}

}  // namespace thimble::ui
