#pragma once

#include <QWidget>
#include <optional>

#include "core/variants/variant.h"

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace thimble::ui {

class Variants;

/// The tree of variants, each with what it needs against the original. A tick compares it.
///   keys   Enter opens, F2 renames, Delete deletes, Space ticks
class VariantsPane final : public QWidget {
    Q_OBJECT

public:
    enum ColumnId { NameColumn, NeedsColumn, ChangeColumn };

    explicit VariantsPane(QWidget* parent = nullptr);

    /// Outlives the pane; once.
    void setVariants(Variants* variants);

    /// Nothing: none is chosen.
    [[nodiscard]] std::optional<variants::VariantId> chosen() const;
    void choose(variants::VariantId id);
    [[nodiscard]] QTreeWidget* tree() const { return m_tree; }
    [[nodiscard]] QPushButton* openButton() const { return m_open; }
    [[nodiscard]] QPushButton* renameButton() const { return m_rename; }
    [[nodiscard]] QPushButton* deleteButton() const { return m_delete; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    [[nodiscard]] QPushButton* compareButton() const { return m_compare; }

signals:
    void compareWanted();
    void exportWanted(thimble::variants::VariantId id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showTree();
    void showItem(QTreeWidgetItem* item, const variants::Variant& variant);
    void enable();
    void takeEdit(QTreeWidgetItem* item, int column);
    [[nodiscard]] QTreeWidgetItem* itemOf(variants::VariantId id) const;

    Variants* m_variants = nullptr;
    QTreeWidget* m_tree = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_delete = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_compare = nullptr;
    bool m_showing = false;  ///< items change because we change them
};

}  // namespace thimble::ui
