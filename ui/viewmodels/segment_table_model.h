#pragma once

#include <memory>

#include "core/cproject/row_study.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The segments in which a model runs by rows.
class SegmentTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        PositionColumn,
        OperatorsColumn,
        KindColumn,
        RowsColumn,
        CallsColumn,
        BytesColumn
    };

    explicit SegmentTableModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setAnswer(const std::shared_ptr<const Report>& report,
                   std::shared_ptr<const cproject::RowAnswer> answer);
    /// The segment that the operator belongs to.
    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    std::shared_ptr<const cproject::RowAnswer> m_next;  ///< what the next reset shows
    std::shared_ptr<const cproject::RowAnswer> m_shown;
    Bytes m_most = 0;  ///< of all segments
};

}  // namespace thimble::ui
