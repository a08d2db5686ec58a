#include "ui/pages/plan_pictures.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/selection_link.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/step_axis.h"
#include "ui/painting/timeline_view.h"

namespace thimble::ui {

namespace {

/// Two of a kind, equally wide.
QWidget* sideBySide(QWidget* before, QWidget* after) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(before, 1);
    layout->addWidget(after, 1);
    return row;
}

QLabel* caption(const QString& text) {
    auto* label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    label->setIndent(label->fontMetrics().averageCharWidth());
    return label;
}

Bytes tallest(const Report& report) {
    Bytes most = 0;
    for (const StepRow& step : report.steps) most = std::max(most, step.totalBytes());
    return most;
}

}  // namespace

PlanPictures::PlanPictures(QWidget* parent)
    : QWidget(parent),
      m_axis(new StepAxis(this)),
      m_after(new Selection(this)),
      m_timelineBefore(new TimelineView(this)),
      m_timelineAfter(new TimelineView(this)),
      m_mapBefore(new ArenaMapView(this)),
      m_mapAfter(new ArenaMapView(this)) {
    m_timelineBefore->setAccessibleName(tr("Timeline before"));
    m_timelineAfter->setAccessibleName(tr("Timeline after"));
    m_mapBefore->setAccessibleName(tr("Arena map before"));
    m_mapAfter->setAccessibleName(tr("Arena map after"));
    for (StepView* view : views()) view->setAxis(m_axis);
    for (StepView* view :
         {static_cast<StepView*>(m_timelineAfter), static_cast<StepView*>(m_mapAfter)})
        view->setSelection(m_after);

    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setAccessibleName(tr("Timelines and arena maps"));
    splitter->addWidget(sideBySide(m_timelineBefore, m_timelineAfter));
    splitter->addWidget(sideBySide(m_mapBefore, m_mapAfter));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(sideBySide(caption(tr("Before: the file as it is")),
                                 caption(tr("After: with the plan, in its own order"))));
    layout->addWidget(splitter, 1);
}

QList<StepView*> PlanPictures::views() const {
    return {m_timelineBefore, m_timelineAfter, m_mapBefore, m_mapAfter};
}

void PlanPictures::setSelection(Selection* selection) {
    m_timelineBefore->setSelection(selection);
    m_mapBefore->setSelection(selection);
    m_link = new SelectionLink(selection, m_after, this);
}

void PlanPictures::setPlan(const std::shared_ptr<const Report>& before,
                           const std::shared_ptr<const PlannedModel>& planned,
                           const QString& hint) {
    const std::shared_ptr<const Report> after = planned ? planned->after : nullptr;
    if (planned) {
        const Bytes bytes = std::max(tallest(*before), tallest(*after));
        const Bytes head = std::max(before->device.headBytes, after->device.headBytes);
        for (StepView* view : {m_timelineBefore, m_timelineAfter}) view->setScaleAtLeast(bytes);
        for (StepView* view : {m_mapBefore, m_mapAfter}) view->setScaleAtLeast(head);
    }
    m_timelineAfter->setHint(hint);
    m_mapAfter->setHint(hint);
    // Those without a report first: they would leave the shared axis without steps.
    m_timelineAfter->setReport(after);
    m_mapAfter->setReport(after);
    m_timelineBefore->setReport(before);
    m_mapBefore->setReport(before);
    if (m_link != nullptr) m_link->setChanges(planned ? planned->changes : PlanChanges());
}

}  // namespace thimble::ui
