#include "ui/document/autosave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <algorithm>
#include <utility>

#include "ui/document/session_file.h"

namespace thimble::ui {

namespace {

QString lockOf(const QString& path) { return path + QStringLiteral(".lock"); }

/// Of a window that does not live any more; null: it does.
std::shared_ptr<QLockFile> claim(const QString& path) {
    auto lock = std::make_shared<QLockFile>(lockOf(path));
    lock->setStaleLockTime(0);  // only a process that is gone gives up its lock
    return lock->tryLock(0) ? lock : nullptr;
}

/// Whole or not at all, and on the disk before it counts.
bool write(const QString& path, const std::string& text) {
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) &&
           file.write(text.data(), static_cast<qint64>(text.size())) ==
               static_cast<qint64>(text.size()) &&
           file.commit();
}

}  // namespace

Autosave::Autosave(Snapshot snapshot, QObject* parent)
    : QObject(parent), m_snapshot(std::move(snapshot)), m_work(std::make_unique<LatestWork>()) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kAfterMs);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::save);
}

Autosave::~Autosave() = default;

void Autosave::setFolder(const QString& folder) {
    m_folder = folder;
    if (!m_folder.isEmpty() && !QDir().mkpath(m_folder)) m_folder.clear();
    find();
}

void Autosave::find() {
    m_leftovers.clear();
    if (!m_folder.isEmpty()) {
        const QFileInfoList files = QDir(m_folder).entryInfoList(
            {QStringLiteral("*") + kSessionSuffix}, QDir::Files, QDir::Time);
        for (const QFileInfo& file : files) {
            if (file.absoluteFilePath() == m_path) continue;
            if (m_taken && file.absoluteFilePath() == m_taken->path) continue;
            auto lock = claim(file.absoluteFilePath());
            if (!lock) continue;
            auto session = readSessionFile(file.absoluteFilePath());
            if (!session) continue;
            m_leftovers.push_back({file.absoluteFilePath(), file.lastModified(),
                                   *std::move(session), std::move(lock)});
        }
    }
    emit leftoversChanged();
}

void Autosave::touch() {
    // Not started again by each edit: whoever drags a slider for a minute is saved as well.
    if (!m_folder.isEmpty() && !m_timer.isActive()) m_timer.start();
}

bool Autosave::begin() {
    if (!m_path.isEmpty()) return true;
    const QString path = QStringLiteral("%1/window-%2-%3-%4%5")
                             .arg(m_folder)
                             .arg(QCoreApplication::applicationPid())
                             .arg(QDateTime::currentMSecsSinceEpoch())
                             .arg(++m_count)
                             .arg(kSessionSuffix);
    m_lock = claim(path);
    if (!m_lock) return false;
    m_path = path;
    return true;
}

void Autosave::save() {
    if (m_folder.isEmpty()) return;
    std::optional<variants::Session> session = m_snapshot();
    if (!session || !begin()) return;
    m_work->start([this, path = m_path, session = *std::move(session)](const std::stop_token&) {
        if (!write(path, variants::sessionText(session, {}))) return;
        QMetaObject::invokeMethod(
            this, [this, path] { emit saved(path); }, Qt::QueuedConnection);
    });
}

void Autosave::stopWriting() {
    m_timer.stop();
    m_work = std::make_unique<LatestWork>();  // waits for what is being written
}

void Autosave::startAnew(bool leaveBehind) {
    // Not what is open by now: that is another model already.
    stopWriting();
    if (!m_path.isEmpty() && !leaveBehind) QFile::remove(m_path);
    m_path.clear();
    m_lock.reset();
    if (leaveBehind) find();
}

void Autosave::finish(bool keep) {
    const bool isLate = m_timer.isActive();
    stopWriting();
    // The last edits, too.
    if (keep && isLate && !m_folder.isEmpty())
        if (const auto session = m_snapshot(); session && begin())
            write(m_path, variants::sessionText(*session, {}));
    if (!m_path.isEmpty() && !keep) QFile::remove(m_path);
    m_path.clear();
    m_lock.reset();
}

variants::Session Autosave::takeOver() {
    m_taken = std::move(m_leftovers.front());
    m_leftovers.erase(m_leftovers.begin());
    emit leftoversChanged();
    return m_taken->session;
}

void Autosave::finishTakeOver() {
    if (!m_taken) return;
    stopWriting();
    const auto session = m_snapshot();
    if (!session || !begin() || !write(m_path, variants::sessionText(*session, {}))) return;
    QFile::remove(m_taken->path);
    m_taken.reset();
}

void Autosave::discard() {
    if (m_leftovers.empty()) return;
    QFile::remove(m_leftovers.front().path);
    m_leftovers.erase(m_leftovers.begin());
    emit leftoversChanged();
}

}  // namespace thimble::ui
