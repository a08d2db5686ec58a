#pragma once

#include <QString>

#include "core/report/report.h"
#include "ui/document/selection.h"

// What the painted views say about steps and buffers: labels, tooltips, and the same for assistive
// technology. Looks numbers up in the report; computes none.
namespace thimble::ui {

/// A tooltip in rich text: two columns, the second one aligned as its content wants it.
class ToolTipTable {
public:
    explicit ToolTipTable(const QString& title);
    void number(const QString& name, const QString& value) { row(name, value, "right"); }
    void text(const QString& name, const QString& value) { row(name, value, "left"); }
    [[nodiscard]] QString html() const;

private:
    void row(const QString& name, const QString& value, const char* align);
    QString m_html;
};

/// The rows of a selected operator or tensor; null when nothing of the kind is selected, or when
/// the selection is from another model.
[[nodiscard]] const OperatorRow* selectedOperator(const Report& report, const SelectedItem& item);
[[nodiscard]] const TensorRow* selectedTensor(const Report& report, const SelectedItem& item);

/// Bytes that the target's kernels decide; "~13,968 B" where those are by formula.
[[nodiscard]] QString formatDeviceBytes(const Report& report, Bytes bytes);

/// What the fullest step is called: "peak" where it is the working set's too, "fullest step" where
/// scratch, a called subgraph or rounding makes it another one.
[[nodiscard]] QString fullestName(const Report& report);
/// The same in full: "peak", "fullest step", "fullest step, with scratch".
[[nodiscard]] QString fullestTitle(const Report& report);

/// "884,736", or "unknown".
[[nodiscard]] QString macsText(const OperatorRow& op);

/// "2", "in" for the step in which inputs arrive; "1:2" in subgraph 1.
[[nodiscard]] QString stepNumber(const StepRow& step);
/// "#2 CONV_2D", "inputs arrive"; with the subgraph unless it is the first.
[[nodiscard]] QString stepTitle(const Report& report, std::int32_t step);
/// "#2", and the operator's name where it runs.
[[nodiscard]] QString operatorTitle(const Report& report, std::uint32_t subgraph, std::int32_t op);
/// "55,296 B: inputs 18,432 B, outputs 36,864 B"; parts without bytes are left out.
[[nodiscard]] QString stepValue(const Report& report, std::int32_t step);
/// A table in rich text.
[[nodiscard]] QString stepToolTip(const Report& report, std::int32_t step);

/// "#12 conv1/out", "scratch of #3 CONV_2D".
[[nodiscard]] QString bufferTitle(const Report& report, const tflm::PlannedBuffer& buffer);
/// "written by #3 CONV_2D, last read by #7 ADD".
[[nodiscard]] QString whyAlive(const Report& report, const tflm::PlannedBuffer& buffer);
/// "#2 CONV_2D to #7 ADD": the first and the last step in which the buffer is alive.
[[nodiscard]] QString bufferSteps(const Report& report, const tflm::PlannedBuffer& buffer);
/// "[18,432 B, 36,864 B)", from the start of the arena.
[[nodiscard]] QString bufferPlace(const tflm::PlannedBuffer& buffer);
/// "36,864 B at offset 18,432, #2 CONV_2D to #7 ADD".
[[nodiscard]] QString bufferValue(const Report& report, const tflm::PlannedBuffer& buffer);
/// A table in rich text.
[[nodiscard]] QString bufferToolTip(const Report& report, const tflm::PlannedBuffer& buffer);

}  // namespace thimble::ui
