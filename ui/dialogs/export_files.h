#pragma once

#include <QSize>
#include <QString>

#include "core/base/result.h"
#include "core/report/report.h"

class QWidget;

// Asking where to read and write, and writing.
namespace thimble::ui {

// Files are written whole or not at all, and never over the model itself: InvalidArgument.

/// The report as JSON, as `thimble inspect --json` prints it.
[[nodiscard]] Result<void> writeReportFile(const Report& report, const QString& path);
/// Timeline and arena map, as `thimble inspect --plot` draws them.
[[nodiscard]] Result<void> writePlotFile(const Report& report, const QString& path,
                                         const QSize& size);

/// Asks for a place; empty: the person thought better of it. `suggested` is the path of the model.
[[nodiscard]] QString askForModelFile(QWidget* parent, const QString& near);
[[nodiscard]] QString askForPlotFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForReportFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForPlanFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForPrunedFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForVariantFile(QWidget* parent, const QString& model,
                                        const QString& variant);
[[nodiscard]] QString askForNewSession(QWidget* parent, const QString& model);
[[nodiscard]] QString askForNewRecipe(QWidget* parent, const QString& model);
[[nodiscard]] QString askForRecipe(QWidget* parent, const QString& model);
[[nodiscard]] QString askForDocumentFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForTablesFolder(QWidget* parent, const QString& model);
[[nodiscard]] QString askForNodeDataFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForViewFile(QWidget* parent, const QString& model);
[[nodiscard]] QString askForProjectFolder(QWidget* parent, const QString& model);

/// "vww_planned.tflite" beside the model.
[[nodiscard]] QString plannedName(const QString& model);

}  // namespace thimble::ui
