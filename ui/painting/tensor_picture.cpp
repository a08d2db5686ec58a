#include "ui/painting/tensor_picture.h"

#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <algorithm>

#include "core/eval/values.h"
#include "ui/format/format.h"
#include "ui/painting/plot_parts.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::TensorPicture)
};

constexpr std::int64_t kSmallestImage = 16;        // elements on each side
constexpr std::int64_t kMostInHeatMap = 1 << 22U;  // more are shown as a histogram
constexpr int kSmallestTile = 10;                  // pixels
constexpr std::int64_t kColourChannels = 3;

}  // namespace

const interp::TensorInfo& PictureSource::info() const {
    const interp::Program& program = run->frame->program();
    return program.tensors[program.slot(traced().subgraph, traced().tensor)];
}

std::span<const std::byte> PictureSource::bytes() const {
    const interp::Program& program = run->frame->program();
    return run->frame->bytes(program.slot(traced().subgraph, traced().tensor));
}

bool canBeImage(const PictureSource& source) {
    const TensorGrid grid = tensorGrid(source.info().shape);
    return !grid.isVector && (grid.tiles == 1 || grid.tiles == kColourChannels) && grid.rows > 1 &&
           grid.columns > 1;
}

PictureKind pictureKind(const PictureSource& source, PictureKind wanted) {
    if (wanted == PictureKind::Histogram || wanted == PictureKind::HeatMap) return wanted;
    const TensorGrid grid = tensorGrid(source.info().shape);
    if (wanted == PictureKind::Image)
        return canBeImage(source) ? PictureKind::Image : PictureKind::HeatMap;
    if (grid.elements > kMostInHeatMap) return PictureKind::Histogram;
    const bool isInput = source.traced().op < 0;
    const bool isLarge = std::min(grid.rows, grid.columns) >= kSmallestImage;
    return isInput && isLarge && canBeImage(source) ? PictureKind::Image : PictureKind::HeatMap;
}

TensorPicture::TensorPicture(PictureSource source, PictureKind wanted, const PlotStyle& style,
                             const QRect& area)
    : m_source(std::move(source)),
      m_kind(pictureKind(m_source, wanted)),
      m_style(style),
      m_colours(m_kind == PictureKind::Image
                    ? imageScale(m_source.traced().statistics, m_source.info())
                    : heatScale(m_source.traced().statistics),
                style.palette) {
    layOut(area);
}

bool TensorPicture::isColour() const {
    return m_kind == PictureKind::Image && m_tiles.grid.tiles == kColourChannels;
}

void TensorPicture::layOut(const QRect& area) {
    const int pad = m_style.padding();
    if (m_kind == PictureKind::Histogram) {
        const int left =
            m_style.metrics.horizontalAdvance(formatCount(m_source.traced().statistics.elements)) +
            2 * pad;
        m_plot = area.adjusted(left, m_style.labelHeight() + pad, -2 * pad,
                               -m_style.labelHeight() - pad);
        if (m_plot.width() > 0 && m_plot.height() > 0)
            m_histogram = layoutHistogram(m_source.traced().statistics.histogram, m_plot);
        return;
    }
    m_legend = QRect(area.left(), area.bottom() + 1 - m_style.labelHeight(), area.width(),
                     m_style.labelHeight());
    m_plot = area.adjusted(0, 0, 0, -m_legend.height() - 2 * pad);
    TensorGrid grid = tensorGrid(m_source.info().shape);
    if (m_kind == PictureKind::Image) {
        // Channels lie in one tile.
        TensorGrid one = grid;
        one.tiles = 1;
        one.elements = grid.elements / grid.tiles;
        m_tiles = layoutTiles(one, m_plot, 0, kSmallestTile, 8 * m_style.line());
        m_tiles.grid = grid;
    } else {
        m_tiles =
            layoutTiles(grid, m_plot, std::max(2, pad / 2), kSmallestTile, 3 * m_style.line());
    }
    // The scale stands right below.
    if (m_tiles.cell > 0)
        m_legend.moveTop(std::min(m_legend.top(), m_tiles.bounds().bottom() + 2 * pad));
}

void TensorPicture::paint(QPainter& painter) const {
    const eval::TensorStatistics& statistics = m_source.traced().statistics;
    if (!statistics.hasValues() || (m_kind != PictureKind::Histogram && m_tiles.cell <= 0)) {
        drawEmptyState(painter, m_style, m_plot,
                       statistics.elements == 0  ? Texts::tr("The tensor has no elements.")
                       : !statistics.isNumeric   ? Texts::tr("The tensor holds no numbers.")
                       : !statistics.hasValues() ? Texts::tr("None of its values is finite.")
                                                 : Texts::tr("There is no room for a picture."));
        return;
    }
    if (m_kind == PictureKind::Histogram) return paintHistogram(painter);
    paintTiles(painter);
    paintNumbers(painter);
    paintScale(painter);
}

/// Pixel by pixel where elements are smaller than pixels, else element by element.
void TensorPicture::paintTiles(QPainter& painter) const {
    const interp::TensorInfo& info = m_source.info();
    const std::span<const std::byte> bytes = m_source.bytes();
    const TensorGrid& grid = m_tiles.grid;
    const bool shrinks = m_tiles.cell < 1;
    const QSize size = shrinks ? m_tiles.tileSize
                               : QSize(static_cast<int>(grid.columns), static_cast<int>(grid.rows));
    const auto at = [shrinks, this](int pixel, std::int64_t count) {
        if (!shrinks) return std::int64_t{pixel};
        return std::min(static_cast<std::int64_t>((pixel + 0.5) / m_tiles.cell), count - 1);
    };
    const auto value = [&](std::int64_t element) {
        return eval::realValue(info, bytes, static_cast<std::size_t>(element));
    };
    for (std::int64_t tile = 0; tile < m_tiles.shown; ++tile) {
        QImage image(size, QImage::Format_RGB32);
        for (int y = 0; y < size.height(); ++y) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
            for (int x = 0; x < size.width(); ++x) {
                const std::int64_t e = grid.element(tile, at(y, grid.rows), at(x, grid.columns));
                if (e < 0)
                    line[x] = m_style.background.rgb();
                else if (isColour())
                    line[x] = qRgb(m_colours.level(value(e)), m_colours.level(value(e + 1)),
                                   m_colours.level(value(e + 2)));
                else
                    line[x] = m_colours.colour(value(e));
            }
        }
        painter.drawImage(m_tiles.tileRect(tile), image);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(m_style.grid);
    if (!grid.isVector && m_tiles.gap > 0)
        for (std::int64_t tile = 0; tile < m_tiles.shown; ++tile)
            painter.drawRect(m_tiles.tileRect(tile).adjusted(-1, -1, 0, 0));
}

/// The values themselves, where elements are large enough for all of them.
void TensorPicture::paintNumbers(QPainter& painter) const {
    if (m_kind == PictureKind::Image) return;
    const eval::TensorStatistics& statistics = m_source.traced().statistics;
    const int widest = std::max(m_style.metrics.horizontalAdvance(formatReal(statistics.lowest)),
                                m_style.metrics.horizontalAdvance(formatReal(statistics.highest)));
    if (m_tiles.cell < std::max(widest + m_style.padding(), m_style.line())) return;
    const TensorGrid& grid = m_tiles.grid;
    for (std::int64_t tile = 0; tile < m_tiles.shown; ++tile)
        for (std::int64_t row = 0; row < grid.rows; ++row)
            for (std::int64_t column = 0; column < grid.columns; ++column) {
                const std::int64_t e = grid.element(tile, row, column);
                if (e < 0) continue;
                const double value =
                    eval::realValue(m_source.info(), m_source.bytes(), static_cast<std::size_t>(e));
                painter.setPen(readableOn(QColor(m_colours.colour(value))));
                painter.drawText(m_tiles.cellRect({tile, row, column}), Qt::AlignCenter,
                                 formatReal(value));
            }
}

/// A bar with the colours, the values at its ends, and 0 where it lies inside.
void TensorPicture::paintScale(QPainter& painter) const {
    const ValueScale& scale = m_colours.scale();
    const QString low = formatReal(scale.lowest);
    const QString high = formatReal(scale.highest);
    const int pad = m_style.padding();
    const int lowWidth = m_style.metrics.horizontalAdvance(low);
    const int highWidth = m_style.metrics.horizontalAdvance(high);
    const int noteWidth = m_style.metrics.horizontalAdvance(note()) + pad;
    const int room = m_legend.width() - lowWidth - highWidth - 4 * pad - noteWidth;
    const QRect bar(m_legend.left() + lowWidth + pad, m_legend.top() + m_legend.height() / 4,
                    std::clamp(room, 4 * m_style.line(), 20 * m_style.line()),
                    m_legend.height() / 2);
    painter.setPen(m_style.text);
    painter.drawText(m_legend, Qt::AlignLeft | Qt::AlignVCenter, low);
    painter.drawText(
        QRect(bar.right() + 1 + pad, m_legend.top(), highWidth + pad, m_legend.height()),
        Qt::AlignLeft | Qt::AlignVCenter, high);
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         QColor(m_colours.colourAt((x + 0.5) / bar.width())));
    painter.setPen(m_style.muted);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    if (scale.kind == ValueScale::Kind::TwoHues)
        painter.drawLine(bar.center().x(), m_legend.top(), bar.center().x(), m_legend.bottom());
    const QRect rest(bar.right() + 3 * pad + highWidth, m_legend.top(),
                     m_legend.right() - bar.right() - 3 * pad - highWidth, m_legend.height());
    painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter,
                     m_style.metrics.elidedText(note(), Qt::ElideRight, rest.width()));
}

void TensorPicture::paintCursor(QPainter& painter, std::int64_t cursor) const {
    if (cursor < 0 || cursor > lastCursor()) return;
    painter.setBrush(Qt::NoBrush);
    if (m_kind == PictureKind::Histogram) {
        drawHoverLine(painter, m_style, m_histogram.column(static_cast<int>(cursor)));
        return;
    }
    GridPlace place = m_tiles.placeOf(cursor);
    if (m_kind == PictureKind::Image) place.tile = 0;
    if (place.tile >= m_tiles.shown) return;
    // Two frames, so that it can be seen on every colour.
    const QRect cell = m_tiles.cellRect(place);
    painter.setPen(m_style.background);
    painter.drawRect(cell.adjusted(-2, -2, 1, 1));
    painter.setPen(QPen(m_style.text, 1));
    painter.drawRect(cell.adjusted(-1, -1, 0, 0));
}

}  // namespace thimble::ui
