#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/variants/session.h"

namespace thimble::ui {

class BoardFits;
class DataFolder;
class ProjectDocument;
class Pruner;
class RowPlanner;
class Selection;
class Variants;

/// What a session is about. All outlive the keeper.
struct SessionParts {
    ProjectDocument* document;
    BoardFits* boards;
    DataFolder* folder;
    Variants* variants;
    Pruner* pruner;
    RowPlanner* rows;
    Selection* selection;
};

/// Gathers the session of a window and brings one back. What was about to be done to a variant
/// (fewer channels, segments) is a draft, which waits while another variant is open.
class SessionKeeper final : public QObject {
    Q_OBJECT

public:
    explicit SessionKeeper(const SessionParts& parts, QObject* parent = nullptr);

    /// Adds what only the window knows: page and layout.
    void setWindowPart(std::function<void(variants::Session&)> fill) { m_fill = std::move(fill); }

    /// Nothing without a model.
    [[nodiscard]] std::optional<variants::Session> gather() const;
    /// The file that is saved to; empty: none yet.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// Since it was saved or opened, or at all where it has no file. Where one looks does not
    /// count.
    [[nodiscard]] bool isModified() const;

    ///   errors   as readSessionFile; nothing has changed then
    [[nodiscard]] Result<void> open(const QString& path);
    /// One that was kept by Autosave.
    void restore(variants::Session session);
    ///   errors   as writeSessionFile
    [[nodiscard]] Result<void> saveTo(const QString& path);

    /// Waiting for its model: another one is there, or none.
    [[nodiscard]] bool isWaiting() const { return m_waiting.has_value(); }
    /// Takes the model that is there all the same.
    void useThisModel();
    /// Looks for the session's model in that file.
    void lookIn(const QString& model);
    /// Another file is about to be opened for itself.
    void giveUp();

signals:
    void applied(const thimble::variants::Session& session);
    /// The file is there, but is not what the session was made with.
    void modelDiffers(const QString& message);
    void modelMissing(const QString& message);
    void edited();   ///< something that a session holds
    void changed();  ///< path, or saved

private:
    void start(variants::Session session, const QString& path, bool isSaved);
    void takeModel();
    void apply(const variants::Session& session);
    void leave();
    void enter();
    [[nodiscard]] std::optional<variants::Draft> liveDraft() const;
    [[nodiscard]] std::string essence() const;

    SessionParts m_parts;
    std::function<void(variants::Session&)> m_fill;
    std::map<variants::VariantId, variants::Draft> m_drafts;  ///< but the open variant's
    std::optional<variants::Session> m_waiting;
    QString m_waitingPath;
    bool m_waitingIsSaved = false;
    QString m_expected;  ///< the model that is being opened for it
    QString m_path;
    std::string m_saved;
};

}  // namespace thimble::ui
