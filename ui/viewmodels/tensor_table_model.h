#pragma once

#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

/// The tensors of all subgraphs: what they are, how many bytes, where and when in the arena.
class TensorTableModel final : public ReportTableModel {
    Q_OBJECT

public:
    enum ColumnId {
        IndexColumn,
        SubgraphColumn,
        NameColumn,
        TypeColumn,
        ShapeColumn,
        KindColumn,
        SizeColumn,
        OffsetColumn,
        AliveColumn,
        WriterColumn,
        LastReaderColumn,
        QuantizationColumn,
    };

    explicit TensorTableModel(QObject* parent = nullptr);

    [[nodiscard]] int rowOf(const SelectedItem& item) const override;

protected:
    [[nodiscard]] std::size_t countRows(const Report& report) const override;
    [[nodiscard]] QVariant cell(const Report& report, std::size_t row, int column,
                                int role) const override;
};

}  // namespace thimble::ui
