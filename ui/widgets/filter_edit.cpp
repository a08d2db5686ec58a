#include "ui/widgets/filter_edit.h"

#include <QKeyEvent>

namespace thimble::ui {

FilterEdit::FilterEdit(QWidget* parent) : QLineEdit(parent) {
    setClearButtonEnabled(true);
    setAcceptDrops(false);  // a dropped file is for the window to open
    setPlaceholderText(tr("Filter"));
    setToolTip(tr("Shows the rows that hold all of these words in name, type or shape"));
    setAccessibleName(tr("Filter of the table"));
}

bool FilterEdit::event(QEvent* event) {
    // Without this the window's own use of Esc would come first.
    if (event->type() == QEvent::ShortcutOverride && !text().isEmpty() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void FilterEdit::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape:
            if (text().isEmpty())
                event->ignore();
            else
                clear();
            return;
        case Qt::Key_Down:
        case Qt::Key_Return:
        case Qt::Key_Enter: emit leftDownwards(); return;
        default: QLineEdit::keyPressEvent(event);
    }
}

}  // namespace thimble::ui
