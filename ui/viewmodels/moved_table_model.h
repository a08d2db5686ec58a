#pragma once

#include <memory>

#include "core/pipeline/planned_model.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The operators that a plan runs at another step, in the order in which they now run. Their ids
/// are those of the model as it was.
class MovedTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        OperatorColumn,
        SubgraphColumn,
        BeforeColumn,
        AfterColumn,
        ByColumn,
        OutputColumn
    };

    explicit MovedTableModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setPlan(std::shared_ptr<const PlannedModel> planned);
    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    std::shared_ptr<const PlannedModel> m_next;   ///< what the next reset shows
    std::shared_ptr<const PlannedModel> m_shown;  ///< not null while there are rows
};

}  // namespace thimble::ui
