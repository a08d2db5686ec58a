#include "core/data/split.h"

#include <algorithm>
#include <cmath>

#include "tests/core/data/data_folder.h"

namespace thimble::data {
namespace {

/// So many samples of each label, mixed.
Dataset datasetOf(const std::vector<std::size_t>& counts) {
    Dataset dataset;
    std::vector<std::size_t> left = counts;
    for (bool any = true; any;) {
        any = false;
        for (std::size_t label = 0; label < left.size(); ++label) {
            if (left[label] == 0) continue;
            --left[label];
            any = true;
            dataset.samples.push_back({.label = static_cast<std::int32_t>(label)});
        }
    }
    return dataset;
}

TEST(SplitTest, IsDisjointCompleteAndStratified) {
    for (const std::vector<std::size_t>& counts :
         {std::vector<std::size_t>{50, 50}, {1, 2, 3, 4, 5}, {97, 1, 1, 1}, {7}, {3, 3, 3, 3, 3}})
        for (const double fraction : {0.0, 0.1, 0.25, 1.0 / 3, 0.5, 0.9, 1.0})
            for (const std::uint64_t seed : {1U, 2U, 77U}) {
                const Dataset dataset = datasetOf(counts);
                const Split parts = split(dataset, fraction, seed).value();
                std::vector<std::size_t> all = parts.calibration;
                all.insert(all.end(), parts.test.begin(), parts.test.end());
                std::ranges::sort(all);
                ASSERT_EQ(all.size(), dataset.samples.size());
                for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], i);
                EXPECT_TRUE(std::ranges::is_sorted(parts.calibration));
                EXPECT_TRUE(std::ranges::is_sorted(parts.test));
                EXPECT_EQ(parts.calibration.size(),
                          static_cast<std::size_t>(
                              std::lround(fraction * static_cast<double>(all.size()))));
                for (std::size_t label = 0; label < counts.size(); ++label) {
                    const auto chosen =
                        std::ranges::count_if(parts.calibration, [&](std::size_t i) {
                            return dataset.samples[i].label == static_cast<std::int32_t>(label);
                        });
                    EXPECT_LT(std::abs(static_cast<double>(chosen) -
                                       fraction * static_cast<double>(counts[label])),
                              1.0)
                        << "label " << label << " at " << fraction;
                }
            }
}

TEST(SplitTest, FollowsTheSeedAndNothingElse) {
    const Dataset dataset = datasetOf({100, 100, 100});
    EXPECT_EQ(split(dataset, 0.5, 1).value(), split(dataset, 0.5, 1).value());
    EXPECT_NE(split(dataset, 0.5, 1).value(), split(dataset, 0.5, 2).value());
    // Worked out from SplitMix64 apart from this code: the same on every machine.
    EXPECT_THAT(split(datasetOf({5, 5}), 0.4, 1).value().calibration,
                testing::ElementsAre(2, 4, 5, 9));
}

TEST(SplitTest, EverySampleCanBeChosen) {
    const Dataset dataset = datasetOf({10});
    std::vector<int> chosen(10);
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Split parts = split(dataset, 0.3, seed).value();
        for (const std::size_t i : parts.calibration) ++chosen[i];
    }
    for (const int count : chosen) {  // 300 on average; 5 standard deviations are 73
        EXPECT_GT(count, 227);
        EXPECT_LT(count, 373);
    }
}

TEST(SplitTest, FractionsAreFromNothingToAll) {
    for (const double fraction : {-0.1, 1.1, std::nan("")})
        EXPECT_THAT(errorOf(split(datasetOf({5}), fraction, 1)), testing::HasSubstr("from 0 to 1"));
}

TEST(PartOf, TakesTheSamplesAndTheirEntriesOfTheArray) {
    Dataset all{.classes = 4};
    for (std::int32_t i = 0; i < 4; ++i) all.samples.push_back({.file = "x.npy", .label = i});
    const auto entry = [](int value) { return std::vector<std::byte>(3, std::byte(value)); };
    std::vector<std::byte> bytes;
    for (const int i : {0, 1, 2, 3})
        for (const std::byte b : entry(i)) bytes.push_back(b);
    all.inputs = NpyArray{.type = NpyType::Int8, .shape = {4, 3}, .data = Blob(bytes)};
    const std::vector<std::size_t> chosen = {1, 3};
    const Dataset part = partOf(all, chosen);
    ASSERT_EQ(part.samples.size(), 2U);
    EXPECT_EQ(part.samples[0].label, 1);
    EXPECT_EQ(part.samples[1].label, 3);
    EXPECT_EQ(part.classes, 4);
    ASSERT_TRUE(part.inputs);
    EXPECT_EQ(part.inputs->shape, (std::vector<std::int64_t>{2, 3}));
    std::vector<std::byte> expected = entry(1);
    for (const std::byte b : entry(3)) expected.push_back(b);
    EXPECT_EQ(part.inputs->data, Blob(expected));
}

}  // namespace
}  // namespace thimble::data
