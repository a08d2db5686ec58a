#include "tests/ui/support/pruning.h"

#include <QAbstractItemModel>
#include <QTest>

#include "ui/pages/prune_page.h"

namespace thimble::test {

bool settlePrune(Window& window) {
    const bool done = QTest::qWaitFor([&] { return !window->pruner().isWorking(); }, kPatienceMs);
    Window::layOut();
    return done;
}

bool openPrune(Window& window, const QString& model) {
    if (!window.open(model)) return false;
    window->showPrunePage();
    return settlePrune(window) && window->prunePage()->isVisible() &&
           window->pruner().state() == ui::Pruner::State::Ready;
}

QString pruneNumber(Window& window, int measure, int column) {
    const QAbstractItemModel* model = window->prunePage()->numbers()->model();
    return model->index(measure, column).data().toString();
}

}  // namespace thimble::test
