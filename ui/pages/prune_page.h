#pragma once

#include <QList>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSplitter;
class QToolButton;

namespace thimble::ui {

class GroupPanel;
class ProjectDocument;
class PruneControls;
class PruneNumbersModel;
class Pruner;
class TablePage;
class VariantPanel;
class WorkingSetView;

/// The model with fewer channels: a slider for each group, its channels, and what that does to
/// memory, flash, time and score, at once. Where the room is short the page scrolls.
class PrunePage final : public QWidget {
    Q_OBJECT

public:
    explicit PrunePage(QWidget* parent = nullptr);

    /// Both outlive the page; once.
    void setPruner(const ProjectDocument* document, Pruner* pruner);
    /// Gives the sliders the keyboard.
    void enter();

    [[nodiscard]] QLabel* headline() const { return m_headline; }
    [[nodiscard]] QLabel* sentence() const { return m_sentence; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    [[nodiscard]] QToolButton* recipeButton() const { return m_recipe; }
    [[nodiscard]] PruneControls* controls() const { return m_controls; }
    [[nodiscard]] GroupPanel* groups() const { return m_groups; }
    [[nodiscard]] TablePage* numbers() const { return m_numbers; }
    [[nodiscard]] WorkingSetView* workingSet() const { return m_workingSet; }
    [[nodiscard]] VariantPanel* variants() const { return m_variants; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void exportWanted();
    void saveRecipeWanted();
    void loadRecipeWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildState();
    QWidget* buildBody();
    void showState();
    void showSizes();
    void showNumbers();
    void showProgress();
    void showWords();

    const ProjectDocument* m_document = nullptr;
    Pruner* m_pruner = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QToolButton* m_recipe = nullptr;
    QPushButton* m_export = nullptr;
    QLabel* m_sentence = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    PruneControls* m_controls = nullptr;
    QScrollArea* m_scroll = nullptr;
    QSplitter* m_sides = nullptr;
    QWidget* m_answers = nullptr;
    GroupPanel* m_groups = nullptr;
    PruneNumbersModel* m_numbersModel = nullptr;
    TablePage* m_numbers = nullptr;
    WorkingSetView* m_workingSet = nullptr;
    VariantPanel* m_variants = nullptr;
    const void* m_shownStudy = nullptr;
    const void* m_shownReport = nullptr;
    QTimer m_slow;  ///< what takes longer can be stopped
};

}  // namespace thimble::ui
