#include "core/arena/placement_search.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace thimble {

namespace {

constexpr std::uint32_t kGap = std::numeric_limits<std::uint32_t>::max();
constexpr std::int32_t kNone = -1;
constexpr std::int32_t kImpossible = -2;

}  // namespace

DeadStates::DeadStates(std::size_t items)
    : m_slots(std::bit_ceil(std::clamp<std::size_t>(items * 1024, 1 << 10, 1 << 20))) {}

PlacementSearch::PlacementSearch(const Packing& packing, Bytes capacity)
    : m_packing(packing), m_state(packing, capacity), m_dead(packing.items.size()) {}

/// Cuts [first, last) where nothing unplaced lives on both sides. The shortest comes first.
std::int32_t PlacementSearch::addTasks(std::int32_t first, std::int32_t last, std::int32_t maker,
                                       std::int32_t next) {
    m_parts.clear();
    std::int32_t begin = first;
    for (std::int32_t s = first; s < last; ++s) {
        if (!m_state.cutAfter(s)) continue;
        if (!m_state.done(s)) m_parts.emplace_back(begin, s + 1);
        begin = s + 1;
    }
    std::ranges::stable_sort(m_parts, std::greater{},
                             [](const auto& part) { return part.second - part.first; });
    for (const auto& [from, to] : m_parts) {
        m_tasks.push_back({from, to, maker, next});
        next = static_cast<std::int32_t>(m_tasks.size()) - 1;
    }
    return next;
}

/// The section of a valley with the fewest options; of several the one with the least slack.
std::int32_t PlacementSearch::sectionToAsk(const Task& task, bool avoidDeadEnds) const {
    std::int32_t best = kNone;
    std::int64_t bestOptions = 0;
    std::int64_t bestWeight = 0;
    Bytes bestSlack = 0;
    for (std::int32_t begin = task.first; begin < task.last;) {
        const Bytes floor = m_state.floor(begin);
        std::int32_t end = begin + 1;
        while (end < task.last && m_state.floor(end) == floor) ++end;
        const bool valley = (begin == task.first || m_state.floor(begin - 1) > floor) &&
                            (end == task.last || m_state.floor(end) > floor);
        for (std::int32_t s = begin; valley && s < end; ++s) {
            const Bytes slack = m_state.slack(s);
            const std::int64_t options = 2 * m_state.candidates(s) + (slack > 0 ? 1 : 0);
            const std::int64_t weight = avoidDeadEnds ? m_state.deadEnds(s) : 1;
            const std::int64_t mine = options * bestWeight;
            const std::int64_t theirs = bestOptions * weight;
            if (best != kNone && (mine > theirs || (mine == theirs && slack >= bestSlack)))
                continue;
            best = s;
            bestOptions = options;
            bestWeight = weight;
            bestSlack = slack;
        }
        begin = end;
    }
    return best;
}

void PlacementSearch::addChoice(const Task& task, StateKey key, const PlacementStrategy& strategy) {
    const std::int32_t section = sectionToAsk(task, strategy.avoidDeadEnds);
    const std::size_t begin = m_options.size();
    m_state.appendCandidates(section, m_options);
    const auto options = m_options.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(options, m_options.end(), [&](std::uint32_t a, std::uint32_t b) {
        return strategy.rank[a] < strategy.rank[b];
    });
    // Of items that are alike, one is enough.
    std::size_t kept = begin;
    for (std::size_t k = begin; k < m_options.size(); ++k) {
        const PackingItem& item = m_packing.items[m_options[k]];
        const bool known = std::any_of(
            options, options + static_cast<std::ptrdiff_t>(kept - begin), [&](std::uint32_t i) {
                const PackingItem& other = m_packing.items[i];
                return other.bytes == item.bytes && other.first == item.first &&
                       other.last == item.last;
            });
        if (!known) m_options[kept++] = m_options[k];
    }
    m_options.resize(kept);
    if (m_state.slack(section) > 0) m_options.push_back(kGap);
    m_choices.push_back(
        {task, key, section, begin, begin, m_options.size(), m_state.mark(), m_tasks.size()});
}

/// Goes back to the choice and on to its next option; when there is none, to the choice above.
/// Returns what is to be solved then, or kImpossible.
std::int32_t PlacementSearch::tryNextOption(std::int32_t choice) {
    while (choice != kNone) {
        m_choices.resize(static_cast<std::size_t>(choice) + 1);
        Choice& at = m_choices.back();
        m_state.takeBack(at.mark);
        m_tasks.resize(at.tasks);
        m_options.resize(at.endOfOptions);
        if (at.nextOption == at.endOfOptions) {
            m_dead.add(at.key);
            choice = at.task.maker;
            continue;
        }
        const std::uint32_t option = m_options[at.nextOption++];
        if (option == kGap ? m_state.leaveGap(at.section) : m_state.place(option))
            return addTasks(at.task.first, at.task.last, choice, at.task.next);
    }
    return kImpossible;
}

Verdict PlacementSearch::run(const PlacementStrategy& strategy, std::int64_t nodes,
                             const std::function<bool()>& mayGoOn) {
    m_tasks.clear();
    m_choices.clear();
    m_options.clear();
    if (!m_state.reset()) return Verdict::DoesNotFit;
    std::int32_t next = addTasks(0, m_packing.sections, kNone, kNone);
    while (next != kNone) {
        if (nodes-- <= 0 || !mayGoOn()) return Verdict::Undecided;
        const Task task = m_tasks[static_cast<std::size_t>(next)];
        const StateKey key = m_state.key(task.first, task.last);
        if (m_dead.contains(key)) {
            next = tryNextOption(task.maker);
        } else {
            addChoice(task, key, strategy);
            next = tryNextOption(static_cast<std::int32_t>(m_choices.size()) - 1);
        }
        if (next == kImpossible) return Verdict::DoesNotFit;
    }
    return Verdict::Fits;
}

}  // namespace thimble
