#include "ui/habit_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::HabitActions)
};

QAction* add(QMainWindow* window, const QString& text, const QList<QKeyCombination>& keys,
             const QString& tip) {
    auto* action = new QAction(text, window);
    QList<QKeySequence> sequences;
    for (const QKeyCombination key : keys) sequences.append(QKeySequence(key));
    action->setShortcuts(sequences);
    action->setToolTip(tip);
    action->setStatusTip(tip);
    window->addAction(action);
    return action;
}

}  // namespace

HabitActions::HabitActions(QMainWindow* window)
    : palette(add(window, Texts::tr("&Command palette…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_P},
                  Texts::tr("Finds everything that can be done or gone to by a few letters"))),
      find(add(window, Texts::tr("&Find…"), {Qt::CTRL | Qt::Key_F},
               Texts::tr("Finds operators and tensors by number, name, type or shape"))),
      findNext(add(window, Texts::tr("Find &next"), {Qt::Key_F3},
                   Texts::tr("The next of what was found"))),
      findPrevious(add(window, Texts::tr("Find p&revious"), {Qt::SHIFT | Qt::Key_F3},
                       Texts::tr("The one before of what was found"))),
      copyImage(add(window, Texts::tr("Copy as &image"), {Qt::CTRL | Qt::ALT | Qt::Key_C},
                    Texts::tr("Copies the view that has the keyboard as a picture"))),
      copyText(add(window, Texts::tr("Copy as &text"), {Qt::CTRL | Qt::ALT | Qt::Key_T},
                   Texts::tr("Copies all rows of the view that has the keyboard, for a "
                             "spreadsheet"))),
      exportDocument(add(window, Texts::tr("&Report…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_H},
                         Texts::tr("Writes pictures, tables and the best plan as one page to read: "
                                   "HTML or PDF"))),
      exportTables(add(window, Texts::tr("&Tables as CSV…"), {},
                       Texts::tr("Writes operators, tensors and buffers for a spreadsheet"))),
      exportNodeData(add(window, Texts::tr("&Node data for Model Explorer…"), {},
                         Texts::tr("Writes the bytes alive at each operator, to colour Model "
                                   "Explorer's graph with"))),
      exportView(add(window, Texts::tr("Picture of the &view…"), {Qt::CTRL | Qt::ALT | Qt::Key_S},
                     Texts::tr("Writes the view that has the keyboard as it looks: PNG or SVG"))),
      schemes(new QActionGroup(window)),
      colours{
          add(window, Texts::tr("As the &desktop"), {}, Texts::tr("Colours as the desktop says")),
          add(window, Texts::tr("&Light"), {}, Texts::tr("Dark letters on light ground")),
          add(window, Texts::tr("D&ark"), {}, Texts::tr("Light letters on dark ground")),
          add(window, Texts::tr("&High contrast"), {},
              Texts::tr("White letters on black ground, strong lines and patterns"))},
      largerText(add(window, Texts::tr("&Larger"),
                     {Qt::CTRL | Qt::ALT | Qt::Key_Plus, Qt::CTRL | Qt::ALT | Qt::Key_Equal},
                     Texts::tr("All text larger"))),
      smallerText(add(window, Texts::tr("&Smaller"), {Qt::CTRL | Qt::ALT | Qt::Key_Minus},
                      Texts::tr("All text smaller"))),
      usualText(add(window, Texts::tr("&Usual"), {Qt::CTRL | Qt::ALT | Qt::Key_0},
                    Texts::tr("All text as the desktop says"))) {
    for (QAction* colour : colours) {
        colour->setCheckable(true);
        schemes->addAction(colour);
    }
    colours[0]->setChecked(true);
    setHasModel(false);
}

void HabitActions::setHasModel(bool hasModel) {
    for (QAction* action : {find, findNext, findPrevious, copyImage, copyText, exportDocument,
                            exportTables, exportNodeData, exportView})
        action->setEnabled(hasModel);
}

}  // namespace thimble::ui
