#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace thimble::ui {

class ProjectDocument;
class Pruner;

/// What is done to all groups at once: back and forth, the measure, repair, and what is to fit.
class PruneControls final : public QWidget {
    Q_OBJECT

public:
    explicit PruneControls(QWidget* parent = nullptr);

    /// Both outlive this; once.
    void setPruner(const ProjectDocument* document, Pruner* pruner);
    void showChoice();
    void enable();

    [[nodiscard]] QToolButton* undoButton() const { return m_undo; }
    [[nodiscard]] QToolButton* redoButton() const { return m_redo; }
    [[nodiscard]] QPushButton* resetButton() const { return m_reset; }
    [[nodiscard]] QComboBox* importance() const { return m_importance; }
    [[nodiscard]] QCheckBox* repair() const { return m_repair; }
    [[nodiscard]] QPushButton* fitBoardButton() const { return m_fitBoard; }
    [[nodiscard]] QSpinBox* arena() const { return m_arena; }
    [[nodiscard]] QPushButton* fitArenaButton() const { return m_fitArena; }
    [[nodiscard]] QSpinBox* macs() const { return m_macs; }
    [[nodiscard]] QPushButton* keepMacsButton() const { return m_keepMacs; }

private:
    QWidget* buildEdits();
    QWidget* buildSearches();

    const ProjectDocument* m_document = nullptr;
    Pruner* m_pruner = nullptr;
    QToolButton* m_undo = nullptr;
    QToolButton* m_redo = nullptr;
    QPushButton* m_reset = nullptr;
    QComboBox* m_importance = nullptr;
    QCheckBox* m_repair = nullptr;
    QPushButton* m_fitBoard = nullptr;
    QSpinBox* m_arena = nullptr;
    QComboBox* m_unit = nullptr;
    QPushButton* m_fitArena = nullptr;
    QSpinBox* m_macs = nullptr;
    QPushButton* m_keepMacs = nullptr;
    const void* m_suggestedFor = nullptr;  ///< the study that the spin box speaks of
};

}  // namespace thimble::ui
