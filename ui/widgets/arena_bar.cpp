#include "ui/widgets/arena_bar.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/role_colours.h"

namespace thimble::ui {

using Kind = ArenaBarPart::Kind;

std::vector<ArenaBarPart> layoutArenaBar(const tflm::DeviceMemory& device, int width) {
    const Bytes tail = device.accepts ? device.tailBytes : 0;
    const Bytes whole =
        device.accepts ? std::max(device.minimumBytes, device.headBytes + tail) : device.headBytes;
    if (whole <= 0 || width <= 0) return {};
    // Edges are rounded, not widths, so that the parts fill the bar exactly.
    const auto edge = [whole, width](Bytes bytes) {
        return static_cast<int>((bytes * width + whole / 2) / whole);
    };
    std::vector<ArenaBarPart> parts;
    const auto add = [&](Kind kind, Bytes first, Bytes bytes) {
        if (bytes <= 0) return;
        const int left = std::min(edge(first), width - 1);
        parts.push_back({kind, left, std::max(edge(first + bytes) - left, 1), bytes});
    };
    add(Kind::Head, 0, device.headBytes);
    add(Kind::Gaps, device.lowerBoundBytes, device.headBytes - device.lowerBoundBytes);
    add(Kind::Tail, device.headBytes, tail);
    add(Kind::Startup, device.headBytes + tail, whole - device.headBytes - tail);
    return parts;
}

ArenaBar::ArenaBar(QWidget* parent) : QWidget(parent) {
    installPaintedRowsAccessibility();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Arena"));
}

void ArenaBar::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    QStringList texts;
    constexpr int kAnyWidth = 1000;  // the words are the same at every width
    if (m_report)
        for (const ArenaBarPart& part : layoutArenaBar(m_report->device, kAnyWidth))
            texts.append(explanation(part));
    setAccessibleDescription(texts.join(QLatin1Char(' ')));
    announceNewRows(this);
    update();
}

QSize ArenaBar::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 3 / 2};
}

QSize ArenaBar::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

QString ArenaBar::label(const ArenaBarPart& part) const {
    switch (part.kind) {
        case Kind::Head: return tr("head %1").arg(formatDeviceBytes(*m_report, part.bytes));
        case Kind::Gaps: return {};
        case Kind::Tail: return tr("tail %1").arg(formatDeviceBytes(*m_report, part.bytes));
        case Kind::Startup: return tr("start-up %1").arg(formatDeviceBytes(*m_report, part.bytes));
    }
    return {};
}

QString ArenaBar::explanation(const ArenaBarPart& part) const {
    const QString bytes = formatBytesLong(part.bytes);
    switch (part.kind) {
        case Kind::Head: return tr("Head, %1: tensors and scratch, shared over time.").arg(bytes);
        case Kind::Gaps:
            return tr("Hatched, %1 of the head: gaps between buffers, more than is ever alive at "
                      "once.")
                .arg(bytes);
        case Kind::Tail:
            return tr("Tail, %1: what TFLM keeps as long as the interpreter lives.").arg(bytes);
        case Kind::Startup:
            return tr("Start-up, %1: needed until the interpreter is set up, and to round the "
                      "arena to a multiple of 16.")
                .arg(bytes);
    }
    return {};
}

std::vector<ArenaBarPart> ArenaBar::parts() const {
    return m_report ? layoutArenaBar(m_report->device, std::max(width(), 1))
                    : std::vector<ArenaBarPart>();
}

int ArenaBar::rowCount() const { return static_cast<int>(parts().size()); }

QString ArenaBar::rowName(int row) const {
    switch (parts()[static_cast<std::size_t>(row)].kind) {
        case Kind::Head: return tr("head");
        case Kind::Gaps: return tr("gaps in the head");
        case Kind::Tail: return tr("tail");
        case Kind::Startup: return tr("start-up");
    }
    return {};
}

QString ArenaBar::rowValue(int row) const {
    return explanation(parts()[static_cast<std::size_t>(row)]);
}

QRect ArenaBar::rowRect(int row) {
    const ArenaBarPart part = parts()[static_cast<std::size_t>(row)];
    return {part.left, 0, part.width, height()};
}

int ArenaBar::rowAt(const QPoint& point) {
    // Gaps lie on the head: the last part that is there.
    const auto all = parts();
    for (std::size_t i = all.size(); i-- > 0;)
        if (rect().contains(point) && point.x() >= all[i].left &&
            point.x() < all[i].left + all[i].width)
            return static_cast<int>(i);
    return -1;
}

int ArenaBar::currentRow() const { return -1; }

void ArenaBar::selectRow(int) {}

bool ArenaBar::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_report) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QStringList texts;
    for (const ArenaBarPart& part : layoutArenaBar(m_report->device, width()))
        if (help->x() >= part.left && help->x() < part.left + part.width)
            texts.append(explanation(part));
    QToolTip::showText(help->globalPos(), texts.join(QLatin1Char('\n')), this);
    return true;
}

void ArenaBar::paintEvent(QPaintEvent*) {
    if (!m_report) return;
    QPainter painter(this);
    const QColor ground = palette().color(QPalette::Base);
    const QColor accent = palette().color(QPalette::Highlight);
    const QColor text = palette().color(QPalette::Text);
    const int pad = fontMetrics().averageCharWidth();
    const auto shown = parts();
    const auto box = [this](const ArenaBarPart& part) {
        return QRect(part.left, 0, part.width, height());
    };
    const auto fillOf = [&](Kind kind) {
        switch (kind) {
            case Kind::Head:
            case Kind::Gaps: return blend(ground, accent, 0.85);
            case Kind::Tail: return blend(ground, text, 0.22);
            case Kind::Startup: break;
        }
        return ground;
    };
    for (const ArenaBarPart& part : shown) {
        const QColor fill = fillOf(part.kind);
        painter.fillRect(box(part), fill);
        if (part.kind == Kind::Gaps)
            painter.fillRect(box(part),
                             QBrush(blend(fill, readableOn(fill), 0.55), Qt::BDiagPattern));
        if (part.kind == Kind::Startup)
            painter.fillRect(box(part), QBrush(blend(ground, text, 0.4), Qt::Dense6Pattern));
        if (part.left > 0) painter.fillRect(part.left, 0, 1, height(), ground);
    }
    for (const ArenaBarPart& part : shown) {
        const QString name = label(part);
        const int textWidth = fontMetrics().horizontalAdvance(name);
        if (name.isEmpty() || textWidth + 2 * pad > part.width) continue;
        // A box of the part's own colour, so that hatching does not run through the letters.
        const QColor fill = fillOf(part.kind);
        const QRect line(part.left + pad / 2, height() / 2 - fontMetrics().height() / 2,
                         textWidth + pad, fontMetrics().height());
        painter.fillRect(line, fill);
        painter.setPen(readableOn(fill));
        painter.drawText(line, Qt::AlignCenter, name);
    }
    painter.setPen(blend(ground, text, 0.45));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace thimble::ui
