#pragma once

#include <QString>

#include "core/base/result.h"
#include "core/report/report.h"

class QWidget;

// Asking where to read and write, and writing.
namespace thimble::ui {

/// The report as JSON, as `thimble inspect --json` prints it; whole or not at all.
[[nodiscard]] Result<void> writeReportFile(const Report& report, const QString& path);

/// Asks for a place; empty: the person thought better of it. `suggested` is the path of the model.
[[nodiscard]] QString askForModelFile(QWidget* parent, const QString& near);
[[nodiscard]] QString askForPlotFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForReportFile(QWidget* parent, const QString& model);

}  // namespace thimble::ui
