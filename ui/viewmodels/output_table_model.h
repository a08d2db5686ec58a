#pragma once

#include <QStringList>
#include <memory>

#include "core/eval/traced_run.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The answer of a run: the largest values of every output, the largest first.
class OutputTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { OutputColumn, ElementColumn, ClassColumn, ValueColumn, StoredColumn };

    explicit OutputTableModel(QObject* parent = nullptr);

    /// Null: an empty table. `classes`: names of the first output's elements, as far as known.
    void setRun(std::shared_ptr<const Report> report, std::shared_ptr<const eval::TracedRun> run,
                const QStringList& classes);
    /// Something is known of the elements: their names, or which one is right.
    [[nodiscard]] bool knowsClasses() const;
    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    struct Row {
        std::size_t output = 0;
        std::size_t value = 0;  ///< in OutputValues::largest
    };
    [[nodiscard]] bool isRight(const Row& row) const;
    [[nodiscard]] QString className(const Row& row) const;

    std::shared_ptr<const eval::TracedRun> m_next;   ///< what the next reset shows
    std::shared_ptr<const eval::TracedRun> m_shown;  ///< not null while there are rows
    QStringList m_classes;
    std::vector<Row> m_rows;
};

}  // namespace thimble::ui
