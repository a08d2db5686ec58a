#include "tests/ui/support/exporting.h"

#include <QFile>
#include <QTest>

#include "ui/document/exporter.h"
#include "ui/pages/export_page.h"

namespace thimble::test {

bool settleExport(Window& window) {
    const bool done = QTest::qWaitFor([&] { return !window->exporter().isWorking(); }, kPatienceMs);
    Window::layOut();
    return done;
}

bool openExport(Window& window, const QString& model) {
    if (!window.open(model)) return false;
    window->showExportPage();
    return settleExport(window) && window->exportPage()->isVisible();
}

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace thimble::test
