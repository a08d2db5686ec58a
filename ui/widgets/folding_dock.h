#pragma once

#include <QDockWidget>

class QAction;

namespace thimble::ui {

/// A dock that shows when a person wants it and there is room and something to show; folding it
/// away for lack of room does not change what the person wants.
class FoldingDock final : public QDockWidget {
    Q_OBJECT

public:
    FoldingDock(const QString& title, QWidget* parent);

    /// Checked while wanted: for the View menu.
    [[nodiscard]] QAction* wantedAction() const { return m_wanted; }
    [[nodiscard]] bool isWanted() const;
    void setWanted(bool wanted);
    void setFits(bool fits);
    void setHasContent(bool hasContent);
    /// Makes visible or hides; after something else, such as a restored layout, has done so.
    void applyVisibility();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    QAction* m_wanted;
    bool m_fits = true;
    bool m_hasContent = false;
};

}  // namespace thimble::ui
