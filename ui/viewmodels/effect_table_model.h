#pragma once

#include <memory>
#include <vector>

#include "core/pipeline/planned_model.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// What a plan changes: bytes before, after, and the difference. The one that counts most is bold.
class EffectTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { MeasureColumn, BeforeColumn, AfterColumn, DifferenceColumn, PercentColumn };

    explicit EffectTableModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setPlan(std::shared_ptr<const PlannedModel> planned);

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    std::shared_ptr<const PlannedModel> m_next;  ///< what the next reset shows
    std::vector<PlanEffect> m_effects;
    PlanMeasure m_main{};
};

}  // namespace thimble::ui
