#pragma once

#include <QString>

#include "core/variants/session.h"

namespace thimble::ui {

inline const QString kSessionSuffix = QStringLiteral(".thimble");

[[nodiscard]] bool isSessionFile(const QString& path);

///   errors   as parseSession and readFile; the message names the file
[[nodiscard]] Result<variants::Session> readSessionFile(const QString& path);

/// With paths relative to it. Whole or not at all.
///   errors   InvalidArgument   `path` is the model
///            Io                as writeFile
[[nodiscard]] Result<void> writeSessionFile(const variants::Session& session, const QString& path);

}  // namespace thimble::ui
