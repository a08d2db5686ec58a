#pragma once

#include <QObject>

#include "ui/document/selection.h"
#include "ui/habit_actions.h"

class QSettings;

namespace thimble::ui {

class CommandPalette;
class FindBar;
class MainWindow;
class WindowExports;

/// What a window has by habit, whatever it is about: the command palette, finding, colours and the
/// size of text. Puts its actions into the window's menus.
class WindowHabits final : public QObject {
    Q_OBJECT

public:
    /// The window is built already and outlives this; `settings` may be null.
    WindowHabits(MainWindow* window, QSettings* settings);

    [[nodiscard]] const HabitActions& actions() const { return m_actions; }
    [[nodiscard]] FindBar* findBar() const { return m_find; }
    [[nodiscard]] CommandPalette* palette() const { return m_palette; }
    [[nodiscard]] WindowExports* exports() const { return m_exports; }

    void openPalette();
    void setColours(ColourScheme scheme);
    void setTextSize(int percent);
    /// Selects it and shows the explorer, unless a page is shown that follows the selection.
    void goTo(const SelectedItem& item);

private:
    void fillMenus();
    void connectActions();
    void restore();
    void showFound(const SelectedItem& item);

    MainWindow* m_window;
    QSettings* m_settings;
    HabitActions m_actions;
    FindBar* m_find;
    CommandPalette* m_palette;
    WindowExports* m_exports;
};

}  // namespace thimble::ui
