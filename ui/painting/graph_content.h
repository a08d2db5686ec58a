#pragma once

#include <QString>
#include <map>
#include <memory>
#include <vector>

#include "core/diagram/diagram.h"
#include "core/diagram/layout.h"
#include "core/split/held_tensors.h"
#include "ui/painting/plot_style.h"

namespace thimble::ui {

/// What a plan by rows makes of the model on show.
struct GraphPlan {
    std::vector<split::HeldSegment> segments;
    std::vector<split::HeldTensor> tensors;

    explicit GraphPlan(const split::RowPlan& plan);
    /// Null: no bytes are kept for it.
    [[nodiscard]] const split::HeldTensor* find(std::int32_t tensor) const;
};

/// What stands in a box.
struct GraphBox {
    QString title;          ///< "#2 CONV_2D", "#3 to #9, 7 operators", "input x"
    QString shape;          ///< of the output
    QString amount;         ///< its bytes
    Bytes bytes = 0;        ///< of the outputs; of a chain the largest that any operator makes
    Bytes heldBytes = 0;    ///< of them at once, as the plan runs
    bool isPeak = false;    ///< runs in the fullest step, or folds an operator that does
    int family = -1;        ///< see GraphPlot::familyNumber; -1: no operator
    bool hasLabel = false;  ///< the first box of a band: its label stands above it
    int depth = 1;          ///< sheets: a chain is several
};

struct GraphLine {
    Bytes bytes = 0;
    bool isFaded = false;  ///< never there as a whole
    QString label;         ///< "3 rows of 320 B"; empty: none, or another line of the tensor has it
};

/// Operators that run together.
struct GraphBand {
    QString label;  ///< "by rows, 250 calls"
    std::vector<std::int32_t> nodes;
    std::vector<std::int32_t> lines;
};

/// All that a picture of a graph says, but not where.
struct GraphContent {
    diagram::Diagram diagram;
    std::vector<GraphBox> boxes;   ///< by node
    std::vector<GraphLine> lines;  ///< by edge
    std::vector<GraphBand> bands;
    std::map<int, QString> families;  ///< those that there are, by number
    Bytes largest = 0;                ///< of all outputs: what a full bar stands for
};

/// By operator the segment of the plan that it runs in; -1: as a whole, alone. Operators that
/// vanish in their readers run with those.
[[nodiscard]] std::vector<std::int32_t> segmentGroups(const Report& report, const GraphPlan& plan);

/// `plan`: null, or one of subgraph 0.
[[nodiscard]] GraphContent graphContent(const Report& report, diagram::Diagram diagram,
                                        const GraphPlan* plan);

/// Boxes that hold their text, all equally wide.
[[nodiscard]] diagram::LayoutRequest graphRequest(const GraphContent& content,
                                                  const PlotStyle& style);

// Tooltips, and the same for assistive technology: graph_text.cpp.
[[nodiscard]] QString graphBoxName(const Report& report, const GraphContent& content, int node);
[[nodiscard]] QString graphBoxValue(const Report& report, const GraphContent& content, int node,
                                    const GraphPlan* plan);
[[nodiscard]] QString graphBoxToolTip(const Report& report, const GraphContent& content, int node,
                                      const GraphPlan* plan);
[[nodiscard]] QString graphLineToolTip(const Report& report, const GraphContent& content, int edge,
                                       const GraphPlan* plan);
/// "3 rows of 320 B", "2,304 B at once, 4 slices", "never made"; empty: whole.
[[nodiscard]] QString heldText(const GraphPlan& plan, std::int32_t tensor);

}  // namespace thimble::ui
