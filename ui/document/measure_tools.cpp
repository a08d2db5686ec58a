#include "ui/document/measure_tools.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace thimble::ui {

namespace {

QString findScript() {
    const QStringList places = {
        qEnvironmentVariable("THIMBLE_MEASURE"),
        QCoreApplication::applicationDirPath() + QStringLiteral("/" THIMBLE_INSTALLED_MEASURE),
        QStringLiteral(THIMBLE_SOURCE_MEASURE),
    };
    for (const QString& place : places)
        if (!place.isEmpty() && QFileInfo(place).isFile())
            return QFileInfo(place).absoluteFilePath();
    return {};
}

}  // namespace

MeasureTools findMeasureTools() {
    struct Tool {
        const char* program;
        const char* packages;
    };
    constexpr Tool kTools[] = {
        {"python3", "python3"},
        {"arm-none-eabi-gcc", "gcc-arm-none-eabi libnewlib-arm-none-eabi"},
        {"qemu-system-arm", "qemu-system-arm"},
    };
    MeasureTools tools;
    for (const Tool& tool : kTools) {
        const QString program = QString::fromLatin1(tool.program);
        if (!QStandardPaths::findExecutable(program).isEmpty()) continue;
        tools.missing.append(program);
        tools.packages += QString::fromLatin1(tool.packages).split(QLatin1Char(' '));
    }
    tools.python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    tools.script = findScript();
    return tools;
}

}  // namespace thimble::ui
