#include "ui/painting/graph_view.h"

#include <QAccessible>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

namespace {

constexpr double kSmallest = 0.02;
constexpr double kLargest = 4;
constexpr double kZoomStep = 1.25;
constexpr double kReadableFit = 0.7;  // below this scale the first look is at 100 %, not at all
constexpr int kMapPart = 5;           // of the view's width and ...
constexpr int kMapHeightPart = 2;     // ... height, at most

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

GraphView::GraphView(QWidget* parent) : QWidget(parent) {
    installPaintedRowsAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Graph"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void GraphView::setScene(std::shared_ptr<const Scene> scene, const QString& hint) {
    const bool isSame = m_scene && scene && m_scene->report == scene->report &&
                        m_scene->content.diagram.subgraph == scene->content.diagram.subgraph;
    // What was in the middle stays there: boxes move when others fold.
    const QPointF middle = toScene(QRectF(canvas()).center());
    int anchor = -1;
    QPointF moved;
    if (isSame) {
        double nearest = 0;
        for (int row = 0; row < rowCount(); ++row) {
            if (m_scene->content.diagram.nodes[at(row)].operators.empty()) continue;
            const QPointF away = plot().boxOf(at(row)).center() - middle;
            const double distance = std::abs(away.x()) + std::abs(away.y());
            if (row == m_current || anchor < 0 || (distance < nearest && anchor != m_current)) {
                anchor = row;
                nearest = distance;
                moved = away;
            }
        }
    }
    const std::int32_t op =
        anchor < 0 ? -1 : m_scene->content.diagram.nodes[at(anchor)].operators.front();
    m_scene = std::move(scene);
    m_hint = hint;
    m_map = {};
    m_current = -1;
    if (m_scene && isSame && op >= 0) {
        const int now = m_scene->content.diagram.nodeOf[at(op)];
        m_corner += plot().boxOf(at(now)).center() - moved - middle;
        keepInside();
    } else {
        m_isPlaced = false;
    }
    followSelection();
    update();
    if (!QAccessible::isActive()) return;
    QAccessibleEvent reordered(this, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&reordered);
}

void GraphView::setSelection(Selection* selection) {
    if (m_selection) m_selection->disconnect(this);
    m_selection = selection;
    if (selection != nullptr)
        connect(selection, &Selection::changed, this, &GraphView::followSelection);
    followSelection();
}

void GraphView::followSelection() {
    m_map = {};
    update();
    if (!m_scene) return;
    const SelectedItem item = m_selection ? m_selection->current() : SelectedItem();
    const diagram::Diagram& diagram = m_scene->content.diagram;
    int row = -1;
    if (item.subgraph == diagram.subgraph && item.kind == SelectedItem::Kind::Operator &&
        item.index >= 0 && at(item.index) < diagram.nodeOf.size())
        row = diagram.nodeOf[at(item.index)];
    if (item.subgraph == diagram.subgraph && item.kind == SelectedItem::Kind::Tensor) {
        // Where it comes from: the box of an input, or of the operator that writes it.
        for (const diagram::Edge& edge : diagram.edges)
            if (edge.tensor == item.index) row = edge.from;
        if (m_current >= 0 && diagram.nodes[at(m_current)].tensor == item.index) row = m_current;
    }
    if (row == m_current) return;
    m_current = row;
    if (row < 0) return;
    if (m_isPlaced) ensureVisible(row);
    if (!QAccessible::isActive() || !hasFocus()) return;
    QAccessibleEvent focused(this, QAccessible::Focus);
    focused.setChild(row);
    QAccessible::updateAccessibility(&focused);
}

const PlotStyle& GraphView::style() const {
    if (!m_style) m_style.emplace(*this);
    return *m_style;
}

void GraphView::restyle() {
    m_style.reset();
    m_map = {};
    update();
}

GraphPlot GraphView::plot() const {
    return {*m_scene->report, m_scene->content, m_scene->layout, style(),
            m_selection ? m_selection->current() : SelectedItem()};
}

QRect GraphView::legendRect() const {
    return {0, 0, width(), style().line() + 2 * style().padding()};
}

QRect GraphView::canvas() const { return rect().adjusted(0, legendRect().height(), 0, 0); }

QPointF GraphView::toScene(const QPointF& point) const {
    return m_corner + (point - canvas().topLeft()) / m_scale;
}

QRectF GraphView::toView(const QRectF& area) const {
    return {(area.topLeft() - m_corner) * m_scale + canvas().topLeft(), area.size() * m_scale};
}

double GraphView::fittingScale() const {
    if (!m_scene) return 1;
    const double margin = 2.0 * style().line();
    const double across = (canvas().width() - margin) / std::max(m_scene->layout.width, 1.0);
    const double down = (canvas().height() - margin) / std::max(m_scene->layout.height, 1.0);
    return std::clamp(std::min(across, down), kSmallest, 1.0);
}

bool GraphView::isFitted() const {
    return m_scene && canvas().width() >= m_scene->layout.width * m_scale &&
           canvas().height() >= m_scene->layout.height * m_scale;
}

/// In the middle where all of it fits; otherwise no further away than a margin.
void GraphView::keepInside() {
    if (!m_scene) return;
    const double margin = style().line() / m_scale;
    const auto keep = [margin](double corner, double visible, double all) {
        return visible >= all + 2 * margin ? (all - visible) / 2
                                           : std::clamp(corner, -margin, all - visible + margin);
    };
    m_corner = {keep(m_corner.x(), canvas().width() / m_scale, m_scene->layout.width),
                keep(m_corner.y(), canvas().height() / m_scale, m_scene->layout.height)};
    update();
}

void GraphView::centreOn(const QPointF& place) {
    m_corner = place - QPointF(canvas().width(), canvas().height()) / (2 * m_scale);
    keepInside();
}

/// All of it where that can be read; otherwise what is selected, or the peak.
void GraphView::showFirst() {
    if (!m_scene || canvas().isEmpty()) return;
    m_isPlaced = true;
    m_scale = fittingScale();
    if (m_scale < kReadableFit) m_scale = 1;
    const int row = m_current >= 0 ? m_current : peakRow();
    centreOn(row >= 0 ? plot().boxOf(at(row)).center() : QPointF());
}

void GraphView::fit() {
    m_scale = fittingScale();
    keepInside();
}

void GraphView::setScale(double scale, const QPointF& fixed) {
    const QPointF place = toScene(fixed);
    m_scale = std::clamp(scale, std::min(kSmallest, fittingScale()), kLargest);
    m_corner = place - (fixed - canvas().topLeft()) / m_scale;
    keepInside();
}

void GraphView::zoomIn() { setScale(m_scale * kZoomStep, QRectF(canvas()).center()); }
void GraphView::zoomOut() { setScale(m_scale / kZoomStep, QRectF(canvas()).center()); }

void GraphView::pan(double dx, double dy) {
    m_corner += QPointF(dx, dy) / m_scale;
    keepInside();
}

void GraphView::ensureVisible(int row) {
    const QRectF box = toView(plot().boxOf(at(row)));
    const int margin = 2 * style().line();
    const QRectF inside = QRectF(canvas()).adjusted(margin, margin, -margin, -margin);
    const auto by = [](double first, double last, double from, double to) {
        return first < from ? first - from : last > to ? std::min(last - to, first - from) : 0;
    };
    pan(by(box.left(), box.right(), inside.left(), inside.right()),
        by(box.top(), box.bottom(), inside.top(), inside.bottom()));
}

int GraphView::peakRow() const {
    if (!m_scene) return -1;
    const auto found = std::ranges::find_if(m_scene->content.boxes, &GraphBox::isPeak);
    return found == m_scene->content.boxes.end()
               ? -1
               : static_cast<int>(found - m_scene->content.boxes.begin());
}

void GraphView::goToPeak() {
    if (const int row = peakRow(); row >= 0) {
        selectRow(row);
        centreOn(plot().boxOf(at(row)).center());
    }
}

int GraphView::rowCount() const {
    return m_scene ? static_cast<int>(m_scene->content.boxes.size()) : 0;
}

QString GraphView::rowName(int row) const {
    return graphBoxName(*m_scene->report, m_scene->content, row);
}

QString GraphView::rowValue(int row) const {
    return graphBoxValue(*m_scene->report, m_scene->content, row, m_scene->plan.get());
}

QRect GraphView::rowRect(int row) {
    return toView(plot().boxOf(at(row))).toAlignedRect().intersected(canvas());
}

int GraphView::rowAt(const QPoint& point) {
    if (!m_scene || !canvas().contains(point)) return -1;
    for (int row = 0; row < rowCount(); ++row)
        if (plot().boxOf(at(row)).contains(toScene(point))) return row;
    return -1;
}

void GraphView::selectRow(int row) {
    if (row < 0 || row >= rowCount()) return;
    const diagram::Node& node = m_scene->content.diagram.nodes[at(row)];
    const std::uint32_t subgraph = m_scene->content.diagram.subgraph;
    m_current = row;
    if (m_isPlaced) ensureVisible(row);
    if (m_selection)
        m_selection->select(
            node.operators.empty()
                ? SelectedItem{SelectedItem::Kind::Tensor, subgraph, node.tensor}
                : SelectedItem{SelectedItem::Kind::Operator, subgraph, node.operators.front()});
    update();
}

QSize GraphView::sizeHint() const { return minimumSizeHint() * 2; }

QSize GraphView::minimumSizeHint() const {
    return {style().metrics.averageCharWidth() * 30, style().line() * 12};
}

QRect GraphView::mapRect() const {
    if (!m_scene || isFitted()) return {};
    const QSizeF room(width() / double{kMapPart}, canvas().height() / double{kMapHeightPart});
    QSizeF size(m_scene->layout.width, m_scene->layout.height);
    size.scale(room, Qt::KeepAspectRatio);
    // A long chain is a thin line: wider than it is, so that a hand can hit it.
    const int least = 2 * style().line();
    const QSize pixels = size.toSize().expandedTo({least, least});
    const int margin = style().padding();
    return {width() - pixels.width() - margin, height() - pixels.height() - margin, pixels.width(),
            pixels.height()};
}

void GraphView::paintMap(QPainter& painter) const {
    const QRect area = mapRect();
    if (area.isEmpty()) return;
    const QRect frame = area.adjusted(-1, -1, 1, 1);
    painter.fillRect(frame, style().background);
    const double across = area.width() / m_scene->layout.width;
    const double down = area.height() / m_scene->layout.height;
    const auto paintBoxes = [&](QPainter& small) {
        small.setRenderHint(QPainter::Antialiasing);
        small.scale(across, down);
        plot().paintSmall(small);
    };
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        painter.save();
        painter.translate(area.topLeft());
        paintBoxes(painter);
        painter.restore();
    } else {
        if (m_map.isNull() || m_map.deviceIndependentSize().toSize() != area.size()) {
            m_map = QPixmap(area.size() * devicePixelRatioF());
            m_map.setDevicePixelRatio(devicePixelRatioF());
            m_map.fill(style().background);
            QPainter small(&m_map);
            paintBoxes(small);
        }
        painter.drawPixmap(area.topLeft(), m_map);
    }
    const QRectF seen(toScene(canvas().topLeft()), QSizeF(canvas().size()) / m_scale);
    const QRectF window(area.left() + seen.left() * across, area.top() + seen.top() * down,
                        seen.width() * across, seen.height() * down);
    const QRectF shown = window.intersected(area);
    painter.fillRect(shown, QColor(style().highlight.red(), style().highlight.green(),
                                   style().highlight.blue(), 60));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(style().highlight, 2));
    painter.drawRect(shown);
    painter.setPen(blend(style().background, style().text, 0.4));
    painter.drawRect(frame);
}

/// What colours, bars and lines stand for; the last entries go first where room is short.
void GraphView::paintLegend(QPainter& painter) const {
    const PlotStyle& look = style();
    const QRect area = legendRect();
    painter.fillRect(area, look.background);
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), look.grid);
    const int swatch = look.line() - look.padding();
    int x = look.padding() * 2;
    const auto entry = [&](const QString& text, const auto& draw, int size) {
        const int wide = size + look.padding() + look.metrics.horizontalAdvance(text);
        if (x + wide > area.right() - look.padding()) return;
        draw(QRect(x, area.center().y() - swatch / 2, size, swatch));
        painter.setPen(look.text);
        painter.drawText(QRect(x + size + look.padding(), area.top(), area.width(), area.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        x += wide + 3 * look.padding();
    };
    const GraphContent& content = m_scene->content;
    const auto bar = [&](const QRect& place) {
        painter.fillRect(
            QRect(place.left(), place.center().y() - swatch / 4, place.width(), swatch / 2),
            blend(look.background, look.text, 0.6));
    };
    const QString most = formatBytes(content.largest);
    entry(tr("bytes of outputs, all of the bar: %1").arg(most), bar, 3 * swatch);
    if (m_scene->plan)
        entry(
            tr("there at once, by rows"),
            [&](const QRect& place) {
                painter.fillRect(
                    QRect(place.left(), place.center().y() - swatch / 4, place.width(), swatch / 2),
                    GraphPlot::heldColour());
            },
            3 * swatch);
    for (const auto& family : content.families)
        entry(
            family.second,
            [&](const QRect& place) {
                painter.fillRect(place, GraphPlot::familyColour(family.first, look));
            },
            swatch / 2);
}

void GraphView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), style().background);
    if (!m_scene || m_scene->content.boxes.empty()) {
        drawEmptyState(painter, style(), rect(),
                       m_scene ? tr("This subgraph has no operators.") : m_hint);
    } else {
        if (!m_isPlaced) showFirst();
        painter.save();
        painter.setClipRect(canvas());
        painter.translate(canvas().topLeft());
        painter.scale(m_scale, m_scale);
        painter.translate(-m_corner);
        plot().paint(painter, {m_corner, QSizeF(canvas().size()) / m_scale}, m_scale);
        painter.restore();
        painter.setFont(font());
        paintLegend(painter);
        paintMap(painter);
    }
    drawFocusFrame(painter, *this, style().background);
}

}  // namespace thimble::ui
