#pragma once

#include <memory>

#include "ui/jobs/prune_job.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// What delegates ask a cell beside the roles of Qt. ShareRole: of the column's largest, 0 to 1.
enum GroupRole { KeptRole = FilterRole + 1, ChannelsRole, GroupIndexRole, IsAtPeakRole, ShareRole };

/// The groups of channels that can be removed: how many stay, and what the next one brings.
class GroupTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { NameColumn, KeptColumn, ArenaColumn, FileColumn, MacsColumn };

    explicit GroupTableModel(QObject* parent = nullptr);

    /// Null: an empty table. Rows stay as they are for as long as the study is the same.
    void setStudy(const std::shared_ptr<const Report>& report, PruneJob::StudyPtr study);
    void setCounts(ChannelCounts counts);
    void setCosts(PruneJob::CostsPtr costs);
    [[nodiscard]] const PruneJob::StudyPtr& study() const { return m_study; }
    /// "#3 CONV_2D: 24 of 32 channels stay", then what one of them brings.
    [[nodiscard]] QString groupText(std::size_t group) const;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    [[nodiscard]] const ChannelCost* costOf(std::size_t row) const;
    [[nodiscard]] double shareOf(const ChannelCost& cost, int column) const;

    PruneJob::StudyPtr m_next;  ///< what the next reset shows
    PruneJob::StudyPtr m_study;
    ChannelCounts m_counts;
    PruneJob::CostsPtr m_costs;
    ChannelCost m_most;  ///< of all groups, each for itself
};

}  // namespace thimble::ui
