#include "ui/pages/prune_controls.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/document/project_document.h"
#include "ui/document/pruner.h"
#include "ui/format/format.h"
#include "ui/pages/prune_text.h"
#include "ui/widgets/outlined_check_box.h"

namespace thimble::ui {

namespace {

constexpr Bytes kKib = 1024;

QPushButton* button(const QString& text, const QString& tip, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setAutoDefault(false);
    made->setToolTip(tip);
    return made;
}

}  // namespace

PruneControls::PruneControls(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(buildEdits());
    layout->addWidget(buildSearches());
}

QWidget* PruneControls::buildEdits() {
    auto* row = new QWidget(this);
    m_undo = new QToolButton(row);
    m_redo = new QToolButton(row);
    for (QToolButton* one : {m_undo, m_redo}) {
        one->setFocusPolicy(Qt::StrongFocus);
        one->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
    m_reset = button(tr("Rese&t"), tr("Brings all channels back"), row);
    m_importance = new QComboBox(row);
    m_importance->setAccessibleName(tr("Importance"));
    m_importance->addItems(importanceTexts());
    const QStringList tips = importanceTips();
    for (int i = 0; i < tips.size(); ++i) m_importance->setItemData(i, tips[i], Qt::ToolTipRole);
    auto* label = new QLabel(tr("&Important is"), row);
    label->setBuddy(m_importance);
    m_repair = new OutlinedCheckBox(tr("Repair &weights"), row);
    m_repair->setToolTip(
        tr("Weights of what reads the channels make up for those that go, by least "
           "squares, without training"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* one : std::initializer_list<QWidget*>{m_undo, m_redo, m_reset})
        layout->addWidget(one);
    layout->addSpacing(fontMetrics().averageCharWidth());
    layout->addWidget(label);
    layout->addWidget(m_importance);
    layout->addSpacing(fontMetrics().averageCharWidth());
    layout->addWidget(m_repair);
    layout->addStretch();
    return row;
}

QWidget* PruneControls::buildSearches() {
    auto* row = new QWidget(this);
    m_fitBoard = button(tr("&Fit this board"), {}, row);
    m_arena = new QSpinBox(row);
    m_arena->setAccessibleName(tr("Arena at most"));
    m_arena->setRange(1, 1 << 30);
    m_arena->setMaximumWidth(fontMetrics().averageCharWidth() * 14);
    m_unit = new QComboBox(row);
    m_unit->setAccessibleName(tr("Unit"));
    m_unit->addItems({tr("KiB"), tr("B")});
    m_fitArena =
        button(tr("Fit"), tr("Takes the channels that cost least, until the model fits"), row);
    m_fitArena->setAccessibleName(tr("Fit into this arena"));
    auto* arena = new QLabel(tr("&Arena at most"), row);
    arena->setBuddy(m_arena);
    m_macs = new QSpinBox(row);
    m_macs->setAccessibleName(tr("MACs to keep"));
    m_macs->setRange(1, 100);
    m_macs->setValue(50);
    m_macs->setSuffix(tr(" %"));
    m_keepMacs = button(tr("Keep"),
                        tr("Takes the channels that cost least, until so many "
                           "multiply-adds are left"),
                        row);
    m_keepMacs->setAccessibleName(tr("Keep so many MACs"));
    auto* macs = new QLabel(tr("&MACs"), row);
    macs->setBuddy(m_macs);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_fitBoard);
    layout->addSpacing(fontMetrics().averageCharWidth());
    for (QWidget* one : std::initializer_list<QWidget*>{arena, m_arena, m_unit, m_fitArena})
        layout->addWidget(one);
    layout->addSpacing(fontMetrics().averageCharWidth());
    for (QWidget* one : std::initializer_list<QWidget*>{macs, m_macs, m_keepMacs})
        layout->addWidget(one);
    layout->addStretch();
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this](int unit) {
        const Bytes value = m_arena->value();
        m_arena->setValue(static_cast<int>(unit == 0 ? value / kKib : value * kKib));
    });
    return row;
}

void PruneControls::setPruner(const ProjectDocument* document, Pruner* pruner) {
    m_document = document;
    m_pruner = pruner;
    QUndoStack& stack = pruner->undoStack();
    QAction* undo = stack.createUndoAction(this, tr("Undo"));
    QAction* redo = stack.createRedoAction(this, tr("Redo"));
    undo->setIconText(tr("Undo"));
    redo->setIconText(tr("Redo"));
    m_undo->setDefaultAction(undo);
    m_redo->setDefaultAction(redo);
    connect(m_reset, &QPushButton::clicked, pruner, &Pruner::reset);
    connect(m_importance, &QComboBox::activated, this, [this](int importance) {
        m_pruner->setImportance(static_cast<repair::Importance>(importance));
    });
    connect(m_repair, &QCheckBox::clicked, pruner, &Pruner::setRepair);
    connect(m_fitBoard, &QPushButton::clicked, pruner, &Pruner::fitBoard);
    connect(m_fitArena, &QPushButton::clicked, this, [this] {
        m_pruner->fitArena(m_unit->currentIndex() == 0 ? m_arena->value() * kKib
                                                       : Bytes{m_arena->value()});
    });
    connect(m_keepMacs, &QPushButton::clicked, this,
            [this] { m_pruner->keepMacs(m_macs->value() / 100.0); });
    enable();
}

void PruneControls::showChoice() {
    m_importance->setCurrentIndex(static_cast<int>(m_pruner->choice().importance));
    m_repair->setChecked(m_pruner->choice().repair && m_pruner->canRepair());
    // The first suggestion: three quarters of what the whole model needs.
    const auto& whole = m_pruner->whole().fit;
    if (!whole || m_suggestedFor == m_pruner->study().get()) return;
    m_suggestedFor = m_pruner->study().get();
    const Bytes suggested = whole->arenaBytes * 3 / 4;
    const QSignalBlocker blocker(m_unit);
    m_unit->setCurrentIndex(suggested < 4 * kKib ? 1 : 0);
    m_arena->setValue(static_cast<int>(suggested < 4 * kKib ? suggested : suggested / kKib));
}

void PruneControls::enable() {
    const bool has = m_pruner->study() && !m_pruner->groups().groups.empty();
    const bool free = has && m_pruner->state() == Pruner::State::Ready && !m_pruner->isSearching();
    const bool isWatched = has && !m_pruner->study()->channels.observations.empty();
    const auto& board = m_document->board();
    m_reset->setEnabled(free && !m_pruner->isWhole());
    m_importance->setEnabled(free && isWatched);
    m_repair->setEnabled(free && m_pruner->canRepair());
    m_fitBoard->setEnabled(free && board);
    m_fitBoard->setText(tr("&Fit this board"));
    m_fitBoard->setToolTip(board ? tr("Takes the channels that cost least, until the model fits %1")
                                       .arg(formatText(board->name))
                                 : tr("First choose a board: Model > Boards"));
    for (QWidget* one :
         std::initializer_list<QWidget*>{m_arena, m_unit, m_fitArena, m_macs, m_keepMacs})
        one->setEnabled(free);
}

}  // namespace thimble::ui
