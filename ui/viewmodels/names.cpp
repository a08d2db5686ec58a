#include "ui/viewmodels/names.h"

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

QString tr(const char* text) { return translated(text); }

int position(const std::vector<std::size_t>& first, std::size_t rows, std::uint32_t subgraph,
             std::int32_t index) {
    if (index < 0 || subgraph >= first.size()) return -1;
    const std::size_t end = subgraph + 1 < first.size() ? first[subgraph + 1] : rows;
    const std::size_t at = first[subgraph] + static_cast<std::size_t>(index);
    return at < end ? static_cast<int>(at) : -1;
}

}  // namespace

QString operatorText(const OperatorRow& op) {
    return QStringLiteral("#%1 ").arg(op.index) + formatName(op.name, 40);
}

QString operatorText(const Report& report, std::uint32_t subgraph, OperatorId op) {
    return operatorText(report.operatorRow(subgraph, static_cast<std::int32_t>(indexOf(op))));
}

QString tensorText(const TensorRow& tensor, int most) {
    QString number = QStringLiteral("#%1").arg(tensor.index);
    if (tensor.name.empty()) return number;
    return QStringLiteral("%1 (%2)").arg(formatName(tensor.name, most), number);
}

QString tensorKind(const TensorRow& tensor) {
    switch (tensor.role) {
        case TensorRole::Constant: return tr("constant");
        case TensorRole::Variable: return tr("variable");
        case TensorRole::Resource: return tr("resource handle");
        case TensorRole::Activation: break;
    }
    if (tensor.isInput && tensor.isOutput) return tr("input and output");
    if (tensor.isInput) return tensor.subgraph == 0 ? tr("model input") : tr("subgraph input");
    if (tensor.isOutput) return tensor.subgraph == 0 ? tr("model output") : tr("subgraph output");
    return tr("intermediate");
}

QString aliveText(const Report& report, const tflm::PlannedBuffer& buffer) {
    const LiveRange steps = report.shownSteps(buffer);
    if (buffer.isNeverUsed() || steps.empty()) return tr("never used");
    const auto number = [&report](std::int32_t step) {
        return stepNumber(report.steps[static_cast<std::size_t>(step)]);
    };
    if (steps.length() == 1) return number(steps.first);
    return tr("%1 to %2").arg(number(steps.first), number(steps.last - 1));
}

int operatorPosition(const Report& report, std::uint32_t subgraph, std::int32_t index) {
    return position(report.firstOperator, report.operators.size(), subgraph, index);
}

int tensorPosition(const Report& report, std::uint32_t subgraph, std::int32_t index) {
    return position(report.firstTensor, report.tensors.size(), subgraph, index);
}

bool hasItem(const Report& report, const SelectedItem& item) {
    switch (item.kind) {
        case SelectedItem::Kind::Operator:
            return operatorPosition(report, item.subgraph, item.index) >= 0;
        case SelectedItem::Kind::Tensor:
            return tensorPosition(report, item.subgraph, item.index) >= 0;
        case SelectedItem::Kind::None: return true;
    }
    return false;
}

}  // namespace thimble::ui
