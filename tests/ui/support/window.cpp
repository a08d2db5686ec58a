#include "tests/ui/support/window.h"

#include <QLabel>

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

}  // namespace thimble::test
