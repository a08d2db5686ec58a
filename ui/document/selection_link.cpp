#include "ui/document/selection_link.h"

#include <QScopedValueRollback>
#include <utility>
#include <vector>

namespace thimble::ui {

namespace {

/// Nothing where it has gone nowhere.
SelectedItem moved(SelectedItem item, const PlanChanges& changes,
                   std::vector<std::int32_t> SubgraphChanges::*operators,
                   std::vector<std::int32_t> SubgraphChanges::*tensors) {
    if (item.kind == SelectedItem::Kind::None || item.subgraph >= changes.subgraphs.size())
        return {};
    const SubgraphChanges& subgraph = changes.subgraphs[item.subgraph];
    const std::vector<std::int32_t>& positions =
        item.kind == SelectedItem::Kind::Operator ? subgraph.*operators : subgraph.*tensors;
    const auto index = static_cast<std::size_t>(item.index);
    if (item.index < 0 || index >= positions.size() || positions[index] < 0) return {};
    item.index = positions[index];
    return item;
}

}  // namespace

SelectionLink::SelectionLink(Selection* before, Selection* after, QObject* parent)
    : QObject(parent), m_before(before), m_after(after) {
    connect(before, &Selection::changed, this,
            [this](const SelectedItem& item) { follow(m_after, this->after(item)); });
    connect(after, &Selection::changed, this,
            [this](const SelectedItem& item) { follow(m_before, this->before(item)); });
}

void SelectionLink::setChanges(PlanChanges changes) {
    m_changes = std::move(changes);
    follow(m_after, after(m_before->current()));
}

SelectedItem SelectionLink::after(const SelectedItem& before) const {
    return moved(before, m_changes, &SubgraphChanges::operatorAfter, &SubgraphChanges::tensorAfter);
}

SelectedItem SelectionLink::before(const SelectedItem& after) const {
    return moved(after, m_changes, &SubgraphChanges::operatorBefore,
                 &SubgraphChanges::tensorBefore);
}

void SelectionLink::follow(Selection* selection, const SelectedItem& item) {
    if (m_following) return;
    const QScopedValueRollback following(m_following, true);
    selection->select(item);
}

}  // namespace thimble::ui
