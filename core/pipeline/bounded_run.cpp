#include "core/pipeline/bounded_run.h"

#include <algorithm>

namespace thimble {

void BoundedRun::run(std::int32_t op) {
    for (RunState& state : m_states) state.run(op);
}

void BoundedRun::undoTo(std::size_t steps) {
    for (RunState& state : m_states) state.undoTo(steps);
}

std::vector<std::int32_t> BoundedRun::choices() const {
    std::vector<std::int32_t> ops;
    std::int32_t free = -1;
    for (const std::int32_t op : first().ready()) {
        bool needsNothing = true;
        bool fits = true;
        for (std::size_t g = 0; g < 2; ++g) {
            const Bytes during = m_states[g].cost(op).during;
            needsNothing = needsNothing && during == m_states[g].alive();
            fits = fits && during <= m_graphs[g]->budgetBytes;
        }
        if (needsNothing && (free < 0 || op < free)) free = op;
        if (fits) ops.push_back(op);
    }
    if (free >= 0) return {free};
    std::ranges::sort(ops);
    return ops;
}

bool BoundedRun::canFinish(std::int64_t& nodes) {
    struct Level {
        Key key;
        std::vector<std::int32_t> ops;
    };
    const std::size_t begin = steps();
    std::vector<Level> levels;
    bool good = true;
    while (!complete()) {
        const Key now = key();
        if (m_alive.contains(now)) break;
        if (!m_dead.contains(now)) {
            if (nodes <= 0) break;
            --nodes;
            levels.push_back({now, choices()});
        }
        while (!levels.empty() && levels.back().ops.empty()) {
            m_dead.insert(levels.back().key);
            levels.pop_back();
        }
        good = !levels.empty();
        if (!good) break;
        undoTo(begin + levels.size() - 1);
        const std::int32_t op = levels.back().ops.back();
        levels.back().ops.pop_back();
        run(op);
    }
    if (good && nodes > 0)
        for (const Level& level : levels) m_alive.insert(level.key);
    undoTo(begin);
    return good;
}

void BoundedRun::Key::add(std::uint64_t value) {
    constexpr unsigned kHalf = 32;
    low = (low ^ value) * 0x9E3779B97F4A7C15U;
    low ^= low >> kHalf;
    high = (high + value) * 0xD6E8FEB86659FD93U;
    high ^= high >> kHalf;
}

BoundedRun::Key BoundedRun::key() const {
    Key key;
    for (const std::uint64_t word : first().set()) key.add(word);
    return key;
}

}  // namespace thimble
