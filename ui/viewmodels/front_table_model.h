#pragma once

#include <memory>
#include <vector>

#include "core/search/problem.h"
#include "core/search/run_search.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The points of a search's front, the smallest arena first.
class FrontTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        PointColumn,
        TestColumn,
        ScoreColumn,
        ArenaColumn,
        FlashColumn,
        MacsColumn,
        TimeColumn
    };

    explicit FrontTableModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setFront(const std::shared_ptr<const Report>& report,
                  std::shared_ptr<const search::Problem> problem,
                  std::vector<search::FrontPoint> front);
    [[nodiscard]] const std::vector<search::FrontPoint>& front() const { return m_front; }

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;

private:
    std::shared_ptr<const search::Problem> m_problem;
    std::vector<search::FrontPoint> m_front;
};

/// "84.3 %", or an error as it is; "-" where there is none.
[[nodiscard]] QString searchScoreText(const search::Problem& problem,
                                      const std::optional<double>& score);

}  // namespace thimble::ui
