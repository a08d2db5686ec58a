#pragma once

#include <QList>
#include <QWidget>
#include <memory>

#include "core/pipeline/planned_model.h"
#include "ui/document/selection.h"

namespace thimble::ui {

class ArenaMapView;
class SelectionLink;
class StepAxis;
class StepView;
class TimelineView;

/// Timeline and arena map before and after, side by side: one axis of steps, one scale of bytes,
/// and what is selected on one side is selected on the other.
class PlanPictures final : public QWidget {
    Q_OBJECT

public:
    explicit PlanPictures(QWidget* parent = nullptr);

    /// Of the model as it was; the one of the plan follows. Outlives this.
    void setSelection(Selection* selection);
    /// `planned` null: not there yet, which `hint` says in its place.
    void setPlan(const std::shared_ptr<const Report>& before,
                 const std::shared_ptr<const PlannedModel>& planned, const QString& hint);

    [[nodiscard]] TimelineView* timelineBefore() const { return m_timelineBefore; }
    [[nodiscard]] TimelineView* timelineAfter() const { return m_timelineAfter; }
    [[nodiscard]] ArenaMapView* mapBefore() const { return m_mapBefore; }
    [[nodiscard]] ArenaMapView* mapAfter() const { return m_mapAfter; }
    /// From left to right, the timelines first.
    [[nodiscard]] QList<StepView*> views() const;
    [[nodiscard]] StepAxis* axis() const { return m_axis; }
    [[nodiscard]] Selection* selectionAfter() const { return m_after; }

private:
    StepAxis* m_axis;
    Selection* m_after;
    SelectionLink* m_link = nullptr;
    TimelineView* m_timelineBefore;
    TimelineView* m_timelineAfter;
    ArenaMapView* m_mapBefore;
    ArenaMapView* m_mapAfter;
};

}  // namespace thimble::ui
