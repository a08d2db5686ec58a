#include "ui/format/paths.h"

#include <QDir>
#include <QFile>

#include "ui/format/format.h"

namespace thimble::ui {

std::filesystem::path toPath(const QString& name) { return QFile::encodeName(name).toStdString(); }

QString fromPath(const std::filesystem::path& path) { return QFile::decodeName(path.c_str()); }

QString formatPath(const QString& name) {
    return formatText(QDir::toNativeSeparators(name).toStdString());
}

}  // namespace thimble::ui
