#include "core/split/arena_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

/// Byte by byte.
Bytes occupied(const ArenaHistory& history, std::int32_t step) {
    std::set<Bytes> bytes;
    for (const HeldBytes& held : history.held)
        for (Bytes b = 0; held.isAt(step) && b < held.bytes; ++b) bytes.insert(held.offset + b);
    return static_cast<Bytes>(bytes.size());
}

TEST(ArenaHistory, CountsEveryByteInUseOnce) {
    SplitMix random(84);
    for (int round = 0; round < 100; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {});
        const auto plan = planRows(graph, {.limits = {.nodes = 20}}, {});
        ASSERT_TRUE(plan);
        const ArenaHistory history = historyOf(graph, *plan);
        ASSERT_EQ(history.steps.size(), static_cast<std::size_t>(plan->pieces.steps));
        ASSERT_EQ(history.used.size(), history.steps.size());
        Bytes most = 0;
        for (std::size_t s = 0; s < history.used.size(); ++s) {
            ASSERT_EQ(history.used[s].total(), occupied(history, static_cast<std::int32_t>(s)));
            most = std::max(most, history.used[s].total());
        }
        EXPECT_LE(most, history.arenaBytes);
        EXPECT_EQ(history.used[static_cast<std::size_t>(history.peakStep)].total(), most);
        // Nothing of the pieces is lost.
        const auto area = [](Bytes bytes, std::int32_t first, std::int32_t last) {
            return bytes * (last - first + 1);
        };
        Bytes pieces = 0;
        Bytes held = 0;
        for (const Block& block : plan->pieces.blocks)
            for (const Piece& piece : block.pieces)
                if (piece.first >= 0) pieces += area(piece.bytes, piece.first, piece.last);
        for (const HeldBytes& one : history.held) held += area(one.bytes, one.first, one.last);
        EXPECT_EQ(held, pieces);
    }
}

TEST(ArenaHistory, SegmentsAccountForEveryCall) {
    SplitMix random(85);
    for (int round = 0; round < 50; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomChain(random, 6, 12);
        const auto plan = planRows(graph, {.limits = {.nodes = 20}}, {});
        ASSERT_TRUE(plan);
        const ArenaHistory history = historyOf(graph, *plan);
        const std::vector<SegmentRow> rows = segmentRows(graph, *plan, history);
        ASSERT_EQ(rows.size(), plan->chosen.size());
        std::int64_t calls = 0;
        for (const SegmentRow& row : rows) {
            calls += row.calls;
            EXPECT_GE(row.rows, 1);
            EXPECT_LE(row.mostBytes, history.arenaBytes);
            if (!row.segment.byRows) EXPECT_EQ(row.calls, 1);
        }
        EXPECT_EQ(calls, static_cast<std::int64_t>(plan->tasks.size()));
    }
}

}  // namespace
}  // namespace thimble::split
