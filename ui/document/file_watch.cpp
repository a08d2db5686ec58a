#include "ui/document/file_watch.h"

#include <QFileInfo>

namespace thimble::ui {

namespace {

constexpr int kSettleMs = 200;  // writers need several steps; wait until they are done

}  // namespace

FileWatch::FileWatch(QObject* parent) : QObject(parent), m_watcher(this), m_settle(this) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_settle.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        // A busy folder must not put the check off for ever.
        if (!m_settle.isActive()) m_settle.start();
    });
    connect(&m_settle, &QTimer::timeout, this, &FileWatch::check);
}

void FileWatch::watch(const QString& path) {
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    if (!watched.isEmpty()) m_watcher.removePaths(watched);
    m_settle.stop();
    m_path = path;
    if (path.isEmpty()) return;
    m_last = stamp();
    m_watcher.addPath(QFileInfo(path).absolutePath());
    if (m_last.bytes >= 0) m_watcher.addPath(path);
}

FileWatch::Stamp FileWatch::stamp() const {
    const QFileInfo info(m_path);
    if (!info.exists()) return {};
    return {info.size(), info.lastModified()};
}

void FileWatch::check() {
    const Stamp now = stamp();
    if (now.bytes < 0) return;  // between removal and replacement; the folder will tell
    if (!m_watcher.files().contains(m_path)) m_watcher.addPath(m_path);
    if (now == m_last) return;
    m_last = now;
    emit changed();
}

}  // namespace thimble::ui
