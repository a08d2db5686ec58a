#include "app/gui/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

namespace thimble::ui {

namespace {

bool load(QCoreApplication& application, const QString& name, const QString& folder) {
    auto translator = std::make_unique<QTranslator>(&application);
    if (folder.isEmpty() || !translator->load(QLocale(), name, QStringLiteral("_"), folder))
        return false;
    QCoreApplication::installTranslator(translator.release());  // the application's
    return true;
}

}  // namespace

void loadTranslations(QCoreApplication& application) {
    const QString name = QStringLiteral("thimble");
    const bool has = load(application, name, qEnvironmentVariable("THIMBLE_TRANSLATIONS")) ||
                     load(application, name,
                          QCoreApplication::applicationDirPath() +
                              QStringLiteral("/" THIMBLE_INSTALLED_TRANSLATIONS));
    // Buttons of dialogs in another language than all around them would help nobody.
    if (has)
        load(application, QStringLiteral("qtbase"),
             QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

}  // namespace thimble::ui
