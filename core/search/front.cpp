#include "core/search/front.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace thimble::search {

namespace {

/// In how many costs: the volume of the first `axes` ones.
double volume(std::vector<Costs> points, const Costs& reference, std::size_t axes) {
    if (points.empty()) return 0;
    const std::size_t last = axes - 1;
    if (axes == 1) {
        double least = reference[0];
        for (const Costs& point : points) least = std::min(least, point[0]);
        return reference[0] - least;
    }
    std::ranges::stable_sort(points, {}, [last](const Costs& point) { return point[last]; });
    double sum = 0;
    std::vector<Costs> below;
    for (std::size_t i = 0; i < points.size(); ++i) {
        below.push_back(points[i]);
        const double end = i + 1 < points.size() ? points[i + 1][last] : reference[last];
        const double height = end - points[i][last];
        if (height <= 0) continue;
        // What is dominated in the other costs adds nothing above.
        std::vector<Costs> kept;
        for (const Costs& point : below)
            kept.emplace_back(point.begin(), point.begin() + static_cast<std::ptrdiff_t>(last));
        std::vector<Costs> front;
        for (const std::size_t p : unbeatenOf(kept)) front.push_back(kept[p]);
        sum += height * volume(std::move(front), reference, last);
    }
    return sum;
}

std::vector<Costs> allCosts(const std::vector<Evaluated>& all, const Scale& scale) {
    std::vector<Costs> costs;
    for (const Evaluated& one : all) costs.push_back(costsOf(one.outcome, scale));
    return costs;
}

}  // namespace

bool dominates(std::span<const double> a, std::span<const double> b) {
    bool isBetter = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] > b[i]) return false;
        isBetter = isBetter || a[i] < b[i];
    }
    return isBetter;
}

std::vector<std::size_t> unbeatenOf(const std::vector<Costs>& points) {
    std::vector<std::size_t> front;
    for (std::size_t p = 0; p < points.size(); ++p) {
        bool isBeaten = false;
        for (std::size_t q = 0; q < points.size() && !isBeaten; ++q)
            isBeaten = dominates(points[q], points[p]) || (q < p && points[q] == points[p]);
        if (!isBeaten) front.push_back(p);
    }
    return front;
}

std::vector<std::size_t> ranksOf(const std::vector<Costs>& points) {
    std::vector<std::size_t> ranks(points.size(), 0);
    std::vector<std::size_t> beatenBy(points.size(), 0);
    std::vector<std::vector<std::size_t>> beats(points.size());
    std::vector<std::size_t> current;
    for (std::size_t p = 0; p < points.size(); ++p) {
        for (std::size_t q = 0; q < points.size(); ++q) {
            if (dominates(points[p], points[q])) beats[p].push_back(q);
            if (dominates(points[q], points[p])) ++beatenBy[p];
        }
        if (beatenBy[p] == 0) current.push_back(p);
    }
    for (std::size_t rank = 0; !current.empty(); ++rank) {
        std::vector<std::size_t> next;
        for (const std::size_t p : current) {
            ranks[p] = rank;
            for (const std::size_t q : beats[p])
                if (--beatenBy[q] == 0) next.push_back(q);
        }
        current = std::move(next);
    }
    return ranks;
}

std::vector<double> crowdingOf(const std::vector<Costs>& points) {
    constexpr double kEnd = std::numeric_limits<double>::infinity();
    std::vector<double> crowding(points.size(), 0);
    if (points.empty()) return crowding;
    std::vector<std::size_t> order(points.size());
    for (std::size_t axis = 0; axis < points[0].size(); ++axis) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [&](std::size_t p) { return points[p][axis]; });
        const double range = points[order.back()][axis] - points[order.front()][axis];
        crowding[order.front()] = kEnd;
        crowding[order.back()] = kEnd;
        if (!(range > 0) || range == kEnd) continue;
        for (std::size_t i = 1; i + 1 < order.size(); ++i)
            crowding[order[i]] += (points[order[i + 1]][axis] - points[order[i - 1]][axis]) / range;
    }
    return crowding;
}

double hypervolume(const std::vector<Costs>& points, const Costs& reference) {
    std::vector<Costs> inside;
    for (Costs point : points) {
        bool isInside = true;
        for (std::size_t i = 0; i < point.size(); ++i) {
            isInside = isInside && point[i] < reference[i];
            point[i] = std::max(point[i], 0.0);
        }
        if (isInside) inside.push_back(std::move(point));
    }
    if (inside.empty()) return 0;
    return volume(std::move(inside), reference, reference.size());
}

std::vector<Evaluated> frontOf(const std::vector<Evaluated>& all, const Scale& scale) {
    std::vector<Evaluated> scored;
    for (const Evaluated& one : all)
        if (one.outcome.fits() && one.outcome.score) scored.push_back(one);
    const std::vector<Costs> costs = allCosts(scored, scale);
    std::vector<std::size_t> order = unbeatenOf(costs);
    // As people read it: the smallest first.
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        const Outcome& x = scored[a].outcome;
        const Outcome& y = scored[b].outcome;
        return std::tie(x.arenaBytes, x.flashBytes, x.macs) <
               std::tie(y.arenaBytes, y.flashBytes, y.macs);
    });
    std::vector<Evaluated> front;
    for (const std::size_t p : order) front.push_back(std::move(scored[p]));
    return front;
}

std::vector<Evaluated> finalistsOf(const std::vector<Evaluated>& all, const Scale& scale,
                                   std::size_t most) {
    std::vector<Evaluated> rest;
    for (const Evaluated& one : all)
        if (one.outcome.fits() && one.outcome.score) rest.push_back(one);
    const std::vector<std::size_t> ranks = ranksOf(allCosts(rest, scale));
    std::vector<Evaluated> finalists;
    for (std::size_t rank = 0; finalists.size() < most; ++rank) {
        std::vector<Evaluated> same;
        for (std::size_t i = 0; i < rest.size(); ++i)
            if (ranks[i] == rank) same.push_back(rest[i]);
        if (same.empty()) break;
        for (Evaluated& one : thinned(std::move(same), scale, most - finalists.size()))
            finalists.push_back(std::move(one));
    }
    std::ranges::sort(finalists, {}, &Evaluated::index);
    return finalists;
}

std::vector<Evaluated> thinned(std::vector<Evaluated> front, const Scale& scale, std::size_t most) {
    while (front.size() > most) {
        const std::vector<double> crowding = crowdingOf(allCosts(front, scale));
        const auto closest = std::ranges::min_element(crowding);
        front.erase(front.begin() + (closest - crowding.begin()));
    }
    return front;
}

}  // namespace thimble::search
