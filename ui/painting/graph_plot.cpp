#include "ui/painting/graph_plot.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <array>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

constexpr double kThickest = 9;     // pixels at 100 %
constexpr double kReadable = 0.45;  // the scale below which text is left out
constexpr double kCorner = 4;

QRectF rectOf(const diagram::Box& box) { return {box.left, box.top, box.width, box.height}; }

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

GraphPlot::GraphPlot(const Report& report, const GraphContent& content,
                     const diagram::Layout& layout, const PlotStyle& style,
                     const SelectedItem& selected)
    : m_report(report), m_content(content), m_layout(layout), m_style(style), m_selected(selected) {
    if (selected.subgraph != content.diagram.subgraph) m_selected = {};
}

int GraphPlot::familyNumber(const QString& name) {
    static const std::array<QString, kFamilies> names = {
        QStringLiteral("convolution"),   QStringLiteral("matrix product"),
        QStringLiteral("elementwise"),   QStringLiteral("pooling"),
        QStringLiteral("data movement"), QStringLiteral("activation")};
    return static_cast<int>(std::ranges::find(names, name) - names.begin());
}

QColor GraphPlot::familyColour(int family, const PlotStyle& style) {
    // Paul Tol's muted scheme: told apart by colour-blind people, and apart from the roles'
    // colours.
    static constexpr std::array kColours = {QColor(0x44, 0xAA, 0x99), QColor(0x88, 0x22, 0x55),
                                            QColor(0xDD, 0xCC, 0x77), QColor(0x66, 0x66, 0xCC),
                                            QColor(0x99, 0x99, 0x33), QColor(0xCC, 0x66, 0x77)};
    static_assert(kColours.size() == kFamilies);
    if (family < 0 || static_cast<std::size_t>(family) >= kColours.size()) return style.muted;
    return kColours[static_cast<std::size_t>(family)];
}

QRectF GraphPlot::boxOf(std::size_t node) const {
    QRectF box = rectOf(m_layout.boxes[node]);
    if (m_content.boxes[node].hasLabel) box.setTop(box.top() + labelHeight(m_style));
    return box;
}

double GraphPlot::thicknessOf(std::size_t edge) const {
    if (m_content.lines[edge].isFaded || m_content.largest <= 0) return 1;
    return 1 + (kThickest - 1) * static_cast<double>(m_content.lines[edge].bytes) /
                   static_cast<double>(m_content.largest);
}

bool GraphPlot::isSelected(std::size_t node) const {
    const diagram::Node& shown = m_content.diagram.nodes[node];
    if (m_selected.kind == SelectedItem::Kind::Operator)
        return std::ranges::count(shown.operators, m_selected.index) > 0;
    return m_selected.kind == SelectedItem::Kind::Tensor && shown.tensor == m_selected.index;
}

QColor GraphPlot::lineColour(std::size_t edge) const {
    const diagram::Edge& shown = m_content.diagram.edges[edge];
    const QColor quiet = blend(m_style.background, m_style.text, 0.38);
    if (m_selected.kind == SelectedItem::Kind::Tensor)
        return shown.tensor == m_selected.index ? m_style.highlight : quiet;
    if (m_selected.kind != SelectedItem::Kind::Operator) return quiet;
    if (isSelected(at(shown.to))) return m_style.roles.colour(Role::Input);
    if (isSelected(at(shown.from))) return m_style.roles.colour(Role::Output);
    return quiet;
}

QPainterPath GraphPlot::pathOf(std::size_t edge) const {
    const std::vector<diagram::Point>& points = m_layout.lines[edge];
    QPainterPath path(QPointF(points[0].x, points[0].y));
    for (std::size_t p = 1; p + 2 < points.size(); p += 3)
        path.cubicTo(points[p].x, points[p].y, points[p + 1].x, points[p + 1].y, points[p + 2].x,
                     points[p + 2].y);
    return path;
}

QRectF GraphPlot::gapOf(std::size_t edge) const {
    const diagram::Edge& shown = m_content.diagram.edges[edge];
    const diagram::Box& from = m_layout.boxes[at(shown.from)];
    const diagram::Box& to = m_layout.boxes[at(shown.to)];
    const double left = std::max(from.left, to.left);
    const double right = std::min(from.right(), to.right());
    // One layer further, and more below than beside.
    if (right - left < from.width / 2 || to.top - from.bottom() > from.height) return {};
    return {left, from.bottom(), right - left, to.top - from.bottom()};
}

void GraphPlot::paintBands(QPainter& painter, double scale) const {
    const QColor fill = blend(m_style.background, heldColour(), 0.16);
    const QColor border = blend(m_style.background, heldColour(), 0.55);
    const double around = m_style.padding() * 1.4;
    const double line = std::max(1.0, 1 / scale);
    // The border first, a little larger: what touches runs together without seams.
    for (const auto& [colour, more] : {std::pair(border, line), std::pair(fill, 0.0)}) {
        for (const GraphBand& band : m_content.bands) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(colour, 4 * around + 2 * more, Qt::SolidLine, Qt::FlatCap));
            for (const std::int32_t edge : band.lines) {
                const QRectF between = gapOf(at(edge));
                if (between.isEmpty())
                    painter.drawPath(pathOf(at(edge)));
                else
                    painter.fillRect(between.adjusted(-around - more, 0, around + more, 0), colour);
            }
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            for (const std::int32_t node : band.nodes) {
                const double grown = around + more;
                painter.drawRoundedRect(
                    rectOf(m_layout.boxes[at(node)]).adjusted(-grown, -grown, grown, grown),
                    2 * kCorner, 2 * kCorner);
            }
        }
    }
    if (scale < kReadable) return;
    painter.setFont(m_style.font);
    painter.setPen(m_style.text);
    for (const GraphBand& band : m_content.bands) {
        const std::size_t first = at(band.nodes.front());
        QRectF place = rectOf(m_layout.boxes[first]);
        place.setHeight(m_style.line());
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         m_style.metrics.elidedText(band.label, Qt::ElideRight,
                                                    static_cast<int>(place.width())));
    }
}

void GraphPlot::paintLines(QPainter& painter, const QRectF& visible, double scale) const {
    painter.setBrush(Qt::NoBrush);
    for (std::size_t edge = 0; edge < m_layout.lines.size(); ++edge) {
        const QPainterPath path = pathOf(edge);
        if (!path.controlPointRect().adjusted(-kThickest, -1, kThickest, 1).intersects(visible))
            continue;
        QPen pen(lineColour(edge), std::max(thicknessOf(edge), 1 / scale), Qt::SolidLine,
                 Qt::FlatCap);
        if (m_content.lines[edge].isFaded) pen.setDashPattern({5, 4});
        painter.setPen(pen);
        painter.drawPath(path);
    }
}

void GraphPlot::paintLabels(QPainter& painter, const QRectF& visible) const {
    painter.setFont(m_style.font);
    for (std::size_t edge = 0; edge < m_layout.lines.size(); ++edge) {
        const QString& label = m_content.lines[edge].label;
        if (label.isEmpty()) continue;
        const diagram::Point& from = m_layout.lines[edge].front();
        // Below the box, beside the line: nothing else can be there.
        const QRectF place(from.x + m_style.padding(), from.y + m_style.padding() * 0.75,
                           m_style.metrics.horizontalAdvance(label) + 1, m_style.line());
        if (!place.intersects(visible)) continue;
        painter.setPen(blend(m_style.text, heldColour(), 0.35));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, label);
    }
}

void GraphPlot::paintBar(QPainter& painter, std::size_t node, const QRectF& box) const {
    const GraphBox& content = m_content.boxes[node];
    const double inside = box.width() - 2 * inset(m_style);
    const double height = m_style.padding() * 0.9;
    const QRectF track(box.left() + inset(m_style), box.bottom() - m_style.padding() - height,
                       inside, height);
    painter.fillRect(track, m_style.grid);
    if (m_content.largest <= 0) return;
    const auto part = [&](Bytes bytes) {
        const double full = static_cast<double>(bytes) / static_cast<double>(m_content.largest);
        return QRectF(track.left(), track.top(), full * inside, height);
    };
    const QColor colour =
        content.isPeak ? m_style.peak : blend(m_style.background, m_style.text, 0.6);
    if (content.heldBytes >= content.bytes) return painter.fillRect(part(content.bytes), colour);
    // What would be whole fades; what is there of it stands in front.
    painter.fillRect(part(content.bytes), blend(m_style.background, colour, 0.45));
    painter.fillRect(part(content.bytes), QBrush(m_style.background, Qt::BDiagPattern));
    QRectF held = part(content.heldBytes);
    if (content.heldBytes > 0) held.setWidth(std::max(held.width(), 2.0));
    painter.fillRect(held, heldColour());
}

void GraphPlot::paintText(QPainter& painter, std::size_t node, const QRectF& box) const {
    const GraphBox& content = m_content.boxes[node];
    QFont bold = m_style.font;
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    QRectF line(box.left() + inset(m_style), box.top() + m_style.padding() * 0.8,
                box.width() - 2 * inset(m_style), m_style.line());
    painter.setFont(bold);
    double room = line.width();
    if (content.isPeak) {
        painter.setPen(m_style.peak);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, peakWord());
        room -= metrics.horizontalAdvance(peakWord()) + m_style.padding();
    }
    painter.setPen(m_style.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(content.title, Qt::ElideRight, static_cast<int>(room)));
    line.translate(0, m_style.line() + m_style.padding() * 0.2);
    painter.setFont(m_style.font);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, content.amount);
    painter.setPen(m_style.muted);
    room = line.width() - m_style.metrics.horizontalAdvance(content.amount) - m_style.padding();
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     m_style.metrics.elidedText(content.shape, Qt::ElideRight,
                                                static_cast<int>(std::max(room, 0.0))));
}

void GraphPlot::paintBox(QPainter& painter, std::size_t node, double scale) const {
    const GraphBox& content = m_content.boxes[node];
    const QRectF box = boxOf(node);
    const bool isEnd = m_content.diagram.nodes[node].operators.empty();
    const bool chosen = isSelected(node);
    const double line = std::max(1.0, 1 / scale);
    QColor fill = blend(m_style.background, m_style.text, isEnd ? 0.0 : 0.05);
    if (chosen) fill = blend(fill, m_style.highlight, 0.22);
    QPen pen(blend(m_style.background, m_style.text, 0.4), line);
    if (content.isPeak) pen = QPen(m_style.peak, 2 * line);
    if (chosen) pen = QPen(m_style.highlight, 2.5 * line);
    if (isEnd && !chosen) pen.setStyle(Qt::DotLine);
    const double corner = isEnd ? box.height() / 3 : kCorner;
    painter.setPen(QPen(blend(m_style.background, m_style.text, 0.4), line));
    painter.setBrush(fill);
    for (int sheet = content.depth - 1; sheet > 0; --sheet)
        painter.drawRoundedRect(box.translated(3.0 * sheet, -3.0 * sheet), corner, corner);
    painter.setPen(pen);
    painter.drawRoundedRect(box, corner, corner);
    if (content.family >= 0) {
        const double width = scale < kReadable ? box.width() / 4 : m_style.padding() * 0.8;
        painter.fillRect(
            QRectF(box.left() + line, box.top() + line, width, box.height() - 2 * line),
            familyColour(content.family, m_style));
    }
    paintBar(painter, node, box);
    if (scale >= kReadable) paintText(painter, node, box);
}

void GraphPlot::paint(QPainter& painter, const QRectF& visible, double scale) const {
    painter.setRenderHint(QPainter::Antialiasing);
    paintBands(painter, scale);
    paintLines(painter, visible, scale);
    for (std::size_t node = 0; node < m_layout.boxes.size(); ++node)
        if (rectOf(m_layout.boxes[node]).adjusted(-9, -9, 9, 9).intersects(visible))
            paintBox(painter, node, scale);
    if (scale >= kReadable) paintLabels(painter, visible);
}

void GraphPlot::paintSmall(QPainter& painter) const {
    painter.setPen(Qt::NoPen);
    for (std::size_t node = 0; node < m_layout.boxes.size(); ++node) {
        const bool isPeak = m_content.boxes[node].isPeak;
        const QColor colour = isSelected(node) ? m_style.highlight
                              : isPeak         ? m_style.peak
                                               : blend(m_style.background, m_style.text, 0.45);
        painter.fillRect(rectOf(m_layout.boxes[node]), colour);
    }
}

}  // namespace thimble::ui
