#pragma once

#include <array>

#include "ui/theme/colour_scheme.h"

class QAction;
class QActionGroup;
class QMainWindow;

namespace thimble::ui {

/// What every program of its kind offers: finding, copying, exporting, colours and sizes. With
/// keys and texts; not yet connected to anything.
struct HabitActions {
    explicit HabitActions(QMainWindow* window);

    /// Enables what makes sense only while a model is on show.
    void setHasModel(bool hasModel);

    QAction* palette;
    QAction* find;
    QAction* findNext;
    QAction* findPrevious;
    QAction* copyImage;
    QAction* copyText;

    QAction* exportDocument;
    QAction* exportTables;
    QAction* exportNodeData;
    QAction* exportView;

    QActionGroup* schemes;
    std::array<QAction*, kColourSchemes> colours;  ///< by ColourScheme; one of them is checked
    QAction* largerText;
    QAction* smallerText;
    QAction* usualText;
};

}  // namespace thimble::ui
