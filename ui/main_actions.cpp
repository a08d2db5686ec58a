#include "ui/main_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>

#include "ui/format/marked.h"
#include "ui/theme/line_icon.h"

namespace thimble::ui {

MainActions::MainActions(QMainWindow* window) : m_window(window) {
    // Literal keys: under some platforms QKeySequence::Quit and its kin are empty.
    open = add(marked("&Open…"), "open", {Qt::CTRL | Qt::Key_O},
               marked("Opens a .tflite model, or a session"), false);
    reload = add(marked("&Reload"), "reload", {Qt::Key_F5}, marked("Reads the file again"), true);
    exportPlot = add(marked("Export &plot…"), "export", {Qt::CTRL | Qt::Key_E},
                     marked("Writes timeline and arena map as a picture: PNG or SVG"), true);
    exportReport =
        add(marked("Export report as &JSON…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
            marked("Writes all numbers, as the command line's inspect --json does"), true);
    exportPlan = add(marked("Export planned &model…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_M},
                     marked("Writes a .tflite with the plan's order and offsets"), false);
    exportPage = add(marked("Export &C project…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_C},
                     marked("Shows the model as C source code, which runs without TFLM"), true);
    writeProject = add(marked("&Write C project…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_W},
                       marked("Writes the C project on show into a folder"), false);
    close =
        add(marked("&Close model"), {}, {Qt::CTRL | Qt::Key_W}, marked("Back to the start"), true);
    quit = add(marked("&Quit"), {}, {Qt::CTRL | Qt::Key_Q}, marked("Closes the program"), false);

    find = add(marked("F&ilter the table"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_F},
               marked("Shows only rows that hold some words"), true);
    zoomIn = add(marked("Zoom &in"), "zoom-in", {Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal},
                 marked("Shows fewer steps"), true);
    zoomOut = add(marked("Zoom &out"), "zoom-out", {Qt::CTRL | Qt::Key_Minus},
                  marked("Shows more steps"), true);
    fit = add(marked("&Fit"), "fit", {Qt::CTRL | Qt::Key_0}, marked("Shows all steps"), true);
    nextPane = add(marked("&Next pane"), {}, {Qt::Key_F6}, marked("Moves the keyboard on"), true);
    previousPane = add(marked("&Previous pane"), {}, {Qt::SHIFT | Qt::Key_F6},
                       marked("Moves the keyboard back"), true);
    arenaMap = add(marked("&Arena map"), {}, {Qt::CTRL | Qt::Key_M},
                   marked("Where each buffer lies, below the timeline"), true);
    arenaMap->setCheckable(true);
    arenaMap->setChecked(true);
    quantities = {add(marked("&Bytes"), {}, {Qt::ALT | Qt::Key_1},
                      marked("Timeline: the bytes alive at each operator"), true),
                  add(marked("&MACs"), {}, {Qt::ALT | Qt::Key_2},
                      marked("Timeline: the multiply-adds of each operator"), true),
                  add(marked("&Cycles"), {}, {Qt::ALT | Qt::Key_3},
                      marked("Timeline: the cycles of each operator on the chosen board"), true),
                  add(marked("&Energy"), {}, {Qt::ALT | Qt::Key_4},
                      marked("Timeline: the energy of each operator on the chosen board"), true)};
    quantity = new QActionGroup(window);
    for (QAction* one : quantities) {
        one->setCheckable(true);
        quantity->addAction(one);
    }
    quantities[0]->setChecked(true);

    peak = add(marked("Go to the fullest ste&p"), "peak", {Qt::Key_P},
               marked("Selects the operator that needs most memory"), true);
    nextOperator = add(marked("&Next operator"), {}, {Qt::CTRL | Qt::Key_Right},
                       marked("Selects the operator that runs next"), true);
    previousOperator = add(marked("Pre&vious operator"), {}, {Qt::CTRL | Qt::Key_Left},
                           marked("Selects the operator that runs before"), true);
    clearSelection = add(marked("&Select nothing"), {}, {Qt::Key_Escape},
                         marked("Shows the model as a whole"), true);

    run = add(marked("&Run"), "run", {Qt::CTRL | Qt::Key_R},
              marked("Computes the model's answer, and shows every tensor on the way"), true);
    runPage = add(marked("Choose an &input…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_R},
                  marked("Shows the page on which the model is run"), true);
    evaluatePage = add(marked("&Evaluate…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_A},
                       marked("Shows how good the model is on a folder of samples"), true);

    boardsPage = add(marked("Boar&ds…"), {}, {Qt::CTRL | Qt::Key_B},
                     marked("Will it fit, how fast, how much energy: on every board"), true);

    bestPlan = add(marked("&Best plan…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_B},
                   marked("Shows the order and placement that need the least SRAM"), true);
    splitPage = add(
        marked("Run by ro&ws…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_D},
        marked("Shows segments that run row by row, so that large tensors are never whole"), true);
    graphPage = add(marked("&Graph…"), {}, {Qt::CTRL | Qt::Key_G},
                    marked("Shows the operators and the tensors between them"), true);
    prunePage = add(marked("&Prune channels…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_K},
                    marked("Shows the model with fewer channels, and what that does"), true);
    searchPage = add(marked("&Search for variants…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_L},
                     marked("Looks for the variants that fit, and what each costs in score"), true);
    back =
        add(marked("&Back to the model"), {}, {Qt::Key_Escape}, marked("Leaves this page"), false);

    shortcuts = add(marked("&Keyboard shortcuts"), {}, {Qt::Key_F1}, marked("All keys"), false);
    about = add(marked("&About Thimble"), {}, {}, marked("What this program is"), false);
    about->setMenuRole(QAction::AboutRole);
    quit->setMenuRole(QAction::QuitRole);
    setHasModel(false);
}

void MainActions::setHasModel(bool hasModel) {
    for (QAction* action : m_needModel) action->setEnabled(hasModel);
}

QAction* MainActions::add(const char* text, const QString& icon, const QList<QKeyCombination>& keys,
                          const char* tip, bool needsModel) {
    const auto translated = [](const char* source) {
        return QCoreApplication::translate("thimble::ui::MainActions", source);
    };
    auto* action = new QAction(translated(text), m_window);
    if (!icon.isEmpty()) action->setIcon(lineIcon(icon));
    QList<QKeySequence> sequences;
    for (const QKeyCombination key : keys) sequences.append(QKeySequence(key));
    action->setShortcuts(sequences);
    const QString shown =
        sequences.isEmpty() ? QString() : sequences.front().toString(QKeySequence::NativeText);
    action->setToolTip(shown.isEmpty() ? translated(tip)
                                       : QStringLiteral("%1 (%2)").arg(translated(tip), shown));
    action->setStatusTip(translated(tip));
    m_window->addAction(action);
    m_all.append(action);
    if (needsModel) m_needModel.append(action);
    return action;
}

}  // namespace thimble::ui
