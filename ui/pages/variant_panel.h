#pragma once

#include <QWidget>
#include <memory>

#include "core/report/report.h"
#include "core/variants/variant.h"

class QPushButton;

namespace thimble::ui {

class Pruner;
class TablePage;
class VariantTableModel;

/// The open variant's pruned children side by side, and what can be done with the chosen one.
class VariantPanel final : public QWidget {
    Q_OBJECT

public:
    explicit VariantPanel(QWidget* parent = nullptr);

    /// Outlives the panel; once.
    void setPruner(Pruner* pruner);
    void showVariants(const std::shared_ptr<const Report>& report);

    /// Among Pruner::variants; -1: the model as it is, what is on show, or none.
    [[nodiscard]] int chosen() const;
    [[nodiscard]] TablePage* table() const { return m_table; }
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }
    [[nodiscard]] QPushButton* useButton() const { return m_use; }
    [[nodiscard]] QPushButton* renameButton() const { return m_rename; }
    [[nodiscard]] QPushButton* deleteButton() const { return m_delete; }

signals:
    void keepWanted();
    void renameWanted(thimble::variants::VariantId id, const QString& name);
    void deleteWanted(thimble::variants::VariantId id);

private:
    void enable();
    void use();
    void rename();
    [[nodiscard]] int chosenRow() const;

    Pruner* m_pruner = nullptr;
    VariantTableModel* m_model = nullptr;
    TablePage* m_table = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_use = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_delete = nullptr;
};

}  // namespace thimble::ui
