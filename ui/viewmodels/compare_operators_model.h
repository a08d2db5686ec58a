#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "core/variants/compare_operators.h"
#include "ui/viewmodels/compare_numbers_model.h"

namespace thimble::ui {

/// Operators of several variants, one in each row: a number of each variant, and how far the
/// others' are from the first one's.
class CompareOperatorsModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Quantity { BytesAlive, Operations, Weights };
    static constexpr int kFirstColumn = 2;  ///< of the first variant; before: operator, output

    explicit CompareOperatorsModel(QObject* parent = nullptr);

    /// Those that are made; the others have no columns.
    void setVariants(const std::vector<ComparedVariant>& variants);
    void setQuantity(Quantity quantity);
    [[nodiscard]] Quantity quantity() const { return m_quantity; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    /// Of a column of numbers: whose it is, and whether it is the difference.
    [[nodiscard]] std::pair<std::size_t, bool> columnOf(int column) const;
    [[nodiscard]] std::optional<std::int64_t> valueOf(std::size_t row, std::size_t variant) const;
    [[nodiscard]] const OperatorRow* operatorOf(std::size_t row, std::size_t variant) const;

    std::vector<ComparedVariant> m_variants;
    std::vector<variants::SameOperator> m_rows;
    Quantity m_quantity = BytesAlive;
};

}  // namespace thimble::ui
