#pragma once

#include <vector>

#include "ui/document/pruner.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// Variants side by side: the model as it is, those that have names, and what is on show.
class VariantTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        NameColumn,
        ChannelsColumn,
        ArenaColumn,
        FileColumn,
        MacsColumn,
        TimeColumn,
        ScoreColumn,
        FitsColumn
    };

    explicit VariantTableModel(QObject* parent = nullptr);

    /// Nothing: an empty table. `rows` begins with the model as it is and ends with what is on
    /// show.
    void setVariants(const std::shared_ptr<const Report>& report, std::vector<PruneVariant> rows);
    [[nodiscard]] const std::vector<PruneVariant>& rows() const { return m_rows; }

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;

private:
    std::vector<PruneVariant> m_rows;
};

}  // namespace thimble::ui
