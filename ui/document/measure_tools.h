#pragma once

#include <QString>
#include <QStringList>

namespace thimble::ui {

/// What it takes to build a C project for a Cortex-M and to run it in an emulator.
struct MeasureTools {
    QString python;        ///< path; empty: missing
    QString script;        ///< `measure`; empty: missing
    QStringList missing;   ///< programs that are not in PATH
    QStringList packages;  ///< of Debian, that hold them

    [[nodiscard]] bool areThere() const { return missing.isEmpty() && !script.isEmpty(); }
};

/// The script is the one that THIMBLE_MEASURE names, or that which was installed, or that of the
/// source tree.
[[nodiscard]] MeasureTools findMeasureTools();

}  // namespace thimble::ui
