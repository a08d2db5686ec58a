#pragma once

#include <QStringList>

namespace thimble::ui {

/// The sample models that come with the program, by name: those beside an installed program, else
/// those of the source tree it was built from. THIMBLE_SAMPLE_MODELS names another folder. Empty
/// where there are none.
[[nodiscard]] QStringList sampleModels();

}  // namespace thimble::ui
