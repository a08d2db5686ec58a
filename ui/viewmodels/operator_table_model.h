#pragma once

#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The operators of all subgraphs, in the order in which they run. The one at the peak is bold.
class OperatorTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        IndexColumn,
        SubgraphColumn,
        NameColumn,
        OutputColumn,
        MacsColumn,
        WeightsColumn,
        WorkingSetColumn,
        ScratchColumn,
        ArenaColumn,
    };

    explicit OperatorTableModel(QObject* parent = nullptr);

    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
};

}  // namespace thimble::ui
