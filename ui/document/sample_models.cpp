#include "ui/document/sample_models.h"

#include <QCoreApplication>
#include <QDir>

namespace thimble::ui {

QStringList sampleModels() {
    const QStringList folders = {
        qEnvironmentVariable("THIMBLE_SAMPLE_MODELS"),
        QCoreApplication::applicationDirPath() + QStringLiteral("/" THIMBLE_INSTALLED_SAMPLES),
        QStringLiteral(THIMBLE_SOURCE_SAMPLES),
    };
    for (const QString& folder : folders) {
        if (folder.isEmpty()) continue;
        const QDir dir(folder);
        QStringList paths;
        for (const QString& name :
             dir.entryList({QStringLiteral("*.tflite")}, QDir::Files | QDir::Readable, QDir::Name))
            paths.append(QDir::cleanPath(dir.absoluteFilePath(name)));
        if (!paths.isEmpty()) return paths;
    }
    return {};
}

}  // namespace thimble::ui
