#include "ui/painting/graph_content.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/graph_plot.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

constexpr int kNameCharacters = 24;
constexpr int kLeastCharacters = 20;  // of a box's width, in average characters
constexpr int kMostCharacters = 44;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

std::int32_t operatorsOf(const Report& report, std::uint32_t subgraph) {
    const std::size_t end = subgraph + 1 < report.firstOperator.size()
                                ? report.firstOperator[subgraph + 1]
                                : report.operators.size();
    return static_cast<std::int32_t>(end - report.firstOperator[subgraph]);
}

void setTensor(GraphBox& box, const TensorRow& tensor) {
    box.shape = formatShape(tensor.shape);
    box.bytes = tensor.bytes;
    box.amount = formatBytes(tensor.bytes);
}

Bytes heldOf(const TensorRow& tensor, const GraphPlan* plan) {
    if (plan == nullptr) return tensor.bytes;
    const split::HeldTensor* held = plan->find(tensor.index);
    return held == nullptr ? 0
                           : std::min(held->isWhole ? tensor.bytes : held->mostBytes, tensor.bytes);
}

/// The outputs of an operator; of several the sum.
GraphBox operatorBox(const Report& report, const diagram::Diagram& diagram, std::int32_t op,
                     const GraphPlan* plan) {
    const OperatorRow& row = report.operatorRow(diagram.subgraph, op);
    GraphBox box{.title = QStringLiteral("#%1 %2").arg(op).arg(formatText(row.name))};
    for (const std::int32_t t : row.outputs) {
        const TensorRow& tensor = report.tensorRow(diagram.subgraph, t);
        if (box.shape.isEmpty()) box.shape = formatShape(tensor.shape);
        box.bytes += tensor.bytes;
        box.heldBytes += heldOf(tensor, plan);
    }
    if (row.outputs.size() > 1)
        box.shape = GraphPlot::tr("%1 outputs")
                        .arg(formatCount(static_cast<std::int64_t>(row.outputs.size())));
    box.amount = formatBytes(box.bytes);
    return box;
}

GraphBox chainBox(const Report& report, const diagram::Diagram& diagram, const diagram::Node& node,
                  const GraphPlan* plan) {
    GraphBox box;
    for (const std::int32_t op : node.operators) {
        const GraphBox one = operatorBox(report, diagram, op, plan);
        if (one.bytes >= box.bytes) box = one;
    }
    box.title = GraphPlot::tr("#%1 to #%2, %3 operators")
                    .arg(node.operators.front())
                    .arg(node.operators.back())
                    .arg(formatCount(static_cast<std::int64_t>(node.operators.size())));
    box.amount = GraphPlot::tr("at most %1").arg(formatBytes(box.bytes));
    box.depth = 3;
    return box;
}

GraphBox endBox(const Report& report, const diagram::Diagram& diagram, const diagram::Node& node,
                const GraphPlan* plan) {
    const TensorRow& tensor = report.tensorRow(diagram.subgraph, node.tensor);
    GraphBox box;
    setTensor(box, tensor);
    box.heldBytes = heldOf(tensor, plan);
    box.title = (node.kind == diagram::Node::Kind::Input ? GraphPlot::tr("input %1")
                                                         : GraphPlot::tr("output %1"))
                    .arg(tensor.name.empty() ? QStringLiteral("#%1").arg(tensor.index)
                                             : formatName(tensor.name, kNameCharacters));
    return box;
}

void setFamilies(const Report& report, GraphContent& content) {
    for (std::size_t n = 0; n < content.boxes.size(); ++n) {
        const diagram::Node& node = content.diagram.nodes[n];
        if (node.kind != diagram::Node::Kind::Operator) continue;
        const QString family =
            formatText(report.operatorRow(content.diagram.subgraph, node.operators[0]).family);
        const int number = GraphPlot::familyNumber(family);
        content.boxes[n].family = number;
        content.families[number] = number < GraphPlot::kFamilies ? family : GraphPlot::tr("others");
    }
}

void setLines(const Report& report, GraphContent& content, const GraphPlan* plan) {
    std::set<std::int32_t> labelled;
    for (const diagram::Edge& edge : content.diagram.edges) {
        const TensorRow& tensor = report.tensorRow(content.diagram.subgraph, edge.tensor);
        GraphLine line{.bytes = tensor.bytes};
        if (plan != nullptr) {
            const QString held = heldText(*plan, edge.tensor);
            line.isFaded = !held.isEmpty();
            if (line.isFaded && labelled.insert(edge.tensor).second) line.label = held;
        }
        content.lines.push_back(line);
    }
}

void setBands(GraphContent& content, const GraphPlan& plan,
              const std::vector<std::int32_t>& groups) {
    std::map<std::int32_t, GraphBand> bands;
    const auto groupOf = [&](std::int32_t node) {
        const auto& operators = content.diagram.nodes[at(node)].operators;
        return operators.empty() ? -1 : groups[at(operators.front())];
    };
    for (std::int32_t n = 0; at(n) < content.diagram.nodes.size(); ++n)
        if (groupOf(n) >= 0) bands[groupOf(n)].nodes.push_back(n);
    for (std::int32_t e = 0; at(e) < content.diagram.edges.size(); ++e) {
        const diagram::Edge& edge = content.diagram.edges[at(e)];
        const std::int32_t group = groupOf(edge.from);
        if (group >= 0 && group == groupOf(edge.to)) bands[group].lines.push_back(e);
    }
    for (auto& [group, band] : bands) {
        const split::HeldSegment& segment = plan.segments[at(group)];
        band.label = segment.slices > 1
                         ? GraphPlot::tr("channels ×%1, %2 calls")
                               .arg(formatCount(segment.slices), formatCount(segment.calls))
                         : GraphPlot::tr("by rows, %1 calls").arg(formatCount(segment.calls));
        content.boxes[at(band.nodes.front())].hasLabel = true;
        content.bands.push_back(std::move(band));
    }
}

}  // namespace

GraphPlan::GraphPlan(const split::RowPlan& plan)
    : segments(split::heldSegments(plan)), tensors(split::heldTensors(plan)) {}

const split::HeldTensor* GraphPlan::find(std::int32_t tensor) const {
    const auto found = std::ranges::lower_bound(tensors, tensor, {}, &split::HeldTensor::tensor);
    return found != tensors.end() && found->tensor == tensor ? &*found : nullptr;
}

std::vector<std::int32_t> segmentGroups(const Report& report, const GraphPlan& plan) {
    const std::int32_t count = operatorsOf(report, 0);
    constexpr std::int32_t kAbsorbed = -2;
    std::vector<std::int32_t> groups(at(count), kAbsorbed);
    for (std::size_t s = 0; s < plan.segments.size(); ++s)
        for (const std::int32_t op : plan.segments[s].operators)
            groups[at(op)] = plan.segments[s].byRows || plan.segments[s].slices > 1
                                 ? static_cast<std::int32_t>(s)
                                 : -1;
    for (std::int32_t op = count - 1; op >= 0; --op) {
        if (groups[at(op)] != kAbsorbed) continue;
        groups[at(op)] = -1;
        for (const std::int32_t t : report.operatorRow(0, op).outputs)
            for (const OperatorId reader : report.tensorRow(0, t).consumers)
                if (static_cast<std::int32_t>(indexOf(reader)) > op)
                    groups[at(op)] = std::max(groups[at(op)], groups[indexOf(reader)]);
    }
    return groups;
}

GraphContent graphContent(const Report& report, diagram::Diagram diagram, const GraphPlan* plan) {
    GraphContent content{.diagram = std::move(diagram)};
    const diagram::Diagram& shown = content.diagram;
    const StepRow* peak = report.peakStep >= 0 ? &report.steps[at(report.peakStep)] : nullptr;
    for (const diagram::Node& node : shown.nodes) {
        switch (node.kind) {
            case diagram::Node::Kind::Operator:
                content.boxes.push_back(operatorBox(report, shown, node.operators[0], plan));
                break;
            case diagram::Node::Kind::Chain:
                content.boxes.push_back(chainBox(report, shown, node, plan));
                break;
            case diagram::Node::Kind::Input:
            case diagram::Node::Kind::Output:
                content.boxes.push_back(endBox(report, shown, node, plan));
                break;
        }
        GraphBox& box = content.boxes.back();
        box.isPeak = peak != nullptr && peak->subgraph == shown.subgraph &&
                     std::ranges::count(node.operators, peak->op) > 0;
        content.largest = std::max(content.largest, box.bytes);
    }
    setFamilies(report, content);
    setLines(report, content, plan);
    if (plan != nullptr) setBands(content, *plan, segmentGroups(report, *plan));
    return content;
}

diagram::LayoutRequest graphRequest(const GraphContent& content, const PlotStyle& style) {
    QFont bold = style.font;
    bold.setBold(true);
    const QFontMetrics boldMetrics(bold);
    const int character = style.metrics.averageCharWidth();
    int width = kLeastCharacters * character;
    for (const GraphBox& box : content.boxes) {
        int title = boldMetrics.horizontalAdvance(box.title);
        if (box.isPeak)
            title += boldMetrics.horizontalAdvance(GraphPlot::peakWord()) + 2 * character;
        const int second = style.metrics.horizontalAdvance(box.shape + box.amount) + 2 * character;
        width = std::max({width, title, second});
    }
    width = std::min(width, kMostCharacters * character) + GraphPlot::inset(style) * 2;
    diagram::LayoutRequest request{.boxGap = 2.0 * style.line(),
                                   .layerGap = (content.bands.empty() ? 1.6 : 2.2) * style.line()};
    for (const GraphBox& box : content.boxes)
        request.boxes.push_back(
            {static_cast<double>(width),
             static_cast<double>(GraphPlot::boxHeight(style) +
                                 (box.hasLabel ? GraphPlot::labelHeight(style) : 0))});
    for (const diagram::Edge& edge : content.diagram.edges)
        request.lines.push_back({edge.from, edge.to});
    return request;
}

}  // namespace thimble::ui
