#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/arena/placement_state.h"

namespace thimble {

/// States known to have no completion. Of fixed size: a newer one takes the place of an older one.
class DeadStates {
public:
    explicit DeadStates(std::size_t items);
    [[nodiscard]] bool contains(StateKey key) const { return m_slots[slot(key)] == key; }
    void add(StateKey key) { m_slots[slot(key)] = key; }

private:
    [[nodiscard]] std::size_t slot(StateKey key) const { return key.low & (m_slots.size() - 1); }
    std::vector<StateKey> m_slots;
};

/// How one run of the search chooses; any choice is correct, some are quick.
struct PlacementStrategy {
    std::vector<std::uint32_t> rank;  ///< per item: who is tried first
    bool avoidDeadEnds = false;       ///< prefer sections in which earlier runs got stuck
};

enum class Verdict { Fits, DoesNotFit, Undecided };

/// Does the packing fit below a capacity? Depth first, by the question "which item lies at the
/// floor of this section, or none?", asked where the fewest answers are left.
///
///     |   |_c_|   |     A valley is a run of sections of one floor between higher ones; here {1}
///     | a |   | b |     and then {0, 1, 2}. All that could lie at its floor lives inside it, so
///     |___|___|___|     asking about any of its sections loses no plan: in a plan in which nothing
///       0   1   2       can fall lower, each section has one such item, or a gap.
///
/// Sections between which no unplaced item lives are solved one by one; failing in one of them
/// goes back to the choice that made it. States that failed are remembered, also between runs.
///   cost     exponential in the worst case; memory linear in the members plus at most 16 MiB
///   source   sections, floors and the inference from them: M. D. Moffitt, "MiniMalloc", ASPLOS
///            2023. Weights on dead ends: F. Boussemart, F. Hemery, C. Lecoutre, L. Sais, "Boosting
///            systematic search by weighting constraints", ECAI 2004
class PlacementSearch {
public:
    PlacementSearch(const Packing& packing, Bytes capacity);

    /// Looks at no more than `nodes` states; `mayGoOn` is asked at each, and false ends the run.
    Verdict run(const PlacementStrategy& strategy, std::int64_t nodes,
                const std::function<bool()>& mayGoOn);
    /// Where the last run that ended with Fits put each item.
    [[nodiscard]] const std::vector<Bytes>& offsets() const { return m_state.offsets(); }

private:
    /// Sections still to be solved; a list that shares its tails.
    struct Task {
        std::int32_t first;
        std::int32_t last;
        std::int32_t maker;  ///< the choice that cut it out; -1: the problem itself
        std::int32_t next;   ///< what is to be solved after it; -1: nothing
    };
    struct Choice {
        Task task;
        StateKey key;
        std::int32_t section;
        std::size_t options, nextOption, endOfOptions;  ///< in m_options
        std::size_t mark, tasks;                        ///< what to go back to
    };

    [[nodiscard]] std::int32_t addTasks(std::int32_t first, std::int32_t last, std::int32_t maker,
                                        std::int32_t next);
    [[nodiscard]] std::int32_t sectionToAsk(const Task& task, bool avoidDeadEnds) const;
    void addChoice(const Task& task, StateKey key, const PlacementStrategy& strategy);
    [[nodiscard]] std::int32_t tryNextOption(std::int32_t choice);

    const Packing& m_packing;
    PlacementState m_state;
    DeadStates m_dead;
    std::vector<Task> m_tasks;
    std::vector<Choice> m_choices;
    std::vector<std::uint32_t> m_options;
    std::vector<std::pair<std::int32_t, std::int32_t>> m_parts;
};

}  // namespace thimble
