#include "ui/painting/cost_plot.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::CostPlot)
};

constexpr double kBarTint = 0.42;     // of the text's colour; roles' colours are for memory
constexpr int kRoomForRangeEnds = 7;  // pixels of a bar; a narrower one has a plain line

QString tickText(StepQuantity quantity, double value, double step) {
    return quantity == StepQuantity::Energy ? formatEnergyTick(value, step)
                                            : formatCountTick(value, step);
}

}  // namespace

CostPlot::CostPlot(const Report& report, const StepCosts& costs, const BoardCosts& board,
                   const PlotStyle& style, const QRect& area, const PlotView& view, int widestName)
    : m_report(report), m_costs(costs), m_board(board), m_style(style), m_view(view) {
    m_band = layoutStepBand(style, area, view.last - view.first, report, widestName);
    m_frame = style.frame(area, m_band.height);
    const StepScale scale{view.first, view.last, m_frame.plot.left(), m_frame.plot.width()};
    m_layout = layoutCosts(costs, scale, m_frame.plot, style.tickDistance());
}

bool CostPlot::isLargestVisible() const {
    return m_costs.largest + 1 > m_view.first && m_costs.largest < m_view.last;
}

int CostPlot::largestX() const {
    const double x = m_layout.scale.x(m_costs.largest + 0.5);
    return static_cast<int>(std::clamp<double>(x, m_frame.plot.left(), m_frame.plot.right()));
}

QString CostPlot::largestText() const {
    if (m_costs.largest < 0) return {};
    const QString text = Texts::tr("largest: %1, %2")
                             .arg(stepTitle(m_report, m_costs.largest),
                                  costValue(m_report, m_costs, m_costs.largest));
    if (m_costs.largest + 1 <= m_view.first) return QStringLiteral("\u2190 ") + text;
    if (m_costs.largest >= m_view.last) return text + QStringLiteral(" \u2192");
    return text;
}

QRect CostPlot::largestLabel() const {
    if (m_costs.largest < 0) return {};
    const QRect room(m_frame.header.left(), m_frame.headroom.top(), m_frame.header.width(),
                     m_style.labelHeight());
    return placeLabel(room, m_style.labelSize(largestText()), largestX());
}

QRect CostPlot::selectedBand() const {
    const LiveRange steps = selectedSteps(m_report, m_view);
    return steps.first < 0 ? QRect()
                           : stepColumn(m_layout.scale, m_frame.plot, steps.first, steps.last);
}

void CostPlot::paint(QPainter& painter) const {
    const QString title = costTitle(m_costs, m_board);
    const QString note = m_costs.isEstimate && m_costs.missing.isEmpty()
                             ? Texts::tr("lines: from low to high")
                             : QString();
    const QRect header = m_frame.header.adjusted(m_view.titleInset, 0, 0, 0);
    drawHeader(painter, m_style, layoutHeader(m_style, header, title, note, {}), title, note);
    drawBand(painter, m_style, selectedBand());
    if (m_costs.missing.isEmpty()) {
        paintAxis(painter);
        paintBars(painter);
    } else {
        drawEmptyState(painter, m_style, m_frame.plot, m_costs.missing);
    }
    drawBandFrame(painter, m_style, selectedBand());
    if (const QRect label = largestLabel(); !label.isEmpty())
        drawBarLabel(painter, m_style, label, largestText(), m_style.text,
                     isLargestVisible() ? std::optional(largestX()) : std::nullopt,
                     m_frame.plot.top());
    drawStepBand(painter, m_style, m_frame.steps, m_band, m_report, m_layout.scale);
}

void CostPlot::paintAxis(QPainter& painter) const {
    for (const double value : m_layout.axis.ticks())
        drawTick(painter, m_style, m_frame.plot, m_layout.axis.y(value),
                 tickText(m_costs.quantity, value, m_layout.axis.tickStep));
}

void CostPlot::paintBars(QPainter& painter) const {
    const QColor fill = blend(m_style.background, m_style.text, kBarTint);
    const int bottom = m_layout.axis.bottom;
    for (const CostBar& bar : m_layout.bars) {
        const bool runs = m_report.steps[static_cast<std::size_t>(bar.step)].op >= 0;
        if (!bar.isKnown) {
            painter.setPen(m_style.muted);
            if (runs && bar.width >= m_style.metrics.averageCharWidth())
                painter.drawText(
                    QRect(bar.left, bottom - m_style.line(), bar.width, m_style.line()),
                    Qt::AlignCenter, QStringLiteral("?"));
            continue;
        }
        painter.fillRect(QRect(bar.left, bar.top, bar.width, bottom - bar.top), fill);
        if (!m_costs.isEstimate || bar.low == bar.high) continue;
        const int x = bar.left + bar.width / 2;
        painter.fillRect(QRect(x, bar.high, 1, std::max(1, bar.low - bar.high)), m_style.text);
        if (bar.width < kRoomForRangeEnds) continue;
        for (const int y : {bar.low, bar.high})
            painter.fillRect(QRect(x - 2, y, 5, 1), m_style.text);
    }
}

}  // namespace thimble::ui
