#pragma once

#include "ui/document/pruner.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// What fewer channels change: before, now and the difference, and how sure each number is.
class PruneNumbersModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { MeasureColumn, BeforeColumn, NowColumn, DifferenceColumn, PercentColumn };
    enum Measure { Arena, WorkingSet, File, Weights, Operations, Time, Score };
    static constexpr int kMeasures = 7;

    explicit PruneNumbersModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setNumbers(const std::shared_ptr<const Report>& report, const PruneNumbers& before,
                    const PruneNumbers& now);

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;

private:
    PruneNumbers m_before;
    PruneNumbers m_now;
};

/// "82,240 B"; with "at most" while the plan is being sought, "…" where nothing is known yet.
[[nodiscard]] QString arenaText(const PruneNumbers& numbers);
/// "84.32 %"; "-" without data.
[[nodiscard]] QString scoreText(const PruneNumbers& numbers);
/// "~12.3 ms".
[[nodiscard]] QString timeText(const PruneNumbers& numbers);

}  // namespace thimble::ui
