#pragma once

#include <QWidget>

#include "ui/painting/painted_rows.h"
#include "ui/painting/plot_style.h"

namespace thimble::ui {

/// A plot of bytes over an inference, and a line below it about the row that is looked at: the one
/// under the pointer, or the one that keys have gone to.
///   keys   Left, Right, Home, End: the row that is looked at; P: the peak
class PeakView : public QWidget, public PaintedRows {
    Q_OBJECT

protected:
    explicit PeakView(QWidget* parent);

    [[nodiscard]] virtual int peakRow() const = 0;
    /// Of what is at that place; empty: nothing.
    [[nodiscard]] virtual QString tipAt(const QPoint& place) = 0;
    virtual void lookAt(const QPoint& place) = 0;
    virtual void lookAway() = 0;
    /// Size, font or colours are others. While it is made there is none yet.
    virtual void forgetLayout() {}

    [[nodiscard]] static PlotFrame frameOf(const PlotStyle& style, const QRect& area);
    /// The line below the plot: about what is looked at, or what there is to see.
    void paintFoot(QPainter& painter, const PlotStyle& style, const QString& words,
                   bool isLookedAt) const;

    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

}  // namespace thimble::ui
