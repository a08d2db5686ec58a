#pragma once

#include <QFrame>
#include <QPointer>
#include <vector>

#include "ui/viewmodels/palette_model.h"

class QLabel;
class QLineEdit;
class QListView;

namespace thimble::ui {

/// A line in which a few letters find everything that can be done or gone to; over the window, not
/// apart from it. Up and Down choose, Return does it, Esc or another place takes it away.
class CommandPalette final : public QFrame {
    Q_OBJECT

public:
    /// Over the upper part of `window`; hidden.
    explicit CommandPalette(QWidget* window);

    /// Shows it with these entries and an empty line.
    void open(std::vector<PaletteEntry> entries);
    /// The focus goes back to where it was.
    void dismiss();

    [[nodiscard]] QLineEdit* line() const { return m_line; }
    [[nodiscard]] QListView* list() const { return m_list; }
    [[nodiscard]] PaletteModel* model() const { return m_model; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void search(const QString& pattern);
    void move(int by);
    void runRow(int row);
    void tellCount();

    QLineEdit* m_line;
    QListView* m_list;
    QLabel* m_count;
    PaletteModel* m_model;
    QPointer<QWidget> m_before;  ///< had the focus
};

}  // namespace thimble::ui
