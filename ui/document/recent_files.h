#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace thimble::ui {

/// The files opened last, newest first, kept in the settings.
class RecentFiles final : public QObject {
    Q_OBJECT

public:
    static constexpr int kMost = 10;

    /// `settings` may be null: then nothing outlives this object.
    explicit RecentFiles(QSettings* settings, QObject* parent = nullptr);

    [[nodiscard]] const QStringList& paths() const { return m_paths; }
    /// Moves `path` (absolute) to the front.
    void add(const QString& path);
    void remove(const QString& path);
    void clear();

signals:
    void changed();

private:
    void store();

    QSettings* m_settings;
    QStringList m_paths;
};

}  // namespace thimble::ui
