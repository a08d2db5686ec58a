#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/eval/traced_run.h"
#include "ui/painting/histogram_layout.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/tensor_grid.h"
#include "ui/painting/value_colours.h"

class QPainter;

namespace thimble::ui {

enum class PictureKind { Automatic, Image, HeatMap, Histogram };

/// What a picture shows: a tensor of a run. Holds the run.
struct PictureSource {
    std::shared_ptr<const eval::TracedRun> run;
    std::size_t position = 0;  ///< in TracedRun::tensors

    [[nodiscard]] const eval::TracedTensor& traced() const { return run->tensors[position]; }
    [[nodiscard]] const interp::TensorInfo& info() const;
    [[nodiscard]] std::span<const std::byte> bytes() const;
};

/// One channel or three, and large enough on both sides to be one.
[[nodiscard]] bool canBeImage(const PictureSource& source);
/// `wanted`, or the one that suits the tensor: an image where the input of the model can be one,
/// tiles or lines of colour, a histogram of what is too large. What cannot be becomes a heat map.
[[nodiscard]] PictureKind pictureKind(const PictureSource& source, PictureKind wanted);

/// The picture of a tensor: where everything lies, and what paints it.
class TensorPicture {
public:
    TensorPicture(PictureSource source, PictureKind wanted, const PlotStyle& style,
                  const QRect& area);

    [[nodiscard]] PictureKind kind() const { return m_kind; }
    [[nodiscard]] const TileLayout& tiles() const { return m_tiles; }
    [[nodiscard]] const HistogramLayout& histogram() const { return m_histogram; }
    void paint(QPainter& painter) const;
    /// In front: where the cursor is.
    void paintCursor(QPainter& painter, std::int64_t cursor) const;

    // The cursor stands on an element, or on a bin of a histogram; -1: nowhere.
    [[nodiscard]] std::int64_t cursorAt(const QPoint& point) const;
    /// One step to the side or down; from nowhere to the first.
    [[nodiscard]] std::int64_t moved(std::int64_t cursor, int right, int down) const;
    [[nodiscard]] std::int64_t lastCursor() const;
    /// "[0, 3, 7, 1] = 0.4141 (stored 18)", "0.25 to 0.5: 312 elements (4.9 %)".
    [[nodiscard]] QString readout(std::int64_t cursor) const;
    /// What is shown, and what is not: "the first 512 of 2,048 channels".
    [[nodiscard]] QString note() const;

private:
    void layOut(const QRect& area);
    void paintTiles(QPainter& painter) const;
    void paintImage(QPainter& painter) const;
    void paintNumbers(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintHistogram(QPainter& painter) const;
    [[nodiscard]] bool isColour() const;

    PictureSource m_source;
    PictureKind m_kind;
    const PlotStyle& m_style;
    QRect m_plot;
    QRect m_legend;
    TileLayout m_tiles;
    HistogramLayout m_histogram;
    ValueColours m_colours;
};

}  // namespace thimble::ui
