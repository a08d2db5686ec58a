#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/variants/session.h"
#include "ui/jobs/latest_work.h"

class QLockFile;

namespace thimble::ui {

/// Keeps the session of a window in a file of its own, so that a crash loses at most what was done
/// in the last moment, and finds what other windows have left behind. Files of windows that live
/// are locked.
class Autosave final : public QObject {
    Q_OBJECT

public:
    static constexpr int kAfterMs = 500;  ///< from an edit to its file
    /// Of what is open now; nothing: no model.
    using Snapshot = std::function<std::optional<variants::Session>()>;

    /// What a window that is gone had open.
    struct Leftover {
        QString path;
        QDateTime when;
        variants::Session session;
        std::shared_ptr<QLockFile> lock;
    };

    explicit Autosave(Snapshot snapshot, QObject* parent = nullptr);
    ~Autosave() override;

    /// Made where it is not there. Empty: nothing is kept and nothing found.
    void setFolder(const QString& folder);
    /// Something has changed.
    void touch();
    /// Another model is open: what was kept of the last one is left behind, or is worth nothing.
    void startAnew(bool leaveBehind);
    /// Nothing is written any more; what was kept stays for the next start, or goes.
    void finish(bool keep);

    /// The newest first; those that cannot be read are passed over.
    [[nodiscard]] const std::vector<Leftover>& leftovers() const { return m_leftovers; }
    /// The newest one's session; its file stays until that has been brought back.
    variants::Session takeOver();
    /// The session that was taken over is open: from now on it is kept as this window's.
    void finishTakeOver();
    /// Deletes the newest.
    void discard();

    /// Where this window's session is kept; empty: nothing has been kept yet.
    [[nodiscard]] const QString& path() const { return m_path; }

signals:
    void leftoversChanged();
    void saved(const QString& path);  ///< from a thread's work, in this one

private:
    void find();
    void save();
    [[nodiscard]] bool begin();
    void stopWriting();

    Snapshot m_snapshot;
    QString m_folder;
    QString m_path;
    std::shared_ptr<QLockFile> m_lock;
    std::vector<Leftover> m_leftovers;
    std::optional<Leftover> m_taken;
    QTimer m_timer;
    int m_count = 0;
    std::unique_ptr<LatestWork> m_work;  ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
