#include <gmock/gmock.h>

#include "core/diagram/diagram.h"
#include "core/diagram/layered_layout.h"
#include "core/diagram/layout_text.h"
#include "core/pipeline/analyse.h"
#include "tests/support/test_data.h"

namespace thimble::diagram {
namespace {

using testing::IsEmpty;

LayoutRequest diamond() {
    return {.boxes = {{100, 30}, {120, 40}, {80, 50}, {100, 30}},
            .lines = {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}, {0, 1}}};
}

LayoutRequest requestFor(const Diagram& diagram) {
    LayoutRequest request;
    request.boxes.assign(diagram.nodes.size(), {180, 46});
    for (const Edge& edge : diagram.edges) request.lines.push_back({edge.from, edge.to});
    return request;
}

TEST(LayeredLayout, IsWhatWasAskedFor) {
    const auto layout = layOut(diamond());
    ASSERT_TRUE(layout) << layout.error().message;
    EXPECT_THAT(checkLayout(diamond(), *layout), IsEmpty());
    EXPECT_FALSE(layout->isRough);
    // One layer below the other, and what is parallel side by side.
    EXPECT_LT(layout->boxes[0].bottom(), layout->boxes[1].top);
    EXPECT_DOUBLE_EQ(layout->boxes[1].centre().y, layout->boxes[2].centre().y);
}

TEST(LayeredLayout, IsTheSameEachTime) {
    EXPECT_EQ(layOut(diamond()).value(), layOut(diamond()).value());
}

TEST(LayeredLayout, OfNothingIsEmpty) { EXPECT_EQ(layOut({}).value(), Layout()); }

TEST(LayeredLayout, RefusesWhatItCannotLayOut) {
    const LayoutRequest sound = diamond();
    const auto refuses = [](const LayoutRequest& request) {
        const auto layout = layOut(request);
        return !layout && layout.error().code == ErrorCode::InvalidArgument;
    };
    LayoutRequest broken = sound;
    broken.lines.push_back({3, 0});
    EXPECT_TRUE(refuses(broken)) << "a cycle";
    broken = sound;
    broken.lines.push_back({2, 2});
    EXPECT_TRUE(refuses(broken)) << "a loop";
    broken = sound;
    broken.lines.push_back({0, 4});
    EXPECT_TRUE(refuses(broken)) << "to nowhere";
    broken = sound;
    broken.boxes[1].width = 0;
    EXPECT_TRUE(refuses(broken)) << "no width";
    broken = sound;
    broken.layerGap = -1;
    EXPECT_TRUE(refuses(broken)) << "no gap";
}

TEST(LayeredLayout, IsRoughWhereManyLinesAreLong) {
    // A chain whose boxes are all read at its end, too.
    LayoutRequest request;
    constexpr std::int32_t kBoxes = 120;
    request.boxes.assign(kBoxes, {50, 20});
    for (std::int32_t b = 0; b + 1 < kBoxes; ++b) {
        request.lines.push_back({b, b + 1});
        if (b + 2 < kBoxes) request.lines.push_back({b, kBoxes - 1});
    }
    ASSERT_GT(crossedLayers(request), kCarefulLayers);
    const auto layout = layOut(request);
    ASSERT_TRUE(layout);
    EXPECT_TRUE(layout->isRough);
    EXPECT_THAT(checkLayout(request, *layout), IsEmpty());
}

TEST(CheckLayout, CatchesWhatIsWrong) {
    const LayoutRequest request = diamond();
    const Layout sound = layOut(request).value();
    const auto isCaught = [&](const auto& breakIt) {
        Layout broken = sound;
        breakIt(broken);
        return !checkLayout(request, broken).empty();
    };
    EXPECT_TRUE(isCaught([](Layout& l) { l.boxes[1].left = l.boxes[2].left; }));
    EXPECT_TRUE(isCaught([](Layout& l) { l.boxes[1].width += 5; }));
    EXPECT_TRUE(isCaught([](Layout& l) { l.lines[0].front().y += 9; }));
    EXPECT_TRUE(isCaught([](Layout& l) { l.lines[0].back().x += 200; }));
    EXPECT_TRUE(isCaught([](Layout& l) { l.lines[0].pop_back(); }));
    EXPECT_TRUE(isCaught([](Layout& l) { l.lines.pop_back(); }));
    EXPECT_TRUE(isCaught([](Layout& l) { l.width = 10; }));
}

TEST(LayoutText, ComesBackAsItWas) {
    const LayoutRequest request = diamond();
    EXPECT_EQ(readRequest(requestText(request)).value(), request);
    const Layout layout = layOut(request).value();
    EXPECT_EQ(readLayout(layoutText(layout)).value(), layout);
}

TEST(LayoutText, RefusesAnythingElse) {
    for (const char* text : {"", "[]", "{", R"({"boxes": 3})",
                             R"({"boxes":[[1,"x"]],"lines":[],"box_gap":1,"layer_gap":1})",
                             R"({"boxes":[[1,1]],"lines":[[0,0]],"box_gap":1,"layer_gap":1})"}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(readRequest(text));
        EXPECT_FALSE(readLayout(text));
    }
}

TEST(LayeredLayout, OfEverySharedModelIsSound) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const auto loaded = loadModel(test::sharedModelPath(name));
        ASSERT_TRUE(loaded);
        const auto report = analyse(**loaded, tflm::kTargets[0]);
        ASSERT_TRUE(report);
        for (std::uint32_t s = 0; s < (*report)->firstOperator.size(); ++s)
            for (const bool foldChains : {false, true}) {
                const Diagram diagram = makeDiagram(**report, s, {.foldChains = foldChains});
                const LayoutRequest request = requestFor(diagram);
                const auto layout = layOut(request);
                ASSERT_TRUE(layout) << layout.error().message;
                EXPECT_THAT(checkLayout(request, *layout), IsEmpty());
            }
    }
}

}  // namespace
}  // namespace thimble::diagram
