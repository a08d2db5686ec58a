#pragma once

#include <QObject>

#include "core/pipeline/plan_changes.h"
#include "ui/document/selection.h"

namespace thimble::ui {

/// Keeps two selections on the same thing: one names it in a model as it was, the other in the
/// planned one.
class SelectionLink final : public QObject {
    Q_OBJECT

public:
    /// Both outlive the link.
    SelectionLink(Selection* before, Selection* after, QObject* parent = nullptr);

    /// The one before stays and the other follows.
    void setChanges(PlanChanges changes);

    [[nodiscard]] SelectedItem after(const SelectedItem& before) const;
    [[nodiscard]] SelectedItem before(const SelectedItem& after) const;

private:
    void follow(Selection* selection, const SelectedItem& item);

    Selection* m_before;
    Selection* m_after;
    PlanChanges m_changes;
    bool m_following = false;
};

}  // namespace thimble::ui
