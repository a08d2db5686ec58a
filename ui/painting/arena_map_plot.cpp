#include "ui/painting/arena_map_plot.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/timeline_layout.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::ArenaMap)
};

constexpr int kRoomForBorder = 4;  // pixels
constexpr int kLabelCharacters = 4;

QString title() { return Texts::tr("Where each buffer lies"); }

}  // namespace

ArenaMapPlot::ArenaMapPlot(const Report& report, const PlotStyle& style, const QRect& area,
                           const PlotView& view, std::int32_t buffer)
    : m_report(report),
      m_style(style),
      m_view(view),
      m_buffer(buffer),
      m_colourStep(view.cursor >= 0 ? view.cursor : report.peakStep),
      m_roles(rolesAtStep(report, m_colourStep)) {
    const double stepWidth = style.frame(area, 0).plot.width() / (view.last - view.first);
    // Numbers only: the names stand below the timeline.
    m_band = layoutStepBand(stepWidth, area.width(), static_cast<std::int32_t>(report.steps.size()),
                            style.metrics, 0);
    m_band.names = StepBand::Names::None;
    m_band.height = style.line();
    m_frame = style.frame(area, m_band.height);
    const StepScale scale{view.first, view.last, m_frame.plot.left(), m_frame.plot.width()};
    m_layout = layoutArenaMap(report, scale, m_frame.plot, style.tickDistance());
}

QString ArenaMapPlot::headText() const {
    const QString head = formatBytes(m_report.device.headBytes);
    return m_report.device.accepts ? Texts::tr("head %1").arg(head)
                                   : Texts::tr("head %1, tensors only").arg(head);
}

QString ArenaMapPlot::boundText() const {
    return Texts::tr("possible with a better placement: %1")
        .arg(formatBytes(m_report.device.lowerBoundBytes));
}

QString ArenaMapPlot::note() const {
    if (m_colourStep < 0) return {};
    const QString step = stepTitle(m_report, m_colourStep);
    return m_colourStep == m_report.peakStep ? Texts::tr("At %1 (peak):").arg(step)
                                             : Texts::tr("At %1:").arg(step);
}

QRect ArenaMapPlot::boundLabel() const {
    if (!m_layout.boundY) return {};
    const QRect plot = m_frame.plot;
    QSize size = m_style.labelSize(boundText());
    size.setWidth(std::min(size.width(), plot.width()));
    const int below = *m_layout.boundY + 1;
    const int above = *m_layout.boundY - size.height();
    std::vector<int> rows;
    if (below + size.height() <= plot.bottom()) rows.push_back(below);
    if (above >= plot.top()) rows.push_back(above);
    if (rows.empty()) rows.push_back(plot.top());
    const auto isFree = [&](const QRect& box) {
        return std::ranges::none_of(m_layout.boxes,
                                    [&](const ArenaBox& b) { return b.rect.intersects(box); });
    };
    // From the right, where nets usually get thin.
    const int last = plot.right() + 1 - size.width();
    for (const int row : rows)
        for (int i = 0; i <= 8; ++i) {
            const QRect box(QPoint(last - (last - plot.left()) * i / 8, row), size);
            if (isFree(box)) return box;
        }
    return {QPoint(last, rows.front()), size};
}

void ArenaMapPlot::paint(QPainter& painter) const {
    paintHeader(painter);
    drawByteAxis(painter, m_style, m_frame.plot, m_layout.bytes);
    if (m_view.cursor >= 0 && m_view.selected.kind != SelectedItem::Kind::None && m_buffer < 0)
        drawBand(painter, m_style,
                 stepColumn(m_layout.scale, m_frame.plot, m_view.cursor, m_view.cursor + 1));
    paintBoxes(painter);
    paintOverlaps(painter);
    if (m_report.peakStep >= 0)
        drawPeakMark(painter, m_style,
                     stepColumn(m_layout.scale, m_frame.plot, m_report.peakStep,
                                m_report.peakStep + 1));
    paintLines(painter);
    paintSelected(painter);
    drawStepBand(painter, m_style, m_frame.steps, m_band, m_report, m_layout.scale);
}

void ArenaMapPlot::paintHeader(QPainter& painter) const {
    std::vector<Role> legend(kBarRoles.begin(), kBarRoles.end());
    legend.push_back(Role::IdleTensor);
    drawHeader(painter, m_style, layoutHeader(m_style, m_frame.header, title(), note(), legend),
               title(), note());
}

void ArenaMapPlot::paintBoxes(QPainter& painter) const {
    // By colour: the painter keeps its state, and what is alive lies on top of what is not.
    std::vector<std::vector<const ArenaBox*>> byRole(kRoles);
    for (const ArenaBox& box : m_layout.boxes)
        byRole[static_cast<std::size_t>(m_roles[static_cast<std::size_t>(box.buffer)])].push_back(
            &box);
    painter.setBrush(Qt::NoBrush);
    for (int r = kRoles - 1; r >= 0; --r) {
        const Role role = static_cast<Role>(r);
        for (const ArenaBox* box : byRole[static_cast<std::size_t>(r)])
            m_style.roles.fill(painter, box->rect, role);
        painter.setPen(blend(m_style.background, m_style.text, 0.55));
        for (const ArenaBox* box : byRole[static_cast<std::size_t>(r)])
            if (box->rect.width() >= kRoomForBorder && box->rect.height() >= kRoomForBorder)
                painter.drawRect(box->rect.adjusted(0, 0, -1, -1));
    }
    const int least = kLabelCharacters * m_style.metrics.averageCharWidth() + m_style.padding();
    for (const ArenaBox& box : m_layout.boxes)
        if (box.rect.width() >= least && box.rect.height() >= m_style.line())
            paintLabel(painter, box);
}

void ArenaMapPlot::paintLabel(QPainter& painter, const ArenaBox& box) const {
    const tflm::PlannedBuffer& buffer =
        m_report.device.buffers[static_cast<std::size_t>(box.buffer)];
    const QRect inside = box.rect.adjusted(m_style.padding() / 2, 0, -m_style.padding() / 2, 0);
    const QString name =
        m_style.metrics.elidedText(bufferTitle(m_report, buffer), Qt::ElideRight, inside.width());
    const QString bytes = formatBytes(buffer.bytes);
    const bool twoLines = inside.height() >= 2 * m_style.line() &&
                          m_style.metrics.horizontalAdvance(bytes) <= inside.width();
    const Role role = m_roles[static_cast<std::size_t>(box.buffer)];
    // A calm background: letters on hatching are hard to read.
    const int lines = twoLines ? 2 : 1;
    const int width = std::min(inside.width(),
                               std::max(m_style.metrics.horizontalAdvance(name),
                                        twoLines ? m_style.metrics.horizontalAdvance(bytes) : 0) +
                                   m_style.padding());
    QRect calm(0, 0, width, std::min(lines * m_style.line(), inside.height() - 2));
    calm.moveCenter(inside.center());
    painter.fillRect(calm, m_style.roles.colour(role));
    painter.setPen(m_style.roles.text(role));
    painter.drawText(inside, Qt::AlignCenter,
                     twoLines ? name + QLatin1Char('\n') + bytes : name);
}

void ArenaMapPlot::paintSelected(QPainter& painter) const {
    const auto box = std::ranges::find(m_layout.boxes, m_buffer, &ArenaBox::buffer);
    if (m_buffer < 0 || box == m_layout.boxes.end()) return;
    // Two rings, so that it shows on every colour.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_style.background, 1));
    painter.drawRect(box->rect.adjusted(1, 1, -2, -2));
    QPen pen(m_style.text, 2);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.drawRect(box->rect);
}

void ArenaMapPlot::paintOverlaps(QPainter& painter) const {
    for (const QRect& overlap : m_layout.overlaps) {
        painter.fillRect(overlap, m_style.background);
        painter.setPen(QPen(m_style.peak, 2));
        painter.drawLines(patternLines(Role::Scratch, overlap, m_style.line() / 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(overlap);
    }
}

void ArenaMapPlot::paintLines(QPainter& painter) const {
    const QRect plot = m_frame.plot;
    painter.setPen(QPen(m_style.text, 1));
    painter.drawLine(plot.left(), m_layout.headY, plot.right(), m_layout.headY);
    QRect label = placeLabel(m_frame.headroom, m_style.labelSize(headText()), plot.right());
    label.moveBottom(m_layout.headY - 1);
    m_style.drawLabel(painter, label, headText(), Qt::transparent);
    if (!m_layout.boundY) return;
    QPen pen(m_style.text, 1);
    pen.setDashPattern({6, 4});
    painter.setPen(pen);
    painter.drawLine(plot.left(), *m_layout.boundY, plot.right(), *m_layout.boundY);
    m_style.drawLabel(painter, boundLabel(), boundText(), Qt::transparent);
}

}  // namespace thimble::ui
