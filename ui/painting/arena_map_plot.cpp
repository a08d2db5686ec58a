#include "ui/painting/arena_map_plot.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <limits>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/timeline_layout.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::ArenaMap)
};

constexpr int kRoomForBorder = 4;  // pixels
constexpr int kLabelPlaces = 9;
constexpr int kNameCharacters = 8;  // fewer of a name are not worth showing

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
    m_band = numbersOnly(stepWidth, static_cast<std::int32_t>(report.steps.size()), style.metrics);
    m_frame = style.frame(area, m_band.height);
    const StepScale scale{view.first, view.last, m_frame.plot.left(), m_frame.plot.width()};
    m_layout = layoutArenaMap(report, scale, m_frame.plot, style.tickDistance(), view.atLeast);
}

QString ArenaMapPlot::headText() const {
    const QString head = formatDeviceBytes(m_report, m_report.device.headBytes);
    return m_report.device.accepts ? Texts::tr("head %1").arg(head)
                                   : Texts::tr("head %1, tensors only").arg(head);
}

QString ArenaMapPlot::boundText() const {
    return Texts::tr("lower bound: %1")
        .arg(formatDeviceBytes(m_report, m_report.device.lowerBoundBytes));
}

QString ArenaMapPlot::note() const {
    if (m_colourStep < 0) return {};
    const QString step = stepTitle(m_report, m_colourStep);
    return m_colourStep == m_report.peakStep
               ? Texts::tr("At %1 (%2):").arg(step, fullestName(m_report))
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
    const auto covered = [&](const QRect& box) {
        std::int64_t pixels = 0;
        for (const ArenaBox& other : m_layout.boxes) {
            const QRect both = other.rect & box;
            if (!both.isEmpty()) pixels += std::int64_t{both.width()} * both.height();
        }
        return pixels;
    };
    // From the right, where nets usually get thin.
    const int last = plot.right() + 1 - size.width();
    QRect best;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const int row : rows)
        for (int i = 0; i < kLabelPlaces && least > 0; ++i) {
            const int x = last - (last - plot.left()) * i / (kLabelPlaces - 1);
            const QRect box(QPoint(x, row), size);
            const std::int64_t pixels = covered(box);
            if (pixels >= least) continue;
            least = pixels;
            best = box;
        }
    return best;
}

void ArenaMapPlot::paint(QPainter& painter) const {
    paintHeader(painter);
    drawByteAxis(painter, m_style, m_frame.plot, m_layout.bytes);
    const bool isOperator = selectedOperator(m_report, m_view.selected) && m_view.cursor >= 0;
    const QRect band =
        isOperator ? stepColumn(m_layout.scale, m_frame.plot, m_view.cursor, m_view.cursor + 1)
                   : QRect();
    drawBand(painter, m_style, band);
    paintBoxes(painter);
    paintOverlaps(painter);
    if (m_report.peakStep >= 0)
        drawPeakMark(
            painter, m_style,
            stepColumn(m_layout.scale, m_frame.plot, m_report.peakStep, m_report.peakStep + 1));
    drawBandFrame(painter, m_style, band);
    paintLabels(painter);
    paintLines(painter);
    paintSelected(painter);
    drawStepBand(painter, m_style, m_frame.steps, m_band, m_report, m_layout.scale);
}

void ArenaMapPlot::paintHeader(QPainter& painter) const {
    std::vector<Role> legend(kBarRoles.begin(), kBarRoles.end());
    legend.push_back(Role::IdleTensor);
    if (std::ranges::count(m_roles, Role::Unused) > 0) legend.push_back(Role::Unused);
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
}

QString ArenaMapPlot::boxName(const tflm::PlannedBuffer& buffer, int width) const {
    const QFontMetrics& metrics = m_style.metrics;
    QString title = bufferTitle(m_report, buffer);
    if (metrics.horizontalAdvance(title) <= width) return title;
    // The number alone says more than the first letters of a name that all tensors have in common.
    const QString number =
        buffer.isScratch() ? QString() : QStringLiteral("#%1").arg(buffer.tensor);
    if (width < metrics.horizontalAdvance(number) + kNameCharacters * metrics.averageCharWidth())
        return metrics.horizontalAdvance(number) <= width ? number : QString();
    return metrics.elidedText(title, Qt::ElideMiddle, width);
}

QRect ArenaMapPlot::roomForLabel(const ArenaBox& box) const {
    if (box.isUsed) return box.rect;
    QRect room = box.rect;
    for (const ArenaBox& other : m_layout.boxes)
        if (other.isUsed && other.rect.intersects(room)) room.setBottom(other.rect.top() - 1);
    return room;
}

void ArenaMapPlot::paintLabels(QPainter& painter) const {
    const int line = m_style.line();
    for (const ArenaBox& box : m_layout.boxes) {
        const QRect inside =
            roomForLabel(box).adjusted(m_style.padding() / 2, 0, -m_style.padding() / 2, 0);
        if (inside.width() < 2 * m_style.metrics.averageCharWidth() || inside.height() < line)
            continue;
        const tflm::PlannedBuffer& buffer =
            m_report.device.buffers[static_cast<std::size_t>(box.buffer)];
        QStringList lines{boxName(buffer, inside.width())};
        const QString bytes = formatBytes(buffer.bytes);
        if (inside.height() >= 2 * line + 2 &&
            m_style.metrics.horizontalAdvance(bytes) <= inside.width())
            lines << bytes;
        lines.removeAll(QString());
        if (lines.isEmpty()) continue;

        int width = 0;
        for (const QString& text : lines)
            width = std::max(width, m_style.metrics.horizontalAdvance(text));
        const Role role = m_roles[static_cast<std::size_t>(box.buffer)];
        // A calm background: letters on hatching are hard to read.
        QRect calm(0, 0, std::min(inside.width(), width + m_style.padding()),
                   static_cast<int>(lines.size()) * line);
        calm.moveCenter(inside.center());
        painter.fillRect(calm & inside.adjusted(0, 1, 0, -1), m_style.roles.colour(role));
        painter.setPen(m_style.roles.text(role));
        painter.drawText(inside, Qt::AlignCenter, lines.join(QLatin1Char('\n')));
    }
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
    QRect label = placeLabel(m_frame.headroom, m_style.labelSize(headText()), plot.right());
    label.moveBottom(m_layout.headY - 1);
    m_style.drawLabel(painter, label, headText(), Qt::transparent);
    if (m_layout.boundY) {
        // Where the two are close there is room for one label, and the head is what is asked for.
        const QRect bound = boundLabel();
        if (!bound.intersects(label))
            m_style.drawLabel(painter, bound, boundText(), Qt::transparent);
        QPen pen(m_style.text, 1);
        pen.setDashPattern({6, 4});
        painter.setPen(pen);
        painter.drawLine(plot.left(), *m_layout.boundY, plot.right(), *m_layout.boundY);
    }
    painter.setPen(QPen(m_style.text, 1));
    painter.drawLine(plot.left(), m_layout.headY, plot.right(), m_layout.headY);
}

}  // namespace thimble::ui
