// What the painted views beside timeline, arena map and graph offer as rows and cells.
#include <algorithm>

#include "ui/format/format.h"
#include "ui/painting/channel_strip.h"
#include "ui/painting/confusion_view.h"
#include "ui/painting/history_view.h"
#include "ui/painting/memory_map_view.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/tensor_view.h"
#include "ui/painting/working_set_view.h"

namespace thimble::ui {

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

// WorkingSetView: a row for each operator.

int WorkingSetView::rowCount() const { return static_cast<int>(m_now.size()); }

QString WorkingSetView::rowName(int row) const {
    const QString name = operatorTitle(*m_report, 0, row);
    return row == peakRow() ? tr("%1, the peak").arg(name) : name;
}

QString WorkingSetView::rowValue(int row) const {
    const Bytes before = m_before[at(row)];
    const Bytes now = m_now[at(row)];
    if (before == now) return formatBytes(now);
    return tr("%1, %2 with all channels").arg(formatBytes(now), formatBytes(before));
}

QRect WorkingSetView::rowRect(int row) {
    const auto& bars = plot().bars;
    const auto bar = std::ranges::find(bars, row, &WorkingSetLayout::Bar::op);
    return bar == bars.end() ? QRect() : bar->column;
}

int WorkingSetView::rowAt(const QPoint& point) {
    return m_now.empty() || !plot().plot.contains(point) ? -1 : plot().operatorAt(point.x());
}

int WorkingSetView::currentRow() const { return m_looked; }

void WorkingSetView::selectRow(int row) { look(std::clamp(row, -1, rowCount() - 1)); }

// HistoryView: a row for each step.

int HistoryView::rowCount() const {
    return m_history ? static_cast<int>(m_history->steps.size()) : 0;
}

QString HistoryView::rowName(int row) const {
    return row == m_history->peakStep ? tr("%1, the peak").arg(stepText(row)) : stepText(row);
}

QString HistoryView::rowValue(int row) const {
    return tr("%1 in use").arg(formatBytes(m_history->used[at(row)].total()));
}

QRect HistoryView::rowRect(int row) { return m_history ? plot().column(row) : QRect(); }

int HistoryView::rowAt(const QPoint& point) {
    return m_history && plot().plot.contains(point) ? plot().stepAt(point.x()) : -1;
}

int HistoryView::currentRow() const { return cursor(); }

void HistoryView::selectRow(int row) { look(-1, std::clamp(row, -1, rowCount() - 1)); }

// ConfusionView: a row for each label, a cell for each answer.

int ConfusionView::rowCount() const {
    return m_counts ? static_cast<int>(m_counts->counts().size()) : 0;
}

QString ConfusionView::rowName(int row) const { return tr("samples of %1").arg(name(row)); }

QString ConfusionView::rowValue(int row) const { return readout(Cell{row, row}); }

QRect ConfusionView::rowRect(int row) {
    return m_counts ? cellRect(row, 0) | cellRect(row, rowCount() - 1) : QRect();
}

int ConfusionView::rowAt(const QPoint& point) {
    const auto cell = matrix().cellAt(point);
    return cell ? cell->label : -1;
}

int ConfusionView::currentRow() const { return cursor() ? cursor()->label : -1; }

void ConfusionView::selectRow(int row) { selectCell(row, row); }

int ConfusionView::columnCount() const { return rowCount(); }

QString ConfusionView::cellName(int row, int column) const {
    return tr("%1 answered as %2").arg(name(row), name(column));
}

QString ConfusionView::cellValue(int row, int column) const { return readout(Cell{row, column}); }

QRect ConfusionView::cellRect(int row, int column) { return matrix().cellRect({row, column}); }

int ConfusionView::columnAt(const QPoint& point) {
    const auto cell = matrix().cellAt(point);
    return cell ? cell->answer : -1;
}

int ConfusionView::currentColumn() const { return cursor() ? cursor()->answer : -1; }

void ConfusionView::selectCell(int row, int column) {
    if (row >= 0 && row < rowCount() && column >= 0 && column < columnCount())
        setCursors(std::nullopt, Cell{row, column});
}

// TensorView: the lines of each tile with their elements, or the bins of a histogram. Only what is
// painted: pictures leave tiles out where they would be too small.

int TensorView::rowCount() const {
    const TensorPicture* shown = made();
    if (shown == nullptr) return 0;
    if (shown->kind() == PictureKind::Histogram) return static_cast<int>(shown->lastCursor()) + 1;
    const TileLayout& tiles = shown->tiles();
    return static_cast<int>(tiles.shown * tiles.grid.rows);
}

int TensorView::columnCount() const {
    const TensorPicture* shown = made();
    return shown == nullptr || shown->kind() == PictureKind::Histogram
               ? 0
               : static_cast<int>(shown->tiles().grid.columns);
}

namespace {

/// The element of a tile's line; -1: behind the end of a vector.
std::int64_t elementAt(const TileLayout& tiles, int row, int column) {
    return tiles.grid.element(row / tiles.grid.rows, row % tiles.grid.rows, column);
}

GridPlace placeAt(const TileLayout& tiles, int row, int column) {
    return {row / tiles.grid.rows, row % tiles.grid.rows, column};
}

}  // namespace

QString TensorView::rowName(int row) const {
    if (columnCount() == 0) return tr("bin %1").arg(row);
    const TileLayout& tiles = made()->tiles();
    if (tiles.grid.tiles == 1) return tr("line %1").arg(row);
    return tr("tile %1, line %2").arg(row / tiles.grid.rows).arg(row % tiles.grid.rows);
}

QString TensorView::rowValue(int row) const {
    if (columnCount() == 0) return made()->readout(row);
    return tr("%1 elements").arg(columnCount());
}

QRect TensorView::rowRect(int row) {
    const TensorPicture* shown = made();
    if (shown == nullptr) return {};
    if (columnCount() > 0) return cellRect(row, 0) | cellRect(row, columnCount() - 1);
    const auto& bars = shown->histogram().bars;
    return at(row) < bars.size() ? bars[at(row)] : QRect();
}

int TensorView::rowAt(const QPoint& point) {
    const TensorPicture* shown = made();
    if (shown == nullptr) return -1;
    if (columnCount() == 0) return static_cast<int>(shown->cursorAt(point));
    const auto place = shown->tiles().placeAt(point);
    return place ? static_cast<int>(place->tile * shown->tiles().grid.rows + place->row) : -1;
}

int TensorView::columnAt(const QPoint& point) {
    const auto place = columnCount() > 0 ? made()->tiles().placeAt(point) : std::nullopt;
    return place ? static_cast<int>(place->column) : -1;
}

int TensorView::currentRow() const {
    if (made() == nullptr || cursor() < 0) return -1;
    if (columnCount() == 0) return static_cast<int>(cursor());
    const GridPlace place = made()->tiles().placeOf(cursor());
    return static_cast<int>(place.tile * made()->tiles().grid.rows + place.row);
}

int TensorView::currentColumn() const {
    if (columnCount() == 0 || cursor() < 0) return -1;
    return static_cast<int>(made()->tiles().placeOf(cursor()).column);
}

void TensorView::selectRow(int row) {
    if (columnCount() > 0) return selectCell(row, 0);
    if (row >= 0 && row < rowCount()) setCursors(-1, row);
}

QString TensorView::cellName(int row, int column) const {
    return tr("%1, element %2").arg(rowName(row)).arg(column);
}

QString TensorView::cellValue(int row, int column) const {
    const std::int64_t element = elementAt(made()->tiles(), row, column);
    return element < 0 ? QString() : made()->readout(element);
}

QRect TensorView::cellRect(int row, int column) {
    return made() == nullptr ? QRect()
                             : made()->tiles().cellRect(placeAt(made()->tiles(), row, column));
}

void TensorView::selectCell(int row, int column) {
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount()) return;
    const std::int64_t element = elementAt(made()->tiles(), row, column);
    if (element >= 0) setCursors(-1, element);
}

// ChannelStrip: a row for each channel.

int ChannelStrip::rowCount() const { return static_cast<int>(m_cells.size()); }

QString ChannelStrip::rowName(int row) const {
    const Cell& cell = m_cells[at(row)];
    return cell.isKept ? tr("channel %1").arg(cell.channel)
                       : tr("channel %1, taken away").arg(cell.channel);
}

QString ChannelStrip::rowValue(int row) const {
    return m_describe ? m_describe(m_cells[at(row)].channel) : QString();
}

QRect ChannelStrip::rowRect(int row) { return plot().box(row); }

int ChannelStrip::rowAt(const QPoint& point) { return plot().at(point); }

int ChannelStrip::currentRow() const { return m_cursor; }

void ChannelStrip::selectRow(int row) { moveCursor(row, false); }

// MemoryMapView: a row for each part of each memory, one after the other.

int MemoryMapView::rowCount() const {
    std::size_t parts = 0;
    for (const MemoryBank& bank : m_banks) parts += bank.parts.size();
    return static_cast<int>(parts);
}

MemoryMapView::Place MemoryMapView::placeOf(int row) const {
    auto left = at(std::max(row, 0));
    for (std::size_t bank = 0; bank < m_banks.size(); ++bank) {
        if (left < m_banks[bank].parts.size()) return std::pair(bank, left);
        left -= m_banks[bank].parts.size();
    }
    return std::nullopt;
}

QString MemoryMapView::rowName(int row) const {
    const Place place = placeOf(row);
    if (!place) return {};
    const MemoryBank& bank = m_banks[place->first];
    return QStringLiteral("%1: %2").arg(caption(bank),
                                        memoryUseName(bank.parts[place->second].use));
}

QString MemoryMapView::rowValue(int row) const {
    const Place place = placeOf(row);
    return place ? formatBytes(m_banks[place->first].parts[place->second].bytes) : QString();
}

QRect MemoryMapView::rowRect(int row) {
    const Place place = placeOf(row);
    QRect all;
    for (const MemoryMapLayout::Cell& cell : m_layout.cells)
        if (place && std::pair(cell.bank, cell.part) == *place) all |= cell.box;
    return all;
}

int MemoryMapView::rowAt(const QPoint& point) {
    const Place place = m_layout.at(point);
    if (!place) return -1;
    std::size_t row = place->second;
    for (std::size_t bank = 0; bank < place->first; ++bank) row += m_banks[bank].parts.size();
    return static_cast<int>(row);
}

int MemoryMapView::currentRow() const { return -1; }

void MemoryMapView::selectRow(int row) { hover(placeOf(row)); }

}  // namespace thimble::ui
