#pragma once

class QAction;
class QMainWindow;

namespace thimble::ui {

/// What a person can do with sessions and variants; not yet connected to anything.
struct SessionActions {
    explicit SessionActions(QMainWindow* window);

    void setHasModel(bool hasModel);

    QAction* save;
    QAction* saveAs;
    QAction* undo;
    QAction* redo;
    QAction* keep;
    QAction* compare;
};

}  // namespace thimble::ui
