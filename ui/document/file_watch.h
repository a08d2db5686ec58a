#pragma once

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace thimble::ui {

/// Says when a file has been written anew. Programs often replace a file instead of writing into
/// it, so the folder is watched as well, and a burst of changes counts as one.
class FileWatch final : public QObject {
    Q_OBJECT

public:
    explicit FileWatch(QObject* parent = nullptr);

    /// From now on this file, as it is now; empty: none.
    void watch(const QString& path);

signals:
    void changed();  ///< the file is there, with another size or time than before

private:
    struct Stamp {
        qint64 bytes = -1;  ///< -1: no such file
        QDateTime modified;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    [[nodiscard]] Stamp stamp() const;
    void check();

    QString m_path;
    Stamp m_last;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
};

}  // namespace thimble::ui
