#include "ui/dialogs/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/pages/table_page.h"

namespace thimble::ui {

namespace {

struct Row {
    QString keys;
    QString effect;
};

QString native(QKeyCombination keys) {
    return QKeySequence(keys).toString(QKeySequence::NativeText);
}

QList<Row> keysOfViews() {
    return {
        {ShortcutsDialog::tr("Left, Right"),
         ShortcutsDialog::tr("Timeline: previous and next operator")},
        {ShortcutsDialog::tr("Home, End"),
         ShortcutsDialog::tr("Timeline: first and last operator")},
        {ShortcutsDialog::tr("Arrows"),
         ShortcutsDialog::tr("Arena map: the neighbour in time or in address")},
        {ShortcutsDialog::tr(". and ,"),
         ShortcutsDialog::tr("Arena map: next and previous tensor")},
        {ShortcutsDialog::tr("+ and -, Ctrl+wheel"),
         ShortcutsDialog::tr("Timeline and arena map: zoom")},
        {ShortcutsDialog::tr("Wheel, Shift+wheel"),
         ShortcutsDialog::tr("Timeline and arena map: move along the steps")},
        {ShortcutsDialog::tr("F or 0"),
         ShortcutsDialog::tr("Timeline and arena map: show all steps")},
        {native(TablePage::kSortKey), ShortcutsDialog::tr("Tables: sort by the current column")},
        {native(Qt::CTRL | Qt::Key_C), ShortcutsDialog::tr("Tables: copy the current row")},
    };
}

QList<Row> keysOf(const QList<QAction*>& actions) {
    QList<Row> rows;
    for (const QAction* action : actions) {
        if (action->shortcut().isEmpty()) continue;
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            keys.append(key.toString(QKeySequence::NativeText));
        rows.append({keys.join(QStringLiteral(", ")), action->text().remove(QLatin1Char('&'))});
    }
    return rows;
}

}  // namespace

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    const QList<Row> rows = keysOf(actions) + keysOfViews();
    auto* table = new QTableWidget(static_cast<int>(rows.size()), 2, this);
    table->setAccessibleName(windowTitle());
    table->setHorizontalHeaderLabels({tr("Keys"), tr("Effect")});
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    for (int row = 0; row < rows.size(); ++row) {
        table->setItem(row, 0, new QTableWidgetItem(rows[row].keys));
        table->setItem(row, 1, new QTableWidgetItem(rows[row].effect));
    }
    table->resizeColumnsToContents();

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(table);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 30);
}

}  // namespace thimble::ui
