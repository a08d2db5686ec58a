#pragma once

#include "ui/jobs/prune_job.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// Channels that have to stay, and why.
class FrozenTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { OperatorColumn, ChannelsColumn, ReasonColumn };

    explicit FrozenTableModel(QObject* parent = nullptr);
    void setStudy(const std::shared_ptr<const Report>& report, PruneJob::StudyPtr study);

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;

private:
    PruneJob::StudyPtr m_study;
};

}  // namespace thimble::ui
