#pragma once

#include <QList>
#include <QString>
#include <array>

#include "ui/painting/step_costs.h"

class QAction;
class QActionGroup;
class QComboBox;
class QMainWindow;
class QMenu;

namespace thimble::ui {

/// What a person can do in the window, with keys, icons and texts; not yet connected to anything.
struct MainActions {
    explicit MainActions(QMainWindow* window);

    /// All that have a key.
    [[nodiscard]] QList<QAction*> all() const { return m_all; }
    /// Enables what makes sense only while a model is on show.
    void setHasModel(bool hasModel);

    QAction* open;
    QAction* reload;
    QAction* exportPlot;
    QAction* exportReport;
    QAction* exportPlan;
    QAction* exportPage;
    QAction* writeProject;
    QAction* close;
    QAction* quit;

    QAction* find;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* nextPane;
    QAction* previousPane;
    QAction* arenaMap;  ///< checkable
    QActionGroup* quantity;
    std::array<QAction*, kStepQuantities> quantities;  ///< one of them is checked

    QAction* peak;
    QAction* nextOperator;
    QAction* previousOperator;
    QAction* clearSelection;

    QAction* run;
    QAction* runPage;
    QAction* evaluatePage;
    QAction* boardsPage;

    QAction* bestPlan;
    QAction* splitPage;
    QAction* graphPage;
    QAction* prunePage;
    QAction* searchPage;
    QAction* back;  ///< from a page about the model to the model

    QAction* shortcuts;
    QAction* about;

private:
    QAction* add(const char* text, const QString& icon, const QList<QKeyCombination>& keys,
                 const char* tip, bool needsModel);

    QMainWindow* m_window;
    QList<QAction*> m_all;
    QList<QAction*> m_needModel;
};

}  // namespace thimble::ui
