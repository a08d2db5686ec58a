#include "ui/widgets/folding_dock.h"

#include <QAction>
#include <QCloseEvent>

namespace thimble::ui {

FoldingDock::FoldingDock(const QString& title, QWidget* parent)
    : QDockWidget(title, parent), m_wanted(new QAction(title, this)) {
    m_wanted->setCheckable(true);
    m_wanted->setChecked(true);
    connect(m_wanted, &QAction::toggled, this, &FoldingDock::applyVisibility);
    connect(m_wanted, &QAction::triggered, this, [this](bool wanted) {
        // Asked for by name it comes back even where room is short.
        if (m_fits || !m_hasContent || isVisible()) return;
        m_fits = true;
        if (wanted)
            applyVisibility();
        else
            m_wanted->setChecked(true);
    });
    setAccessibleName(title);
    hide();
}

bool FoldingDock::isWanted() const { return m_wanted->isChecked(); }

void FoldingDock::setWanted(bool wanted) { m_wanted->setChecked(wanted); }

void FoldingDock::setFits(bool fits) {
    if (fits == m_fits) return;
    m_fits = fits;
    applyVisibility();
}

void FoldingDock::setHasContent(bool hasContent) {
    m_hasContent = hasContent;
    applyVisibility();
}

void FoldingDock::applyVisibility() { setVisible(isWanted() && m_fits && m_hasContent); }

void FoldingDock::closeEvent(QCloseEvent* event) {
    QDockWidget::closeEvent(event);
    m_wanted->setChecked(false);
}

}  // namespace thimble::ui
