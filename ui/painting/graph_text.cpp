#include <algorithm>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/painting/graph_content.h"
#include "ui/painting/graph_plot.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

QString tr(const char* text) { return translated(text); }

const diagram::Node& nodeOf(const GraphContent& content, int node) {
    return content.diagram.nodes[static_cast<std::size_t>(node)];
}

QString tensorTitle(const TensorRow& tensor) {
    const QString number = QStringLiteral("#%1").arg(tensor.index);
    return tensor.name.empty() ? number
                               : QStringLiteral("%1 %2").arg(number, formatName(tensor.name, 60));
}

void addOperator(ToolTipTable& table, const Report& report, const OperatorRow& row,
                 const GraphPlan* plan) {
    table.text(tr("family"), formatText(row.family));
    for (const std::int32_t t : row.outputs) {
        const TensorRow& tensor = report.tensorRow(row.subgraph, t);
        table.text(tr("output"),
                   QStringLiteral("%1 %2").arg(tensorTitle(tensor), formatShape(tensor.shape)));
        table.number(tr("its bytes"), formatBytesLong(tensor.bytes));
        if (plan == nullptr) continue;
        const QString held = heldText(*plan, t);
        if (!held.isEmpty()) table.number(tr("by the plan"), held);
    }
    if (row.workingSetBytes > 0)
        table.number(tr("alive while it runs"), formatBytesLong(row.workingSetBytes));
    if (row.scratchBytes > 0)
        table.number(tr("scratch"), formatDeviceBytes(report, row.scratchBytes));
    if (row.weightBytes > 0) table.number(tr("weights"), formatBytesLong(row.weightBytes));
    table.number(tr("multiply-adds"), macsText(row));
}

}  // namespace

QString heldText(const GraphPlan& plan, std::int32_t tensor) {
    const split::HeldTensor* held = plan.find(tensor);
    if (held == nullptr) return tr("never made");
    if (held->isWhole) return {};
    const QString each = formatBytes(held->pieceBytes);
    if (held->slices > 1)
        return tr("%1 B at once, %2 slices")
            .arg(formatCount(held->mostBytes), formatCount(held->slices));
    return held->pieces == 1 ? tr("1 row of %1").arg(each)
                             : tr("%1 rows of %2").arg(formatCount(held->pieces), each);
}

QString graphBoxName(const Report&, const GraphContent& content, int node) {
    const GraphBox& box = content.boxes[static_cast<std::size_t>(node)];
    return box.isPeak ? tr("%1, the peak").arg(box.title) : box.title;
}

QString graphBoxValue(const Report& report, const GraphContent& content, int node,
                      const GraphPlan* plan) {
    const GraphBox& box = content.boxes[static_cast<std::size_t>(node)];
    QStringList parts = {QStringLiteral("%1, %2").arg(box.amount, box.shape)};
    QStringList from;
    QStringList to;
    for (const diagram::Edge& edge : content.diagram.edges) {
        if (edge.to == node) from.append(content.boxes[static_cast<std::size_t>(edge.from)].title);
        if (edge.from == node) to.append(content.boxes[static_cast<std::size_t>(edge.to)].title);
    }
    if (!from.isEmpty()) parts.append(tr("from %1").arg(from.join(QStringLiteral(", "))));
    if (!to.isEmpty()) parts.append(tr("to %1").arg(to.join(QStringLiteral(", "))));
    if (plan != nullptr && nodeOf(content, node).kind == diagram::Node::Kind::Operator) {
        const OperatorRow& row =
            report.operatorRow(content.diagram.subgraph, nodeOf(content, node).operators[0]);
        const QString held = row.outputs.empty() ? QString() : heldText(*plan, row.outputs[0]);
        if (!held.isEmpty()) parts.append(tr("by the plan %1").arg(held));
    }
    return parts.join(QStringLiteral("; "));
}

QString graphBoxToolTip(const Report& report, const GraphContent& content, int node,
                        const GraphPlan* plan) {
    const diagram::Node& shown = nodeOf(content, node);
    ToolTipTable table(graphBoxName(report, content, node));
    switch (shown.kind) {
        case diagram::Node::Kind::Operator:
            addOperator(table, report,
                        report.operatorRow(content.diagram.subgraph, shown.operators[0]), plan);
            if (shown.chain >= 0) table.text(tr("Enter"), tr("folds its chain"));
            break;
        case diagram::Node::Kind::Chain: {
            Macs macs = 0;
            Bytes weights = 0;
            for (const std::int32_t op : shown.operators) {
                const OperatorRow& row = report.operatorRow(content.diagram.subgraph, op);
                macs += row.macs;
                weights += row.weightBytes;
            }
            const GraphBox& box = content.boxes[static_cast<std::size_t>(node)];
            table.number(tr("largest output"), formatBytesLong(box.bytes));
            table.number(tr("weights"), formatBytesLong(weights));
            table.number(tr("multiply-adds"), formatCount(macs));
            table.text(tr("Enter"), tr("unfolds it"));
            break;
        }
        case diagram::Node::Kind::Input:
        case diagram::Node::Kind::Output: {
            const TensorRow& tensor = report.tensorRow(content.diagram.subgraph, shown.tensor);
            table.text(tr("tensor"), tensorTitle(tensor));
            table.text(tr("shape"), formatShape(tensor.shape));
            table.number(tr("bytes"), formatBytesLong(tensor.bytes));
            break;
        }
    }
    return table.html();
}

QString graphLineToolTip(const Report& report, const GraphContent& content, int edge,
                         const GraphPlan* plan) {
    const diagram::Edge& shown = content.diagram.edges[static_cast<std::size_t>(edge)];
    const TensorRow& tensor = report.tensorRow(content.diagram.subgraph, shown.tensor);
    ToolTipTable table(tensorTitle(tensor));
    table.text(tr("shape"), formatShape(tensor.shape));
    table.number(tr("bytes"), formatBytesLong(tensor.bytes));
    if (plan != nullptr) {
        const QString held = heldText(*plan, tensor.index);
        if (!held.isEmpty()) table.number(tr("by the plan"), held);
    }
    table.text(tr("from"), content.boxes[static_cast<std::size_t>(shown.from)].title);
    table.text(tr("to"), content.boxes[static_cast<std::size_t>(shown.to)].title);
    return table.html();
}

}  // namespace thimble::ui
