#include "ui/pages/explorer_page.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/pages/summary_page.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/step_axis.h"
#include "ui/painting/timeline_view.h"

namespace thimble::ui {

namespace {

constexpr int kRoomySummaryLines = 30;  // below this height the summary shows the essential only

}  // namespace

ExplorerPage::ExplorerPage(QWidget* parent)
    : QWidget(parent),
      m_summary(new SummaryPage(this)),
      m_splitter(new QSplitter(Qt::Vertical, this)),
      m_axis(new StepAxis(this)),
      m_timeline(new TimelineView(m_splitter)),
      m_map(new ArenaMapView(m_splitter)) {
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_timeline);
    m_splitter->addWidget(m_map);
    m_splitter->setAccessibleName(tr("Timeline and arena map"));
    m_timeline->setAxis(m_axis);
    m_map->setAxis(m_axis);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_summary);
    layout->addWidget(m_splitter, 1);
}

void ExplorerPage::setReport(std::shared_ptr<const Report> report, int warnings) {
    m_summary->setReport(report, warnings);
    m_timeline->setReport(report);
    m_map->setReport(std::move(report));
    fold();
}

void ExplorerPage::setSelection(Selection* selection) {
    m_timeline->setSelection(selection);
    m_map->setSelection(selection);
}

void ExplorerPage::addTimelineSwitch(const QList<QAction*>& quantities) {
    auto* row = new QWidget;
    row->setAccessibleName(tr("What the timeline shows"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (QAction* quantity : quantities) {
        auto* button = new QToolButton(row);
        button->setDefaultAction(quantity);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedHeight(fontMetrics().height() * 4 / 3);
        layout->addWidget(button);
    }
    m_timeline->setSwitch(row);
}

void ExplorerPage::setMapWanted(bool wanted) {
    m_mapWanted = wanted;
    m_mapUnfolded = false;
    fold();
}

bool ExplorerPage::isMapFolded() const { return m_mapWanted && m_map->isHidden(); }

void ExplorerPage::unfoldMap() {
    m_mapUnfolded = true;
    fold();
}

QSize ExplorerPage::minimumSizeHint() const {
    return {m_timeline->minimumSizeHint().width(),
            m_summary->minimumSizeHint().height() + m_timeline->minimumSizeHint().height()};
}

void ExplorerPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fold();
}

void ExplorerPage::fold() {
    m_summary->setCompact(height() < fontMetrics().height() * kRoomySummaryLines);
    const int summary = m_summary->heightForWidth(width());
    const int both = m_timeline->minimumSizeHint().height() + m_map->minimumSizeHint().height() +
                     m_splitter->handleWidth();
    const bool fits = height() - summary >= both;
    m_map->setVisible(m_mapWanted && (fits || m_mapUnfolded));
}

}  // namespace thimble::ui
