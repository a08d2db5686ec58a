#include "ui/pages/tables_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/format/format.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tail_page.h"
#include "ui/viewmodels/operator_table_model.h"
#include "ui/viewmodels/tensor_table_model.h"
#include "ui/viewmodels/warning_table_model.h"
#include "ui/widgets/filter_edit.h"

namespace thimble::ui {

namespace {

constexpr int kFilterCharacters = 24;

}  // namespace

TablesPanel::TablesPanel(QWidget* parent)
    : QWidget(parent),
      m_tabs(new QTabWidget(this)),
      m_tail(new TailPage),
      m_filter(new FilterEdit),
      m_count(new QLabel) {
    m_tables[OperatorsTab] =
        new TablePage(new OperatorTableModel, tr("Operators"), OperatorTableModel::SubgraphColumn);
    m_tables[TensorsTab] =
        new TablePage(new TensorTableModel, tr("Tensors"), TensorTableModel::SubgraphColumn);
    m_tables[TailTab] = m_tail->table();
    m_tables[WarningsTab] = new TablePage(new WarningTableModel, tr("Warnings"));
    m_tables[WarningsTab]->wrapLastColumn();

    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Tables"));
    m_tabs->addTab(m_tables[OperatorsTab], tr("Operators"));
    m_tabs->addTab(m_tables[TensorsTab], tr("Tensors"));
    m_tabs->addTab(m_tail, tr("Tail"));
    m_tabs->addTab(m_tables[WarningsTab], tr("Warnings"));

    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * kFilterCharacters);
    m_count->setAccessibleName(tr("Rows shown"));
    auto* corner = new QWidget;
    auto* cornerLayout = new QHBoxLayout(corner);
    cornerLayout->setContentsMargins(0, 0, 0, 0);
    cornerLayout->addWidget(m_count);
    cornerLayout->addWidget(m_filter);
    m_tabs->setCornerWidget(corner, Qt::TopRightCorner);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);

    connect(m_filter, &FilterEdit::textChanged, this, [this](const QString& text) {
        for (TablePage* table : m_tables) table->setFilter(text);
        refreshTitles();
    });
    connect(m_filter, &FilterEdit::leftDownwards, this,
            [this] { currentTable()->enterAndChoose(); });
    connect(m_tabs, &QTabWidget::currentChanged, this, &TablesPanel::refreshTitles);
}

void TablesPanel::setReport(const std::shared_ptr<const Report>& report) {
    m_tail->setReport(report);
    for (const Tab tab : {OperatorsTab, TensorsTab, WarningsTab}) m_tables[tab]->setReport(report);
    refreshTitles();
}

void TablesPanel::setSelection(Selection* selection) {
    for (TablePage* table : m_tables) table->shareSelection(selection);
    connect(selection, &Selection::changed, this, &TablesPanel::followSelection);
}

void TablesPanel::showTab(Tab tab) { m_tabs->setCurrentIndex(tab); }

void TablesPanel::enterFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TablesPanel::enterTable() { currentTable()->setFocus(Qt::ShortcutFocusReason); }

int TablesPanel::warnings() const { return m_tables[WarningsTab]->allRows(); }

QSize TablesPanel::minimumSizeHint() const {
    constexpr int kRows = 6;  // the tabs, the heads of the columns, a few rows
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * kRows * 4 / 3};
}

TablePage* TablesPanel::currentTable() const { return m_tables[m_tabs->currentIndex()]; }

void TablesPanel::refreshTitles() {
    const int warningCount = warnings();
    m_tabs->setTabText(WarningsTab,
                       warningCount == 0 ? tr("Warnings") : tr("Warnings (%1)").arg(warningCount));
    const int shown = currentTable()->shownRows();
    const int all = currentTable()->allRows();
    m_count->setText(shown == all ? QString()
                                  : tr("%1 of %2").arg(formatCount(shown), formatCount(all)));
}

/// The tab of what was chosen comes to the front, unless a person is reading something else.
void TablesPanel::followSelection(const SelectedItem& item) {
    const int tab = m_tabs->currentIndex();
    if (tab != OperatorsTab && tab != TensorsTab) return;
    if (item.kind == SelectedItem::Kind::Operator) showTab(OperatorsTab);
    if (item.kind == SelectedItem::Kind::Tensor) showTab(TensorsTab);
}

}  // namespace thimble::ui
