#pragma once

#include <QWidget>
#include <memory>

#include "core/report/report.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace thimble::ui {

class ChannelStrip;
class FrozenTableModel;
class GroupTableModel;
class KeepDelegate;
class Pruner;
class TablePage;

/// The groups with a slider each, the channels of the one that is chosen, and those that must stay.
class GroupPanel final : public QWidget {
    Q_OBJECT

public:
    explicit GroupPanel(QWidget* parent = nullptr);

    /// Outlives the panel; once.
    void setPruner(Pruner* pruner);
    void showStudy(const std::shared_ptr<const Report>& report);
    void showChoice();
    void showCosts();

    /// -1: none.
    [[nodiscard]] int chosen() const;
    void choose(int group);
    [[nodiscard]] TablePage* table() const { return m_table; }
    [[nodiscard]] TablePage* frozen() const { return m_frozen; }
    [[nodiscard]] QToolButton* frozenButton() const { return m_showFrozen; }
    [[nodiscard]] KeepDelegate* sliders() const { return m_sliders; }
    [[nodiscard]] ChannelStrip* strip() const { return m_strip; }
    [[nodiscard]] QComboBox* order() const { return m_order; }

signals:
    void groupChosen();

private:
    QWidget* buildStrip();
    void showStrip();

    Pruner* m_pruner = nullptr;
    GroupTableModel* m_model = nullptr;
    TablePage* m_table = nullptr;
    KeepDelegate* m_sliders = nullptr;
    QToolButton* m_showFrozen = nullptr;
    FrozenTableModel* m_frozenModel = nullptr;
    TablePage* m_frozen = nullptr;
    QWidget* m_channels = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_hint = nullptr;
    QComboBox* m_order = nullptr;
    ChannelStrip* m_strip = nullptr;
};

}  // namespace thimble::ui
