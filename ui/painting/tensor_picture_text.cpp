// What a tensor's picture says about its elements, its histogram, and the cursor in both.
#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "core/eval/values.h"
#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/painting/tensor_picture.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::TensorPicture)
};

double edgeOf(const eval::Histogram& histogram, std::int64_t bin) {
    const double part = static_cast<double>(bin) / static_cast<double>(histogram.counts.size());
    return histogram.from * (1 - part) + histogram.to * part;
}

QString elementsText(std::int64_t count) {
    return count == 1 ? Texts::tr("1 element") : Texts::tr("%1 elements").arg(formatCount(count));
}

}  // namespace

std::int64_t TensorPicture::cursorAt(const QPoint& point) const {
    if (m_kind == PictureKind::Histogram) return m_histogram.binAt(point.x());
    const auto place = m_tiles.placeAt(point);
    return place ? m_tiles.grid.element(place->tile, place->row, place->column) : -1;
}

std::int64_t TensorPicture::lastCursor() const {
    if (m_kind == PictureKind::Histogram)
        return static_cast<std::int64_t>(m_histogram.bars.size()) - 1;
    return m_tiles.cell > 0 ? m_tiles.grid.elements - 1 : -1;
}

std::int64_t TensorPicture::moved(std::int64_t cursor, int right, int down) const {
    if (lastCursor() < 0) return -1;
    if (cursor < 0) return 0;
    if (m_kind == PictureKind::Histogram)
        return std::clamp<std::int64_t>(cursor + right - down, 0, lastCursor());
    const TensorGrid& grid = m_tiles.grid;
    GridPlace place = m_tiles.placeOf(cursor);
    place.column += right;
    place.row += down;
    // Over a tile's edge into its neighbour.
    const std::int64_t tiles = m_kind == PictureKind::Image ? 1 : m_tiles.shown;
    const auto cross = [&](std::int64_t by, std::int64_t& at, std::int64_t start) {
        const std::int64_t next = place.tile + by;
        const bool sameLine =
            std::abs(by) != 1 || next / m_tiles.across == place.tile / m_tiles.across;
        if (tiles == 1 || next < 0 || next >= tiles || !sameLine) return;
        place.tile = next;
        at = start;
    };
    if (place.column >= grid.columns) cross(1, place.column, 0);
    if (place.column < 0) cross(-1, place.column, grid.columns - 1);
    if (place.row >= grid.rows) cross(m_tiles.across, place.row, 0);
    if (place.row < 0) cross(-m_tiles.across, place.row, grid.rows - 1);
    place.column = std::clamp<std::int64_t>(place.column, 0, grid.columns - 1);
    place.row = std::clamp<std::int64_t>(place.row, 0, grid.rows - 1);
    const std::int64_t element = grid.element(place.tile, place.row, place.column);
    return element < 0 ? cursor : element;
}

QString TensorPicture::readout(std::int64_t cursor) const {
    if (cursor < 0 || cursor > lastCursor()) return {};
    if (m_kind == PictureKind::Histogram) {
        const eval::TensorStatistics& statistics = m_source.traced().statistics;
        const std::int64_t count = statistics.histogram.counts[static_cast<std::size_t>(cursor)];
        return Texts::tr("%1 to %2: %3 (%4)")
            .arg(formatReal(edgeOf(statistics.histogram, cursor)),
                 formatReal(edgeOf(statistics.histogram, cursor + 1)), elementsText(count),
                 formatShare(count, statistics.elements));
    }
    const interp::TensorInfo& info = m_source.info();
    const auto valueText = [&](std::int64_t element) {
        return formatReal(
            eval::realValue(info, m_source.bytes(), static_cast<std::size_t>(element)));
    };
    const QString index = formatShape(elementIndex(info.shape, cursor));
    if (isColour())
        return Texts::tr("%1: red %2, green %3, blue %4")
            .arg(index, valueText(cursor / 3 * 3), valueText(cursor / 3 * 3 + 1),
                 valueText(cursor / 3 * 3 + 2));
    const auto stored =
        eval::storedInteger(info, m_source.bytes(), static_cast<std::size_t>(cursor));
    if (!stored || info.scale == 0) return Texts::tr("%1: %2").arg(index, valueText(cursor));
    return Texts::tr("%1: %2 (stored as %3)").arg(index, valueText(cursor), formatNumber(*stored));
}

QString TensorPicture::note() const {
    QStringList notes;
    if (m_tiles.shown < m_tiles.grid.tiles && m_kind == PictureKind::HeatMap)
        notes << Texts::tr("the first %1 of %2 channels")
                     .arg(formatCount(m_tiles.shown), formatCount(m_tiles.grid.tiles));
    else if (m_tiles.grid.tiles > 1 && m_kind == PictureKind::HeatMap)
        notes << Texts::tr("%1 channels").arg(formatCount(m_tiles.grid.tiles));
    if (m_tiles.cell > 0 && m_tiles.cell < 1) notes << Texts::tr("not every element has a pixel");
    return notes.join(QStringLiteral(", "));
}

void TensorPicture::paintHistogram(QPainter& painter) const {
    const eval::TensorStatistics& statistics = m_source.traced().statistics;
    const eval::Histogram& histogram = statistics.histogram;
    const QFontMetrics& metrics = m_style.metrics;
    const int pad = m_style.padding();
    for (const std::int64_t mark : m_histogram.marks(m_style.tickDistance())) {
        const int y = m_histogram.y(mark);
        painter.fillRect(m_plot.left(), y, m_plot.width(), 1, m_style.grid);
        painter.setPen(m_style.muted);
        painter.drawText(QRect(m_plot.left() - pad - metrics.horizontalAdvance(formatCount(mark)),
                               y - metrics.height() / 2,
                               metrics.horizontalAdvance(formatCount(mark)) + 1, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, formatCount(mark));
    }
    const std::size_t last = m_histogram.bars.size() - 1;
    bool hasEnds = false;
    const QString type = plainText(tensorTypeName(m_source.info().type));
    for (std::size_t bin = 0; bin <= last; ++bin) {
        QRect bar = m_histogram.bars[bin];
        if (bar.width() > 3) bar.setWidth(bar.width() - 1);
        const bool isEnd =
            (bin == 0 && histogram.firstIsTypeEnd) || (bin == last && histogram.lastIsTypeEnd);
        painter.fillRect(bar, m_style.roles.colour(Role::Input));
        if (!isEnd) continue;
        painter.fillRect(bar, m_style.peak);
        painter.fillRect(QRect(bar.left(), m_plot.bottom() + 2, std::max(3, bar.width()), pad),
                         m_style.peak);
        hasEnds = true;
    }
    painter.fillRect(m_plot.left(), m_plot.bottom() + 1, m_plot.width(), 1, m_style.muted);
    const QRect below(m_plot.left(), m_plot.bottom() + 2 + pad, m_plot.width(), metrics.height());
    painter.setPen(m_style.text);
    painter.drawText(below, Qt::AlignLeft, formatReal(statistics.lowest));
    painter.drawText(below, Qt::AlignRight, formatReal(statistics.highest));
    painter.setPen(m_style.muted);
    painter.drawText(below, Qt::AlignHCenter, Texts::tr("real value"));
    QString title =
        m_histogram.isLogarithmic ? Texts::tr("elements (logarithmic)") : Texts::tr("elements");
    const int top = m_plot.top() - m_style.labelHeight() - pad;
    const int left = m_plot.left();
    painter.drawText(QRect(left, top, m_plot.width(), m_style.labelHeight()),
                     Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!hasEnds) return;
    const QString mark = Texts::tr("end of %1").arg(type);
    const int width = metrics.horizontalAdvance(mark);
    const int x = m_plot.right() - width;
    if (x - m_style.line() - pad < left + metrics.horizontalAdvance(title)) return;
    painter.drawText(QRect(x, top, width + 1, m_style.labelHeight()),
                     Qt::AlignLeft | Qt::AlignVCenter, mark);
    painter.fillRect(QRect(x - m_style.line(), top + m_style.labelHeight() / 4,
                           m_style.line() - pad, m_style.labelHeight() / 2),
                     m_style.peak);
}

}  // namespace thimble::ui
