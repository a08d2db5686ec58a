#include "ui/painting/working_set_view.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

namespace {

constexpr double kFaded = 0.2;  // of the text's colour on the ground

}  // namespace

WorkingSetView::WorkingSetView(QWidget* parent) : PeakView(parent) {
    setAccessibleName(tr("Working set at each operator"));
}

void WorkingSetView::setBytes(std::shared_ptr<const Report> report, std::vector<Bytes> before,
                              std::vector<Bytes> now, std::vector<std::int32_t> marked) {
    m_report = std::move(report);
    m_before = std::move(before);
    m_now = std::move(now);
    m_marked = std::move(marked);
    if (m_looked >= static_cast<int>(m_now.size())) m_looked = -1;
    m_layout.reset();
    setAccessibleDescription(m_now.empty() ? QString() : tr("Peak at %1").arg(textOf(peakRow())));
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

int WorkingSetView::peakRow() const {
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
    const int least = header.left() + drawTitle(painter, style, header, tr("Working set"));
    const int swatch = style.line() - style.padding();
    int right = header.right();
    const auto entry = [&](const QString& name, const QColor& colour) {
        const int width = style.metrics.horizontalAdvance(name);
        if (right - width - 2 * swatch <= least) return;
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
    const int fullest = peakRow();
    for (const WorkingSetLayout::Bar& bar : m_layout->bars) {
        if (bar.op == fullest) {
            drawPeakMark(painter, style, bar.column);
            const QString text = tr("peak %1, %2")
                                     .arg(formatBytes(m_now[static_cast<std::size_t>(fullest)]),
                                          operatorTitle(*m_report, 0, fullest));
            drawHeadLabel(painter, style, frame, text, style.peak, bar.column.center().x());
        }
        if (bar.op == m_looked) drawHoverLine(painter, style, bar.column);
    }
    const QString words =
        m_looked >= 0 ? textOf(m_looked)
        : m_marked.empty()
            ? tr("Tensor bytes alive at each operator.")
            : tr("Tensor bytes alive at each operator; marked below: those of the chosen group.");
    paintFoot(painter, style, words, m_looked >= 0);
    drawFocusFrame(painter, *this, style.background);
}

QString WorkingSetView::tipAt(const QPoint& place) {
    const int op = m_now.empty() ? -1 : plot().operatorAt(place.x());
    return op < 0 ? QString() : textOf(op);
}

void WorkingSetView::lookAt(const QPoint& place) {
    look(m_now.empty() ? -1 : plot().operatorAt(place.x()));
}

void WorkingSetView::lookAway() { look(-1); }

}  // namespace thimble::ui
