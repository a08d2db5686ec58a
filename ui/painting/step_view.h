#pragma once

#include <QPixmap>
#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/report/report.h"
#include "ui/document/selection.h"
#include "ui/painting/painted_rows.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/step_axis.h"

namespace thimble::ui {

/// What the timeline and the arena map have in common: a report over the shared axis of steps, one
/// selection, the same keys and the same mouse.
///   keys    Home End first and last operator, P the peak, + - zoom, 0 F fit, Shift+Left/Right pan,
///           Esc selects nothing
///   mouse   click selects, wheel and dragging pan, Ctrl+wheel zooms at the pointer
class StepView : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    /// Null: nothing to show.
    void setReport(std::shared_ptr<const Report> report);
    /// Shared with other views and not owned; null: one of its own.
    void setSelection(Selection* selection);
    void setAxis(StepAxis* axis);
    /// What stands there while there is no report; empty: that a model is to be opened.
    void setHint(const QString& hint);
    /// The axis of bytes reaches at least so far: two views with the same number have one scale.
    void setScaleAtLeast(Bytes bytes);

    [[nodiscard]] const std::shared_ptr<const Report>& report() const { return m_report; }
    [[nodiscard]] Selection* selection() const;
    [[nodiscard]] StepAxis* axis() const;
    /// The step of the selected operator; -1: none. An operator that runs several times has
    /// several.
    [[nodiscard]] std::int32_t cursor() const { return m_cursor; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public slots:
    void fit();
    void zoomIn();
    void zoomOut();
    void goToPeak();
    void nextOperator();
    void previousOperator();
    void selectStep(std::int32_t step);

protected:
    explicit StepView(QWidget* parent);

    // Called with a report only.
    virtual void layOut(const PlotStyle& style, const PlotView& view) = 0;
    virtual void paintPlot(QPainter& painter) const = 0;
    [[nodiscard]] virtual const PlotFrame& plotFrame() const = 0;
    [[nodiscard]] virtual QString toolTipAt(const QPoint& point) const = 0;
    virtual void clickAt(const QPoint& point) = 0;
    /// Keys of the view itself; false: not one of them.
    virtual bool handleKey(const QKeyEvent& event) = 0;
    virtual void reportChanged() {}
    virtual void selectionChanged() {}
    [[nodiscard]] virtual QString emptyText() const = 0;

    /// Lays out and paints anew before the next look.
    void invalidate();
    /// After this plotFrame() and the view's own layout hold for the present size; false: no
    /// report.
    bool ensureLayout();
    [[nodiscard]] const PlotStyle& plotStyle();
    [[nodiscard]] StepScale scale();
    [[nodiscard]] bool hasSteps() const { return m_report && !m_report->steps.empty(); }
    /// Tells assistive technology which row is the current one.
    void announceCurrentRow();

    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void listen(Selection* selection);
    void listen(StepAxis* axis);
    [[nodiscard]] int stepCount() const;
    void onSelectionChanged();
    void moveCursor(int by);
    void paintDrawing(QPainter& painter);
    void paintOverlay(QPainter& painter);
    [[nodiscard]] std::int32_t cursorOf(const SelectedItem& item) const;

    std::shared_ptr<const Report> m_report;
    Selection* m_ownSelection;
    StepAxis* m_ownAxis;
    QPointer<Selection> m_selection;  ///< null: its own
    QPointer<StepAxis> m_axis;
    std::optional<PlotStyle> m_style;
    qreal m_styleRatio = 1;  ///< the screen's device pixel ratio that the style was made for
    std::int32_t m_cursor = -1;
    Bytes m_scaleAtLeast = 0;
    QString m_hint;
    bool m_laidOut = false;
    QPixmap m_picture;  ///< all but the hover line and the focus; null: to be painted
    std::optional<QPoint> m_pressedAt;
    bool m_dragging = false;
};

}  // namespace thimble::ui
