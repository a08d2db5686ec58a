#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>

#include "core/cproject/project.h"
#include "core/report/report.h"
#include "ui/document/measure_tools.h"
#include "ui/document/measurement.h"

// What the page of the C project says in words.
namespace thimble::ui {

/// "As C: 12,288 B of SRAM, 3 files and 20 kernels".
[[nodiscard]] QString exportHeadline(const cproject::Project& project);
/// What TFLM would use in comparison, and what the project needs besides its files. `wantsRows`: it
/// was to run by rows where that gains something.
[[nodiscard]] QString exportSentence(const cproject::Project& project, const Report& report,
                                     bool wantsRows = false);
/// Why there is no project: one line for each operator that cannot be exported, the first ones.
[[nodiscard]] QString exportFailure(const QString& message);

/// The beginning of a file, as much as is shown of it. Whole lines.
struct Preview {
    QString text;
    QString cut;  ///< that it is only the beginning, in a sentence; empty: it is all of it
};
[[nodiscard]] Preview previewOf(const std::string& text);

/// Why nothing can be measured here, and what to install; empty: it can.
[[nodiscard]] QString missingTools(const MeasureTools& tools);
/// "23,456,789 instructions on a cortex-m4".
[[nodiscard]] QString measureHeadline(const Measurement& measurement);

}  // namespace thimble::ui
