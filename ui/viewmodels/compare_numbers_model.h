#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <optional>
#include <vector>

#include "core/cproject/row_study.h"
#include "core/report/report.h"
#include "core/variants/figures.h"

namespace thimble::ui {

/// One of several variants beside each other; what is not known yet is nothing.
struct ComparedVariant {
    QString name;
    std::optional<variants::Figures> figures;
    std::optional<variants::Score> score;
    std::shared_ptr<const Report> report;
    std::shared_ptr<const cproject::RowAnswer> rows;
    QString failure;  ///< why it cannot be made

    [[nodiscard]] bool isMade() const { return report && figures; }
};

/// "82,240 B in TFLM", "4,096 B as C project": what it needs; "…" while nobody knows.
[[nodiscard]] QString needsText(const std::optional<variants::Figures>& figures);
/// "91.20 %", by its metric.
[[nodiscard]] QString scoreValueText(const variants::Score& score);

/// What variants need, a measure in each row: the first one's numbers, and of each other one its
/// numbers and how far they are from the first one's.
class CompareNumbersModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Measure { Arena, Head, Tail, WorkingSet, File, Weights, Operations, ScoreRow };
    static constexpr int kMeasures = 8;
    static constexpr int kFirstColumn = 1;  ///< of the first variant

    explicit CompareNumbersModel(QObject* parent = nullptr);

    void setVariants(std::vector<ComparedVariant> variants);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    /// Of a column: whose it is, and whether it is the difference.
    [[nodiscard]] std::pair<std::size_t, bool> columnOf(int column) const;
    [[nodiscard]] std::optional<std::int64_t> valueOf(std::size_t variant, int measure) const;
    [[nodiscard]] QString differenceText(std::size_t variant, int measure) const;

    std::vector<ComparedVariant> m_variants;
};

}  // namespace thimble::ui
