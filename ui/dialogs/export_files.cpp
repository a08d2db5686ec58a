#include "ui/dialogs/export_files.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <span>

#include "core/base/file.h"
#include "core/export/plot.h"
#include "core/report/report_json.h"
#include "ui/document/session_file.h"

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

}  // namespace

Result<void> writeReportFile(const Report& report, const QString& path) {
    const std::filesystem::path file = QFile::encodeName(path).toStdString();
    if (auto other = checkNotInput(file, report.model.path); !other) return other;
    const std::string json = reportJson(report);
    return writeFile(file, std::as_bytes(std::span(json)));
}

Result<void> writePlotFile(const Report& report, const QString& path, const QSize& size) {
    const std::filesystem::path file = QFile::encodeName(path).toStdString();
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
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export plot"),
                                        beside(model, QStringLiteral(".svg")),
                                        Texts::tr("Drawings (*.svg);;Pictures (*.png)"));
}

QString askForReportFile(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export report"),
                                        beside(model, QStringLiteral(".json")),
                                        Texts::tr("JSON (*.json)"));
}

QString askForPlanFile(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export planned model"),
                                        plannedName(model),
                                        Texts::tr("TensorFlow Lite models (*.tflite)"));
}

QString askForPrunedFile(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export pruned model"),
                                        beside(model, QStringLiteral("_pruned.tflite")),
                                        Texts::tr("TensorFlow Lite models (*.tflite)"));
}

QString askForVariantFile(QWidget* parent, const QString& model, const QString& variant) {
    // A name may hold anything; in a file's name there are letters, digits and what joins them.
    QString name;
    for (const QChar c : variant.simplified())
        name += c.isLetterOrNumber() || c == QLatin1Char('-') ? c : QLatin1Char('_');
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export variant"),
                                        beside(model, QStringLiteral("_%1.tflite").arg(name)),
                                        Texts::tr("TensorFlow Lite models (*.tflite)"));
}

QString askForNewSession(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Save session"),
                                        beside(model, kSessionSuffix),
                                        Texts::tr("Thimble sessions (*.thimble)"));
}

QString askForNewRecipe(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Save recipe"),
                                        beside(model, QStringLiteral("_recipe.json")),
                                        Texts::tr("Recipes (*.json)"));
}

QString askForRecipe(QWidget* parent, const QString& model) {
    return QFileDialog::getOpenFileName(parent, Texts::tr("Load recipe"),
                                        QFileInfo(model).absolutePath(),
                                        Texts::tr("Recipes (*.json);;All files (*)"));
}

QString askForDocumentFile(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export report"),
                                        beside(model, QStringLiteral("_report.html")),
                                        Texts::tr("Web pages (*.html);;PDF (*.pdf)"));
}

QString askForTablesFolder(QWidget* parent, const QString& model) {
    return QFileDialog::getExistingDirectory(parent, Texts::tr("Write the tables into a folder"),
                                             QFileInfo(model).absolutePath());
}

QString askForNodeDataFile(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Export node data"),
                                        beside(model, QStringLiteral("_nodes.json")),
                                        Texts::tr("JSON (*.json)"));
}

QString askForViewFile(QWidget* parent, const QString& model) {
    return QFileDialog::getSaveFileName(parent, Texts::tr("Save a picture of the view"),
                                        beside(model, QStringLiteral("_view.svg")),
                                        Texts::tr("Drawings (*.svg);;Pictures (*.png)"));
}

QString askForProjectFolder(QWidget* parent, const QString& model) {
    return QFileDialog::getExistingDirectory(parent, Texts::tr("Write the C project into a folder"),
                                             QFileInfo(model).absolutePath());
}

QString plannedName(const QString& model) {
    return beside(model, QStringLiteral("_planned.tflite"));
}

}  // namespace thimble::ui
