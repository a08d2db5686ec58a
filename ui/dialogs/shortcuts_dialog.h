#pragma once

#include <QDialog>
#include <QList>

class QAction;

namespace thimble::ui {

/// All keys: those of the window's actions, as they are set, and those of the painted views.
class ShortcutsDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent);
};

}  // namespace thimble::ui
