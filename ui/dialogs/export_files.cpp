#include "ui/dialogs/export_files.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <span>

#include "core/base/file.h"
#include "core/export/plot.h"
#include "core/report/report_json.h"
#include "ui/document/session_file.h"
#include "ui/format/paths.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::ExportFiles)
};

/// "vww_96_int8.svg" beside the model.
QString beside(const QString& model, const QString& ending) {
    const QFileInfo info(model);
    return info.path() + QLatin1Char('/') + info.completeBaseName() + ending;
}

QString plannedEnding() { return QStringLiteral("_planned.tflite"); }

QString modelFilter() { return Texts::tr("TensorFlow Lite models (*.tflite)"); }
QString pictureFilter() { return Texts::tr("Drawings (*.svg);;Pictures (*.png)"); }
QString jsonFilter() { return Texts::tr("JSON (*.json)"); }

/// Suggests a name beside the model.
QString askForNew(QWidget* parent, const QString& title, const QString& model,
                  const QString& ending, const QString& filter) {
    return QFileDialog::getSaveFileName(parent, title, beside(model, ending), filter);
}

/// Begins where the model is.
QString askForFolder(QWidget* parent, const QString& title, const QString& model) {
    return QFileDialog::getExistingDirectory(parent, title, QFileInfo(model).absolutePath());
}

}  // namespace

Result<void> writeReportFile(const Report& report, const QString& path) {
    const std::filesystem::path file = toPath(path);
    if (auto other = checkNotInput(file, report.model.path); !other) return other;
    const std::string json = reportJson(report);
    return writeFile(file, std::as_bytes(std::span(json)));
}

Result<void> writePlotFile(const Report& report, const QString& path, const QSize& size) {
    const std::filesystem::path file = toPath(path);
    if (auto other = checkNotInput(file, report.model.path); !other) return other;
    return writePlot(report, file, {size.width(), size.height()});
}

QString askForModelFile(QWidget* parent, const QString& near) {
    return QFileDialog::getOpenFileName(
        parent, Texts::tr("Open a model or a session"),
        near.isEmpty() ? QString() : QFileInfo(near).path(),
        Texts::tr("Models and sessions (*.tflite *.thimble);;All files (*)"));
}

QString askForPlotFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Export plot"), model, QStringLiteral(".svg"),
                     pictureFilter());
}

QString askForReportFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Export report"), model, QStringLiteral(".json"),
                     jsonFilter());
}

QString askForPlanFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Export planned model"), model, plannedEnding(),
                     modelFilter());
}

QString askForPrunedFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Export pruned model"), model,
                     QStringLiteral("_pruned.tflite"), modelFilter());
}

QString askForVariantFile(QWidget* parent, const QString& model, const QString& variant) {
    // A name may hold anything; in a file's name there are letters, digits and what joins them.
    QString name;
    for (const QChar c : variant.simplified())
        name += c.isLetterOrNumber() || c == QLatin1Char('-') ? c : QLatin1Char('_');
    return askForNew(parent, Texts::tr("Export variant"), model,
                     QStringLiteral("_%1.tflite").arg(name), modelFilter());
}

QString askForNewSession(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Save session"), model, kSessionSuffix,
                     Texts::tr("Thimble sessions (*.thimble)"));
}

QString askForNewRecipe(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Save recipe"), model, QStringLiteral("_recipe.json"),
                     Texts::tr("Recipes (*.json)"));
}

QString askForRecipe(QWidget* parent, const QString& model) {
    return QFileDialog::getOpenFileName(parent, Texts::tr("Load recipe"),
                                        QFileInfo(model).absolutePath(),
                                        Texts::tr("Recipes (*.json);;All files (*)"));
}

QString askForDocumentFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Export report"), model, QStringLiteral("_report.html"),
                     Texts::tr("Web pages (*.html);;PDF (*.pdf)"));
}

QString askForTablesFolder(QWidget* parent, const QString& model) {
    return askForFolder(parent, Texts::tr("Write the tables into a folder"), model);
}

QString askForNodeDataFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Export node data"), model, QStringLiteral("_nodes.json"),
                     jsonFilter());
}

QString askForViewFile(QWidget* parent, const QString& model) {
    return askForNew(parent, Texts::tr("Save a picture of the view"), model,
                     QStringLiteral("_view.svg"), pictureFilter());
}

QString askForProjectFolder(QWidget* parent, const QString& model) {
    return askForFolder(parent, Texts::tr("Write the C project into a folder"), model);
}

QString plannedName(const QString& model) { return beside(model, plannedEnding()); }

}  // namespace thimble::ui
