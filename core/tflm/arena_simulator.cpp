#include "core/tflm/arena_simulator.h"

#include <algorithm>

#include "core/tflm/runtime_layout.h"

namespace thimble::tflm {

namespace {

constexpr Bytes kUnlimited = Bytes{1} << 52;

constexpr Bytes alignDown(Bytes position, Bytes alignment) { return position & ~(alignment - 1); }

/// The two-ended stack: [0, head) reserved, [head, temp) temporary, [tail, size) persistent.
class Stack {
public:
    explicit Stack(Bytes size) : m_size(size), m_tail(size) {}

    /// True when the event had room; otherwise `requested` and `available` say what was missing.
    bool play(const AllocationEvent& event, ArenaUse& use) {
        using Kind = AllocationEvent::Kind;
        switch (event.kind) {
            case Kind::Persistent: {
                const Bytes start = alignDown(m_tail - event.bytes, event.alignment);
                if (start < m_temp) return missing(m_tail - start, m_tail - m_temp);
                use.tail[static_cast<std::size_t>(event.category)] += m_tail - start;
                m_tail = start;
                break;
            }
            case Kind::Temp: {
                const Bytes end = alignUp(m_temp, event.alignment) + event.bytes;
                if (end > m_tail) return missing(end - m_temp, m_tail - m_temp);
                m_temp = end;
                break;
            }
            case Kind::ResetTemps: m_temp = m_head; break;
            case Kind::ReserveHead:
                if (event.bytes > m_tail) return missing(event.bytes, m_tail);
                m_head = m_temp = event.bytes;
                break;
            case Kind::TryReserveHead:
                if (event.bytes <= m_tail) m_head = m_temp = event.bytes;
                break;
            case Kind::PlannerMemory: {
                const Bytes start = alignUp(m_temp, event.alignment);
                const Bytes end = alignDown(m_tail, event.alignment);
                if (start + event.bytes > end) return missing(event.bytes, end - start);
                use.peakBytes = std::max(use.peakBytes, start + event.bytes + (m_size - end));
                break;
            }
        }
        use.peakBytes = std::max(use.peakBytes, m_temp + (m_size - m_tail));
        use.headBytes = m_head;
        use.tailBytes = m_size - m_tail;
        return true;
    }

    [[nodiscard]] Bytes requested() const { return m_requested; }
    [[nodiscard]] Bytes available() const { return m_available; }

private:
    bool missing(Bytes requested, Bytes available) {
        m_requested = requested;
        m_available = std::max<Bytes>(available, 0);
        return false;
    }

    Bytes m_size;
    Bytes m_head = 0;
    Bytes m_temp = 0;
    Bytes m_tail;
    Bytes m_requested = 0;
    Bytes m_available = 0;
};

}  // namespace

ArenaUse simulateArena(std::span<const AllocationEvent> script, Bytes arenaBytes) {
    ArenaUse use;
    Stack stack(arenaBytes);
    for (std::size_t i = 0; i < script.size(); ++i) {
        if (stack.play(script[i], use)) continue;
        use.failure = AllocationFailure{i, stack.requested(), stack.available()};
        break;
    }
    return use;
}

Bytes minimumArena(std::span<const AllocationEvent> script) {
    // What the script reaches with room without end is always enough. Less can be: TFLM forgives a
    // head that could not be widened for scratch requests that then never come.
    Bytes enough = alignUp(simulateArena(script, kUnlimited).peakBytes, kArenaAlignment);
    while (enough >= kArenaAlignment &&
           !simulateArena(script, enough - kArenaAlignment).failure.has_value())
        enough -= kArenaAlignment;
    return enough;
}

}  // namespace thimble::tflm
