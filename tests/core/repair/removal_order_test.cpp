// Orders of removal against solving every case anew.

#include "core/repair/removal_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/LU>
#include <algorithm>

#include "core/base/splitmix.h"

namespace thimble::repair {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using testing::ElementsAre;

MatrixXd randomMatrix(Index rows, Index columns, SplitMix& random) {
    MatrixXd matrix(rows, columns);
    for (Index i = 0; i < matrix.size(); ++i)
        matrix.data()[i] = static_cast<double>(random.next() >> 11U) / 4503599627370496.0 - 1;
    return matrix;
}

ReaderMoments randomReader(std::int32_t channels, Index each, SplitMix& random) {
    const Index columns = each * channels;
    const MatrixXd rows =
        randomMatrix(4 * columns, columns, random) * randomMatrix(columns, columns, random);
    ReaderMoments reader{.weights = randomMatrix(3, columns, random),
                         .covariance = rows.transpose() * rows / static_cast<double>(rows.rows())};
    // Columns of a channel need not lie next to each other.
    reader.columns.resize(static_cast<std::size_t>(channels));
    for (Index c = 0; c < columns; ++c)
        reader.columns[static_cast<std::size_t>(c % channels)].push_back(c);
    return reader;
}

/// The least error without these channels, relative, by solving for the columns that stay. With the
/// damping of the search, which is part of its covariance.
double leastError(const ReaderMoments& reader, const std::vector<std::int32_t>& gone) {
    MatrixXd h = reader.covariance;
    const double whole = (reader.weights * h * reader.weights.transpose()).trace();
    h.diagonal().array() += 1e-4 * h.trace() / static_cast<double>(h.rows());
    std::vector<Index> kept;
    std::vector<Index> removed;
    for (std::size_t c = 0; c < reader.columns.size(); ++c) {
        const bool goes = std::ranges::find(gone, static_cast<std::int32_t>(c)) != gone.end();
        for (const Index column : reader.columns[c]) (goes ? removed : kept).push_back(column);
    }
    // min over V of trace((W - V) H (W - V)') with V zero on the removed columns.
    const MatrixXd rest =
        h(removed, removed) - h(removed, kept) * h(kept, kept).inverse() * h(kept, removed);
    const MatrixXd w = reader.weights(Eigen::all, removed);
    return (w * rest * w.transpose()).trace() / whole;
}

TEST(RemovalOrder, CostsAreTheLeastErrors) {
    for (const Index each : {Index{1}, Index{4}})
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            SCOPED_TRACE(seed);
            SplitMix random(seed);
            const std::int32_t channels = 7;
            const std::vector<ReaderMoments> readers = {randomReader(channels, each, random),
                                                        randomReader(channels, 1, random)};
            const RemovalOrder order = orderByReconstruction(readers, channels);
            const auto errorOf = [&](const std::vector<std::int32_t>& gone) {
                return leastError(readers[0], gone) + leastError(readers[1], gone);
            };
            ASSERT_EQ(order.channels.size(), 6U);
            ASSERT_EQ(order.costs.size(), 7U);
            EXPECT_EQ(order.costs[0], 0);
            // Each alone, and so the first choice.
            std::int32_t best = 0;
            for (std::int32_t c = 0; c < channels; ++c) {
                EXPECT_NEAR(order.alone[static_cast<std::size_t>(c)], errorOf({c}), 1e-6);
                if (errorOf({c}) < errorOf({best})) best = c;
            }
            EXPECT_EQ(order.channels[0], best);
            // Every step is the best next one, and the sum of steps the error of all.
            std::vector<std::int32_t> gone;
            for (std::size_t k = 0; k < order.channels.size(); ++k) {
                std::vector<std::int32_t> next = gone;
                next.push_back(order.channels[k]);
                for (std::int32_t c = 0; c < channels; ++c) {
                    if (std::ranges::find(gone, c) != gone.end()) continue;
                    std::vector<std::int32_t> other = gone;
                    other.push_back(c);
                    EXPECT_LE(errorOf(next), errorOf(other) + 1e-9);
                }
                gone = next;
                EXPECT_NEAR(order.costs[k + 1], errorOf(gone), 1e-6 * (1 + errorOf(gone)));
            }
        }
}

TEST(RemovalOrder, ACopyOfAnotherChannelGoesFirstAndForNothing) {
    SplitMix random(4);
    MatrixXd rows = randomMatrix(200, 5, random);
    rows.col(3) = 2 * rows.col(1);
    ReaderMoments reader{.weights = randomMatrix(2, 5, random),
                         .covariance = rows.transpose() * rows / 200,
                         .columns = {{0}, {1}, {2}, {3}, {4}}};
    const RemovalOrder order = orderByReconstruction({reader}, 5);
    EXPECT_TRUE(order.channels[0] == 1 || order.channels[0] == 3);
    EXPECT_LT(order.costs[1], 1e-3);
    EXPECT_GT(order.costs[2], 10 * order.costs[1]);
}

/// What is missing from the readers' sums without these channels, relative: with drawn inputs, not
/// with their covariance.
double missing(const ReaderMoments& reader, const MatrixXd& rows,
               const std::vector<std::int32_t>& gone) {
    MatrixXd left = rows;
    for (std::size_t c = 0; c < reader.columns.size(); ++c)
        if (std::ranges::find(gone, static_cast<std::int32_t>(c)) == gone.end())
            for (const Index column : reader.columns[c]) left.col(column).setZero();
    return (left * reader.weights.transpose()).squaredNorm() /
           (rows * reader.weights.transpose()).squaredNorm();
}

TEST(RemovalOrder, ByContributionTheSumsLoseLeastAtEveryStep) {
    for (const Index each : {Index{1}, Index{3}})
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            SCOPED_TRACE(seed);
            SplitMix random(seed);
            const std::int32_t channels = 6;
            ReaderMoments reader = randomReader(channels, each, random);
            const MatrixXd rows = randomMatrix(100, each * channels, random) *
                                  randomMatrix(each * channels, each * channels, random);
            reader.covariance = rows.transpose() * rows / 100;
            const RemovalOrder order = orderByContribution({reader}, channels);
            ASSERT_EQ(order.channels.size(), 5U);
            ASSERT_EQ(order.costs.size(), 6U);
            EXPECT_TRUE(std::ranges::is_sorted(order.costs));
            std::vector<std::int32_t> gone;
            double most = 0;
            for (std::size_t k = 0; k < order.channels.size(); ++k) {
                std::vector<std::int32_t> next = gone;
                next.push_back(order.channels[k]);
                for (std::int32_t c = 0; c < channels; ++c) {
                    if (std::ranges::find(gone, c) != gone.end()) continue;
                    std::vector<std::int32_t> other = gone;
                    other.push_back(c);
                    EXPECT_LE(missing(reader, rows, next), missing(reader, rows, other) + 1e-9);
                }
                gone = next;
                most = std::max(most, missing(reader, rows, gone));
                EXPECT_NEAR(order.costs[k + 1], most, 1e-9 * (1 + most));
            }
            for (std::int32_t c = 0; c < channels; ++c)
                EXPECT_NEAR(order.alone[static_cast<std::size_t>(c)], missing(reader, rows, {c}),
                            1e-9);
        }
    EXPECT_THAT(orderByContribution({}, 3).channels, ElementsAre(0, 1));
    EXPECT_TRUE(orderByContribution({}, 1).channels.empty());
}

TEST(RemovalOrder, DeadAndHostileMomentsDoNoHarm) {
    ReaderMoments dead{.weights = MatrixXd::Zero(2, 3),
                       .covariance = MatrixXd::Zero(3, 3),
                       .columns = {{0}, {1}, {2}}};
    const RemovalOrder order = orderByReconstruction({dead}, 3);
    EXPECT_THAT(order.costs, ElementsAre(0, 0, 0));
    EXPECT_THAT(orderByReconstruction({}, 3).channels, ElementsAre(0, 1));
    EXPECT_TRUE(orderByReconstruction({}, 1).channels.empty());
}

TEST(RemovalOrder, ByImportanceTheLeastGoFirst) {
    const RemovalOrder order = orderByImportance({3, 1, 0, 1, 5});
    EXPECT_THAT(order.channels, ElementsAre(2, 1, 3, 0));
    EXPECT_THAT(order.costs, ElementsAre(0, 0, testing::DoubleEq(0.1), testing::DoubleEq(0.2),
                                         testing::DoubleEq(0.5)));
    EXPECT_THAT(orderByImportance({0, 0}).costs, ElementsAre(0, 0));
}

}  // namespace
}  // namespace thimble::repair
