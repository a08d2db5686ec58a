#pragma once

#include <QList>
#include <QString>

#include "core/report/report.h"
#include "ui/document/selection.h"

namespace thimble::ui {

struct FindQuery {
    QString text;
    bool isPattern = false;  ///< a regular expression instead of words
    friend bool operator==(const FindQuery&, const FindQuery&) = default;
};

struct FoundItems {
    QList<SelectedItem> items;  ///< operators, then tensors, each in the report's order
    int operators = 0;          ///< how many of them
    QString problem;            ///< of the pattern; empty: none
};

/// What is searched: "#3 CONV_2D convolution [1, 48, 48, 8]".
[[nodiscard]] QString findText(const Report& report, const OperatorRow& op);
/// "#12 conv1/out int8 [1, 48, 48, 8] intermediate".
[[nodiscard]] QString findText(const TensorRow& tensor);

/// Operators and tensors whose text holds every word, or the pattern, whatever the case. Nothing
/// is found by an empty query. A pattern that would take long is a problem, not a wait.
[[nodiscard]] FoundItems findItems(const Report& report, const FindQuery& query);

}  // namespace thimble::ui
