#include <fmt/format.h>

#include <algorithm>

#include "core/cproject/memory.h"
#include "core/model/names.h"

namespace thimble::cproject {

namespace {

constexpr std::int32_t kNobody = -1;

/// Whose bytes lie where: the arena as it changes from operator to operator.
class Follow {
public:
    Follow(const interp::Program& program, const std::vector<Emission>& emissions,
           const Memory& memory)
        : m_program(program),
          m_emissions(emissions),
          m_memory(memory),
          m_owner(static_cast<std::size_t>(std::max<Bytes>(memory.arenaBytes, 0)), kNobody) {}

    std::vector<std::string> run() {
        const Subgraph& subgraph = m_program.model.subgraphs[0];
        if (!isPermutation()) return {"the order is no order of the operators"};
        for (const std::int32_t t : subgraph.inputs) write(t);
        for (const std::int32_t op : m_memory.order) step(static_cast<std::size_t>(op));
        for (const std::int32_t t : subgraph.outputs) read(t, "the application");
        return std::move(m_faults);
    }

private:
    [[nodiscard]] bool isPermutation() const {
        std::vector<std::int32_t> sorted = m_memory.order;
        std::ranges::sort(sorted);
        for (std::size_t i = 0; i < sorted.size(); ++i)
            if (!std::cmp_equal(sorted[i], i)) return false;
        return sorted.size() == m_program.model.subgraphs[0].operators.size();
    }

    [[nodiscard]] std::string name(std::int32_t t) const {
        return tensorLabel(m_program.model, 0, static_cast<std::size_t>(t));
    }

    /// Where the tensor lies; empty where it takes nothing or lies outside.
    std::span<std::int32_t> bytesOf(std::int32_t t) {
        if (t < 0 || !isInArena(m_program, t)) return {};
        const Bytes first = m_memory.offsets[static_cast<std::size_t>(t)];
        const std::size_t bytes = m_program.tensors[m_program.slot(0, t)].bytes;
        return range(first, bytes, alignmentOf(m_program, t), name(t));
    }

    std::span<std::int32_t> range(Bytes first, std::size_t bytes, Bytes alignment,
                                  const std::string& who) {
        const auto size = static_cast<Bytes>(bytes);
        if (first < 0 || first % alignment != 0 || first + size > m_memory.arenaBytes) {
            m_faults.push_back(fmt::format("{} lies at {}", who, first));
            return {};
        }
        return std::span(m_owner).subspan(static_cast<std::size_t>(first), bytes);
    }

    void write(std::int32_t t) { std::ranges::fill(bytesOf(t), t); }

    void read(std::int32_t t, const std::string& who) {
        for (const std::int32_t owner : bytesOf(t))
            if (owner != t) {
                m_faults.push_back(fmt::format("{} reads {} where {} lies", who, name(t),
                                               owner == kNobody ? "nothing" : name(owner)));
                return;
            }
    }

    static bool overlap(std::span<const std::int32_t> a, std::span<const std::int32_t> b) {
        return !a.empty() && !b.empty() && a.data() < b.data() + b.size() &&
               b.data() < a.data() + a.size();
    }

    void step(std::size_t o) {
        const Operator& op = m_program.model.subgraphs[0].operators[o];
        const Emission& emission = m_emissions[o];
        const std::string who = operatorLabel(m_program.model, 0, o);
        if (emission.calls.empty()) return;
        for (const std::int32_t t : op.inputs) read(t, who);
        std::span<std::int32_t> scratch;
        if (emission.scratchBytes > 0)
            scratch = range(m_memory.scratch[o], emission.scratchBytes, kAlignment, who);
        for (std::size_t p = 0; p < op.outputs.size(); ++p) {
            const auto output = bytesOf(op.outputs[p]);
            if (overlap(output, scratch)) m_faults.push_back(who + " works in its output");
            for (std::size_t q = 0; q < p; ++q)
                if (overlap(output, bytesOf(op.outputs[q])))
                    m_faults.push_back(who + " writes two outputs to one place");
            for (std::size_t i = 0; i < op.inputs.size(); ++i) {
                const auto input = bytesOf(op.inputs[i]);
                if (!overlap(output, input)) continue;
                const bool allowed =
                    (p == 0 && output.data() == input.data() &&
                     (std::ranges::find(emission.mayOverwrite, i) != emission.mayOverwrite.end() ||
                      (emission.isAlias && i == 0)));
                // The same tensor may stand in several positions.
                bool byAnother = false;
                for (const std::size_t other : emission.mayOverwrite)
                    byAnother = byAnother || op.inputs[other] == op.inputs[i];
                if (!allowed && !(byAnother && output.data() == input.data()))
                    m_faults.push_back(
                        fmt::format("{} writes its output over {}", who, name(op.inputs[i])));
            }
        }
        for (const std::int32_t t : op.inputs)
            if (overlap(bytesOf(t), scratch)) m_faults.push_back(who + " works in its input");
        std::ranges::fill(scratch, kNobody);
        for (const std::int32_t t : op.outputs) write(t);
    }

    const interp::Program& m_program;
    const std::vector<Emission>& m_emissions;
    const Memory& m_memory;
    std::vector<std::int32_t> m_owner;  ///< by byte of the arena
    std::vector<std::string> m_faults;
};

}  // namespace

std::vector<std::string> checkMemory(const interp::Program& program,
                                     const std::vector<Emission>& emissions, const Memory& memory) {
    return Follow(program, emissions, memory).run();
}

}  // namespace thimble::cproject
