#pragma once

#include <QCoreApplication>
#include <QString>

namespace thimble::ui {

/// Marks a text in a table for translators, and gives it back as it is: lupdate is told of this
/// name in resources/translations/CMakeLists.txt, and files what stands outside of a class under
/// "thimble::ui".
constexpr const char* marked(const char* text) { return text; }

/// A text that was marked outside of a class, in the user's language.
[[nodiscard]] inline QString translated(const char* text) {
    return QCoreApplication::translate("thimble::ui", text);
}

}  // namespace thimble::ui
