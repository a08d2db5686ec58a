#include "ui/pages/segment_panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/document/row_planner.h"
#include "ui/format/format.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/segment_editor.h"
#include "ui/pages/table_page.h"
#include "ui/viewmodels/names.h"
#include "ui/viewmodels/segment_table_model.h"

namespace thimble::ui {

SegmentPanel::SegmentPanel(QWidget* parent) : QWidget(parent) {
    m_model = new SegmentTableModel;
    m_table = new TablePage(m_model, tr("Segments"), -1, this);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(boldLabel(tr("Se&gments"), m_table));
    layout->addWidget(m_table, 1);
    m_editor = new SegmentEditor(this);
    layout->addWidget(m_editor);
    layout->addWidget(buildButtons());
    connect(m_editor, &SegmentEditor::wanted, this,
            [this](const SegmentEditor::Segments& segments, std::int32_t op, const QString& text) {
                m_follow = op;
                m_planner->choose(segments, text);
            });
    connect(m_table, &QWidget::customContextMenuRequested, this, &SegmentPanel::showMenu);
}

QToolButton* SegmentPanel::menuButton(const QString& text) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    button->setMenu(menu);
    return button;
}

QWidget* SegmentPanel::buildButtons() {
    auto* rows = new QWidget(this);
    m_split = menuButton(tr("Split before"));
    m_join = new QPushButton(tr("&Join with next"), rows);
    m_whole = menuButton(tr("Run whole"));
    m_rows = menuButton(tr("Run alone, by rows"));
    m_undo = new QToolButton(rows);
    m_redo = new QToolButton(rows);
    m_best = new QPushButton(tr("Back to the be&st"), rows);
    m_best->setToolTip(tr("Shows the segments with the smallest arena that was found"));
    for (QToolButton* button : {m_undo, m_redo}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
    for (QPushButton* button : {m_join, m_best}) button->setAutoDefault(false);
    auto* edits = new QHBoxLayout;
    for (QWidget* button : std::initializer_list<QWidget*>{m_split, m_join, m_whole, m_rows})
        edits->addWidget(button);
    edits->addStretch();
    auto* ways = new QHBoxLayout;
    for (QWidget* button : std::initializer_list<QWidget*>{m_undo, m_redo, m_best})
        ways->addWidget(button);
    ways->addStretch();
    auto* layout = new QVBoxLayout(rows);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(edits);
    layout->addLayout(ways);
    return rows;
}

void SegmentPanel::setPlanner(RowPlanner* planner) {
    m_planner = planner;
    QUndoStack& stack = planner->undoStack();
    QAction* undo = stack.createUndoAction(this, tr("Undo"));
    QAction* redo = stack.createRedoAction(this, tr("Redo"));
    // One word on the button: what it would undo stands in the tooltip.
    undo->setIconText(tr("Undo"));
    redo->setIconText(tr("Redo"));
    m_undo->setDefaultAction(undo);
    m_redo->setDefaultAction(redo);
    connect(m_join, &QPushButton::clicked, this, &SegmentPanel::join);
    connect(m_best, &QPushButton::clicked, this,
            [this] { m_planner->choose(m_planner->best()->plan.chosen, tr("back to the best")); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SegmentPanel::showChoices);
    showChoices();
}

void SegmentPanel::showAnswer(const std::shared_ptr<const Report>& report) {
    const int before = chosen();
    m_report = report;
    m_model->setAnswer(report, m_planner->answer());
    m_table->setReport(m_planner->answer() ? report : nullptr);
    if (m_model->rowCount() > 0) choose(std::clamp(following(before), 0, m_model->rowCount() - 1));
    showChoices();
}

int SegmentPanel::following(int otherwise) {
    if (m_follow < 0 || m_planner->isLooking()) return otherwise;
    const std::int32_t op = std::exchange(m_follow, -1);
    const auto& segments = m_planner->segments();
    for (std::size_t i = 0; i < segments.size(); ++i)
        if (op < segments[i].end) return static_cast<int>(i);
    return otherwise;
}

int SegmentPanel::chosen() const {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) return -1;
    return current.sibling(current.row(), SegmentTableModel::PositionColumn)
               .data(SortRole)
               .toInt() -
           1;
}

void SegmentPanel::choose(int segment) {
    const QAbstractItemModel* rows = m_table->model();
    for (int row = 0; row < rows->rowCount(); ++row) {
        const QModelIndex index = rows->index(row, SegmentTableModel::PositionColumn);
        if (index.data(SortRole).toInt() == segment + 1) return m_table->setCurrentIndex(index);
    }
}

QString SegmentPanel::nameOf(std::int32_t op) const {
    const auto& graph = m_planner->study()->model.graph;
    return operatorText(m_report->operatorRow(0, graph.operators[static_cast<std::size_t>(op)].op));
}

void SegmentPanel::fill(QToolButton* button, const QString& tip, const QString& entry,
                        const Edit& edit) {
    QMenu* menu = button->menu();
    menu->clear();
    const split::Segment segment = m_planner->segments()[static_cast<std::size_t>(chosen())];
    QString reason;
    bool canBe = false;
    for (std::int32_t op = segment.first; op < segment.end; ++op) {
        const auto next = edit(op);
        const QString text = entry.arg(nameOf(op));
        if (!next) {
            reason = formatSentence(next.error().message);
            // The first of a segment begins one already: nothing to say about it.
            if (button == m_split) continue;
        }
        QAction* action = menu->addAction(nameOf(op));
        action->setEnabled(next.has_value());
        action->setToolTip(next ? text : reason);
        if (!next) continue;
        canBe = true;
        connect(action, &QAction::triggered, this,
                [this, segments = *next, text] { m_planner->choose(segments, text); });
    }
    button->setEnabled(canBe);
    button->setToolTip(canBe ? tip : reason);
}

void SegmentPanel::showChoices() {
    const bool canEdit = m_planner != nullptr && m_planner->answer() && m_report &&
                         !m_planner->isLooking() && chosen() >= 0 &&
                         static_cast<std::size_t>(chosen()) < m_planner->segments().size();
    m_best->setEnabled(m_planner != nullptr && m_planner->best() &&
                       m_planner->segments() != m_planner->best()->plan.chosen);
    if (!canEdit) {
        m_editor->showNothing();
        for (QToolButton* button : {m_split, m_whole, m_rows}) button->setEnabled(false);
        return m_join->setEnabled(false);
    }
    const split::RowGraph& graph = m_planner->study()->model.graph;
    const auto& segments = m_planner->segments();
    m_editor->showSegment(graph, segments, chosen(),
                          [this](std::int32_t op) { return nameOf(op); });
    fill(m_split, tr("Ends the segment before that operator; a new one begins with it"),
         tr("split before %1"),
         [&](std::int32_t op) { return split::splitBefore(graph, segments, op); });
    fill(m_whole, tr("Takes the operator out of its segment and runs it at once"),
         tr("run %1 as a whole"),
         [&](std::int32_t op) { return split::runAlone(graph, segments, op, false); });
    fill(m_rows, tr("Takes the operator out of its segment and runs it by rows"),
         tr("run %1 alone, by rows"),
         [&](std::int32_t op) { return split::runAlone(graph, segments, op, true); });
    const auto joined = split::joinWithNext(graph, segments, static_cast<std::size_t>(chosen()));
    m_join->setEnabled(joined.has_value());
    m_join->setToolTip(joined ? tr("Both segments run together")
                              : formatSentence(joined.error().message));
}

void SegmentPanel::join() {
    const auto position = static_cast<std::size_t>(chosen());
    const auto joined =
        split::joinWithNext(m_planner->study()->model.graph, m_planner->segments(), position);
    if (joined)
        m_planner->choose(*joined, tr("join segments %1 and %2")
                                       .arg(formatCount(chosen() + 1), formatCount(chosen() + 2)));
}

void SegmentPanel::showMenu(const QPoint& place) {
    const QModelIndex index = m_table->indexAt(place);
    if (!index.isValid()) return;
    m_table->setCurrentIndex(index);
    showChoices();
    QMenu menu(this);
    menu.setToolTipsVisible(true);
    for (QToolButton* button : {m_split, m_whole, m_rows}) {
        QAction* action = menu.addMenu(button->menu());
        action->setText(button->text());
        action->setEnabled(button->isEnabled());
        action->setToolTip(button->toolTip());
    }
    QAction* join = menu.addAction(tr("Join with next"), this, &SegmentPanel::join);
    join->setEnabled(m_join->isEnabled());
    join->setToolTip(m_join->toolTip());
    menu.addSeparator();
    menu.addActions({m_undo->defaultAction(), m_redo->defaultAction()});
    menu.exec(m_table->viewport()->mapToGlobal(place));
}

}  // namespace thimble::ui
