#include "ui/painting/confusion_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <numeric>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/value_colours.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

namespace {

constexpr int kNameCharacters = 14;

}  // namespace

ConfusionView::ConfusionView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setAccessibleName(tr("Confusion matrix"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ConfusionView::setCounts(std::optional<eval::Confusion> counts, const QStringList& names,
                              const QString& hint) {
    m_counts = std::move(counts);
    if (m_counts && m_counts->counts().empty()) m_counts.reset();
    m_names = names;
    m_hint = hint;
    invalidate();
    setCursors(std::nullopt, std::nullopt);
    announceNewRows(this);
}

QString ConfusionView::name(int index) const {
    return index < m_names.size() ? m_names[index] : QString::number(index);
}

std::int64_t ConfusionView::count(Cell cell) const {
    return m_counts
        ->counts()[static_cast<std::size_t>(cell.label)][static_cast<std::size_t>(cell.answer)];
}

std::int64_t ConfusionView::rowTotal(int label) const {
    const auto& row = m_counts->counts()[static_cast<std::size_t>(label)];
    return std::accumulate(row.begin(), row.end(), std::int64_t{0});
}

QString ConfusionView::readout(const std::optional<Cell>& cell) const {
    if (!m_counts || !cell) return {};
    const std::int64_t total = rowTotal(cell->label);
    if (total == 0) return tr("No sample of %1").arg(name(cell->label));
    const QString part = formatShare(count(*cell), total);
    const QString samples = formatCount(count(*cell));
    if (cell->label == cell->answer)
        return tr("%1 of %2 samples of %3 are recognised (%4)")
            .arg(samples, formatCount(total), name(cell->label), part);
    return tr("%1 of %2 samples of %3 got the answer %4 (%5)")
        .arg(samples, formatCount(total), name(cell->label), name(cell->answer), part);
}

const ConfusionLayout& ConfusionView::matrix() {
    if (!m_layout) {
        int names = 0;
        const int classes = m_counts ? static_cast<int>(m_counts->counts().size()) : 0;
        for (int i = 0; i < classes; ++i)
            names = std::max(names, fontMetrics().horizontalAdvance(name(i)));
        names = std::min(names, fontMetrics().averageCharWidth() * kNameCharacters);
        const int line = fontMetrics().height();
        // The axes' titles stand outside the names, the readout below.
        const int outside = names + line * 2;
        m_layout = layoutConfusion(
            classes, rect().adjusted(line / 3, line / 3, -line / 3, -line * 3 / 2), outside, line);
    }
    return *m_layout;
}

void ConfusionView::invalidate() {
    m_layout.reset();
    m_painted = {};
    update();
}

void ConfusionView::setCursors(std::optional<Cell> hovered, std::optional<Cell> cursor) {
    m_hovered = hovered;
    m_cursor = cursor;
    setAccessibleDescription(m_counts ? readout(this->cursor()) : m_hint);
    announceCurrentRow(this);
    update();
}

QSize ConfusionView::sizeHint() const {
    return {fontMetrics().height() * 28, fontMetrics().height() * 28};
}

QSize ConfusionView::minimumSizeHint() const {
    return {fontMetrics().height() * 14, fontMetrics().height() * 13};
}

void ConfusionView::paintTable(QPainter& painter, const PlotStyle& style) const {
    const ValueColours colours({ValueScale::Kind::OneHue, 0, 1}, style.palette);
    for (int label = 0; label < m_layout->classes; ++label) {
        const std::int64_t total = std::max<std::int64_t>(1, rowTotal(label));
        for (int answer = 0; answer < m_layout->classes; ++answer) {
            const std::int64_t n = count({label, answer});
            const QRect cell = m_layout->cellRect({label, answer});
            // Up to the middle of the scale: numbers stay readable, and a few do not vanish.
            const double part = static_cast<double>(n) / static_cast<double>(total);
            const QColor fill(colours.colourAt(n == 0 ? 0 : 0.12 + 0.5 * part));
            painter.fillRect(cell, fill);
            if (cell.width() < style.line()) continue;
            painter.setPen(style.background);
            painter.drawLine(cell.topRight(), cell.bottomRight());
            painter.drawLine(cell.bottomLeft(), cell.bottomRight());
            const QString text = formatCount(n);
            if (n == 0 || style.metrics.horizontalAdvance(text) > cell.width() - 2) continue;
            painter.setPen(readableOn(fill));
            painter.drawText(cell, Qt::AlignCenter, text);
        }
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(style.text);
    if (m_layout->cell >= 4)
        for (int i = 0; i < m_layout->classes; ++i)
            painter.drawRect(m_layout->cellRect({i, i}).adjusted(0, 0, -2, -2));
}

void ConfusionView::paintNames(QPainter& painter, const PlotStyle& style) const {
    const QRect table = m_layout->table();
    const int gap = style.padding() / 2;
    const int room = table.left() - 2 * style.line();
    const auto shown = [&](int i) {
        return style.metrics.elidedText(name(i), Qt::ElideRight, room);
    };
    painter.setPen(style.text);
    for (int i = 0; i < m_layout->classes; i += m_layout->labelEvery) {
        const QRect cell = m_layout->cellRect({i, i});
        const QRect left(0, cell.center().y() - style.line() / 2, table.left() - gap, style.line());
        painter.drawText(left, Qt::AlignRight | Qt::AlignVCenter, shown(i));
        const int width = style.metrics.horizontalAdvance(shown(i));
        if (width <= cell.width()) {
            painter.drawText(
                QRect(cell.left(), table.top() - gap - style.line(), cell.width(), style.line()),
                Qt::AlignCenter, shown(i));
            continue;
        }
        painter.save();
        painter.translate(QPoint(cell.center().x() - style.line() / 2, table.top() - gap));
        painter.rotate(-90);
        painter.drawText(QRect(0, 0, room, style.line()), Qt::AlignLeft | Qt::AlignVCenter,
                         shown(i));
        painter.restore();
    }
    painter.setPen(style.muted);
    painter.drawText(QRect(table.left(), rect().top() + gap, table.width(), style.line()),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("answer"));
    painter.save();
    painter.translate(gap, table.bottom());
    painter.rotate(-90);
    painter.drawText(QRect(0, 0, table.height(), style.line()), Qt::AlignRight | Qt::AlignVCenter,
                     tr("label"));
    painter.restore();
}

void ConfusionView::paintEvent(QPaintEvent*) {
    const PlotStyle style(*this);
    static_cast<void>(matrix());
    const bool hasTable = m_counts && m_layout->cell > 0;
    if (isStale(m_painted, *this)) {
        m_painted = blankPicture(*this, style.background);
        QPainter painter(&m_painted);
        painter.setFont(font());
        if (hasTable) {
            paintTable(painter, style);
            paintNames(painter, style);
        } else {
            drawEmptyState(painter, style, rect(), m_hint);
        }
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_painted);
    if (hasTable) {
        const auto cell = cursor();
        if (cell) drawBandFrame(painter, style, m_layout->cellRect(*cell));
        const int top = std::min(rect().bottom() - style.line() * 5 / 4,
                                 m_layout->table().bottom() + style.line() / 2);
        const QRect line(style.padding(), top, width() - 2 * style.padding(), style.line());
        drawFoot(painter, style, line,
                 cell ? readout(cell)
                      : tr("Each row holds the samples of one class; the colour is their part."),
                 cell.has_value());
    }
    drawFocusFrame(painter, *this, style.background);
}

bool ConfusionView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && m_cursor &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ConfusionView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        invalidate();
    QWidget::changeEvent(event);
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
    if (!m_counts) return QWidget::keyPressEvent(event);
    const int last = matrix().classes - 1;
    const auto move = [&](int right, int down) {
        Cell cell = m_cursor.value_or(Cell{-down, -right});
        cell.label = std::clamp(cell.label + down, 0, last);
        cell.answer = std::clamp(cell.answer + right, 0, last);
        setCursors(std::nullopt, cell);
    };
    switch (event->modifiers() & ~Qt::KeypadModifier ? 0 : event->key()) {
        case Qt::Key_Left: return move(-1, 0);
        case Qt::Key_Right: return move(1, 0);
        case Qt::Key_Up: return move(0, -1);
        case Qt::Key_Down: return move(0, 1);
        case Qt::Key_Home: return setCursors(std::nullopt, Cell{0, 0});
        case Qt::Key_End: return setCursors(std::nullopt, Cell{last, last});
        case Qt::Key_Escape:
            if (m_cursor) return setCursors(std::nullopt, std::nullopt);
            break;
        default: break;
    }
    QWidget::keyPressEvent(event);
}

void ConfusionView::leaveEvent(QEvent* event) {
    setCursors(std::nullopt, m_cursor);
    QWidget::leaveEvent(event);
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
    if (m_counts) setCursors(matrix().cellAt(event->pos()), m_cursor);
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
    if (!m_counts || event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    setCursors(m_hovered, matrix().cellAt(event->pos()));
}

void ConfusionView::resizeEvent(QResizeEvent* event) {
    invalidate();
    QWidget::resizeEvent(event);
}

}  // namespace thimble::ui
