#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/base/result.h"
#include "ui/painting/step_costs.h"
#include "ui/theme/colour_scheme.h"

namespace thimble::ui {

enum class StartPage {
    Explorer,
    Plan,
    Run,
    Evaluate,
    Boards,
    Export,
    Split,
    Prune,
    Graph,
    Compare,
    Search
};

/// What the program was asked to do.
struct CommandLine {
    QString model;                  ///< or a session; empty: none
    QString target;                 ///< empty: the one used last
    QString board;                  ///< id; empty: the one used last
    QString screenshot;             ///< empty: a window for a person
    QString data;                   ///< a folder of samples; empty: the one used last for the model
    std::optional<StartPage> page;  ///< nothing: the session's, or the explorer
    std::optional<StepQuantity> timeline;  ///< nothing: what it showed last
    std::optional<QSize> size;             ///< pixels
    bool segments = false;                 ///< in the graph
    int evaluations = 0;                   ///< of a search that begins at once; 0: none does
    ColourScheme colours = ColourScheme::System;
    std::optional<QString> print;  ///< help or version: to be printed, and that is all
};

/// `arguments` begins with the program's name. Needs no application object, so that help and
/// mistakes need no display.
///   errors   InvalidArgument   with a sentence that names the option
[[nodiscard]] Result<CommandLine> parseCommandLine(const QStringList& arguments);

}  // namespace thimble::ui
