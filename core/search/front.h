#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/search/outcome.h"

namespace thimble::search {

// Points that are judged by several costs at once; less is better in each. A point is a vector of
// costs, all of one length.
using Costs = std::vector<double>;

/// In no cost worse, in one better.
[[nodiscard]] bool dominates(std::span<const double> a, std::span<const double> b);

/// The points that no other dominates, ascending; of equal ones the first.
[[nodiscard]] std::vector<std::size_t> unbeatenOf(const std::vector<Costs>& points);

/// For each point how many fronts lie before it: those that nobody dominates have 0, those that
/// nobody else dominates 1, and so on.
///   source   Deb, Pratap, Agarwal and Meyarivan, "A fast and elitist multiobjective genetic
///            algorithm: NSGA-II", 2002, doi:10.1109/4235.996017
///   cost     objectives * points^2
[[nodiscard]] std::vector<std::size_t> ranksOf(const std::vector<Costs>& points);

/// How far each point's neighbours are apart, summed over the costs, each as a share of its range;
/// infinite at the ends. Source as above.
[[nodiscard]] std::vector<double> crowdingOf(const std::vector<Costs>& points);

/// The volume that the points dominate within the box from 0 to the reference. Exact.
///   source   Zitzler and Thiele, "Multiobjective optimization using evolutionary algorithms",
///   1998;
///            slice by slice along the last cost
///   cost     points^(costs - 1) and a logarithm: for some hundred points of up to four costs
[[nodiscard]] double hypervolume(const std::vector<Costs>& points, const Costs& reference);

/// Those that fit, are scored, and are not dominated by another such one; the smallest arena first.
[[nodiscard]] std::vector<Evaluated> frontOf(const std::vector<Evaluated>& all, const Scale& scale);

/// Those that fit and are scored, front after front (ranksOf), until there are `most`; of the last
/// front those in the closest company go. In order of the index.
[[nodiscard]] std::vector<Evaluated> finalistsOf(const std::vector<Evaluated>& all,
                                                 const Scale& scale, std::size_t most);

/// At most so many of a front: those in the closest company go first, one by one.
[[nodiscard]] std::vector<Evaluated> thinned(std::vector<Evaluated> front, const Scale& scale,
                                             std::size_t most);

}  // namespace thimble::search
