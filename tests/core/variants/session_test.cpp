#include "core/variants/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/splitmix.h"

namespace thimble::variants {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// With something in every field.
Session full() {
    Session session{.model = "/home/me/models/net.tflite",
                    .modelSha256 = std::string(64, 'a'),
                    .target = "arm32-cmsis-dsp",
                    .board = "nucleo-f446re",
                    .settings = {.stackBytes = 1, .reserveBytes = 2, .flashReserveBytes = 3},
                    .usage = {.inferencesPerDay = 7.5, .inputBytes = 12},
                    .data = "/home/me/data/kws"};
    EXPECT_TRUE(addVariant(session.tree,
                           {.name = "planned",
                            .change = Planned{"arm32-reference", {{1, 0, 2}, {0}}, {-1, 0, 16}},
                            .figures = Figures{.target = "arm32-reference",
                                               .peakBytes = 10,
                                               .arenaBytes = 100,
                                               .headBytes = 60,
                                               .tailBytes = 40,
                                               .fileBytes = 1000,
                                               .weightBytes = 900,
                                               .macs = 12345}}));
    shrink::Recipe recipe{.modelSha256 = std::string(64, 'b'),
                          .kept = {{"#0 CONV_2D", 8, {0, 1, 2, 5}}},
                          .target = "arm32-reference"};
    recipe.repair = shrink::CalibrationSource{.samples = 64, .sha256 = "cc"};
    EXPECT_TRUE(addVariant(session.tree,
                           {.parent = VariantId{1},
                            .name = "half \xC3\xA4",
                            .change = Pruned{recipe},
                            .score = Score{eval::Metric::Auc, 0.75, 500, "/home/me/data/kws"}}));
    EXPECT_TRUE(addVariant(session.tree,
                           {.name = "rows",
                            .change = ByRows{{{0, 2, true, 4}, {2, 3, false}}},
                            .figures = Figures{.runtime = Runtime::CProject, .arenaBytes = 5}}));
    session.open = VariantId{2};
    session.compared = {VariantId{0}, VariantId{2}};
    session.drafts = {{.variant = VariantId{2},
                       .kept = {{"#1 CONV_2D", 4, {0, 3}}},
                       .importance = repair::Importance::Random,
                       .repair = false,
                       .segments = {{0, 3, true}}}};
    session.chosen = ChosenItem{.isOperator = false, .subgraph = 0, .index = 3};
    session.page = "prune";
    session.layout = {{"state", "AAAA"}, {"geometry", "BBBB"}};
    session.savedAs = "/home/me/work.thimble";
    return session;
}

std::string errorOf(const std::string& text) {
    const auto read = parseSession(text, "/home/me");
    return read ? "" : read.error().message;
}

TEST(Session, ReadsWhatItWrites) {
    for (const char* folder : {"", "/home/me", "/home/me/models", "/elsewhere/a/b/c/d"}) {
        const auto read = parseSession(sessionText(full(), folder), folder);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, full());
    }
    Session bare{
        .model = "/m.tflite", .modelSha256 = std::string(64, '0'), .target = "host64-reference"};
    const auto read = parseSession(sessionText(bare, {}), {});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, bare);
}

TEST(Session, PathsMoveWithTheSession) {
    const std::string text = sessionText(full(), "/home/me");
    EXPECT_THAT(text, HasSubstr("\"models/net.tflite\""));
    const auto moved = parseSession(text, "/mnt/stick");
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->model, "/mnt/stick/models/net.tflite");
    EXPECT_EQ(moved->data, "/mnt/stick/data/kws");
    EXPECT_THAT(sessionText(full(), {}), HasSubstr("\"/home/me/models/net.tflite\""));
    EXPECT_THAT(sessionText(full(), "/a/b/c/d/e"), HasSubstr("\"/home/me/models/net.tflite\""));
}

/// Every value of a session, by its place as an error names it.
void places(const json& value, const std::string& path, const json::json_pointer& at,
            std::vector<std::pair<std::string, json::json_pointer>>& all) {
    if (!path.empty()) all.emplace_back(path, at);
    if (value.is_object())
        for (const auto& [name, child] : value.items())
            places(child, path.empty() ? name : path + "." + name, at / name, all);
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i)
            places(value[i], path + "[" + std::to_string(i) + "]", at / i, all);
}

TEST(Session, WhatIsOfAnotherTypeIsRefusedByItsPlace) {
    const json good = json::parse(sessionText(full(), {}));
    std::vector<std::pair<std::string, json::json_pointer>> all;
    places(good, "", json::json_pointer(), all);
    EXPECT_GT(all.size(), 80U);
    const json others[] = {
        nullptr, true, "x\nx", -2, 1e300, json::array({json::object()}), json::object({{"x", 1}})};
    int refused = 0;
    for (const auto& [path, at] : all) {
        // A recipe has a reader of its own, whose complaints name its fields.
        const bool isRecipe =
            path.find("prune") != std::string::npos || path.find("keep") != std::string::npos;
        for (const json& other : others) {
            if (good.at(at).type() == other.type() ||
                (good.at(at).is_number() && other.is_number()))
                continue;
            json bad = good;
            bad.at(at) = other;
            const std::string error = errorOf(bad.dump());
            SCOPED_TRACE(path + " = " + other.dump());
            if (isRecipe && error.empty()) continue;  // optional there
            EXPECT_THAT(error, Not(testing::IsEmpty()));
            if (path == "thimble_session") continue;
            if (!isRecipe) EXPECT_THAT(error, HasSubstr(path));
            ++refused;
        }
    }
    EXPECT_GT(refused, 400);
}

TEST(Session, WhatCannotBeIsRefused) {
    const auto with = [](const char* pointer, const json& value) {
        json bad = json::parse(sessionText(full(), {}));
        bad[json::json_pointer(pointer)] = value;
        return errorOf(bad.dump());
    };
    EXPECT_EQ(with("/page", "plan"), "");
    EXPECT_THAT(errorOf("{}"), HasSubstr("thimble_session"));
    EXPECT_THAT(errorOf("["), HasSubstr("no session"));
    EXPECT_THAT(errorOf(""), HasSubstr("no session"));
    EXPECT_THAT(with("/thimble_session", 2), HasSubstr("version 2"));
    EXPECT_THAT(with("/model/path", ""), HasSubstr("model.path"));
    EXPECT_THAT(with("/model/path", std::string("a\0b", 3)), HasSubstr("model.path"));
    EXPECT_THAT(with("/model/sha256", "xyz"), HasSubstr("model.sha256"));
    EXPECT_THAT(with("/target", "z80"), HasSubstr("z80"));
    EXPECT_THAT(with("/fit/stack_bytes", -1), HasSubstr("fit.stack_bytes"));
    EXPECT_THAT(with("/use/inferences_per_day", -1), HasSubstr("use.inferences_per_day"));
    EXPECT_THAT(with("/open", 17), HasSubstr("open: there is no such variant"));
    EXPECT_THAT(with("/compared/0", 17), HasSubstr("compared[0]"));
    EXPECT_THAT(with("/drafts/0/variant", 17), HasSubstr("drafts[0].variant"));
    EXPECT_THAT(with("/variants/1/id", 0), HasSubstr("variants"));
    EXPECT_THAT(with("/variants/1/parent", 3), HasSubstr("does not stand before it"));
    EXPECT_THAT(with("/variants/1/rows", json::array()), HasSubstr("more than one"));
    EXPECT_THAT(with("/variants/1/plan/order/0/0", 1.5), HasSubstr("plan.order[0][0]"));
    EXPECT_THAT(with("/variants/2/prune/keep/0/of", 2), HasSubstr("variants[2].prune"));
    EXPECT_THAT(with("/variants/3/rows/0/end", 0), HasSubstr("variants[3].rows[0].end"));
    EXPECT_THAT(with("/variants/3/figures/runtime", "cloud"), HasSubstr("runtime"));
    EXPECT_THAT(with("/chosen/kind", "chip"), HasSubstr("chosen.kind"));
    EXPECT_THAT(with("/layout/state", std::string(2'000'000, 'A')), HasSubstr("layout.state"));
    EXPECT_THAT(with("/next_id", 1), HasSubstr("not given out"));
    std::string deep(100'000, '[');
    EXPECT_THAT(errorOf(deep), HasSubstr("no session"));
}

TEST(Session, BytesThatAreChangedDoNoHarm) {
    const std::string good = sessionText(full(), {});
    SplitMix random(9);
    int read = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string bad = good;
        const int edits = 1 + static_cast<int>(random.next() % 4);
        for (int e = 0; e < edits; ++e) {
            const std::size_t at = random.next() % bad.size();
            switch (random.next() % 3) {
                case 0: bad[at] = static_cast<char>(random.next()); break;
                case 1: bad.erase(at, random.next() % 9); break;
                default: bad.insert(at, bad.substr(random.next() % bad.size(), 5)); break;
            }
        }
        const auto session = parseSession(bad, "/x");
        if (!session) {
            EXPECT_THAT(session.error().message, testing::StartsWith("no session: "));
            continue;
        }
        ++read;
        EXPECT_TRUE(checkTree(session->tree).empty());
        EXPECT_NE(session->tree.find(session->open), nullptr);
    }
    EXPECT_GT(read, 50);
    EXPECT_LT(read, 2500);
}

}  // namespace
}  // namespace thimble::variants
