#pragma once

#include <QString>
#include <QStringList>

#include "ui/document/pruner.h"

// What the page for pruning says in words.
namespace thimble::ui {

/// "Reconstruction", "L1 of the weights", ..., in the order of repair::Importance, and what they
/// are.
[[nodiscard]] QStringList importanceTexts();
[[nodiscard]] QStringList importanceTips();

/// "41,216 B of arena instead of 62,000 B, −33.5 %".
[[nodiscard]] QString pruneHeadline(const Pruner& pruner);
/// Whether it fits the board, what is being done, and what could not be.
[[nodiscard]] QString pruneSentence(const Pruner& pruner, const QString& board);
/// All measures of a channel, a line each.
[[nodiscard]] QString channelText(const Pruner& pruner, std::size_t group, std::int32_t channel);
/// "#3 CONV_2D: 24 of 32 channels stay".
[[nodiscard]] QString groupHeadline(const Pruner& pruner, std::size_t group);
/// "5 operators have channels that must stay".
[[nodiscard]] QString frozenText(const PruneStudy& study);

/// By channel, from 0 to 1: what the choice's measure says it is worth, against the group's most.
[[nodiscard]] std::vector<double> channelWeights(const Pruner& pruner, std::size_t group);
/// Channels of a group from the one to stay longest to the one to go first.
[[nodiscard]] std::vector<std::int32_t> byImportance(const Pruner& pruner, std::size_t group);

}  // namespace thimble::ui
