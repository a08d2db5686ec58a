// TFLM was run on real models and everything it allocated was written down. We must say the same.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/pipeline/analyse.h"
#include "core/report/summarise.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

struct RecordedTarget {
    const char* key;
    const char* target;
};
constexpr RecordedTarget kRecorded[] = {{"host64", "host64-reference"},
                                        {"arm32", "arm32-reference"},
                                        {"arm32_cmsis_dsp", "arm32-cmsis-dsp"}};

json recorded(const std::string& name) {
    std::ifstream file(test::testDataFolder() / "expected" / (name + ".json"));
    return file ? json::parse(file) : json();
}

std::shared_ptr<const Report> analysed(const std::string& name, const char* target) {
    const auto loaded = loadModel(test::sharedModelPath(name));
    if (!loaded) {
        ADD_FAILURE() << loaded.error().message;
        return nullptr;
    }
    const auto report = analyse(**loaded, *tflm::findTarget(target));
    if (!report) {
        ADD_FAILURE() << report.error().message;
        return nullptr;
    }
    return *report;
}

using Row = std::tuple<Bytes, Bytes, Bytes, std::int32_t, std::int32_t>;

std::vector<Row> plannedRows(const Report& report) {
    std::vector<Row> rows;
    for (const tflm::PlannedBuffer& buffer : report.device.buffers)
        rows.emplace_back(buffer.bytes, buffer.plannedBytes, buffer.offset, buffer.scopes.first,
                          buffer.scopes.last);
    std::ranges::sort(rows);
    return rows;
}

std::vector<Row> recordedRows(const json& plan) {
    std::vector<Row> rows;
    for (const json& p : plan)
        rows.emplace_back(p["bytes"], p["size"], p["offset"], p["first"],
                          p["last"].get<std::int32_t>() + 1);
    std::ranges::sort(rows);
    return rows;
}

TEST(RecordedTruth, HeadTailCategoriesMinimumAndPlan) {
    THIMBLE_NEEDS_TEST_DATA();
    int compared = 0;
    for (const std::string& name : test::sharedModels()) {
        const json truth = recorded(name);
        if (!truth.contains("arena")) continue;
        for (const auto& [key, target] : kRecorded) {
            SCOPED_TRACE(name + " " + target);
            const json& arena = truth["arena"][key];
            const auto report = analysed(name, target);
            ASSERT_TRUE(report);
            const tflm::DeviceMemory& device = report->device;
            EXPECT_TRUE(device.accepts) << device.reason;
            EXPECT_TRUE(device.exact);
            EXPECT_EQ(device.headBytes, arena["head"].get<Bytes>());
            EXPECT_EQ(device.tailBytes, arena["tail"].get<Bytes>());
            EXPECT_EQ(device.usedBytes, arena["total"].get<Bytes>());
            if (arena.contains("min_working"))
                EXPECT_EQ(device.minimumBytes, arena["min_working"].get<Bytes>());
            for (std::size_t c = 0; c < tflm::kTailCategories; ++c) {
                const auto info = tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c));
                EXPECT_EQ(device.tail[c],
                          arena["tail_by_category"][std::string(info.key)].get<Bytes>())
                    << info.key;
            }
            const bool ownPlan =
                std::string(key) == "arm32_cmsis_dsp" && truth.contains("plan_arm32_cmsis_dsp");
            EXPECT_EQ(plannedRows(*report),
                      recordedRows(truth[ownPlan ? "plan_arm32_cmsis_dsp" : "plan"]));
            if (!ownPlan && truth.contains("plan_lower_bound"))
                EXPECT_EQ(device.lowerBoundBytes, truth["plan_lower_bound"].get<Bytes>());
            ++compared;
        }
    }
    EXPECT_GE(compared, 3);
}

TEST(RecordedTruth, WorkingSetAlsoWhereTflmRefuses) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const json truth = recorded(name);
        if (!truth.contains("working_set")) continue;
        const auto report = analysed(name, "arm32-reference");
        ASSERT_TRUE(report);
        EXPECT_EQ(report->workingSet.peakBytes,
                  truth["working_set"]["as_written_peak_bytes"].get<Bytes>());
        EXPECT_EQ(report->device.accepts, !truth.contains("tflm_error"));
        if (truth.contains("tflm_error")) {
            // "TFLM refuses it: FILL with ...": the operator that it names must be named.
            const std::string said = truth["tflm_error"].get<std::string>();
            const std::string op = said.substr(said.find(": ") + 2, 4);
            EXPECT_THAT(report->device.reason, HasSubstr(op)) << said;
        }
    }
}

TEST(RecordedTruth, EveryReportAddsUpOnEveryTarget) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels())
        for (const tflm::TargetInfo& target : tflm::kTargets) {
            SCOPED_TRACE(name + " " + std::string(target.name));
            const auto report = analysed(name, std::string(target.name).c_str());
            ASSERT_TRUE(report);
            EXPECT_THAT(checkReport(*report), IsEmpty());
            EXPECT_EQ(report->device.exact, target.exact);
        }
}

}  // namespace
}  // namespace thimble
