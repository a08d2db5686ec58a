#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/pipeline/bounded_run.h"
#include "core/pipeline/layout.h"

namespace thimble {

enum class SweepEnd { Reached, Impossible, OutOfNodes };

/// Runs all operators of a graph, in any order, and places what they need as they go. Exact: all
/// orders within the budgets, and all placements of tensors below a capacity; scratch is only asked
/// to have room somewhere, one operator at a time. Depth first. Each node asks one
/// question: which operator is next, or between which neighbours does a buffer lie that it needs?
/// What led nowhere is remembered by the operators that have run and the layout.
///   cost     exponential in time; a node counts as more than one where a layout has many buffers
class LayoutSweep {
public:
    /// Of `first` the tensors are placed, and its budget is the capacity; `second` only counts.
    /// Both outlive the sweep.
    LayoutSweep(const BoundedGraph& first, const BoundedGraph& second);

    /// Once. Takes the nodes it needs off `nodes`.
    SweepEnd run(std::int64_t& nodes, const std::stop_token& stop);

    /// After Reached: the operators in their order, and what lay where during each.
    [[nodiscard]] const std::vector<std::int32_t>& order() const { return m_run.first().steps(); }
    [[nodiscard]] const std::vector<Layout>& layouts() const { return m_path; }
    /// The size of each buffer: the tensors, and after them the scratch of each operator.
    [[nodiscard]] const std::vector<Bytes>& bytes() const { return m_bytes; }

private:
    struct Question {
        BoundedRun::Key key;
        std::size_t steps;                  ///< operators that have run
        Layout layout;                      ///< before the answer
        std::int32_t op;                    ///< whose buffers are placed, or who is next?
        std::size_t placed;                 ///< of its buffers
        std::vector<std::int32_t> answers;  ///< still to be tried, the next one last
    };

    [[nodiscard]] bool answer(std::int64_t& nodes);
    [[nodiscard]] bool ask(Layout layout, std::int32_t op, std::size_t placed, std::int64_t& nodes);
    [[nodiscard]] std::vector<std::int32_t> operatorsToTry(std::int64_t& nodes);
    [[nodiscard]] std::vector<std::int32_t> placesToTry(const Layout& layout,
                                                        std::int32_t buffer) const;
    [[nodiscard]] std::vector<std::int32_t> newBuffers(std::int32_t op) const;
    [[nodiscard]] bool hasRoomForScratch(const Layout& layout, std::int32_t op) const;
    [[nodiscard]] Layout whatStays(const Layout& during);

    const SearchGraph& m_graph;
    std::vector<Bytes> m_bytes;
    Bytes m_capacity;
    BoundedRun m_run;
    BoundedRun::KeySet m_dead;
    std::vector<Question> m_questions;
    std::vector<Layout> m_path;
    std::vector<char> m_stays;
};

}  // namespace thimble
