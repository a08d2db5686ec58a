// Recipes: there and back, and what others may write into such a file.

#include "core/shrink/recipe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "tests/support/test_data.h"

namespace thimble::shrink {
namespace {

using testing::HasSubstr;

Recipe someRecipe() {
    return {.modelSha256 = std::string(64, 'a'),
            .kept = {{"#0 CONV_2D", 8, {0, 1, 2, 5, 7}}, {"#3 CONV_2D/2", 4, {3}}},
            .repair = CalibrationSource{.data = R"(/data/"kws")",
                                        .fraction = 0.25,
                                        .samples = 40,
                                        .seed = std::numeric_limits<std::uint64_t>::max(),
                                        .reading = {.rawElements = data::RawElements::Pixels,
                                                    .imageScaling = data::ImageScaling::UnitRange},
                                        .sha256 = std::string(64, 'b')},
            .target = "arm32-cmsis-dsp"};
}

TEST(Recipe, ComesBackAsItWas) {
    Recipe recipe = someRecipe();
    for (int i = 0; i < 3; ++i) {
        const auto read = parseRecipe(recipeText(recipe));
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, recipe);
        // Without data, then without repair.
        if (i == 0)
            recipe.repair = CalibrationSource{.samples = 64, .seed = 3, .sha256 = "c"};
        else
            recipe.repair.reset();
        recipe.target.clear();
    }
    EXPECT_THAT(recipeText(someRecipe()), HasSubstr(R"("channels": "0-2,5,7")"));
}

TEST(Recipe, AResolutionMakesItVersionTwo) {
    Recipe recipe = someRecipe();
    EXPECT_THAT(recipeText(recipe), HasSubstr("\"thimble_recipe\": 1"));
    recipe.resolution = Resolution{96, 128};
    const std::string text = recipeText(recipe);
    EXPECT_THAT(text, HasSubstr("\"thimble_recipe\": 2"));
    EXPECT_THAT(text, HasSubstr("\"resolution\": \"96x128\""));
    const auto read = parseRecipe(text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, recipe);
    for (const char* wrong : {"96", "96x", "0x96", "96x5000", "96x128x3", "-1x5", ""}) {
        std::string changed = text;
        changed.replace(changed.find("96x128"), 6, wrong);
        EXPECT_FALSE(parseRecipe(changed)) << wrong;
    }
}

/// JSON that is written with the other kind of quotes.
std::string quoted(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

/// The text of a good recipe with a part of it replaced.
std::string with(const std::string& part, const std::string& other) {
    std::string text = recipeText(someRecipe());
    const std::size_t place = text.find(quoted(part));
    EXPECT_NE(place, std::string::npos) << part;
    return text.replace(place, part.size(), quoted(other));
}

TEST(Recipe, HostileOnesAreErrors) {
    const std::string channels = "'channels': '0-2,5,7'";
    const std::vector<std::pair<std::string, std::string>> changes = {
        {"'thimble_recipe': 1", "'thimble_recipe': 2"},
        {"'thimble_recipe': 1", "'thimble_recipe': 1.5"},
        {"'thimble_recipe': 1", "'thimble_recipe': '1'"},
        {"'thimble_recipe': 1", "'thimble_recipe': null"},
        {"'of': 8", "'of': 1e30"},
        {"'of': 8", "'of': 8.5"},
        {"'of': 8", "'of': -8"},
        {"'of': 8", "'of': 0"},
        {"'of': 8", "'of': 4294967304"},
        {"'of': 8", "'of': 2147483647"},
        {"'of': 8", "'of': 99999999999999999999999"},
        {"'of': 8", "'of': true"},
        {channels, "'channels': ''"},
        {channels, "'channels': '0-8'"},
        {channels, "'channels': '0-99999999999999999999'"},
        {channels, "'channels': '2-1'"},
        {channels, "'channels': '1,1'"},
        {channels, "'channels': '3,2'"},
        {channels, "'channels': '0,'"},
        {channels, "'channels': ',0'"},
        {channels, "'channels': '0-'"},
        {channels, "'channels': '-1'"},
        {channels, "'channels': '0 1'"},
        {channels, "'channels': [0, 1]"},
        {"'group': '#0 CONV_2D'", "'group': 0"},
        {"'fraction': 0.25", "'fraction': 1e999"},
        {"'fraction': 0.25", "'fraction': NaN"},
        {"'fraction': 0.25", "'fraction': 1.01"},
        {"'fraction': 0.25", "'fraction': -0.1"},
        {"'fraction': 0.25", "'fraction': null"},
        {"'samples': 40", "'samples': 0"},
        {"'samples': 40", "'samples': 1000001"},
        {"'samples': 40", "'samples': '40'"},
        {"'seed': 18446744073709551615", "'seed': -1"},
        {"'seed': 18446744073709551615", "'seed': 18446744073709551616"},
        {"'raw': 'pixels'", "'raw': 'colours'"},
        {"'pixels': 'unit'", "'pixels': 1"},
        {"'target': 'arm32-cmsis-dsp'", "'target': 'z80'"},
        {"'target': 'arm32-cmsis-dsp'", "'target': {}"},
    };
    for (const auto& [part, other] : changes) {
        SCOPED_TRACE(other);
        const auto read = parseRecipe(with(part, other));
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::InvalidFile);
        EXPECT_THAT(read.error().message, HasSubstr("no recipe: "));
    }
    for (const std::string text :
         {"", "{", "[]", "1", "null", "'thimble_recipe'", "{}", "{'thimble_recipe': 1}",
          "{'thimble_recipe': 1, 'model_sha256': '', 'keep': {}}",
          "{'thimble_recipe': 1, 'model_sha256': '', 'keep': [1]}",
          "{'thimble_recipe': 1, 'model_sha256': '', 'keep': [], 'repair': []}"}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(parseRecipe(quoted(text)));
    }
    EXPECT_FALSE(parseRecipe(std::string(200'000, '[')));
}

TEST(Recipe, ErrorsSayWhereInPlainWords) {
    const auto message = [](const std::string& part, const std::string& other) {
        return parseRecipe(with(part, other)).error().message;
    };
    EXPECT_EQ(message("'group': '#0 CONV_2D'", "'group': 0"),
              "no recipe: keep[0].group: a text is expected");
    EXPECT_EQ(message("'samples': 40", "'samples': -40"),
              "no recipe: repair.samples: a whole number from 1 to 1000000 is expected");
    EXPECT_EQ(parseRecipe(quoted("{'thimble_recipe': 1, 'model_sha256': '', 'keep': [1]}"))
                  .error()
                  .message,
              "no recipe: keep[0]: an object is expected");
    EXPECT_THAT(parseRecipe("{").error().message, testing::StartsWith("no recipe: parse error at"));
}

TEST(Recipe, SelectionsComeBackForTheirGroups) {
    THIMBLE_NEEDS_TEST_DATA();
    const Model model = test::readShared("kws_ref_model");
    const auto groups = *prune::channelGroups(model);
    const auto selection = prune::randomSelection(groups, 0.5, 3);
    const auto kept = keptOf(groups, selection);
    const auto again = selectionOf(groups, kept);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, selection);
    EXPECT_TRUE(keptOf(groups, prune::keepAll(groups)).empty());

    auto other = kept;
    other[0].group = "#99 CONV_2D";
    EXPECT_THAT(selectionOf(groups, other).error().message, HasSubstr("#99 CONV_2D"));
    other = kept;
    other[0].channels += 1;
    EXPECT_THAT(selectionOf(groups, other).error().message, HasSubstr("channels, not"));
    other = kept;
    other.push_back(kept[0]);
    EXPECT_THAT(selectionOf(groups, other).error().message, HasSubstr("twice"));
    other = kept;
    other[0].kept.clear();
    EXPECT_FALSE(selectionOf(groups, other));
}

}  // namespace
}  // namespace thimble::shrink
