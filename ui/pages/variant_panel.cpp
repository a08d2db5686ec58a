#include "ui/pages/variant_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "ui/document/pruner.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/table_page.h"
#include "ui/viewmodels/variant_table_model.h"

namespace thimble::ui {

namespace {

QPushButton* button(const QString& text, const QString& tip, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setAutoDefault(false);
    made->setToolTip(tip);
    return made;
}

}  // namespace

VariantPanel::VariantPanel(QWidget* parent) : QWidget(parent) {
    m_model = new VariantTableModel;
    m_table = new TablePage(m_model, tr("Variants"), -1, this);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(VariantTableModel::FitsColumn,
                                                      QHeaderView::Stretch);
    m_keep = button(
        tr("&Keep as a variant"),
        tr("Keeps what is on show in the tree of variants, below the open one (Ctrl+K)"), this);
    m_use = button(tr("&Use"), tr("Goes on from the chosen variant"), this);
    m_rename = button(tr("Re&name…"), tr("Gives the chosen variant another name"), this);
    m_delete = button(tr("&Delete"), tr("Forgets the chosen variant"), this);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(boldLabel(tr("&Variants"), m_table));
    buttons->addStretch();
    for (QPushButton* one : {m_keep, m_use, m_rename, m_delete}) buttons->addWidget(one);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(buttons);
    layout->addWidget(m_table, 1);
}

void VariantPanel::setPruner(Pruner* pruner) {
    m_pruner = pruner;
    connect(m_keep, &QPushButton::clicked, this, &VariantPanel::keepWanted);
    connect(m_use, &QPushButton::clicked, this, &VariantPanel::use);
    connect(m_rename, &QPushButton::clicked, this, &VariantPanel::rename);
    connect(m_delete, &QPushButton::clicked, this, [this] {
        if (chosen() >= 0)
            emit deleteWanted(m_pruner->variants()[static_cast<std::size_t>(chosen())].id);
    });
    connect(m_table, &QTableView::activated, this, &VariantPanel::use);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &VariantPanel::enable);
    enable();
}

int VariantPanel::chosenRow() const {
    const auto* sorted = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
    return sorted->mapToSource(m_table->currentIndex()).row();
}

int VariantPanel::chosen() const {
    const int row = chosenRow();
    const auto variants = static_cast<int>(m_pruner->variants().size());
    return row >= 1 && row <= variants ? row - 1 : -1;
}

void VariantPanel::use() {
    if (chosenRow() == 0) return m_pruner->reset();
    if (chosen() >= 0) m_pruner->useVariant(static_cast<std::size_t>(chosen()));
}

void VariantPanel::rename() {
    if (chosen() < 0) return;
    const auto variant = static_cast<std::size_t>(chosen());
    bool isWanted = false;
    const QString name =
        QInputDialog::getText(this, tr("Rename a variant"), tr("&Name"), QLineEdit::Normal,
                              m_pruner->variants()[variant].name, &isWanted);
    if (isWanted) emit renameWanted(m_pruner->variants()[variant].id, name);
}

void VariantPanel::showVariants(const std::shared_ptr<const Report>& report) {
    std::vector<PruneVariant> rows;
    if (m_pruner->study()) {
        rows.push_back({.name = tr("all channels"),
                        .choice = {.selection = prune::keepAll(m_pruner->groups())},
                        .numbers = m_pruner->whole()});
        rows.insert(rows.end(), m_pruner->variants().begin(), m_pruner->variants().end());
        rows.push_back(
            {.name = tr("now"), .choice = m_pruner->choice(), .numbers = m_pruner->now()});
    }
    const bool isOther = rows.size() != m_model->rows().size() || report.get() != m_model->report();
    const int before = chosenRow();
    m_model->setVariants(report, std::move(rows));
    if (isOther) {
        m_table->setReport(m_model->rows().empty() ? nullptr : report);
        const auto* sorted = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
        if (before >= 0 && before < m_model->rowCount())
            m_table->setCurrentIndex(sorted->mapFromSource(m_model->index(before, 0)));
    }
    enable();
}

void VariantPanel::enable() {
    m_keep->setEnabled(m_pruner->study() && !m_pruner->isWhole());
    m_use->setEnabled(chosen() >= 0 || chosenRow() == 0);
    m_rename->setEnabled(chosen() >= 0);
    m_delete->setEnabled(chosen() >= 0);
}

}  // namespace thimble::ui
