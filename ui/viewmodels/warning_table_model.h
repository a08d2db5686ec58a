#pragma once

#include <QString>
#include <vector>

#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// All that a person should know before trusting a number: why TFLM refuses the model, faults of a
/// memory plan in the file, numbers by formula, oddities of the file. The gravest first.
class WarningTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId { KindColumn, MessageColumn };

    explicit WarningTableModel(QObject* parent = nullptr);

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
    void reportChanging(const Report* report) override;

private:
    struct Row {
        QString kind;
        QString message;
    };
    std::vector<Row> m_rows;
};

}  // namespace thimble::ui
