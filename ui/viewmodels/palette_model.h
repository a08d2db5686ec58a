#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <functional>
#include <vector>

namespace thimble::ui {

/// Something to do or to go to.
struct PaletteEntry {
    QString title;  ///< "Best plan…", "#3 CONV_2D"
    QString kind;   ///< where it is found: "Optimise", "Operator"
    QString keys;   ///< as people read them; empty: none
    bool isCommand = true;
    std::function<void()> run;
    QString words = {};  ///< what it does: found by whole words of it, too
};

/// The entries that a few letters stand for, the best first; commands before places that fit as
/// well. Without letters the commands, in their own order.
class PaletteModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole,
        KeysRole,
        PositionsRole,  ///< QList<int>: letters of the title that were found
    };
    static constexpr int kMostRows = 200;

    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<PaletteEntry> entries);
    void setPattern(const QString& pattern);
    /// The entry of a row; null where there is none.
    [[nodiscard]] const PaletteEntry* entry(int row) const;
    /// More than the rows: the rest is left out.
    [[nodiscard]] int matches() const { return m_matches; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        std::size_t entry;
        int score;
        QList<int> positions;
    };
    void rank();

    std::vector<PaletteEntry> m_entries;
    std::vector<Row> m_rows;
    QString m_pattern;
    int m_matches = 0;
};

}  // namespace thimble::ui
