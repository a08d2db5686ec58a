#include "ui/painting/memory_map_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "core/boards/cores.h"
#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_style.h"

namespace thimble::ui {

namespace {

constexpr int kNarrowestCharacters = 44;

/// Colour and pattern of a use. SRAM's arena as everywhere: the accent, and grey for the tail.
struct Look {
    QColor fill;
    Qt::BrushStyle pattern = Qt::SolidPattern;
};

Look lookOf(MemoryUse use, const QPalette& palette) {
    const QColor ground = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const QColor green(0x00, 0x9E, 0x73);
    const QColor orange(0xE6, 0x9F, 0x00);
    const QColor purple(0xCC, 0x79, 0xA7);
    switch (use) {
        case MemoryUse::Head: return {blend(ground, palette.color(QPalette::Highlight), 0.85)};
        case MemoryUse::Startup: return {blend(ground, text, 0.12), Qt::Dense6Pattern};
        case MemoryUse::Tail: return {blend(ground, text, 0.3)};
        case MemoryUse::Runtime:
        case MemoryUse::Code: return {green};
        case MemoryUse::Stack: return {orange, Qt::FDiagPattern};
        case MemoryUse::Reserve:
        case MemoryUse::Application: return {purple, Qt::BDiagPattern};
        case MemoryUse::Weights: return {blend(ground, text, 0.5)};
        case MemoryUse::Quantization: return {blend(ground, text, 0.34), Qt::HorPattern};
        case MemoryUse::Graph: return {blend(ground, text, 0.22)};
        case MemoryUse::Names: return {blend(ground, text, 0.22), Qt::VerPattern};
        case MemoryUse::Metadata: return {blend(ground, text, 0.22), Qt::DiagCrossPattern};
        case MemoryUse::Kernels: return {green, Qt::BDiagPattern};
        case MemoryUse::Free: return {ground};
        case MemoryUse::Missing: return {peakColour(palette), Qt::DiagCrossPattern};
    }
    return {ground};
}

void fill(QPainter& painter, const QRect& box, const Look& look) {
    painter.fillRect(box, look.fill);
    if (look.pattern != Qt::SolidPattern)
        painter.fillRect(box, QBrush(blend(look.fill, readableOn(look.fill), 0.45), look.pattern));
}

QString flashText(const boards::Flash& flash) {
    if (flash.internalBytes.value_or(0) > 0 && flash.externalBytes.value_or(0) > 0)
        return MemoryMapView::tr("Flash, %1 of it off the chip")
            .arg(formatBytes(*flash.externalBytes));
    if (flash.externalBytes.value_or(0) > 0) return MemoryMapView::tr("Flash, off the chip");
    return MemoryMapView::tr("Flash");
}

}  // namespace

QString memoryUseName(MemoryUse use) {
    switch (use) {
        case MemoryUse::Head: return MemoryMapView::tr("head");
        case MemoryUse::Startup: return MemoryMapView::tr("start-up");
        case MemoryUse::Tail: return MemoryMapView::tr("tail");
        case MemoryUse::Runtime: return MemoryMapView::tr("TFLM");
        case MemoryUse::Stack: return MemoryMapView::tr("stack");
        case MemoryUse::Reserve: return MemoryMapView::tr("reserve");
        case MemoryUse::Weights: return MemoryMapView::tr("weights");
        case MemoryUse::Quantization: return MemoryMapView::tr("quantisation");
        case MemoryUse::Graph: return MemoryMapView::tr("graph");
        case MemoryUse::Names: return MemoryMapView::tr("names");
        case MemoryUse::Metadata: return MemoryMapView::tr("metadata");
        case MemoryUse::Code: return MemoryMapView::tr("TFLM");
        case MemoryUse::Kernels: return MemoryMapView::tr("kernels");
        case MemoryUse::Application: return MemoryMapView::tr("application");
        case MemoryUse::Free: return MemoryMapView::tr("free");
        case MemoryUse::Missing: return MemoryMapView::tr("missing");
    }
    return {};
}

namespace {

QString explanation(MemoryUse use) {
    switch (use) {
        case MemoryUse::Head:
            return MemoryMapView::tr("Head of the arena: tensors and scratch, shared over time.");
        case MemoryUse::Startup:
            return MemoryMapView::tr("Of the arena, needed until the interpreter is set up.");
        case MemoryUse::Tail:
            return MemoryMapView::tr(
                "Tail of the arena: what TFLM keeps as long as the interpreter lives.");
        case MemoryUse::Runtime:
            return MemoryMapView::tr(
                "TFLM outside the arena: interpreter, operator resolver, static variables. "
                "Measured.");
        case MemoryUse::Stack: return MemoryMapView::tr("The stack: as set above.");
        case MemoryUse::Reserve:
            return MemoryMapView::tr("The application's own SRAM: as set above.");
        case MemoryUse::Weights:
            return MemoryMapView::tr("Constants in the file, each buffer once.");
        case MemoryUse::Quantization:
            return MemoryMapView::tr("Scales, zero points and ranges in the file.");
        case MemoryUse::Graph:
            return MemoryMapView::tr("The rest of the file: tables, shapes, options, padding.");
        case MemoryUse::Names: return MemoryMapView::tr("Names in the file; nothing runs on them.");
        case MemoryUse::Metadata: return MemoryMapView::tr("Metadata in the file.");
        case MemoryUse::Code: return MemoryMapView::tr("TFLM's code without kernels. Measured.");
        case MemoryUse::Kernels:
            return MemoryMapView::tr("TFLM's code for exactly these operators. Measured.");
        case MemoryUse::Application:
            return MemoryMapView::tr("Startup code, drivers and the C library: an assumption.");
        case MemoryUse::Free: return MemoryMapView::tr("Not used.");
        case MemoryUse::Missing: return MemoryMapView::tr("Needed, but not there.");
    }
    return {};
}

}  // namespace

QString memoryPartText(const MemoryPart& part) {
    return QStringLiteral("%1 %2").arg(memoryUseName(part.use), formatBytes(part.bytes));
}

MemoryMapView::MemoryMapView(QWidget* parent) : QWidget(parent) {
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setAccessibleName(tr("Memory map"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MemoryMapView::setFit(const boards::Board& board, const boards::Fit& fit) {
    const auto core = boards::findCore(board.core);
    m_title = tr("%1 · %2, %3")
                  .arg(formatText(board.chip),
                       core ? plainText(core->description) : formatText(board.core),
                       formatFrequency(board.clockHz));
    m_flashText = flashText(board.flash);
    m_banks = memoryBanks(fit);
    m_hovered.reset();
    QStringList texts;
    for (const MemoryBank& bank : m_banks) {
        QStringList parts;
        for (const MemoryPart& part : bank.parts) parts.append(memoryPartText(part));
        texts.append(
            QStringLiteral("%1: %2.").arg(caption(bank), parts.join(QStringLiteral(", "))));
    }
    setAccessibleDescription(texts.join(QLatin1Char(' ')));
    layOut();
    announceNewRows(this);
}

QString MemoryMapView::caption(const MemoryBank& bank) const {
    const QString name = bank.isFlash ? m_flashText : formatText(bank.name.toStdString());
    if (!bank.bytes) return tr("%1 · size unknown").arg(name);
    if (bank.parts.empty()) return tr("%1 · %2, need unknown").arg(name, formatBytes(*bank.bytes));
    return QStringLiteral("%1 · %2").arg(name, formatBytes(*bank.bytes));
}

QString MemoryMapView::textAt(QPoint place) const {
    const Place at = m_layout.at(place);
    if (!at) return {};
    const MemoryPart& part = m_banks[at->first].parts[at->second];
    return QStringLiteral("%1: %2\n%3")
        .arg(memoryUseName(part.use), formatBytesLong(part.bytes), explanation(part.use));
}

void MemoryMapView::layOut() {
    m_layout = layoutMemoryMap(m_banks, width(), fontMetrics(), memoryPartText);
    setMinimumHeight(m_layout.height);
    updateGeometry();
    update();
}

QSize MemoryMapView::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 80, m_layout.height};
}

QSize MemoryMapView::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * kNarrowestCharacters, m_layout.height};
}

void MemoryMapView::paintEvent(QPaintEvent*) {
    if (m_banks.empty()) return;
    QPainter painter(this);
    const PlotStyle style(*this);
    const QColor ground = palette().color(QPalette::Window);
    const QColor frame = blend(style.background, style.text, 0.45);
    for (const QRect& pin : m_layout.pins) painter.fillRect(pin, blend(ground, style.text, 0.35));
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath body;
    body.addRoundedRect(QRectF(m_layout.chip).adjusted(0.5, 0.5, -0.5, -0.5), style.padding(),
                        style.padding());
    painter.fillPath(body, blend(ground, style.text, 0.07));
    painter.strokePath(body, QPen(blend(ground, style.text, 0.45), 1));
    painter.setRenderHint(QPainter::Antialiasing, false);

    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(
        m_layout.title, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(bold).elidedText(m_title, Qt::ElideRight, m_layout.title.width()));
    painter.setFont(font());
    for (std::size_t b = 0; b < m_banks.size(); ++b) {
        painter.drawText(m_layout.captions[b], Qt::AlignLeft | Qt::AlignVCenter,
                         style.metrics.elidedText(caption(m_banks[b]), Qt::ElideRight,
                                                  m_layout.captions[b].width()));
        if (m_banks[b].bytes) painter.fillRect(m_layout.bars[b], style.background);
    }
    const auto look = [&](std::size_t bank, std::size_t part) {
        return lookOf(m_banks[bank].parts[part].use, palette());
    };
    for (const MemoryMapLayout::Cell& cell : m_layout.cells) {
        fill(painter, cell.box, look(cell.bank, cell.part));
        if (cell.part > 0 && cell.box.width() > 2)
            painter.fillRect(cell.box.left(), cell.box.top(), 1, cell.box.height(),
                             style.background);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(frame);
    for (std::size_t b = 0; b < m_banks.size(); ++b)
        if (m_banks[b].bytes) painter.drawRect(m_layout.bars[b].adjusted(0, 0, -1, -1));
    for (const MemoryMapLayout::Entry& entry : m_layout.legend) {
        fill(painter, entry.swatch, look(entry.bank, entry.part));
        painter.setPen(frame);
        painter.drawRect(entry.swatch.adjusted(0, 0, -1, -1));
        painter.setPen(palette().color(QPalette::WindowText));
        const QString text = memoryPartText(m_banks[entry.bank].parts[entry.part]);
        painter.drawText(entry.text, Qt::AlignLeft | Qt::AlignVCenter,
                         style.metrics.elidedText(text, Qt::ElideRight, entry.text.width()));
    }
    painter.setPen(QPen(style.text, 2));
    if (m_hovered)
        for (const MemoryMapLayout::Cell& cell : m_layout.cells)
            if (std::pair(cell.bank, cell.part) == *m_hovered)
                painter.drawRect(cell.box.adjusted(1, 1, -1, -1));
}

void MemoryMapView::hover(const Place& place) {
    if (place == m_hovered) return;
    m_hovered = place;
    update();
}

bool MemoryMapView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
    return true;
}

void MemoryMapView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) layOut();
    QWidget::changeEvent(event);
}

void MemoryMapView::mouseMoveEvent(QMouseEvent* event) { hover(m_layout.at(event->pos())); }

void MemoryMapView::leaveEvent(QEvent*) { hover(std::nullopt); }

void MemoryMapView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) layOut();
}

}  // namespace thimble::ui
