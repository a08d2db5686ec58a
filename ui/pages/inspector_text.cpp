#include "ui/pages/inspector_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/pages/links.h"
#include "ui/painting/plot_text.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::InspectorText)
};

constexpr qsizetype kTitleCharacters = 40;  // the full name stands below
constexpr qsizetype kLinkCharacters = 50;
constexpr std::size_t kMostLinks = 30;  // of one list; a model may have thousands

/// Rich text, put together line by line. Cells that end in Html hold links and escaped text.
class Page {
public:
    void title(const QString& text, const QString& below) {
        m_html +=
            QStringLiteral("<h3>%1</h3><p>%2</p>").arg(text.toHtmlEscaped(), below.toHtmlEscaped());
    }
    void heading(const QString& text) {
        m_html += QStringLiteral("<h4>%1</h4>").arg(text.toHtmlEscaped());
    }
    void paragraph(const QString& text) { paragraphHtml(text.toHtmlEscaped()); }
    void paragraphHtml(const QString& html) { m_html += QStringLiteral("<p>%1</p>").arg(html); }
    void beginTable() { m_html += QStringLiteral("<table width=\"100%\">"); }
    void endTable() { m_html += QStringLiteral("</table>"); }
    void number(const QString& name, const QString& value) {
        rowHtml(name.toHtmlEscaped(), value.toHtmlEscaped(), "right");
    }
    void text(const QString& name, const QString& value) {
        if (!value.isEmpty()) rowHtml(name.toHtmlEscaped(), value.toHtmlEscaped(), "left");
    }
    void rowHtml(const QString& name, const QString& value, const char* align) {
        m_html += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=\"%2\">%3</td></tr>")
                      .arg(name, QLatin1String(align), value);
    }
    [[nodiscard]] const QString& html() const { return m_html; }

private:
    QString m_html;
};

QString tensorLink(const TensorRow& tensor) {
    return linked({SelectedItem::Kind::Tensor, tensor.subgraph, tensor.index},
                  tensorText(tensor, kLinkCharacters));
}

QString operatorLink(const OperatorRow& op) {
    return linked({SelectedItem::Kind::Operator, op.subgraph, op.index}, operatorText(op));
}

/// A table of tensors, each with its bytes; left-out operands are not shown.
void addTensors(Page& page, const QString& heading, const std::vector<const TensorRow*>& tensors) {
    if (tensors.empty()) return;
    page.heading(heading);
    page.beginTable();
    for (std::size_t i = 0; i < std::min(tensors.size(), kMostLinks); ++i) {
        const TensorRow& tensor = *tensors[i];
        const QString note =
            tensor.role == TensorRole::Activation
                ? QString()
                : QStringLiteral(" <i>%1</i>").arg(tensorKind(tensor).toHtmlEscaped());
        page.rowHtml(tensorLink(tensor) + note, formatBytes(tensor.bytes), "right");
    }
    page.endTable();
    if (tensors.size() > kMostLinks)
        page.paragraph(Texts::tr("and %1 more").arg(tensors.size() - kMostLinks));
}

std::vector<const TensorRow*> tensorsAt(const Report& report, std::uint32_t subgraph,
                                        const std::vector<std::int32_t>& positions) {
    std::vector<const TensorRow*> tensors;
    for (const std::int32_t t : positions)
        if (t >= 0) tensors.push_back(&report.tensorRow(subgraph, t));
    return tensors;
}

/// What is alive in the operator's step although it neither reads nor writes it.
std::vector<const TensorRow*> othersAlive(const Report& report, const OperatorRow& op) {
    std::vector<const TensorRow*> others;
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) {
        if (buffer.isScratch() || !buffer.scopes.contains(op.step)) continue;
        const bool own =
            buffer.subgraph == op.subgraph && (std::ranges::count(op.inputs, buffer.tensor) > 0 ||
                                               std::ranges::count(op.outputs, buffer.tensor) > 0);
        if (!own) others.push_back(&report.tensorRow(buffer.subgraph, buffer.tensor));
    }
    std::ranges::stable_sort(others, std::ranges::greater{}, &TensorRow::bytes);
    return others;
}

void addOperator(Page& page, const Report& report, const OperatorRow& op) {
    page.title(operatorText(op),
               op.subgraph == 0
                   ? formatText(op.family)
                   : Texts::tr("%1, in subgraph %2").arg(formatText(op.family)).arg(op.subgraph));
    page.heading(Texts::tr("Why this much?"));
    if (op.step < 0) {
        page.paragraph(Texts::tr("It never runs, so it takes no memory."));
    } else {
        const StepRow& step = report.steps[static_cast<std::size_t>(op.step)];
        const bool isPeak = op.subgraph == 0 && op.index == report.workingSet.peakOperator;
        if (op.step == report.peakStep)
            page.paragraph(Texts::tr("This is the %1.").arg(fullestName(report)));
        else if (isPeak)
            page.paragraph(
                Texts::tr("This is the peak of the working set; with scratch and called "
                          "subgraphs another step is fuller."));
        page.paragraph(Texts::tr("While it runs, the arena holds:"));
        page.beginTable();
        page.number(Texts::tr("inputs"), formatBytes(step.inputBytes));
        page.number(Texts::tr("outputs"), formatBytes(step.outputBytes));
        page.number(Texts::tr("other live tensors"), formatBytes(step.otherBytes));
        page.number(Texts::tr("scratch of its kernel"), formatBytes(step.scratchBytes));
        page.number(Texts::tr("together"), formatBytes(step.totalBytes()));
        page.number(Texts::tr("rounded up to 16 each"), formatBytes(step.alignedBytes));
        page.endTable();
    }
    page.heading(Texts::tr("Work"));
    page.beginTable();
    page.number(Texts::tr("MACs"), macsText(op));
    page.number(Texts::tr("weights in flash"), formatBytes(op.weightBytes));
    page.endTable();
    addTensors(page, Texts::tr("Reads"), tensorsAt(report, op.subgraph, op.inputs));
    addTensors(page, Texts::tr("Writes"), tensorsAt(report, op.subgraph, op.outputs));
    if (op.step >= 0)
        addTensors(page, Texts::tr("Also alive, needed later"), othersAlive(report, op));
}

void addPlace(Page& page, const Report& report, const TensorRow& tensor) {
    switch (tensor.role) {
        case TensorRole::Constant:
            page.paragraph(
                Texts::tr("A constant. TFLM reads it where it lies in the file, so it "
                          "takes flash and no SRAM."));
            return;
        case TensorRole::Variable:
            page.paragraph(
                Texts::tr("A variable. It keeps its value between invocations, so it "
                          "lies in the arena's tail for ever."));
            return;
        case TensorRole::Resource:
            page.paragraph(
                Texts::tr("A handle to a resource variable. It takes no bytes of the "
                          "arena's head."));
            return;
        case TensorRole::Activation: break;
    }
    if (tensor.buffer < 0) {
        page.paragraph(Texts::tr("Not in the arena: TFLM plans no memory for it."));
        return;
    }
    const tflm::PlannedBuffer& buffer =
        report.device.buffers[static_cast<std::size_t>(tensor.buffer)];
    page.paragraph(Texts::tr("%1 elements of %2 take %3.")
                       .arg(formatShape(tensor.shape), plainText(tensorTypeName(tensor.type)),
                            formatBytesLong(tensor.bytes)));
    const QString why = whyAlive(report, buffer);
    page.paragraph(
        (buffer.isNeverUsed() ? Texts::tr("Planned although %1.") : Texts::tr("Alive because: %1."))
            .arg(why));
    page.beginTable();
    page.number(Texts::tr("rounded up to 16"), formatBytes(buffer.plannedBytes));
    if (!buffer.scopes.empty()) {
        page.number(Texts::tr("first byte in the head"), formatBytes(buffer.place().first));
        page.number(Texts::tr("end"), formatBytes(buffer.place().last));
        page.number(Texts::tr("alive in operators"), aliveText(report, buffer));
        page.number(report.isPeakFullest() ? Texts::tr("alive at the peak")
                                           : Texts::tr("alive in the fullest step"),
                    buffer.scopes.contains(report.peakStep) ? Texts::tr("yes") : Texts::tr("no"));
    }
    page.endTable();
}

void addTensor(Page& page, const Report& report, const TensorRow& tensor) {
    page.title(tensorText(tensor, kTitleCharacters),
               tensor.subgraph == 0
                   ? tensorKind(tensor)
                   : Texts::tr("%1, in subgraph %2").arg(tensorKind(tensor)).arg(tensor.subgraph));
    page.heading(Texts::tr("Why this much?"));
    addPlace(page, report, tensor);
    page.heading(Texts::tr("What it is"));
    page.beginTable();
    page.text(Texts::tr("type"), plainText(tensorTypeName(tensor.type)));
    page.text(Texts::tr("shape"), formatShape(tensor.shape));
    page.text(Texts::tr("size"), formatBytesLong(tensor.bytes));
    page.text(Texts::tr("quantisation"), formatText(tensor.quantization));
    page.text(Texts::tr("full name"), formatText(tensor.name));
    page.endTable();
    page.heading(Texts::tr("Neighbours"));
    page.beginTable();
    const auto row = [&](OperatorId op) -> const OperatorRow& {
        return report.operatorRow(tensor.subgraph, static_cast<std::int32_t>(indexOf(op)));
    };
    if (tensor.producer)
        page.rowHtml(Texts::tr("written by"), operatorLink(row(*tensor.producer)), "left");
    for (std::size_t i = 0; i < std::min(tensor.consumers.size(), kMostLinks); ++i)
        page.rowHtml(Texts::tr("read by"), operatorLink(row(tensor.consumers[i])), "left");
    page.endTable();
    if (tensor.consumers.size() > kMostLinks)
        page.paragraph(Texts::tr("and %1 more").arg(tensor.consumers.size() - kMostLinks));
}

void addModel(Page& page, const Report& report) {
    const ModelSummary& model = report.model;
    const QString path = formatText(model.path);
    page.title(path.section(QLatin1Char('/'), -1), formatText(model.description));
    page.paragraph(
        Texts::tr("Choose a tensor or an operator to see why it takes the memory that "
                  "it takes."));
    page.beginTable();
    page.number(Texts::tr("file"), formatBytes(model.fileBytes));
    page.number(Texts::tr("subgraphs"), formatCount(static_cast<std::int64_t>(model.subgraphs)));
    page.number(Texts::tr("operators"), formatCount(static_cast<std::int64_t>(model.operators)));
    page.number(Texts::tr("tensors"), formatCount(static_cast<std::int64_t>(model.tensors)));
    page.number(model.macsKnown ? Texts::tr("MACs") : Texts::tr("MACs, as far as known"),
                formatCount(model.macs));
    page.number(Texts::tr("weights in flash"), formatBytes(model.weightBytes));
    page.endTable();
    page.heading(Texts::tr("On %1").arg(plainText(report.target.name)));
    page.beginTable();
    if (report.device.accepts) {
        page.number(Texts::tr("smallest arena"),
                    formatDeviceBytes(report, report.device.minimumBytes));
        page.number(Texts::tr("arena_used_bytes()"),
                    formatDeviceBytes(report, report.device.usedBytes));
        page.number(Texts::tr("tail"), formatDeviceBytes(report, report.device.tailBytes));
    }
    page.number(Texts::tr("head"), formatDeviceBytes(report, report.device.headBytes));
    page.number(Texts::tr("lower bound of the head"),
                formatDeviceBytes(report, report.device.lowerBoundBytes));
    page.number(Texts::tr("peak working set"), formatBytes(report.workingSet.peakBytes));
    if (!report.isPeakFullest() && report.peakStep >= 0)
        page.number(
            fullestTitle(report),
            formatDeviceBytes(
                report, report.steps[static_cast<std::size_t>(report.peakStep)].totalBytes()));
    page.number(Texts::tr("offsets from the file"),
                report.device.hasOfflinePlan ? Texts::tr("yes") : Texts::tr("no"));
    page.endTable();
    // Close together and small: the page of a sample fits into a window of 1200 x 800.
    page.paragraphHtml(
        QStringLiteral("<small>%1<br/>%2</small>")
            .arg(path.toHtmlEscaped(), Texts::tr("SHA-256 %1").arg(plainText(model.sha256))));
}

}  // namespace

QString inspectorText(const Report& report, const SelectedItem& item) {
    Page page;
    if (const OperatorRow* op = selectedOperator(report, item))
        addOperator(page, report, *op);
    else if (const TensorRow* tensor = selectedTensor(report, item))
        addTensor(page, report, *tensor);
    else
        addModel(page, report);
    return page.html();
}

}  // namespace thimble::ui
