#pragma once

#include <QList>
#include <QWidget>
#include <memory>

#include "core/report/report.h"
#include "ui/document/selection.h"

class QAction;
class QSplitter;

namespace thimble::ui {

class ArenaMapView;
class StepAxis;
class SummaryPage;
class TimelineView;

/// The middle of the window: the summary, and below it timeline and arena map over one axis of
/// steps. Where the height is short the arena map folds away first.
class ExplorerPage final : public QWidget {
    Q_OBJECT

public:
    explicit ExplorerPage(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const Report> report, int warnings);
    void setSelection(Selection* selection);
    /// Buttons in the timeline for what it shows, one for each action.
    void addTimelineSwitch(const QList<QAction*>& quantities);
    /// The arena map as a person wants it; folding for lack of room is apart from that.
    void setMapWanted(bool wanted);
    /// Wanted, but folded away for lack of room.
    [[nodiscard]] bool isMapFolded() const;
    /// Shows it all the same.
    void unfoldMap();

    [[nodiscard]] SummaryPage* summary() const { return m_summary; }
    [[nodiscard]] TimelineView* timeline() const { return m_timeline; }
    [[nodiscard]] ArenaMapView* arenaMap() const { return m_map; }
    [[nodiscard]] StepAxis* axis() const { return m_axis; }
    [[nodiscard]] QSplitter* splitter() const { return m_splitter; }

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fold();

    SummaryPage* m_summary;
    QSplitter* m_splitter;
    StepAxis* m_axis;
    TimelineView* m_timeline;
    ArenaMapView* m_map;
    bool m_mapWanted = true;
    bool m_mapUnfolded = false;
};

}  // namespace thimble::ui
