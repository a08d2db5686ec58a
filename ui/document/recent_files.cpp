#include "ui/document/recent_files.h"

#include <QSettings>

namespace thimble::ui {

namespace {

const QString kKey = QStringLiteral("recentFiles");

}  // namespace

RecentFiles::RecentFiles(QSettings* settings, QObject* parent)
    : QObject(parent), m_settings(settings) {
    if (m_settings) m_paths = m_settings->value(kKey).toStringList().mid(0, kMost);
}

void RecentFiles::add(const QString& path) {
    if (!m_paths.isEmpty() && m_paths.front() == path) return;
    m_paths.removeAll(path);
    m_paths.prepend(path);
    m_paths = m_paths.mid(0, kMost);
    store();
}

void RecentFiles::remove(const QString& path) {
    if (m_paths.removeAll(path) > 0) store();
}

void RecentFiles::clear() {
    m_paths.clear();
    store();
}

void RecentFiles::store() {
    if (m_settings) m_settings->setValue(kKey, m_paths);
    emit changed();
}

}  // namespace thimble::ui
