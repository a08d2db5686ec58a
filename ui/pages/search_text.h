#pragma once

#include <QString>
#include <string_view>

#include "ui/document/searcher.h"

// What the page for searching says in words.
namespace thimble::ui {

[[nodiscard]] QString formTitle(search::Form form);
[[nodiscard]] QString objectiveTitle(search::Objective objective);
[[nodiscard]] QString algorithmTitle(std::string_view name);
[[nodiscard]] QString algorithmTip(std::string_view name);

/// "14 variants, from 81.0 % in 2,412 B to 92.3 % in 5,120 B".
[[nodiscard]] QString searchHeadline(const Searcher& searcher);
/// What is being done, what was passed over, and what could not be.
[[nodiscard]] QString searchSentence(const Searcher& searcher);
/// "#3 CONV_2D keeps 40 of 64, ...": the groups that lose channels, a line each.
[[nodiscard]] QString pointRecipe(const Searcher& searcher, const search::FrontPoint& point);
/// Score, sizes and recipe of a point.
[[nodiscard]] QString pointTip(const Searcher& searcher, const search::FrontPoint& point);

}  // namespace thimble::ui
