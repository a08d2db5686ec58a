#pragma once

#include <memory>

#include "core/eval/traced_run.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The tensors that a run has left behind, in the order in which they are written: what their
/// values are like.
class TraceTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        TensorColumn,
        SubgraphColumn,
        OperatorColumn,
        TypeColumn,
        ShapeColumn,
        LowestColumn,
        HighestColumn,
        MeanColumn,
        AtLowestColumn,
        AtHighestColumn
    };

    explicit TraceTableModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setRun(std::shared_ptr<const Report> report, std::shared_ptr<const eval::TracedRun> run);
    /// Of an operator: the row of its first output.
    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    /// How many elements are at an end of the type.
    [[nodiscard]] static QVariant saturated(const eval::TracedTensor& traced, bool atLowest,
                                            int role);

    std::shared_ptr<const eval::TracedRun> m_next;   ///< what the next reset shows
    std::shared_ptr<const eval::TracedRun> m_shown;  ///< not null while there are rows
};

}  // namespace thimble::ui
