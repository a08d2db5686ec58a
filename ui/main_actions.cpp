#include "ui/main_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>

#include "ui/theme/line_icon.h"

namespace thimble::ui {

#define TEXT(text) QT_TRANSLATE_NOOP("thimble::ui::MainActions", text)

MainActions::MainActions(QMainWindow* window) : m_window(window) {
    // Literal keys: under some platforms QKeySequence::Quit and its kin are empty.
    open = add(TEXT("&Open…"), "open", {Qt::CTRL | Qt::Key_O},
               TEXT("Opens a .tflite model, or a session"), false);
    reload = add(TEXT("&Reload"), "reload", {Qt::Key_F5}, TEXT("Reads the file again"), true);
    exportPlot = add(TEXT("Export &plot…"), "export", {Qt::CTRL | Qt::Key_E},
                     TEXT("Writes timeline and arena map as a picture: PNG or SVG"), true);
    exportReport = add(TEXT("Export report as &JSON…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
                       TEXT("Writes all numbers, as the command line's inspect --json does"), true);
    exportPlan = add(TEXT("Export planned &model…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_M},
                     TEXT("Writes a .tflite with the plan's order and offsets"), false);
    exportPage = add(TEXT("Export &C project…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_C},
                     TEXT("Shows the model as C source code, which runs without TFLM"), true);
    writeProject = add(TEXT("&Write C project…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_W},
                       TEXT("Writes the C project on show into a folder"), false);
    close = add(TEXT("&Close model"), {}, {Qt::CTRL | Qt::Key_W}, TEXT("Back to the start"), true);
    quit = add(TEXT("&Quit"), {}, {Qt::CTRL | Qt::Key_Q}, TEXT("Closes the program"), false);

    find = add(TEXT("F&ilter the table"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_F},
               TEXT("Shows only rows that hold some words"), true);
    zoomIn = add(TEXT("Zoom &in"), "zoom-in", {Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal},
                 TEXT("Shows fewer steps"), true);
    zoomOut = add(TEXT("Zoom &out"), "zoom-out", {Qt::CTRL | Qt::Key_Minus},
                  TEXT("Shows more steps"), true);
    fit = add(TEXT("&Fit"), "fit", {Qt::CTRL | Qt::Key_0}, TEXT("Shows all steps"), true);
    nextPane = add(TEXT("&Next pane"), {}, {Qt::Key_F6}, TEXT("Moves the keyboard on"), true);
    previousPane = add(TEXT("&Previous pane"), {}, {Qt::SHIFT | Qt::Key_F6},
                       TEXT("Moves the keyboard back"), true);
    arenaMap = add(TEXT("&Arena map"), {}, {Qt::CTRL | Qt::Key_M},
                   TEXT("Where each buffer lies, below the timeline"), true);
    arenaMap->setCheckable(true);
    arenaMap->setChecked(true);
    quantities = {add(TEXT("&Bytes"), {}, {Qt::ALT | Qt::Key_1},
                      TEXT("Timeline: the bytes alive at each operator"), true),
                  add(TEXT("&MACs"), {}, {Qt::ALT | Qt::Key_2},
                      TEXT("Timeline: the multiply-adds of each operator"), true),
                  add(TEXT("&Cycles"), {}, {Qt::ALT | Qt::Key_3},
                      TEXT("Timeline: the cycles of each operator on the chosen board"), true),
                  add(TEXT("&Energy"), {}, {Qt::ALT | Qt::Key_4},
                      TEXT("Timeline: the energy of each operator on the chosen board"), true)};
    quantity = new QActionGroup(window);
    for (QAction* one : quantities) {
        one->setCheckable(true);
        quantity->addAction(one);
    }
    quantities[0]->setChecked(true);

    peak = add(TEXT("Go to the fullest ste&p"), "peak", {Qt::Key_P},
               TEXT("Selects the operator that needs most memory"), true);
    nextOperator = add(TEXT("&Next operator"), {}, {Qt::CTRL | Qt::Key_Right},
                       TEXT("Selects the operator that runs next"), true);
    previousOperator = add(TEXT("Pre&vious operator"), {}, {Qt::CTRL | Qt::Key_Left},
                           TEXT("Selects the operator that runs before"), true);
    clearSelection = add(TEXT("&Select nothing"), {}, {Qt::Key_Escape},
                         TEXT("Shows the model as a whole"), true);

    run = add(TEXT("&Run"), "run", {Qt::CTRL | Qt::Key_R},
              TEXT("Computes the model's answer, and shows every tensor on the way"), true);
    runPage = add(TEXT("Choose an &input…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_R},
                  TEXT("Shows the page on which the model is run"), true);
    evaluatePage = add(TEXT("&Evaluate…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_A},
                       TEXT("Shows how good the model is on a folder of samples"), true);

    boardsPage = add(TEXT("Boar&ds…"), {}, {Qt::CTRL | Qt::Key_B},
                     TEXT("Will it fit, how fast, how much energy: on every board"), true);

    bestPlan = add(TEXT("&Best plan…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_B},
                   TEXT("Shows the order and placement that need the least SRAM"), true);
    splitPage = add(
        TEXT("Run by ro&ws…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_D},
        TEXT("Shows segments that run row by row, so that large tensors are never whole"), true);
    graphPage = add(TEXT("&Graph…"), {}, {Qt::CTRL | Qt::Key_G},
                    TEXT("Shows the operators and the tensors between them"), true);
    prunePage = add(TEXT("&Prune channels…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_K},
                    TEXT("Shows the model with fewer channels, and what that does"), true);
    searchPage = add(TEXT("&Search for variants…"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_L},
                     TEXT("Looks for the variants that fit, and what each costs in score"), true);
    back = add(TEXT("&Back to the model"), {}, {Qt::Key_Escape}, TEXT("Leaves this page"), false);

    shortcuts = add(TEXT("&Keyboard shortcuts"), {}, {Qt::Key_F1}, TEXT("All keys"), false);
    about = add(TEXT("&About Thimble"), {}, {}, TEXT("What this program is"), false);
    about->setMenuRole(QAction::AboutRole);
    quit->setMenuRole(QAction::QuitRole);
    setHasModel(false);
}

#undef TEXT

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
