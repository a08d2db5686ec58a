#include "ui/viewmodels/tensor_table_model.h"

#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("#"), marked("Position in the subgraph's list of tensors"), true},
    {marked("Subgraph"), marked("The subgraph that the tensor belongs to"), true},
    {marked("Name"), marked("The name in the file; may be missing")},
    {marked("Type"), marked("Type of an element")},
    {marked("Shape"), marked("Size of each dimension")},
    {marked("Kind"), marked("Where its bytes live: in the arena's head, in its tail, or in flash")},
    {marked("Size (B)"), marked("Bytes in the arena; of a constant: bytes in the file"), true},
    {marked("Offset (B)"), marked("First byte in the arena's head"), true},
    {marked("Alive in"),
     marked("The operators that run while its bytes must stay intact; in: inputs arrive"), true},
    {marked("Written by"), marked("The operator that writes it")},
    {marked("Last read by"), marked("The last operator that reads it")},
    {marked("Quantisation"), marked("How stored numbers become real ones")},
};
constexpr int kNameCharacters = 200;  // a file may hold names of any length

const tflm::PlannedBuffer* bufferOf(const Report& report, const TensorRow& tensor) {
    if (tensor.buffer < 0) return nullptr;
    return &report.device.buffers[static_cast<std::size_t>(tensor.buffer)];
}

QString typeText(const TensorRow& tensor) { return plainText(tensorTypeName(tensor.type)); }

}  // namespace

TensorTableModel::TensorTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

int TensorTableModel::rowOf(const SelectedItem& item) const {
    if (!report() || item.kind != SelectedItem::Kind::Tensor) return -1;
    return tensorPosition(*report(), item.subgraph, item.index);
}

std::size_t TensorTableModel::countRows(const Report& report) const {
    return report.tensors.size();
}

QVariant TensorTableModel::cell(const Report& report, std::size_t row, int column, int role) const {
    const TensorRow& tensor = report.tensors[row];
    const tflm::PlannedBuffer* buffer = bufferOf(report, tensor);
    const bool placed = buffer && !buffer->scopes.empty();
    switch (role) {
        case IdRole:
            return QVariant::fromValue(
                SelectedItem{SelectedItem::Kind::Tensor, tensor.subgraph, tensor.index});
        case FilterRole:
            return QStringLiteral("#%1 %2 %3 %4 %5")
                .arg(tensor.index)
                .arg(formatText(tensor.name), typeText(tensor), formatShape(tensor.shape),
                     tensorKind(tensor));
        case Qt::ToolTipRole:
            if (column == NameColumn && !tensor.name.empty()) return formatText(tensor.name);
            if (column == SizeColumn) return formatBytesLong(tensor.bytes);
            if (column == OffsetColumn && placed)
                return tr("%1 to %2")
                    .arg(formatBytes(buffer->place().first), formatBytes(buffer->place().last));
            if (column == OffsetColumn) return tr("Not in the arena's head");
            return {};
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case IndexColumn: return number(tensor.index, role);
        case SubgraphColumn: return number(tensor.subgraph, role);
        case NameColumn: return formatName(tensor.name, kNameCharacters);
        case TypeColumn: return typeText(tensor);
        case ShapeColumn: return formatShape(tensor.shape);
        case KindColumn: return tensorKind(tensor);
        case SizeColumn: return number(tensor.bytes, role);
        case OffsetColumn: return placed ? number(buffer->offset, role) : noNumber(role);
        case AliveColumn:
            if (!placed) return noNumber(role);
            if (role == SortRole) return number(buffer->scopes.first, role);
            return aliveText(report, *buffer);
        case WriterColumn:
            if (!tensor.producer) return role == SortRole ? noNumber(role) : QVariant(QString());
            if (role == SortRole)
                return number(static_cast<std::int64_t>(indexOf(*tensor.producer)), role);
            return operatorText(report, tensor.subgraph, *tensor.producer);
        case LastReaderColumn:
            if (tensor.consumers.empty())
                return role == SortRole ? noNumber(role) : QVariant(QString());
            if (role == SortRole)
                return number(static_cast<std::int64_t>(indexOf(tensor.consumers.back())), role);
            return operatorText(report, tensor.subgraph, tensor.consumers.back());
        case QuantizationColumn: return formatText(tensor.quantization);
        default: return {};
    }
}

}  // namespace thimble::ui
