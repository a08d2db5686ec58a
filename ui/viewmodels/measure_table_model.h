#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/document/measurement.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// What each operator of a measured C project took, in the order in which they run.
class MeasureTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { StepColumn, NameColumn, InstructionsColumn, ShareColumn };

    explicit MeasureTableModel(QObject* parent = nullptr);

    /// Nothing: an empty table. `order`: operators of subgraph 0 as they run.
    void setMeasurement(const std::shared_ptr<const Report>& report,
                        std::optional<Measurement> measurement, std::vector<std::int32_t> order);
    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    struct Rows {
        Measurement measurement;
        std::vector<std::int32_t> order;
    };
    /// Of subgraph 0; -1: the step is none of the project's.
    [[nodiscard]] std::int32_t operatorOf(std::size_t row) const;

    std::optional<Rows> m_next;   ///< what the next reset shows
    std::optional<Rows> m_shown;  ///< there while there are rows
};

}  // namespace thimble::ui
