#pragma once

#include <QString>
#include <cstdint>

#include "core/report/report.h"
#include "ui/document/selection.h"

// How things of a report are called in tables and sentences.
namespace thimble::ui {

/// "#3 CONV_2D".
[[nodiscard]] QString operatorText(const Report& report, std::uint32_t subgraph, OperatorId op);
[[nodiscard]] QString operatorText(const OperatorRow& op);
/// "conv1/out (#12)", or "#12" for a tensor without a name; at most `most` characters of the name.
[[nodiscard]] QString tensorText(const TensorRow& tensor, int most = 80);
/// "model input", "constant", "intermediate", ...
[[nodiscard]] QString tensorKind(const TensorRow& tensor);
/// "2 to 7": the operators that run while the bytes must stay intact, both inclusive; "in" stands
/// for the step before the first operator, in which inputs arrive. "never used" where none does.
[[nodiscard]] QString aliveText(const Report& report, const tflm::PlannedBuffer& buffer);

/// Positions in the report's lists, or -1 where there is no such thing.
[[nodiscard]] int operatorPosition(const Report& report, std::uint32_t subgraph,
                                   std::int32_t index);
[[nodiscard]] int tensorPosition(const Report& report, std::uint32_t subgraph, std::int32_t index);
/// True when the report has what `item` names; nothing selected counts as there.
[[nodiscard]] bool hasItem(const Report& report, const SelectedItem& item);

}  // namespace thimble::ui
