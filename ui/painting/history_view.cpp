#include "ui/painting/history_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

constexpr int kNameCharacters = 60;

}  // namespace

HistoryView::HistoryView(Kind kind, const QString& title, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_title(title) {
    setFocusPolicy(Qt::StrongFocus);
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HistoryView::setHistory(HistoryPtr history, std::shared_ptr<const Report> report,
                             Bytes atLeast, const QString& hint) {
    m_history = std::move(history);
    m_report = std::move(report);
    m_atLeast = atLeast;
    m_hint = hint;
    m_hovered = m_cursor = -1;
    setAccessibleDescription(m_history ? readout(m_history->peakStep) : hint);
    announceNewRows(this);
    invalidate();
}

void HistoryView::setOutline(std::vector<Bytes> outline, const QString& name) {
    m_outline = std::move(outline);
    m_outlineName = name;
    invalidate();
}

PlotFrame HistoryView::frame(const PlotStyle& style) const {
    // Below the plot: the tasks' numbers, and a line about what is looked at.
    return style.frame(rect(), 2 * style.line() + style.padding());
}

const HistoryLayout& HistoryView::plot() {
    if (!m_layout) {
        const PlotStyle style(*this);
        const QRect area = frame(style).plot;
        m_layout = !m_history ? HistoryLayout{.plot = area}
                   : m_kind == Kind::Used
                       ? layoutUsed(*m_history, area, m_atLeast, style.tickDistance(), m_outline)
                       : layoutHeld(*m_history, area, m_atLeast, style.tickDistance());
    }
    return *m_layout;
}

QString HistoryView::taskRange(int first, int last) const {
    const int end = static_cast<int>(m_history->steps.size()) - 1;
    if (first == 0 && last == end) return tr("always");
    if (first == last && first == 0) return tr("before the first task");
    if (first == last && first == end) return tr("after the last task");
    if (first == last) return tr("task %1").arg(formatCount(first));
    if (first == 0) return tr("from the beginning to task %1").arg(formatCount(last));
    if (last == end) return tr("from task %1 to the end").arg(formatCount(first));
    return tr("tasks %1 to %2").arg(formatCount(first), formatCount(last));
}

QString HistoryView::stepText(int step) const {
    const split::ArenaHistory::Step& what = m_history->steps[static_cast<std::size_t>(step)];
    const int tasks = static_cast<int>(m_history->steps.size()) - 2;
    if (step == 0) return tr("inputs arrive");
    if (step > tasks) return tr("outputs are read");
    const QString task = tr("task %1 of %2").arg(formatCount(step), formatCount(tasks));
    if (what.op < 0) return tr("%1, an input row arrives").arg(task);
    const QString op = operatorTitle(*m_report, 0, what.op);
    if (what.row < 0) return QStringLiteral("%1, %2").arg(task, op);
    return tr("%1, %2, row %3").arg(task, op, formatCount(what.row));
}

QString HistoryView::readout(int step) const {
    if (!m_history || step < 0) return {};
    const split::UsedBytes& used = m_history->used[static_cast<std::size_t>(step)];
    QStringList parts;
    if (used.whole > 0) parts.append(tr("whole tensors %1").arg(formatBytes(used.whole)));
    if (used.rows > 0) parts.append(tr("single rows %1").arg(formatBytes(used.rows)));
    if (used.work > 0) parts.append(tr("scratch and sums %1").arg(formatBytes(used.work)));
    QString now =
        tr("%1: %2 in use: %3")
            .arg(stepText(step), formatBytes(used.total()), parts.join(QStringLiteral(", ")));
    if (static_cast<std::size_t>(step) >= m_outline.size()) return now;
    return QStringLiteral("%1; %2: %3")
        .arg(now, m_outlineName, formatBytes(m_outline[static_cast<std::size_t>(step)]));
}

QString HistoryView::heldText(std::size_t index) const {
    const split::HeldBytes& held = m_history->held[index];
    QString what;
    switch (held.kind) {
        case split::HeldBytes::Kind::Scratch:
            what = tr("scratch of %1").arg(operatorTitle(*m_report, 0, held.number));
            break;
        case split::HeldBytes::Kind::Sums:
            what = tr("sums of %1").arg(operatorTitle(*m_report, 0, held.number));
            break;
        case split::HeldBytes::Kind::Tensor:
        case split::HeldBytes::Kind::Row:
            what = QStringLiteral("#%1 %2").arg(
                QString::number(held.number),
                formatName(m_report->tensorRow(0, held.number).name, kNameCharacters));
            if (held.endRow - held.firstRow == 1 && held.kind == split::HeldBytes::Kind::Row)
                what = tr("%1, row %2").arg(what, formatCount(held.firstRow));
            else if (held.endRow - held.firstRow > 1)
                what = tr("%1, rows %2 to %3")
                           .arg(what, formatCount(held.firstRow), formatCount(held.endRow - 1));
            break;
    }
    return tr("%1: %2 at offset %3, %4")
        .arg(what, formatBytes(held.bytes), formatCount(held.offset),
             taskRange(held.first, held.last));
}

QString HistoryView::textAt(QPoint place) {
    if (!m_history || !plot().plot.contains(place)) return {};
    if (m_kind == Kind::Map)
        if (const auto held = plot().heldAt(place)) return heldText(*held);
    return readout(plot().stepAt(place.x()));
}

QSize HistoryView::sizeHint() const {
    const PlotStyle style(*this);
    return {style.line() * 30, style.line() * 16};
}

QSize HistoryView::minimumSizeHint() const {
    const PlotStyle style(*this);
    return {style.line() * 16, style.line() * 12};
}

void HistoryView::invalidate() {
    m_layout.reset();
    m_painted = {};
    update();
}

void HistoryView::look(int hovered, int cursor) {
    if (std::pair(hovered, cursor) == std::pair(m_hovered, m_cursor)) return;
    m_hovered = hovered;
    m_cursor = cursor;
    if (m_history && this->cursor() >= 0) setAccessibleDescription(readout(this->cursor()));
    announceCurrentRow(this);
    update();
    emit cursorMoved(this->cursor());
}

void HistoryView::setCursor(int step) {
    const int steps = m_history ? static_cast<int>(m_history->steps.size()) : 0;
    m_hovered = -1;
    m_cursor = step < steps ? step : -1;
    update();
}

bool HistoryView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
        return true;
    }
    // While there is a cursor these keys are the view's own.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if ((key->key() == Qt::Key_Escape && m_cursor >= 0) ||
            (key->key() == Qt::Key_P && key->modifiers() == Qt::NoModifier)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void HistoryView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        invalidate();
    QWidget::changeEvent(event);
}

void HistoryView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void HistoryView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void HistoryView::keyPressEvent(QKeyEvent* event) {
    if (!m_history) return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(m_history->steps.size()) - 1;
    switch (event->modifiers() & ~Qt::KeypadModifier ? 0 : event->key()) {
        case Qt::Key_Left: return look(-1, std::max(m_cursor - 1, 0));
        case Qt::Key_Right: return look(-1, std::min(m_cursor + 1, last));
        case Qt::Key_Home: return look(-1, 0);
        case Qt::Key_End: return look(-1, last);
        case Qt::Key_P: return look(-1, m_history->peakStep);
        case Qt::Key_Escape:
            if (m_cursor >= 0) return look(-1, -1);
            break;
        default: break;
    }
    QWidget::keyPressEvent(event);
}

void HistoryView::leaveEvent(QEvent*) { look(-1, m_cursor); }

void HistoryView::mouseMoveEvent(QMouseEvent* event) {
    if (m_history) look(plot().stepAt(event->pos().x()), m_cursor);
}

void HistoryView::mousePressEvent(QMouseEvent* event) {
    if (!m_history || event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    look(m_hovered, plot().stepAt(event->pos().x()));
}

void HistoryView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    invalidate();
}

}  // namespace thimble::ui
