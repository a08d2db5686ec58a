#include "tests/ui/support/window.h"

#include <QLabel>

namespace thimble::test {

QString shownText(const QWidget* parent) {
    QString all;
    for (const QLabel* label : parent->findChildren<QLabel*>())
        if (label->isVisible()) all += label->text() + QLatin1Char('\n');
    return all;
}

}  // namespace thimble::test
