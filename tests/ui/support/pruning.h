#pragma once

#include <QString>

#include "tests/ui/support/window.h"

// The page for fewer channels.
namespace thimble::test {

/// Waits for all that it computes.
bool settlePrune(Window& window);
/// Opens a model and goes to the page; false: it cannot be pruned.
bool openPrune(Window& window, const QString& model);
/// As the table has it: a measure and a column of PruneNumbersModel.
[[nodiscard]] QString pruneNumber(Window& window, int measure, int column);

}  // namespace thimble::test
