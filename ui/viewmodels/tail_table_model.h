#pragma once

#include <vector>

#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// What TFLM keeps in the arena's tail, by category, largest first; categories without bytes are
/// left out. Empty where TFLM refuses the model.
class TailTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { DescriptionColumn, BytesColumn, KeyColumn };

    explicit TailTableModel(QObject* parent = nullptr);

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    std::vector<std::size_t> m_categories;  ///< those with bytes, largest first
};

}  // namespace thimble::ui
