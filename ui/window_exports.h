#pragma once

#include <QObject>
#include <QString>

#include "core/base/result.h"

class QWidget;

namespace thimble::ui {

class MainWindow;
struct HabitActions;

/// What leaves the window by files and by the clipboard, beside models, plots and C projects.
class WindowExports final : public QObject {
    Q_OBJECT

public:
    /// Both outlive this.
    WindowExports(MainWindow* window, HabitActions* actions);

    /// The view that copies and pictures are of: the one with the keyboard, or the first of the
    /// page. Null where there is none.
    [[nodiscard]] QWidget* view() const;

    // False, with a message in the window, when the file cannot be written.
    /// HTML or PDF by the name; with the best plan and the chosen board where they are known.
    bool exportDocumentTo(const QString& path);
    bool exportTablesTo(const QString& folder);
    bool exportNodeDataTo(const QString& path);
    bool exportViewTo(QWidget& view, const QString& path);
    void copyImage(QWidget& view);
    void copyText(const QWidget& view);

protected:
    /// Right clicks on painted views: what can be done with them.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool tell(const Result<void>& written, const QString& done);
    void watchViews();
    void askForDocument();
    void askForTables();
    void askForNodeData();
    void askForView(QWidget& view);

    MainWindow* m_window;
    HabitActions* m_actions;
};

}  // namespace thimble::ui
