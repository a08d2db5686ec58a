#include "ui/pages/table_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QProxyStyle>
#include <QScopedValueRollback>
#include <algorithm>

namespace thimble::ui {

namespace {

constexpr int kRowsMeasured = 500;  // for the columns' widths; measuring 5,000 rows takes too long
constexpr int kNarrowestText = 12;  // characters, where text gives way to numbers
constexpr int kWidestColumn = 48;   // characters; the rest of a long name is in its tooltip

/// Fusion with air at both ends of a cell, so that a number does not touch the name beside it.
class AiryCells final : public QProxyStyle {
public:
    AiryCells() : QProxyStyle(QStringLiteral("fusion")) {}
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override {
        if ((metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin) && widget)
            return widget->fontMetrics().averageCharWidth() * 2 / 3;
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
};

}  // namespace

TablePage::TablePage(ReportTableModel* model, const QString& name, int subgraphColumn,
                     QWidget* parent)
    : QTableView(parent),
      m_model(model),
      m_proxy(new TextFilterProxy(this)),
      m_subgraphColumn(subgraphColumn) {
    m_model->setParent(this);
    m_proxy->setSourceModel(m_model);
    setModel(m_proxy);
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    auto* cells = new AiryCells;
    cells->setParent(this);
    setStyle(cells);
    horizontalHeader()->setStyle(cells);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle);  // names tend to differ at the end
    setHorizontalScrollMode(ScrollPerPixel);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setResizeContentsPrecision(kRowsMeasured);
    sizeSections();
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_fitting) m_resizedByHand = true;
    });
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            &TablePage::squeezeColumns);
    // Text may use the rest of the width; a number far from its neighbours is hard to read.
    const QVariant last =
        model->headerData(model->columnCount() - 1, Qt::Horizontal, Qt::TextAlignmentRole);
    horizontalHeader()->setStretchLastSection(
        !last.value<Qt::Alignment>().testFlag(Qt::AlignRight));
}

void TablePage::setReport(std::shared_ptr<const Report> report) {
    m_model->setReport(std::move(report));
    if (m_subgraphColumn >= 0) setColumnHidden(m_subgraphColumn, !m_model->hasSeveralSubgraphs());
    m_columnsStale = true;
    if (isVisible()) fitColumns();
    followSelection();
    emit shownRowsChanged();
}

void TablePage::shareSelection(Selection* selection) {
    m_selection = selection;
    connect(selection, &Selection::changed, this, &TablePage::followSelection);
    followSelection();
}

void TablePage::setFilter(const QString& text) {
    {
        // When the current row goes, Qt makes a neighbour current; that is nobody's choice.
        const QScopedValueRollback following(m_following, true);
        m_proxy->setWords(text);
    }
    followSelection();
    emit shownRowsChanged();
}

void TablePage::wrapLastColumn() {
    setWordWrap(true);
    horizontalHeader()->setMaximumSectionSize(-1);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSectionResizeMode(m_proxy->columnCount() - 1, QHeaderView::Stretch);
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
}

void TablePage::hugColumns(int rows) {
    m_rowsToHug = rows;
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSortingEnabled(false);
}

void TablePage::enterAndChoose() {
    setFocus(Qt::ShortcutFocusReason);
    if (!selectionModel()->hasSelection()) setCurrentIndex(m_proxy->index(0, 0));
    choose(currentIndex());
}

void TablePage::focusInEvent(QFocusEvent* event) {
    // Qt makes the first row current; that is nobody's choice.
    const QScopedValueRollback following(m_following, true);
    QTableView::focusInEvent(event);
}

void TablePage::followSelection() {
    if (!m_selection) return;
    // Of several rows about the same thing the one that is current stays.
    if (currentIndex().isValid() && m_selection->current().kind != SelectedItem::Kind::None &&
        currentIndex().data(IdRole).value<SelectedItem>() == m_selection->current())
        return;
    const QScopedValueRollback following(m_following, true);
    const int row = m_model->rowOf(m_selection->current());
    const QModelIndex shown =
        row < 0 ? QModelIndex() : m_proxy->mapFromSource(m_model->index(row, 0));
    if (!shown.isValid()) {
        clearSelection();
        setCurrentIndex({});
        return;
    }
    const int column = std::max(currentIndex().column(), 0);
    setCurrentIndex(shown.siblingAtColumn(column));
    scrollTo(shown);
}

void TablePage::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!m_following) choose(current);
}

void TablePage::choose(const QModelIndex& index) {
    const auto item = index.data(IdRole).value<SelectedItem>();
    if (m_selection && item.kind != SelectedItem::Kind::None) m_selection->select(item);
}

void TablePage::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copyRow();
        return;
    }
    if (event->keyCombination() == kSortKey && currentIndex().isValid()) {
        sortByCurrentColumn();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        choose(currentIndex());
        if (currentIndex().isValid()) emit activated(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TablePage::sizeSections() {
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 4 / 3);
    horizontalHeader()->setMaximumSectionSize(fontMetrics().averageCharWidth() * kWidestColumn);
}

void TablePage::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    sizeSections();
    m_columnsStale = true;
    if (isVisible()) fitColumns();
}

void TablePage::showEvent(QShowEvent* event) {
    QTableView::showEvent(event);
    if (m_columnsStale) fitColumns();
}

void TablePage::fitColumns() {
    m_columnsStale = false;
    const QScopedValueRollback fitting(m_fitting, true);
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        if (horizontalHeader()->sectionResizeMode(column) == QHeaderView::Interactive)
            resizeColumnToContents(column);
    m_widths.clear();
    m_resizedByHand = false;
    if (m_rowsToHug > 0) {
        setFixedWidth(horizontalHeader()->length() + 2 * frameWidth());
        setMinimumHeight(horizontalHeader()->sizeHint().height() +
                         m_rowsToHug * verticalHeader()->defaultSectionSize() + 2 * frameWidth());
    } else {
        for (int column = 0; column < m_proxy->columnCount(); ++column)
            m_widths.append({isNumber(column), columnWidth(column), leastWidth(column)});
        squeezeColumns();
    }
    if (currentIndex().isValid()) scrollTo(currentIndex());
}

bool TablePage::isNumber(int column) const {
    const QVariant aligned = m_model->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole);
    return aligned.value<Qt::Alignment>().testFlag(Qt::AlignRight);
}

/// Of text a beginning and an end; of numbers all of them, and the column's title without the room
/// that Qt keeps for the arrow of sorting.
int TablePage::leastWidth(int column) const {
    if (!isNumber(column)) return fontMetrics().averageCharWidth() * kNarrowestText;
    const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const int margin = style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, this);
    return std::max({sizeHintForColumn(column), horizontalHeader()->minimumSectionSize(),
                     horizontalHeader()->fontMetrics().horizontalAdvance(title) + 3 * margin});
}

/// Where a table that ends in a number is a little too wide, room that nothing stands in goes
/// first, then the text gives way, names before shapes: they are cut in the middle and stand in
/// full in their tooltips, while a number that is cut is none.
void TablePage::squeezeColumns() {
    if (m_widths.isEmpty() || m_resizedByHand || horizontalHeader()->stretchLastSection()) return;
    const QScopedValueRollback fitting(m_fitting, true);
    QList<Width> widths = m_widths;
    int excess = -viewport()->width();
    for (int column = 0; column < widths.size(); ++column)
        if (!isColumnHidden(column)) excess += widths[column].wanted;
    for (const bool numbers : {true, false})
        for (int column = 0; column < widths.size() && excess > 0; ++column) {
            const bool isSorted = horizontalHeader()->sortIndicatorSection() == column;
            Width& width = widths[column];
            if (isColumnHidden(column) || width.isNumber != numbers || (numbers && isSorted))
                continue;
            const int less = std::clamp(width.wanted - width.least, 0, excess);
            width.wanted -= less;
            excess -= less;
        }
    for (int column = 0; column < widths.size(); ++column)
        if (!isColumnHidden(column)) setColumnWidth(column, widths[column].wanted);
}

void TablePage::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    squeezeColumns();
}

/// What a click on the column's head does.
void TablePage::sortByCurrentColumn() {
    const int column = currentIndex().column();
    const bool again = horizontalHeader()->sortIndicatorSection() == column &&
                       horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder;
    sortByColumn(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
}

/// The selected row as tab-separated text, as spreadsheets take it.
void TablePage::copyRow() const {
    if (!currentIndex().isValid()) return;
    QStringList cells;
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        if (!isColumnHidden(column))
            cells.append(currentIndex().siblingAtColumn(column).data().toString());
    QGuiApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

}  // namespace thimble::ui
