#pragma once

#include <QCoreApplication>
#include <QRectF>
#include <vector>

#include "core/diagram/layout.h"
#include "ui/document/selection.h"
#include "ui/painting/graph_content.h"
#include "ui/painting/plot_style.h"

class QPainter;
class QPainterPath;

namespace thimble::ui {

/// A graph laid out and ready to be painted, in the layout's own units: pixels at 100 %. What it is
/// made of must outlive it.
class GraphPlot {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::GraphPlot)

public:
    GraphPlot(const Report& report, const GraphContent& content, const diagram::Layout& layout,
              const PlotStyle& style, const SelectedItem& selected);

    [[nodiscard]] static int inset(const PlotStyle& style) { return style.padding() * 2; }
    [[nodiscard]] static int boxHeight(const PlotStyle& style) {
        return 2 * style.line() + 4 * style.padding();
    }
    /// What the operator with the most bytes is marked with.
    [[nodiscard]] static QString peakWord() { return tr("peak"); }
    /// What a band's label takes above its first box.
    [[nodiscard]] static int labelHeight(const PlotStyle& style) {
        return style.line() + style.padding();
    }
    /// Families that have a colour of their own, the same in every model; `family` may be any
    /// other number, which stands for all others.
    static constexpr int kFamilies = 6;
    [[nodiscard]] static int familyNumber(const QString& name);
    [[nodiscard]] static QColor familyColour(int family, const PlotStyle& style);
    [[nodiscard]] static QColor heldColour() { return {0x00, 0x9E, 0x73}; }

    /// Of a node, without the label above it.
    [[nodiscard]] QRectF boxOf(std::size_t node) const;
    /// Linear in bytes; the largest tensor of the graph is the thickest.
    [[nodiscard]] double thicknessOf(std::size_t edge) const;

    /// What is visible of it, at a scale: text that nobody could read is left out.
    void paint(QPainter& painter, const QRectF& visible, double scale) const;
    /// Boxes alone, as small as they come.
    void paintSmall(QPainter& painter) const;

private:
    void paintBands(QPainter& painter, double scale) const;
    void paintLines(QPainter& painter, const QRectF& visible, double scale) const;
    void paintLabels(QPainter& painter, const QRectF& visible) const;
    void paintBox(QPainter& painter, std::size_t node, double scale) const;
    void paintText(QPainter& painter, std::size_t node, const QRectF& box) const;
    void paintBar(QPainter& painter, std::size_t node, const QRectF& box) const;
    [[nodiscard]] QColor lineColour(std::size_t edge) const;
    [[nodiscard]] bool isSelected(std::size_t node) const;
    /// Between a box and the one right below it; empty: it is not.
    [[nodiscard]] QRectF gapOf(std::size_t edge) const;
    [[nodiscard]] QPainterPath pathOf(std::size_t edge) const;

    const Report& m_report;
    const GraphContent& m_content;
    const diagram::Layout& m_layout;
    const PlotStyle& m_style;
    SelectedItem m_selected;
};

}  // namespace thimble::ui
