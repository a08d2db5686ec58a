#include "ui/window_habits.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/main_window.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/run_page.h"
#include "ui/painting/step_axis.h"
#include "ui/painting/timeline_view.h"
#include "ui/palette_entries.h"
#include "ui/theme/text_size.h"
#include "ui/viewmodels/names.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/find_bar.h"
#include "ui/window_exports.h"

namespace thimble::ui {

namespace {

const QString kColours = QStringLiteral("window/colours");
const QString kTextSize = QStringLiteral("window/textPercent");

}  // namespace

WindowHabits::WindowHabits(MainWindow* window, QSettings* settings)
    : QObject(window),
      m_window(window),
      m_settings(settings),
      m_actions(window),
      m_find(new FindBar(window->centralWidget())),
      m_palette(new CommandPalette(window)),
      m_exports(new WindowExports(window, &m_actions)) {
    // The find bar lies above the views, where messages lie, too: it pushes them, covers nothing.
    static_cast<QVBoxLayout*>(window->centralWidget()->layout())->insertWidget(1, m_find);
    m_find->setSelection(&window->selection());
    fillMenus();
    connectActions();
    restore();
}

void WindowHabits::fillMenus() {
    QMenuBar* bar = m_window->menuBar();
    QMenu* edit = nullptr;
    for (QMenu* menu : bar->findChildren<QMenu*>())
        if (menu->title() == tr("&Edit")) edit = menu;
    if (edit == nullptr) {
        edit = new QMenu(tr("&Edit"), bar);
        const QAction* view = m_window->viewMenu()->menuAction();
        bar->insertMenu(const_cast<QAction*>(view), edit);
    } else {
        edit->addSeparator();
    }
    edit->addActions({m_actions.find, m_actions.findNext, m_actions.findPrevious,
                      m_window->actions().find, m_actions.palette});
    edit->addSeparator();
    edit->addActions({m_actions.copyImage, m_actions.copyText});

    QMenu* view = m_window->viewMenu();
    view->addSeparator();
    QMenu* colours = view->addMenu(tr("&Colours"));
    for (QAction* colour : m_actions.colours) colours->addAction(colour);
    QMenu* size = view->addMenu(tr("Te&xt size"));
    size->addActions({m_actions.largerText, m_actions.smallerText, m_actions.usualText});

    m_window->exportMenu()->addSeparator();
    m_window->exportMenu()->addActions(
        {m_actions.exportTables, m_actions.exportNodeData, m_actions.exportView});
    m_window->exportMenu()->insertAction(m_window->exportMenu()->actions().value(0),
                                         m_actions.exportDocument);
}

void WindowHabits::connectActions() {
    const auto on = [this](QAction* action, auto slot) {
        connect(action, &QAction::triggered, this, slot);
    };
    on(m_actions.palette, [this] { openPalette(); });
    on(m_actions.find, [this] { m_find->open(); });
    on(m_actions.findNext, [this] { m_find->next(); });
    on(m_actions.findPrevious, [this] { m_find->previous(); });
    on(m_actions.largerText, [this] { setTextSize(nextTextPercent(textPercent(), true)); });
    on(m_actions.smallerText, [this] { setTextSize(nextTextPercent(textPercent(), false)); });
    on(m_actions.usualText, [this] { setTextSize(kUsualTextPercent); });
    for (int s = 0; s < kColourSchemes; ++s)
        on(m_actions.colours[static_cast<std::size_t>(s)],
           [this, s] { setColours(static_cast<ColourScheme>(s)); });
    connect(m_find, &FindBar::visited, this, &WindowHabits::showFound);
    ProjectDocument& document = m_window->document();
    connect(&document, &ProjectDocument::modelChanged, this,
            [this, &document] { m_actions.setHasModel(document.model() != nullptr); });
    connect(&document, &ProjectDocument::reportChanged, this,
            [this, &document] { m_find->setReport(document.report()); });
}

void WindowHabits::restore() {
    // What the command line says counts for this time and is not remembered.
    if (m_settings != nullptr && colourScheme() == ColourScheme::System) {
        const int stored = m_settings->value(kColours, 0).toInt();
        const auto scheme = static_cast<ColourScheme>(std::clamp(stored, 0, kColourSchemes - 1));
        if (scheme != ColourScheme::System) {
            applyColourScheme(scheme);
            // A window that nobody has seen yet does not hear of it.
            m_window->setPalette(QPalette());
        }
    }
    if (m_settings != nullptr)
        setTextPercent(m_settings->value(kTextSize, kUsualTextPercent).toInt());
    m_actions.colours[static_cast<std::size_t>(colourScheme())]->setChecked(true);
}

void WindowHabits::setColours(ColourScheme scheme) {
    applyColourScheme(scheme);
    m_actions.colours[static_cast<std::size_t>(scheme)]->setChecked(true);
    if (m_settings != nullptr) m_settings->setValue(kColours, static_cast<int>(scheme));
}

void WindowHabits::setTextSize(int percent) {
    setTextPercent(percent);
    if (m_settings != nullptr) m_settings->setValue(kTextSize, textPercent());
}

void WindowHabits::openPalette() { m_palette->open(paletteEntries(*m_window, *this)); }

void WindowHabits::showFound(const SelectedItem& item) {
    const std::shared_ptr<const Report>& report = m_window->document().report();
    if (!report || !hasItem(*report, item)) return;
    // The graph and the tables go there by themselves; the axis of steps only where it is asked.
    int step = -1;
    if (item.kind == SelectedItem::Kind::Operator)
        step = report->operatorRow(item.subgraph, item.index).step;
    if (item.kind == SelectedItem::Kind::Tensor)
        if (const TensorRow& tensor = report->tensorRow(item.subgraph, item.index);
            tensor.buffer >= 0)
            step =
                report->shownSteps(report->device.buffers[static_cast<std::size_t>(tensor.buffer)])
                    .first;
    if (step >= 0) m_window->explorer()->axis()->ensureVisible(step);
}

void WindowHabits::goTo(const SelectedItem& item) {
    const bool follows = m_window->graphPage()->isVisible() || m_window->runPage()->isVisible();
    if (!follows && !m_window->explorer()->isVisible()) m_window->showExplorer();
    m_window->selection().select(item);
    showFound(item);
}

}  // namespace thimble::ui
