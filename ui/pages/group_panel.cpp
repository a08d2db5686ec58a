#include "ui/pages/group_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/pruner.h"
#include "ui/pages/keep_delegate.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/prune_text.h"
#include "ui/pages/share_delegate.h"
#include "ui/pages/table_page.h"
#include "ui/painting/channel_strip.h"
#include "ui/viewmodels/frozen_table_model.h"
#include "ui/viewmodels/group_table_model.h"

namespace thimble::ui {

GroupPanel::GroupPanel(QWidget* parent) : QWidget(parent) {
    m_model = new GroupTableModel;
    m_table = new TablePage(m_model, tr("Groups of channels"), -1, this);
    m_sliders = new KeepDelegate(m_table, GroupTableModel::KeptColumn);
    new ShareDelegate(m_table, {GroupTableModel::ArenaColumn, GroupTableModel::FileColumn,
                                GroupTableModel::MacsColumn});
    // Rows must not run away from the slider that is dragged.
    if (auto* sorted = qobject_cast<QSortFilterProxyModel*>(m_table->model()))
        sorted->setDynamicSortFilter(false);
    m_showFrozen = new QToolButton(this);
    m_showFrozen->setCheckable(true);
    m_showFrozen->setAutoRaise(true);
    m_showFrozen->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_showFrozen->setArrowType(Qt::RightArrow);
    m_showFrozen->setFocusPolicy(Qt::StrongFocus);
    m_showFrozen->setToolTip(tr("Shows whose channels have to stay, and why"));
    m_frozenModel = new FrozenTableModel;
    m_frozen = new TablePage(m_frozenModel, tr("Channels that must stay"), -1, this);
    m_frozen->wrapLastColumn();
    m_frozen->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(m_table, 8);
    layout->addWidget(m_showFrozen, 0, Qt::AlignLeft);
    layout->addWidget(m_frozen, 4);
    layout->addWidget(buildStrip(), 3);
    connect(m_showFrozen, &QToolButton::toggled, this, [this](bool shown) {
        m_showFrozen->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
        m_frozen->setVisible(shown);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showStrip();
        emit groupChosen();
    });
}

QWidget* GroupPanel::buildStrip() {
    m_channels = new QWidget(this);
    m_strip = new ChannelStrip(m_channels);
    m_title = boldLabel({}, m_strip);
    m_title->setTextFormat(Qt::PlainText);
    m_order = new QComboBox(m_channels);
    m_order->setAccessibleName(tr("Order of the channels"));
    m_order->addItems({tr("most important first"), tr("by number")});
    m_hint = new QLabel(tr("Darker: more important. Hatched: goes. Click or drag to choose."),
                        m_channels);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_order);
    auto* layout = new QVBoxLayout(m_channels);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(head);
    layout->addWidget(m_strip, 1);
    layout->addWidget(m_hint);
    connect(m_order, &QComboBox::currentIndexChanged, this, &GroupPanel::showStrip);
    return m_channels;
}

void GroupPanel::setPruner(Pruner* pruner) {
    m_pruner = pruner;
    connect(m_sliders, &KeepDelegate::countWanted, pruner, &Pruner::setCount);
    connect(m_strip, &ChannelStrip::keptChosen, this,
            [this](const std::vector<std::int32_t>& kept, int gesture) {
                if (chosen() >= 0)
                    m_pruner->setKept(static_cast<std::size_t>(chosen()), kept, gesture);
            });
}

int GroupPanel::chosen() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.data(GroupIndexRole).value<int>() : -1;
}

void GroupPanel::choose(int group) {
    const QAbstractItemModel* rows = m_table->model();
    for (int row = 0; row < rows->rowCount(); ++row) {
        const QModelIndex index = rows->index(row, GroupTableModel::KeptColumn);
        if (index.data(GroupIndexRole).value<int>() == group)
            return m_table->setCurrentIndex(index);
    }
}

void GroupPanel::showStudy(const std::shared_ptr<const Report>& report) {
    const auto& study = m_pruner->study();
    if (m_model->study() != study || m_model->report() != report.get()) {
        const int before = chosen();
        m_model->setStudy(report, study);
        m_table->setReport(study ? report : nullptr);
        m_frozenModel->setStudy(report, study);
        m_frozen->setReport(study ? report : nullptr);
        // Names at the peak are bold, and which those are changes.
        m_table->horizontalHeader()->setSectionResizeMode(GroupTableModel::NameColumn,
                                                          QHeaderView::ResizeToContents);
        m_table->horizontalHeader()->setSectionResizeMode(GroupTableModel::KeptColumn,
                                                          QHeaderView::Stretch);
        const bool hasFrozen = study && !study->channels.groups.frozen.empty();
        const bool hasGroups = study && !study->channels.groups.groups.empty();
        m_table->setVisible(hasGroups);
        m_channels->setVisible(hasGroups);
        m_showFrozen->setVisible(hasFrozen);
        if (hasFrozen) m_showFrozen->setText(frozenText(*study));
        m_showFrozen->setChecked(hasFrozen && !hasGroups);
        m_frozen->setVisible(m_showFrozen->isChecked());
        if (hasGroups) choose(std::clamp(before, 0, m_model->rowCount() - 1));
    }
    showChoice();
    showCosts();
}

void GroupPanel::showChoice() {
    if (!m_pruner->study()) return;
    m_model->setCounts(m_pruner->counts());
    showStrip();
}

void GroupPanel::showCosts() { m_model->setCosts(m_pruner->costs()); }

void GroupPanel::showStrip() {
    if (m_pruner == nullptr || !m_pruner->study() || m_model->study() != m_pruner->study() ||
        chosen() < 0) {
        m_title->clear();
        return m_strip->setCells({}, {});
    }
    const auto group = static_cast<std::size_t>(chosen());
    m_title->setText(groupHeadline(*m_pruner, group));
    const auto& kept = m_pruner->choice().selection.kept[group];
    const std::vector<double> weights = channelWeights(*m_pruner, group);
    std::vector<std::int32_t> order = byImportance(*m_pruner, group);
    if (m_order->currentIndex() == 1) std::ranges::sort(order);
    std::vector<ChannelStrip::Cell> cells;
    cells.reserve(order.size());
    for (const std::int32_t channel : order)
        cells.push_back({channel, weights[static_cast<std::size_t>(channel)],
                         std::ranges::binary_search(kept, channel)});
    m_strip->setCells(std::move(cells), [this, group](int channel) {
        return channelText(*m_pruner, group, channel);
    });
}

}  // namespace thimble::ui
