#pragma once

class QCoreApplication;

namespace thimble::ui {

/// The window's texts, and Qt's own, in the language of the desktop, where a translation is
/// installed: share/thimble/translations/thimble_LANGUAGE.qm, or the folder that
/// THIMBLE_TRANSLATIONS names. Otherwise all stays in English. To be called before the first
/// window.
void loadTranslations(QCoreApplication& application);

}  // namespace thimble::ui
