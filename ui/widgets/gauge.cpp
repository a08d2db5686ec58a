#include "ui/widgets/gauge.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/painting/role_colours.h"

namespace thimble::ui {

namespace {

constexpr double kAir = 1.2;  // beyond the highest number, where nothing else ends the scale

}  // namespace

GaugeLayout layoutGauge(const GaugeValue& value, const QRect& area) {
    GaugeLayout layout;
    layout.track = area;
    const double highest = std::max(value.value, value.high.value_or(0));
    const double end = value.full ? std::max(*value.full, highest) : highest * kAir;
    const auto edge = [&](double number) {
        const double part = end > 0 ? std::clamp(number / end, 0.0, 1.0) : 0.0;
        return static_cast<int>(std::lround(part * area.width()));
    };
    const int fill = value.value > 0 ? std::max(1, edge(value.value)) : 0;
    layout.fill = QRect(area.left(), area.top(), fill, area.height());
    if (value.low && value.high)
        layout.range = QRect(area.left() + edge(*value.low), area.top(),
                             std::max(1, edge(*value.high) - edge(*value.low)), area.height());
    if (value.full && value.value > *value.full) layout.limit = area.left() + edge(*value.full);
    return layout;
}

Gauge::Gauge(const QString& title, QWidget* parent) : QWidget(parent), m_title(title) {
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Gauge::setValue(const std::optional<GaugeValue>& value, const QString& text,
                     const QString& tip) {
    m_value = value;
    m_text = text;
    setToolTip(tip);
    setAccessibleDescription(text);
    update();
}

QSize Gauge::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 21 / 10};
}

QSize Gauge::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 44, sizeHint().height()};
}

void Gauge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int line = fontMetrics().height();
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const QRect words(0, 0, width(), line);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    const int left = QFontMetrics(bold).horizontalAdvance(m_title) + line;
    painter.setFont(font());
    const QRect rest = words.adjusted(left, 0, 0, 0);
    painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, rest.width()));

    const QRect area(0, line + line / 6, width(), line * 5 / 6);
    if (!m_value) {
        painter.fillRect(area, blend(palette().color(QPalette::Window), ground, 0.5));
        painter.setPen(QPen(blend(ground, text, 0.45), 1, Qt::DashLine));
        painter.drawRect(area.adjusted(0, 0, -1, -1));
        return;
    }
    const GaugeLayout layout = layoutGauge(*m_value, area);
    painter.fillRect(layout.track, ground);
    painter.fillRect(layout.fill, blend(ground, palette().color(QPalette::Highlight), 0.85));
    if (layout.limit) {
        const QColor over = peakColour(palette());
        const QRect beyond(*layout.limit, area.top(), layout.fill.right() + 1 - *layout.limit,
                           area.height());
        painter.fillRect(beyond, over);
        painter.fillRect(beyond, QBrush(blend(over, readableOn(over), 0.45), Qt::DiagCrossPattern));
        painter.fillRect(*layout.limit, area.top(), 2, area.height(), text);
    }
    painter.setPen(blend(ground, text, 0.45));
    painter.drawRect(layout.track.adjusted(0, 0, -1, -1));
    if (!layout.range) return;
    // Light around dark, so that it is seen on the fill and beyond it.
    const int middle = area.center().y();
    const int half = area.height() / 4;
    for (const auto& [colour, thick] : {std::pair(ground, 5), std::pair(text, 2)}) {
        painter.setPen(QPen(colour, thick, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(layout.range->left(), middle, layout.range->right(), middle);
        painter.drawLine(layout.range->left(), middle - half, layout.range->left(), middle + half);
        painter.drawLine(layout.range->right(), middle - half, layout.range->right(),
                         middle + half);
    }
}

}  // namespace thimble::ui
