#include "ui/pages/tail_page.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHeaderView>
#include <QHorizontalBarSeries>
#include <QLocale>
#include <QValueAxis>
#include <algorithm>

#include "ui/pages/table_page.h"
#include "ui/painting/role_colours.h"
#include "ui/viewmodels/tail_table_model.h"

namespace thimble::ui {

namespace {

struct ChartColours {
    QColor ground, text, grid, bar;
};

ChartColours chartColours(const QPalette& palette) {
    const QColor ground = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    return {ground, text, blend(ground, text, 0.18), blend(ground, text, 0.55)};
}

void colourAxis(QAbstractAxis& axis, const ChartColours& colours, const QFont& font) {
    axis.setLabelsFont(font);
    axis.setLabelsColor(colours.text);
    axis.setGridLineColor(colours.grid);
    axis.setLinePenColor(colours.grid);
}

}  // namespace

TailPage::TailPage(QWidget* parent)
    : QSplitter(Qt::Horizontal, parent),
      m_table(new TablePage(new TailTableModel, tr("Tail by category"), -1, this)) {
    setAccessibleName(tr("Tail"));
    setChildrenCollapsible(false);
    m_table->horizontalHeader()->setMaximumSectionSize(-1);
    addWidget(m_table);
}

void TailPage::setReport(std::shared_ptr<const Report> report) {
    m_table->setReport(std::move(report));
    if (isVisible() || m_chart) drawChart();
}

void TailPage::changeEvent(QEvent* event) {
    QSplitter::changeEvent(event);
    const bool looks =
        event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange;
    if (looks && m_chart) drawChart();
}

void TailPage::showEvent(QShowEvent* event) {
    QSplitter::showEvent(event);
    if (!m_chart) drawChart();
}

void TailPage::resizeEvent(QResizeEvent* event) {
    QSplitter::resizeEvent(event);
    if (m_chart && roomForBars() != m_bars) drawChart();
}

int TailPage::roomForBars() const {
    constexpr int kAxisLines = 3;  // what the axis of bytes takes
    return std::max(2 * height() / (3 * fontMetrics().height()) - kAxisLines, 1);
}

void TailPage::drawChart() {
    m_bars = roomForBars();
    if (!m_chart) {
        m_chart = new QChartView(this);
        m_chart->setFrameShape(QFrame::NoFrame);
        m_chart->setRenderHint(QPainter::Antialiasing);
        m_chart->setFocusPolicy(Qt::NoFocus);  // the table beside it says the same to everyone
        m_chart->setAccessibleName(tr("Chart of the tail by category"));
        addWidget(m_chart);
        setStretchFactor(0, 1);
        setStretchFactor(1, 1);
        setSizes({width() * 3 / 5, width() * 2 / 5});
    }
    const ChartColours colours = chartColours(palette());
    auto chart = std::make_unique<QChart>();
    chart->setBackgroundBrush(colours.ground);
    chart->setBackgroundRoundness(0);
    const int gap = fontMetrics().averageCharWidth();
    chart->setMargins(QMargins(gap, gap / 2, 2 * gap, gap / 2));
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->hide();
    chart->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));  // as all other numbers
    chart->setLocalizeNumbers(true);

    // The largest, as many as there is room for: the table has them all. Bars grow upwards in Qt
    // Charts, so the smallest comes first.
    const QAbstractItemModel* rows = m_table->model();
    QStringList names;
    auto* set = new QBarSet(tr("Tail"));
    set->setColor(colours.bar);
    set->setBorderColor(colours.ground);
    for (int row = std::min(rows->rowCount(), roomForBars()) - 1; row >= 0; --row) {
        names.append(rows->index(row, TailTableModel::KeyColumn).data().toString());
        set->append(rows->index(row, TailTableModel::BytesColumn).data(SortRole).toDouble());
    }
    auto* series = new QHorizontalBarSeries(chart.get());
    series->append(set);
    chart->addSeries(series);

    auto* categories = new QBarCategoryAxis(chart.get());
    categories->append(names);
    colourAxis(*categories, colours, font());
    categories->setGridLineVisible(false);
    auto* bytes = new QValueAxis(chart.get());
    bytes->setLabelFormat(tr("%.0f B"));
    colourAxis(*bytes, colours, font());
    chart->addAxis(categories, Qt::AlignLeft);
    chart->addAxis(bytes, Qt::AlignBottom);
    series->attachAxis(categories);
    series->attachAxis(bytes);
    bytes->setMin(0);
    bytes->setTickCount(5);
    // Without bars there is no range to be nice about.
    if (!names.isEmpty()) bytes->applyNiceNumbers();

    m_chart->setBackgroundBrush(colours.ground);
    const std::unique_ptr<QChart> old(m_chart->chart());
    m_chart->setChart(chart.release());
}

}  // namespace thimble::ui
