#include "core/variants/variant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace thimble::variants {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

VariantId add(VariantTree& tree, VariantId parent, const std::string& name) {
    const auto id = addVariant(tree, {.parent = parent, .name = name, .change = ByRows{}});
    EXPECT_TRUE(id);
    return id.value_or(kOriginal);
}

TEST(VariantTree, GrowsAndShrinks) {
    VariantTree tree;
    EXPECT_THAT(checkTree(tree), IsEmpty());
    const VariantId a = add(tree, kOriginal, "a");
    const VariantId b = add(tree, a, "b");
    const VariantId c = add(tree, b, "c");
    const VariantId d = add(tree, kOriginal, "d");
    EXPECT_THAT(checkTree(tree), IsEmpty());
    EXPECT_THAT(pathTo(tree, c), ElementsAre(a, b, c));
    EXPECT_THAT(pathTo(tree, kOriginal), IsEmpty());
    EXPECT_THAT(childrenOf(tree, kOriginal), ElementsAre(a, d));
    const VariantTree before = tree;
    removeVariant(tree, kOriginal);
    EXPECT_EQ(tree, before);
    removeVariant(tree, b);
    EXPECT_EQ(tree.find(c), nullptr);
    EXPECT_THAT(childrenOf(tree, kOriginal), ElementsAre(a, d));
    EXPECT_THAT(pathTo(tree, c), IsEmpty());
    EXPECT_THAT(checkTree(tree), IsEmpty());
    // An id is never given out twice.
    const VariantId e = add(tree, a, "e");
    EXPECT_NE(e, b);
    EXPECT_NE(e, c);
}

TEST(VariantTree, NamesAreFree) {
    VariantTree tree;
    EXPECT_EQ(freeName(tree, "half"), "half");
    add(tree, kOriginal, "half");
    EXPECT_EQ(freeName(tree, "half"), "half 2");
    add(tree, kOriginal, "half 2");
    EXPECT_EQ(freeName(tree, "half"), "half 3");
    // Cut between characters, not within one.
    const std::string umlauts = [] {
        std::string text = "x";
        for (int i = 0; i < 200; ++i) text += "\xC3\xA4";
        return text;
    }();
    const std::string name = freeName(tree, umlauts);
    EXPECT_EQ(name.size(), kLongestName - 1);
    EXPECT_EQ(name, umlauts.substr(0, name.size()));
    add(tree, kOriginal, name);
    EXPECT_LE(freeName(tree, umlauts).size(), kLongestName);
    EXPECT_NE(freeName(tree, umlauts), name);
}

TEST(VariantTree, HasItsLimits) {
    VariantTree tree;
    EXPECT_FALSE(addVariant(tree, {.parent = VariantId{7}, .name = "x", .change = ByRows{}}));
    VariantId last = kOriginal;
    for (std::size_t i = 0; i < kDeepest; ++i) last = add(tree, last, "v" + std::to_string(i));
    EXPECT_THAT(pathTo(tree, last), SizeIs(kDeepest));
    EXPECT_FALSE(addVariant(tree, {.parent = last, .name = "x", .change = ByRows{}}));
    while (tree.variants.size() < kMostVariants) add(tree, kOriginal, "w");
    EXPECT_FALSE(addVariant(tree, {.parent = kOriginal, .name = "x", .change = ByRows{}}));
    EXPECT_THAT(checkTree(tree), IsEmpty());
}

TEST(VariantTree, TheCheckCatchesWhatIsWrong) {
    const auto faultsWith = [](auto breakIt) {
        VariantTree tree;
        add(tree, add(tree, kOriginal, "a"), "b");
        breakIt(tree);
        return checkTree(tree);
    };
    EXPECT_THAT(faultsWith([](VariantTree&) {}), IsEmpty());
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants.clear(); }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[0].id = VariantId{9}; }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { std::swap(t.variants[1], t.variants[2]); }),
                SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[1].parent = t.variants[1].id; }),
                SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[2].id = t.variants[1].id; }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[1].name.clear(); }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[1].name.assign(201, 'x'); }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[1].change = {}; }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.variants[0].change = ByRows{}; }), SizeIs(1));
    EXPECT_THAT(faultsWith([](VariantTree& t) { t.nextId = 2; }), SizeIs(1));
}

}  // namespace
}  // namespace thimble::variants
