#include <fmt/format.h>

#include "core/arena/arena_plan.h"

namespace thimble {

namespace {

/// The first faults in words, the others as a number.
class Faults {
public:
    template <typename... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        if (++m_count <= kMostListed)
            m_listed.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
    std::vector<std::string> take() {
        if (m_count > kMostListed)
            m_listed.push_back(fmt::format("and {} more", m_count - kMostListed));
        return std::move(m_listed);
    }

private:
    static constexpr std::size_t kMostListed = 100;
    std::vector<std::string> m_listed;
    std::size_t m_count = 0;
};

}  // namespace

std::vector<std::string> checkArenaPlan(const ArenaProblem& problem, const ArenaPlan& plan) {
    const bool several = problem.regions.size() > 1;
    if (plan.offsets.size() != problem.buffers.size())
        return {
            fmt::format("{} offsets for {} buffers", plan.offsets.size(), problem.buffers.size())};
    if (plan.regions.size() != (several ? problem.buffers.size() : 0))
        return {
            fmt::format("{} regions for {} buffers", plan.regions.size(), problem.buffers.size())};
    Faults faults;
    const auto place = [&](std::size_t i) {
        const Bytes bytes = alignUp(problem.buffers[i].bytes, problem.alignment);
        return ByteRange{plan.offsets[i], plan.offsets[i] + bytes};
    };
    const auto region = [&](std::size_t i) { return several ? plan.regions[i] : 0; };
    std::vector<Bytes> heights(std::max<std::size_t>(problem.regions.size(), 1), 0);
    for (std::size_t i = 0; i < problem.buffers.size(); ++i) {
        const ArenaBuffer& a = problem.buffers[i];
        if (region(i) < 0 || static_cast<std::size_t>(region(i)) >= heights.size()) {
            faults.add("buffer {} is in no region", i);
            continue;
        }
        const auto r = static_cast<std::size_t>(region(i));
        heights[r] = std::max(heights[r], place(i).last);
        if (place(i).first < 0 || place(i).last > plan.arenaBytes)
            faults.add("buffer {} leaves the arena", i);
        if (!problem.regions.empty() && place(i).last > problem.regions[r].bytes)
            faults.add("buffer {} leaves region {}", i, r);
        if (several && (a.regions >> r & 1U) == 0)
            faults.add("buffer {} may not be in region {}", i, r);
        if (place(i).first % problem.alignment != 0)
            faults.add("buffer {} is not aligned to {}", i, problem.alignment);
        if (a.fixedOffset && place(i).first != *a.fixedOffset)
            faults.add("buffer {} is not where it was fixed", i);
        for (std::size_t k = 0; k < i; ++k)
            if (a.live.overlaps(problem.buffers[k].live) && region(i) == region(k) &&
                place(i).overlaps(place(k)))
                faults.add("buffers {} and {} overlap", k, i);
    }
    Bytes sum = 0;
    for (const Bytes height : heights) sum += height;
    if (several && sum > plan.arenaBytes)
        faults.add("the regions are {} bytes high, not {}", sum, plan.arenaBytes);
    return faults.take();
}

}  // namespace thimble
