#include "tests/ui/support/window.h"

#include <QFile>
#include <QLabel>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/support/model_text.h"
#include "ui/widgets/elided_label.h"

namespace thimble::test {

QString shownText(const QWidget* parent) {
    QString all;
    for (const QLabel* label : parent->findChildren<QLabel*>())
        if (label->isVisible()) all += label->text() + QLatin1Char('\n');
    for (const auto* label : parent->findChildren<ui::ElidedLabel*>())
        if (label->isVisible()) all += label->text() + QLatin1Char('\n');
    return all;
}

void keepPicture(QWidget& window, const QString& name) {
    const QString folder = qEnvironmentVariable("THIMBLE_TEST_PICTURES");
    if (folder.isEmpty()) return;
    Window::layOut();
    window.grab().save(QStringLiteral("%1/%2.png").arg(folder, name));
}

QString WindowTest::modelFile(std::initializer_list<std::string> operators) {
    const QString name = newFile(QStringLiteral("model.tflite"));
    const auto bytes = writeTflite(modelFromText(operators));
    if (!bytes || !writeFile(QFile::encodeName(name).toStdString(), *bytes)) return {};
    return name;
}

}  // namespace thimble::test
