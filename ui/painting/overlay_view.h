#pragma once

#include <optional>
#include <vector>

#include "ui/painting/overlay_layout.h"
#include "ui/painting/peak_view.h"

namespace thimble::ui {

/// Bytes over an inference, of several models on one scale: the first filled, the others as lines,
/// each with a colour and a dash of its own.
class OverlayView final : public PeakView {
    Q_OBJECT

public:
    static constexpr int kLooks = 6;  ///< colours and dashes; more series begin again

    explicit OverlayView(QWidget* parent = nullptr);

    /// `capacity`: a dashed line, called that; 0: none. `hint` stands there without any series.
    void setSeries(std::vector<OverlaySeries> series, Bytes capacity, const QString& capacityName,
                   const QString& hint);
    [[nodiscard]] const std::vector<OverlaySeries>& series() const { return m_series; }
    [[nodiscard]] const OverlayLayout& plot();
    /// What all series hold at that share of the inference.
    [[nodiscard]] QString textAt(double share) const;
    /// For captions beside the view.
    [[nodiscard]] static QColor colourOf(int series, const QPalette& palette);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // A row is a stair of the first series.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override;
    void selectRow(int row) override;

protected:
    [[nodiscard]] int peakRow() const override;
    [[nodiscard]] QString tipAt(const QPoint& place) override;
    void lookAt(const QPoint& place) override;
    void lookAway() override;
    void forgetLayout() override { m_layout.reset(); }
    void paintEvent(QPaintEvent* event) override;

private:
    void look(double share);
    void paintHeader(QPainter& painter, const PlotStyle& style, const QRect& header) const;
    void paintCurves(QPainter& painter, const PlotStyle& style) const;
    void paintCapacity(QPainter& painter, const PlotStyle& style) const;

    std::vector<OverlaySeries> m_series;
    Bytes m_capacity = 0;
    QString m_capacityName;
    QString m_hint;
    double m_looked = -1;  ///< share of the inference; below 0: none
    std::optional<OverlayLayout> m_layout;
};

}  // namespace thimble::ui
