#pragma once

#include <QPixmap>
#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/diagram/layout.h"
#include "ui/document/selection.h"
#include "ui/painting/graph_content.h"
#include "ui/painting/graph_plot.h"
#include "ui/painting/painted_rows.h"

namespace thimble::ui {

/// A model's graph from top to bottom.
///   keys    arrows along edges and along a layer, Home End first and last, P the peak, Enter folds
///           and unfolds a chain, + - zoom, 0 F fit, Shift+arrows and Page keys pan, Esc selects
///           nothing
///   mouse   click selects, double click folds and unfolds, wheel and dragging pan, Ctrl+wheel
///           zooms at the pointer; the small map moves what is visible
class GraphView final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    /// What is shown; never changed once it is there.
    struct Scene {
        std::shared_ptr<const Report> report;
        std::shared_ptr<const GraphPlan> plan;  ///< null: none
        GraphContent content;
        diagram::Layout layout;
    };

    explicit GraphView(QWidget* parent = nullptr);

    /// Null: nothing, and `hint` says why. The zoom stays, and so does what is in the middle, where
    /// the model is the same.
    void setScene(std::shared_ptr<const Scene> scene, const QString& hint = {});
    [[nodiscard]] const std::shared_ptr<const Scene>& scene() const { return m_scene; }
    void setSelection(Selection* selection);

    [[nodiscard]] double scale() const { return m_scale; }
    /// Everything is visible.
    [[nodiscard]] bool isFitted() const;
    /// Of the small map; empty: it is not needed.
    [[nodiscard]] QRect mapRect() const;
    [[nodiscard]] QRect legendRect() const;
    [[nodiscard]] int edgeAt(const QPoint& point) const;
    [[nodiscard]] QString toolTipAt(const QPoint& point);

    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override { return m_current; }
    void selectRow(int row) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public slots:
    void fit();
    void zoomIn();
    void zoomOut();
    void goToPeak();

signals:
    void foldWanted(int chain);  ///< the chain that begins with that operator

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void showFirst();
    void followSelection();
    [[nodiscard]] QRect canvas() const;
    [[nodiscard]] QPointF toScene(const QPointF& point) const;
    [[nodiscard]] QRectF toView(const QRectF& area) const;
    [[nodiscard]] GraphPlot plot() const;
    [[nodiscard]] const PlotStyle& style() const;
    [[nodiscard]] double fittingScale() const;
    void setScale(double scale, const QPointF& fixed);
    void pan(double dx, double dy);
    void centreOn(const QPointF& place);
    void keepInside();
    void ensureVisible(int row);
    void walk(int key);
    void foldAt(int row);
    void clickAt(const QPoint& point);
    [[nodiscard]] int peakRow() const;
    void paintMap(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void restyle();

    std::shared_ptr<const Scene> m_scene;
    QString m_hint;
    QPointer<Selection> m_selection;
    mutable std::optional<PlotStyle> m_style;
    double m_scale = 1;
    QPointF m_corner;  ///< of the scene, at the canvas's top left
    int m_current = -1;
    bool m_isPlaced = false;  ///< somebody has seen it
    bool m_movesMap = false;
    bool m_dragging = false;
    std::optional<QPoint> m_pressedAt;
    mutable QPixmap m_map;  ///< boxes of the small map
};

}  // namespace thimble::ui
