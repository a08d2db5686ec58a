#pragma once

#include <QWidget>
#include <memory>

#include "core/report/report.h"
#include "ui/document/selection.h"

class QLabel;
class QTabWidget;

namespace thimble::ui {

class FilterEdit;
class TablePage;
class TailPage;

/// Operators, tensors, the tail and the warnings as tables behind tabs, with one filter for
/// whichever is in front.
class TablesPanel final : public QWidget {
    Q_OBJECT

public:
    enum Tab { OperatorsTab, TensorsTab, TailTab, WarningsTab };
    static constexpr int kTabs = 4;

    explicit TablesPanel(QWidget* parent = nullptr);

    void setReport(const std::shared_ptr<const Report>& report);
    void setSelection(Selection* selection);
    void showTab(Tab tab);
    /// Gives the keyboard to the filter.
    void enterFilter();
    /// Gives the keyboard to the table in front.
    void enterTable();

    [[nodiscard]] TablePage* table(Tab tab) const { return m_tables[tab]; }
    [[nodiscard]] TablePage* currentTable() const;
    [[nodiscard]] TailPage* tailPage() const { return m_tail; }
    [[nodiscard]] FilterEdit* filter() const { return m_filter; }
    [[nodiscard]] QTabWidget* tabs() const { return m_tabs; }
    [[nodiscard]] int warnings() const;

    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void refreshTitles();
    void followSelection(const SelectedItem& item);

    QTabWidget* m_tabs;
    TablePage* m_tables[kTabs];
    TailPage* m_tail;
    FilterEdit* m_filter;
    QLabel* m_count;
};

}  // namespace thimble::ui
