#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "core/report/report.h"
#include "ui/document/selection.h"

// How things of a report are called in tables and sentences.
namespace thimble::ui {

/// Text of our own, as it is.
[[nodiscard]] QString plainText(std::string_view text);
/// Text out of a model file, which may hold anything: what is not UTF-8 or would break a line
/// becomes a visible replacement.
[[nodiscard]] QString modelText(std::string_view text);
/// At most `most` characters, the middle of a longer text left out: names tend to differ at the
/// end.
[[nodiscard]] QString shortened(const QString& text, qsizetype most = 80);

/// "#3 CONV_2D".
[[nodiscard]] QString operatorText(const Report& report, std::uint32_t subgraph, OperatorId op);
[[nodiscard]] QString operatorText(const OperatorRow& op);
/// "conv1/out (#12)", or "#12" for a tensor without a name; at most `most` characters of the name.
[[nodiscard]] QString tensorText(const TensorRow& tensor, qsizetype most = 80);
/// "model input", "constant", "intermediate", ...
[[nodiscard]] QString tensorKind(const TensorRow& tensor);
/// "2 to 7": the operators that run while the bytes must stay intact, both inclusive; "in" stands
/// for the step before the first operator, in which inputs arrive.
[[nodiscard]] QString aliveText(const Report& report, LiveRange steps);

/// Positions in the report's lists, or -1 where there is no such thing.
[[nodiscard]] int operatorPosition(const Report& report, std::uint32_t subgraph,
                                   std::int32_t index);
[[nodiscard]] int tensorPosition(const Report& report, std::uint32_t subgraph, std::int32_t index);
/// True when the report has what `item` names; nothing selected counts as there.
[[nodiscard]] bool hasItem(const Report& report, const SelectedItem& item);

}  // namespace thimble::ui
