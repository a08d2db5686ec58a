#pragma once

#include <memory>
#include <optional>

#include "core/cost/estimate.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// What each operator of subgraph 0 costs on a board: cycles, time, its share, energy. All of it
/// estimated.
class CostTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { IndexColumn, NameColumn, CyclesColumn, TimeColumn, ShareColumn, EnergyColumn };

    explicit CostTableModel(QObject* parent = nullptr);

    /// Nothing: an empty table.
    void setCost(const std::shared_ptr<const Report>& report,
                 std::optional<cost::CostEstimate> cost);
    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    std::optional<cost::CostEstimate> m_next;   ///< what the next reset shows
    std::optional<cost::CostEstimate> m_shown;  ///< there while there are rows
};

}  // namespace thimble::ui
