#pragma once

#include <memory>

#include "ui/jobs/evaluate_job.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The samples of an evaluation with which the model does worst, the worst first.
class WorstTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { SampleColumn, FileColumn, LabelColumn, AnswerColumn, MarginColumn };

    explicit WorstTableModel(QObject* parent = nullptr);

    /// Null: an empty table.
    void setAnswer(std::shared_ptr<const Report> report,
                   std::shared_ptr<const EvaluationAnswer> answer);
    /// The sample's number in the data set.
    [[nodiscard]] std::size_t sampleOf(int row) const;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    [[nodiscard]] const eval::SampleResult& result(std::size_t row) const;
    [[nodiscard]] QString className(std::int32_t index) const;

    std::shared_ptr<const EvaluationAnswer> m_next;   ///< what the next reset shows
    std::shared_ptr<const EvaluationAnswer> m_shown;  ///< not null while there are rows
};

}  // namespace thimble::ui
