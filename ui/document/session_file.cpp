#include "ui/document/session_file.h"

#include <QDir>
#include <QFileInfo>

#include "core/base/file.h"
#include "ui/format/paths.h"

namespace thimble::ui {

namespace {

std::filesystem::path folderOf(const QString& name) {
    return toPath(QFileInfo(name).absoluteDir().absolutePath());
}

}  // namespace

bool isSessionFile(const QString& path) {
    return path.endsWith(kSessionSuffix, Qt::CaseInsensitive);
}

Result<variants::Session> readSessionFile(const QString& path) {
    THIMBLE_TRY(const Blob file, readFileStart(toPath(path), variants::kLargestSession + 1));
    const auto refused = [&](const std::string& why) {
        return fail(ErrorCode::InvalidFile, toPath(path).string() + ": " + why);
    };
    if (file.bytes().size() > variants::kLargestSession)
        return refused("no session: it is larger than 64 MiB");
    const auto* text = reinterpret_cast<const char*>(file.bytes().data());
    auto session = variants::parseSession({text, file.bytes().size()}, folderOf(path));
    if (!session) return refused(session.error().message);
    return session;
}

Result<void> writeSessionFile(const variants::Session& session, const QString& path) {
    THIMBLE_CHECK(checkNotInput(toPath(path), session.model));
    const std::string text = variants::sessionText(session, folderOf(path));
    return writeFile(toPath(path), std::as_bytes(std::span(text)));
}

}  // namespace thimble::ui
