#include "ui/session_actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>

#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

QAction* make(QMainWindow* window, const char* text, QKeyCombination key, const char* tip) {
    const auto translated = [](const char* source) {
        return QCoreApplication::translate("thimble::ui::SessionActions", source);
    };
    auto* action = new QAction(translated(text), window);
    if (key.key() != Qt::Key_unknown) action->setShortcut(QKeySequence(key));
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? translated(tip)
                                      : QStringLiteral("%1 (%2)").arg(translated(tip), keys));
    action->setStatusTip(translated(tip));
    window->addAction(action);
    return action;
}

}  // namespace

SessionActions::SessionActions(QMainWindow* window)
    : save(make(window, marked("&Save session"), Qt::CTRL | Qt::Key_S,
                marked("Writes model, variants, board and layout into a .thimble file"))),
      saveAs(make(window, marked("Save session &as…"), Qt::Key_unknown,
                  marked("Writes the session into another file"))),
      undo(make(window, marked("&Undo"), Qt::CTRL | Qt::Key_Z,
                marked("Takes back what was done last, on whichever page"))),
      redo(make(window, marked("&Redo"), Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
                marked("Does again what was taken back"))),
      keep(make(window, marked("&Keep as variant"), Qt::CTRL | Qt::Key_K,
                marked("What this page has found becomes a variant of the model on show"))),
      compare(make(window, marked("&Compare variants…"), Qt::CTRL | Qt::Key_D,
                   marked("Shows two variants or more side by side"))) {
    undo->setEnabled(false);
    redo->setEnabled(false);
    setHasModel(false);
}

void SessionActions::setHasModel(bool hasModel) {
    for (QAction* action : {save, saveAs, compare}) action->setEnabled(hasModel);
    if (!hasModel) keep->setEnabled(false);
}

}  // namespace thimble::ui
