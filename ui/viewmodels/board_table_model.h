#pragma once

#include <memory>
#include <string>

#include "ui/jobs/boards_job.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The boards of the catalogue, with what the model needs of each and what is there. The chosen one
/// is bold.
class BoardTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        FitsColumn,
        BoardColumn,
        SramUsedColumn,
        SramColumn,
        SramMarginColumn,
        FlashUsedColumn,
        FlashColumn,
        FlashMarginColumn,
        LatencyColumn,
        EnergyColumn,
        CoreColumn,
        ClockColumn,
    };

    explicit BoardTableModel(QObject* parent = nullptr);

    /// Null: an empty table. `chosen`: the id of a board, or empty.
    void setAnswers(const std::shared_ptr<const Report>& report,
                    std::shared_ptr<const BoardAnswers> answers, const std::string& chosen);
    [[nodiscard]] const BoardAnswer& answer(int row) const;
    /// Of the chosen board, or -1.
    [[nodiscard]] int chosenRow() const;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    std::shared_ptr<const BoardAnswers> m_next;   ///< what the next reset shows
    std::shared_ptr<const BoardAnswers> m_shown;  ///< not null while there are rows
    std::string m_chosen;
};

}  // namespace thimble::ui
