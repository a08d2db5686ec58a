#include "core/search/genome.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thimble::search {

namespace {

constexpr std::int64_t kGroupWeight = 6;  ///< of a change of one group, among the kinds of change

std::int32_t clipped(double count, std::int32_t channels) {
    return std::clamp(static_cast<std::int32_t>(std::lround(count)), 1, channels);
}

/// Another index below `count` than `now`.
std::int32_t other(std::int32_t now, std::int32_t count, SplitMix& random) {
    const auto drawn = static_cast<std::int32_t>(drawBelow(random, count - 1));
    return drawn < now ? drawn : drawn + 1;
}

void changeGroup(const Space& space, Genome& genome, SplitMix& random) {
    const auto g = static_cast<std::size_t>(
        drawBelow(random, static_cast<std::int64_t>(space.channels.size())));
    constexpr std::array<std::int32_t, 3> kSteps = {1, 3, 5};
    constexpr std::int32_t kParts = 32;
    const std::int32_t unit = std::max(1, space.channels[g] / kParts);
    const std::int32_t step = unit * kSteps[static_cast<std::size_t>(drawBelow(random, 3))];
    const std::int32_t now = genome.counts[g];
    const bool isUp = drawBelow(random, 2) == 1;
    genome.counts[g] = std::clamp(isUp ? now + step : now - step, 1, space.channels[g]);
}

void changeAll(const Space& space, Genome& genome, SplitMix& random) {
    constexpr double kDeviation = 0.05;
    const double share = kDeviation * drawNormal(random);
    for (std::size_t g = 0; g < genome.counts.size(); ++g)
        genome.counts[g] = clipped(genome.counts[g] + share * space.channels[g], space.channels[g]);
}

}  // namespace

bool isIn(const Space& space, const Genome& genome) {
    if (genome.counts.size() != space.channels.size()) return false;
    for (std::size_t g = 0; g < genome.counts.size(); ++g)
        if (genome.counts[g] < 1 || genome.counts[g] > space.channels[g]) return false;
    return genome.order >= 0 && genome.order < space.orders && genome.form >= 0 &&
           genome.form < space.forms && genome.resolution >= 0 &&
           genome.resolution < space.resolutions;
}

Genome wholeModel(const Space& space) { return {.counts = space.channels}; }

std::int64_t drawBelow(SplitMix& random, std::int64_t below) {
    return static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(below));
}

double drawUnit(SplitMix& random) {
    constexpr double kStep = 0x1p-53;
    return static_cast<double>(random.next() >> 11U) * kStep;
}

double drawNormal(SplitMix& random) {
    constexpr int kTerms = 12;
    double sum = -kTerms / 2.0;
    for (int i = 0; i < kTerms; ++i) sum += drawUnit(random);
    return sum;
}

Genome randomGenome(const Space& space, SplitMix& random) {
    Genome genome;
    for (const std::int32_t channels : space.channels)
        genome.counts.push_back(1 + static_cast<std::int32_t>(drawBelow(random, channels)));
    genome.order = static_cast<std::int32_t>(drawBelow(random, space.orders));
    genome.form = static_cast<std::int32_t>(drawBelow(random, space.forms));
    genome.resolution = static_cast<std::int32_t>(drawBelow(random, space.resolutions));
    return genome;
}

Genome morphed(const Space& space, const Genome& genome, SplitMix& random) {
    Genome child = genome;
    const std::int64_t groups = space.channels.empty() ? 0 : kGroupWeight;
    const std::int64_t all = space.channels.empty() ? 0 : 1;
    const std::int64_t orders = space.orders > 1 ? 1 : 0;
    const std::int64_t forms = space.forms > 1 ? 1 : 0;
    const std::int64_t resolutions = space.resolutions > 1 ? 1 : 0;
    const std::int64_t kinds = groups + all + orders + forms + resolutions;
    if (kinds == 0) return child;
    const std::int64_t kind = drawBelow(random, kinds);
    if (kind < groups)
        changeGroup(space, child, random);
    else if (kind < groups + all)
        changeAll(space, child, random);
    else if (kind < groups + all + orders)
        child.order = other(child.order, space.orders, random);
    else if (kind < groups + all + orders + forms)
        child.form = other(child.form, space.forms, random);
    else
        child.resolution = other(child.resolution, space.resolutions, random);
    return child;
}

Genome crossed(const Genome& a, const Genome& b, SplitMix& random) {
    Genome child = a;
    for (std::size_t g = 0; g < child.counts.size(); ++g)
        if (drawBelow(random, 2) == 1) child.counts[g] = b.counts[g];
    if (drawBelow(random, 2) == 1) child.order = b.order;
    if (drawBelow(random, 2) == 1) child.form = b.form;
    if (drawBelow(random, 2) == 1) child.resolution = b.resolution;
    return child;
}

}  // namespace thimble::search
