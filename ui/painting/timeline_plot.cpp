#include "ui/painting/timeline_plot.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::Timeline)
};

}  // namespace

TimelinePlot::TimelinePlot(const Report& report, const PlotStyle& style, const QRect& area,
                           const PlotView& view, int widestName)
    : m_report(report), m_style(style), m_view(view) {
    m_band = layoutStepBand(style, area, view.last - view.first, report, widestName);
    m_frame = style.frame(area, m_band.height);
    const StepScale scale{view.first, view.last, m_frame.plot.left(), m_frame.plot.width()};
    m_layout = layoutTimeline(report, scale, m_frame.plot, style.tickDistance(), view.atLeast);
}

bool TimelinePlot::isPeakVisible() const {
    return m_report.peakStep + 1 > m_view.first && m_report.peakStep < m_view.last;
}

int TimelinePlot::peakX() const {
    const double x = m_layout.scale.x(m_report.peakStep + 0.5);
    return static_cast<int>(std::clamp<double>(x, m_frame.plot.left(), m_frame.plot.right()));
}

QString TimelinePlot::peakText() const {
    if (m_report.peakStep < 0) return {};
    const StepRow& step = m_report.steps[static_cast<std::size_t>(m_report.peakStep)];
    const QString title = stepTitle(m_report, m_report.peakStep);
    const QString name = m_report.isPeakFullest() ? fullestTitle(m_report)
                                                  : Texts::tr("%1:").arg(fullestTitle(m_report));
    QString text = (step.op < 0 ? Texts::tr("%1 %2, %3") : Texts::tr("%1 %2 at %3"))
                       .arg(name,
                            step.scratchBytes > 0 ? formatDeviceBytes(m_report, step.totalBytes())
                                                  : formatBytes(step.totalBytes()),
                            title);
    if (m_report.peakStep + 1 <= m_view.first) return QStringLiteral("\u2190 ") + text;
    if (m_report.peakStep >= m_view.last) return text + QStringLiteral(" \u2192");
    return text;
}

QRect TimelinePlot::peakLabel() const {
    if (m_report.peakStep < 0) return {};
    // The whole width, margins too: a label at the first step need not be pushed far.
    const QRect room(m_frame.header.left(), m_frame.headroom.top(), m_frame.header.width(),
                     m_style.labelHeight());
    return placeLabel(room, m_style.labelSize(peakText()), peakX());
}

void TimelinePlot::paint(QPainter& painter) const {
    const QString title = Texts::tr("Bytes alive at each operator");
    drawHeader(painter, m_style,
               layoutHeader(m_style, m_frame.header.adjusted(m_view.titleInset, 0, 0, 0), title, {},
                            {kBarRoles.begin(), kBarRoles.end()}),
               title, {});
    drawBand(painter, m_style, selectedBand());
    drawByteAxis(painter, m_style, m_frame.plot, m_layout.bytes);
    paintBars(painter);
    drawBandFrame(painter, m_style, selectedBand());
    paintPeak(painter);
    drawStepBand(painter, m_style, m_frame.steps, m_band, m_report, m_layout.scale);
}

QRect TimelinePlot::selectedBand() const {
    const LiveRange steps = selectedSteps(m_report, m_view);
    return steps.first < 0 ? QRect()
                           : stepColumn(m_layout.scale, m_frame.plot, steps.first, steps.last);
}

void TimelinePlot::paintBars(QPainter& painter) const {
    for (std::size_t part = 0; part < kBarRoles.size(); ++part)
        for (const TimelineBar& bar : m_layout.bars)
            m_style.roles.fill(painter, bar.rect(part), kBarRoles[part]);
}

void TimelinePlot::paintPeak(QPainter& painter) const {
    const QRect label = peakLabel();
    if (label.isEmpty()) return;
    drawBarLabel(painter, m_style, label, peakText(), m_style.peak,
                 isPeakVisible() ? std::optional(peakX()) : std::nullopt, m_frame.plot.top());
    if (!isPeakVisible()) return;
    const auto bar = std::ranges::find(m_layout.bars, m_report.peakStep, &TimelineBar::step);
    if (bar == m_layout.bars.end()) return;
    painter.setPen(QPen(m_style.peak, 2));
    painter.drawRect(bar->rect().adjusted(0, 0, 0, 0));
}

}  // namespace thimble::ui
