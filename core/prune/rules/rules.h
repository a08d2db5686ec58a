#pragma once

#include <span>

#include "core/model/builtin_operator.h"
#include "core/prune/rules/channel_links.h"

namespace thimble::prune {

/// What an operator does to channels. False: the operands do not fit, and all of them are frozen.
/// What was tied before stays tied, which is more than needed and does no harm.
using LinkRule = bool (*)(ChannelLinks& links);

struct LinkEntry {
    BuiltinOperator code{};
    LinkRule link = nullptr;
};

// One function per file of this folder.
[[nodiscard]] std::span<const LinkEntry> contractionLinks();
[[nodiscard]] std::span<const LinkEntry> elementwiseLinks();
[[nodiscard]] std::span<const LinkEntry> movementLinks();
[[nodiscard]] std::span<const LinkEntry> pieceLinks();
[[nodiscard]] std::span<const LinkEntry> recurrentLinks();
[[nodiscard]] std::span<const LinkEntry> reshapeLinks();

/// By the operator's rule; frozen where there is none or it does not fit.
void linkOperator(const Model& model, std::int32_t op, Atoms& atoms, LinkRecord& record);

/// Ties two lists of axes that are the same elements in the same order, outermost first: where one
/// axis is several of the other list, its indices go with those of the last that is not frozen.
void linkReshaped(ChannelLinks& links, std::span<const Axis> from, std::span<const Axis> to);

/// Axes of the same number, one by one.
void linkAxesBut(ChannelLinks& links, std::int32_t from, std::int32_t to, std::int32_t skipped);

}  // namespace thimble::prune
