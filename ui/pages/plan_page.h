#pragma once

#include <QList>
#include <QWidget>

#include "ui/document/selection.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace thimble::ui {

class EffectTableModel;
class MovedTableModel;
class PlanPictures;
class Planner;
class TablePage;

/// What a better order and placement would give: how much, why not more, what moves, and pictures
/// of before and after. Where the height is short the page scrolls below its controls.
class PlanPage final : public QWidget {
    Q_OBJECT

public:
    explicit PlanPage(QWidget* parent = nullptr);

    /// Both outlive the page; once.
    void setPlanner(Planner* planner);
    void setSelection(Selection* selection);

    [[nodiscard]] PlanPictures* pictures() const { return m_pictures; }
    [[nodiscard]] TablePage* effects() const { return m_effects; }
    [[nodiscard]] TablePage* moved() const { return m_moved; }
    [[nodiscard]] QComboBox* orderChooser() const { return m_order; }
    [[nodiscard]] QComboBox* placementChooser() const { return m_placement; }
    [[nodiscard]] QCheckBox* inPlaceBox() const { return m_inPlace; }
    /// Ends a search; goes on with one that proved nothing.
    [[nodiscard]] QPushButton* searchButton() const { return m_search; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    /// Enabled by whoever keeps.
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }
    [[nodiscard]] QToolButton* backButton() const { return m_back; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void exportWanted();

private:
    QWidget* buildHead();
    QWidget* buildChoosers();
    QWidget* buildBody();
    void showPlan();
    void showSearch();
    void chooseOptions();
    void onSearchButton();

    Planner* m_planner = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_export = nullptr;
    QComboBox* m_order = nullptr;
    QComboBox* m_placement = nullptr;
    QCheckBox* m_inPlace = nullptr;
    QPushButton* m_search = nullptr;
    QScrollArea* m_scroll = nullptr;
    QLabel* m_sentences = nullptr;
    EffectTableModel* m_effectModel = nullptr;
    MovedTableModel* m_movedModel = nullptr;
    TablePage* m_effects = nullptr;
    TablePage* m_moved = nullptr;
    QLabel* m_effectTitle = nullptr;
    QLabel* m_movedTitle = nullptr;
    PlanPictures* m_pictures = nullptr;
};

}  // namespace thimble::ui
