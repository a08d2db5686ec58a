#include "core/export/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "core/base/file.h"
#include "core/pipeline/analyse.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Fields of a CSV as RFC 4180 has them, read by nothing that wrote them.
std::vector<std::vector<std::string>> parse(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::string& field = rows.back().back();
        if (quoted) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else if (c == '"')
                quoted = false;
            else
                field += c;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\n') {
            rows.push_back({""});
        } else {
            field += c;
        }
    }
    EXPECT_FALSE(quoted);
    EXPECT_EQ(rows.back(), std::vector<std::string>{""});  // the last line ended
    rows.pop_back();
    return rows;
}

std::string cell(const std::vector<std::vector<std::string>>& rows, std::size_t row,
                 const std::string& column) {
    const auto at = std::ranges::find(rows[0], column);
    EXPECT_NE(at, rows[0].end()) << column;
    return rows[row + 1][static_cast<std::size_t>(at - rows[0].begin())];
}

std::shared_ptr<const Report> sample(const std::string& name) {
    const auto loaded = loadModel(fs::path(THIMBLE_SAMPLES) / (name + ".tflite"));
    EXPECT_TRUE(loaded) << loaded.error().message;
    return *analyse(**loaded, tflm::kTargets[0]);
}

TEST(ReportTables, EveryRowIsThereWithItsNumbers) {
    for (const char* name : {"resnet8", "person_detection"}) {
        const auto report = sample(name);
        const auto operators = parse(tableCsv(*report, ReportTable::Operators));
        ASSERT_EQ(operators.size(), report->operators.size() + 1);
        Macs macs = 0;
        Bytes peak = 0;
        for (std::size_t o = 0; o < report->operators.size(); ++o) {
            EXPECT_EQ(operators[o + 1].size(), operators[0].size());
            macs += std::stoll(cell(operators, o, "macs"));
            peak = std::max<Bytes>(peak, std::stoll(cell(operators, o, "working_set_bytes")));
        }
        EXPECT_EQ(macs, report->model.macs);
        EXPECT_EQ(peak, report->workingSet.peakBytes);

        const auto buffers = parse(tableCsv(*report, ReportTable::Buffers));
        ASSERT_EQ(buffers.size(), report->device.buffers.size() + 1);
        Bytes head = 0;
        for (std::size_t b = 0; b + 1 < buffers.size(); ++b)
            head = std::max<Bytes>(head, std::stoll(cell(buffers, b, "offset")) +
                                             std::stoll(cell(buffers, b, "planned_bytes")));
        EXPECT_EQ(head, report->device.headBytes);

        const auto tensors = parse(tableCsv(*report, ReportTable::Tensors));
        ASSERT_EQ(tensors.size(), report->tensors.size() + 1);
        for (std::size_t t = 0; t < report->tensors.size(); ++t) {
            EXPECT_EQ(tensors[t + 1].size(), tensors[0].size());
            EXPECT_EQ(cell(tensors, t, "name"), report->tensors[t].name);
            EXPECT_EQ(cell(tensors, t, "bytes"), std::to_string(report->tensors[t].bytes));
        }
    }
}

TEST(ReportTables, NamesOfAnyKindStayOneField) {
    Report report = *sample("resnet8");
    const std::vector<std::string> hostile = {
        "a,b",         "say \"hi\"", "two\nlines",
        "=SUM(A1:A9)", "+1",         "-1",
        "@x",          "\xff\xfe",   std::string("nul\0nul", 7)};
    for (std::size_t i = 0; i < hostile.size(); ++i) report.tensors[i].name = hostile[i];
    const auto rows = parse(tableCsv(report, ReportTable::Tensors));
    ASSERT_EQ(rows.size(), report.tensors.size() + 1);
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
    EXPECT_EQ(cell(rows, 0, "name"), "a,b");
    EXPECT_EQ(cell(rows, 1, "name"), "say \"hi\"");
    for (std::size_t i = 3; i < 7; ++i) EXPECT_EQ(cell(rows, i, "name").front(), '\'');
}

TEST(ReportTables, WhatIsNotKnownIsEmpty) {
    Report report = *sample("resnet8");
    report.operators[2].macsKnown = false;
    report.operators[3].step = -1;
    const auto rows = parse(tableCsv(report, ReportTable::Operators));
    EXPECT_EQ(cell(rows, 2, "macs"), "");
    EXPECT_EQ(cell(rows, 3, "step"), "");
    EXPECT_EQ(cell(rows, 3, "arena_bytes_alive"), "");
}

TEST(ReportTables, AFolderOfThem) {
    const fs::path folder = fs::path(testing::TempDir()) / "thimble_tables" / "deep";
    fs::remove_all(folder.parent_path());
    const auto report = sample("resnet8");
    const auto written = writeTables(*report, folder);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written->size(), 3U);
    for (const ReportTable table : kReportTables)
        EXPECT_TRUE(fs::exists(folder / (std::string(tableName(table)) + ".csv")));

    // A model that is called like a table is not overwritten.
    Report careless = *report;
    careless.model.path = (folder / "tensors.csv").string();
    const auto refused = writeTables(careless, folder);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);

    const auto blocked = writeTables(*report, folder / "tensors.csv" / "below");
    ASSERT_FALSE(blocked);
    EXPECT_EQ(blocked.error().code, ErrorCode::Io);
    EXPECT_THAT(blocked.error().message, HasSubstr("below"));
    fs::remove_all(folder.parent_path());
}

}  // namespace
}  // namespace thimble
