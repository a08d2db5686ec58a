#include "ui/painting/plot_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <array>
#include <utility>

#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/painting/role_colours.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::PlotText)
};

const StepRow& stepRow(const Report& report, std::int32_t step) {
    return report.steps[static_cast<std::size_t>(step)];
}

std::array<std::pair<Role, Bytes>, 4> parts(const StepRow& row) {
    return {{{Role::Input, row.inputBytes},
             {Role::Output, row.outputBytes},
             {Role::Other, row.otherBytes},
             {Role::Scratch, row.scratchBytes}}};
}

QString withSubgraph(const QString& title, std::uint32_t subgraph) {
    return subgraph == 0 ? title : Texts::tr("%1 of subgraph %2").arg(title).arg(subgraph);
}

std::size_t subgraphEnd(const std::vector<std::size_t>& firsts, std::uint32_t subgraph,
                        std::size_t all) {
    return subgraph + 1 < firsts.size() ? firsts[subgraph + 1] : all;
}

bool isRow(const std::vector<std::size_t>& firsts, std::size_t all, const SelectedItem& item) {
    return item.subgraph < firsts.size() && item.index >= 0 &&
           firsts[item.subgraph] + static_cast<std::size_t>(item.index) <
               subgraphEnd(firsts, item.subgraph, all);
}

}  // namespace

ToolTipTable::ToolTipTable(const QString& title) {
    // nowrap: a tooltip's default width breaks numbers from their units.
    m_html =
        QStringLiteral("<div style='white-space:pre'><b>%1</b><table>").arg(title.toHtmlEscaped());
}

QString ToolTipTable::html() const { return m_html + QStringLiteral("</table></div>"); }

void ToolTipTable::row(const QString& name, const QString& value, const char* align) {
    m_html += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align='%2'>%3</td></tr>")
                  .arg(name.toHtmlEscaped(), QLatin1String(align), value.toHtmlEscaped());
}

const OperatorRow* selectedOperator(const Report& report, const SelectedItem& item) {
    if (item.kind != SelectedItem::Kind::Operator ||
        !isRow(report.firstOperator, report.operators.size(), item))
        return nullptr;
    return &report.operatorRow(item.subgraph, item.index);
}

const TensorRow* selectedTensor(const Report& report, const SelectedItem& item) {
    if (item.kind != SelectedItem::Kind::Tensor ||
        !isRow(report.firstTensor, report.tensors.size(), item))
        return nullptr;
    return &report.tensorRow(item.subgraph, item.index);
}

QString formatDeviceBytes(const Report& report, Bytes bytes) {
    const bool isEstimate = report.device.accepts && !report.device.exact;
    return isEstimate ? Texts::tr("~%1").arg(formatBytes(bytes)) : formatBytes(bytes);
}

QString fullestName(const Report& report) {
    return report.isPeakFullest() ? Texts::tr("peak") : Texts::tr("fullest step");
}

QString fullestTitle(const Report& report) {
    const bool withScratch = !report.isPeakFullest() && report.peakStep >= 0 &&
                             stepRow(report, report.peakStep).scratchBytes > 0;
    return withScratch ? Texts::tr("fullest step, with scratch") : fullestName(report);
}

QString macsText(const OperatorRow& op) {
    return op.macsKnown ? formatCount(op.macs) : Texts::tr("unknown");
}

QString stepNumber(const StepRow& step) {
    const QString number = step.op < 0 ? Texts::tr("in") : QString::number(step.op);
    return step.subgraph == 0 ? number : QStringLiteral("%1:%2").arg(step.subgraph).arg(number);
}

QString operatorTitle(const Report& report, std::uint32_t subgraph, std::int32_t op) {
    const QString name = formatName(report.operatorRow(subgraph, op).name);
    return withSubgraph(QStringLiteral("#%1 %2").arg(op).arg(name), subgraph);
}

QString stepTitle(const Report& report, std::int32_t step) {
    const StepRow& row = stepRow(report, step);
    if (row.op < 0) return withSubgraph(Texts::tr("inputs arrive"), row.subgraph);
    return operatorTitle(report, row.subgraph, row.op);
}

QString stepValue(const Report& report, std::int32_t step) {
    const StepRow& row = stepRow(report, step);
    QStringList texts;
    for (const auto& [role, bytes] : parts(row))
        if (bytes > 0) texts << Texts::tr("%1 %2").arg(roleName(role), formatBytes(bytes));
    const QString total = formatBytes(row.totalBytes());
    return texts.isEmpty() ? total
                           : Texts::tr("%1: %2").arg(total, texts.join(QStringLiteral(", ")));
}

QString stepToolTip(const Report& report, std::int32_t step) {
    const StepRow& row = stepRow(report, step);
    const QString title = stepTitle(report, step);
    ToolTipTable table(
        step == report.peakStep ? Texts::tr("%1: the %2").arg(title, fullestName(report)) : title);
    for (const auto& [role, bytes] : parts(row)) table.number(roleName(role), formatBytes(bytes));
    table.number(Texts::tr("together"), formatBytesLong(row.totalBytes()));
    table.number(Texts::tr("rounded up to 16 each"), formatBytes(row.alignedBytes));
    if (row.op >= 0)
        table.number(Texts::tr("multiply-adds"),
                     macsText(report.operatorRow(row.subgraph, row.op)));
    return table.html();
}

QString bufferTitle(const Report& report, const tflm::PlannedBuffer& buffer) {
    if (buffer.isScratch())
        return Texts::tr("scratch of %1").arg(operatorTitle(report, buffer.subgraph, buffer.op));
    const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
    const QString number = QStringLiteral("#%1").arg(tensor.index);
    return tensor.name.empty() ? number
                               : QStringLiteral("%1 %2").arg(number, formatName(tensor.name));
}

QString whyAlive(const Report& report, const tflm::PlannedBuffer& buffer) {
    if (buffer.isScratch())
        return Texts::tr("a working buffer of %1")
            .arg(operatorTitle(report, buffer.subgraph, buffer.op));
    const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
    const auto title = [&](OperatorId op) {
        return operatorTitle(report, tensor.subgraph, static_cast<std::int32_t>(indexOf(op)));
    };
    if (buffer.isNeverUsed())
        return tensor.producer || !tensor.consumers.empty()
                   ? Texts::tr("its subgraph never runs; TFLM makes room for it all the same")
                   : Texts::tr("nothing writes or reads it; TFLM makes room for it all the same");
    const QString from = tensor.isInput
                             ? (tensor.subgraph == 0 ? Texts::tr("an input of the model")
                                                     : Texts::tr("an input of its subgraph"))
                         : tensor.producer ? Texts::tr("written by %1").arg(title(*tensor.producer))
                                           : Texts::tr("written by nothing");
    if (tensor.isOutput)
        return (tensor.subgraph == 0 ? Texts::tr("%1, an output of the model, kept to the end")
                                     : Texts::tr("%1, an output of its subgraph"))
            .arg(from);
    if (tensor.consumers.empty()) return Texts::tr("%1, read by nothing").arg(from);
    return Texts::tr("%1, last read by %2").arg(from, title(tensor.consumers.back()));
}

QString bufferSteps(const Report& report, const tflm::PlannedBuffer& buffer) {
    if (buffer.isNeverUsed()) return Texts::tr("never used");
    const LiveRange steps = report.shownSteps(buffer);
    if (steps.empty()) return Texts::tr("never");
    QString first = stepTitle(report, steps.first);
    if (steps.length() == 1) return first;
    return Texts::tr("%1 to %2").arg(first, stepTitle(report, steps.last - 1));
}

QString bufferPlace(const tflm::PlannedBuffer& buffer) {
    return Texts::tr("%1 to %2")
        .arg(formatBytes(buffer.place().first), formatBytes(buffer.place().last));
}

QString bufferValue(const Report& report, const tflm::PlannedBuffer& buffer) {
    return Texts::tr("%1, offsets %2, alive: %3")
        .arg(formatBytes(buffer.bytes), bufferPlace(buffer), bufferSteps(report, buffer));
}

QString bufferToolTip(const Report& report, const tflm::PlannedBuffer& buffer) {
    ToolTipTable table(bufferTitle(report, buffer));
    if (!buffer.isScratch()) {
        const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
        const std::string_view type = tensorTypeName(tensor.type);
        table.text(Texts::tr("type"),
                   QStringLiteral("%1 %2").arg(
                       QLatin1String(type.data(), static_cast<qsizetype>(type.size())),
                       formatShape(tensor.shape)));
    }
    table.text(Texts::tr("size"), formatBytesLong(buffer.bytes));
    table.text(Texts::tr("planned"),
               Texts::tr("%1, rounded up to 16").arg(formatBytes(buffer.plannedBytes)));
    table.text(Texts::tr("offsets"), bufferPlace(buffer));
    table.text(Texts::tr("alive"), bufferSteps(report, buffer));
    table.text(Texts::tr("why"), whyAlive(report, buffer));
    return table.html();
}

}  // namespace thimble::ui
