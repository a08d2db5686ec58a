#include "ui/widgets/arena_bar.h"

#include <QTest>

using namespace thimble;
using namespace thimble::ui;
using Kind = ArenaBarPart::Kind;

namespace {

tflm::DeviceMemory device(Bytes head, Bytes bound, Bytes tail, Bytes minimum) {
    tflm::DeviceMemory memory;
    memory.accepts = true;
    memory.headBytes = head;
    memory.lowerBoundBytes = bound;
    memory.tailBytes = tail;
    memory.minimumBytes = minimum;
    return memory;
}

}  // namespace

class ArenaBarTest : public QObject {
    Q_OBJECT

private slots:
    void partsFillTheBar() {
        const auto parts = layoutArenaBar(device(600, 600, 400, 1000), 500);
        const std::vector<ArenaBarPart> expected = {{Kind::Head, 0, 300, 600},
                                                    {Kind::Tail, 300, 200, 400}};
        QCOMPARE(parts, expected);
    }

    void gapsLieAtTheEndOfTheHead() {
        const auto parts = layoutArenaBar(device(600, 450, 400, 1000), 1000);
        QCOMPARE(parts[1], (ArenaBarPart{Kind::Gaps, 450, 150, 150}));
        QCOMPARE(parts[0].width, 600);
    }

    void startUpIsWhatIsLeft() {
        const auto parts = layoutArenaBar(device(32, 32, 644, 1072), 1072);
        QCOMPARE(parts.back(), (ArenaBarPart{Kind::Startup, 676, 396, 396}));
    }

    void aPartWithBytesIsSeen() {
        const auto parts = layoutArenaBar(device(1, 1, 1'000'000, 1'000'016), 100);
        QCOMPARE(parts.size(), std::size_t{3});
        for (const ArenaBarPart& part : parts) {
            QVERIFY(part.width >= 1);
            QVERIFY(part.left >= 0 && part.left + part.width <= 100);
        }
    }

    void nothingNeedsNoBar() {
        QVERIFY(layoutArenaBar(device(0, 0, 0, 0), 100).empty());
        QVERIFY(layoutArenaBar(device(16, 16, 16, 32), 0).empty());
    }

    void aRefusedModelHasAHeadOnly() {
        tflm::DeviceMemory memory = device(640, 640, 0, 0);
        memory.accepts = false;
        memory.tailBytes = 999;  // meaningless then
        const auto parts = layoutArenaBar(memory, 100);
        QCOMPARE(parts.size(), std::size_t{1});
        QCOMPARE(parts[0], (ArenaBarPart{Kind::Head, 0, 100, 640}));
    }
};

QTEST_MAIN(ArenaBarTest)
#include "arena_bar_test.moc"
