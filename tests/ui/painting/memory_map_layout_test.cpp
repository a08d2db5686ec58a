#include "ui/painting/memory_map_layout.h"

#include <QTest>

#include "ui/painting/memory_map_view.h"

using namespace thimble;
using namespace thimble::ui;
using Use = MemoryUse;

namespace {

boards::Fit smallFit() {
    boards::Fit fit;
    fit.fits = true;
    fit.sram = boards::SramNeed{600, 200, 100, 300, 400, 50};
    fit.sramAvailableBytes = 3000;
    fit.placement.fits = true;
    fit.placement.pieces = {{"A", 1000, 0}, {"B", 2000, 0}};
    fit.placement.shares = {{0, 0, 900}, {1, 1, 400}, {2, 1, 300}, {3, 0, 50}};
    fit.flash.weightBytes = 5000;
    fit.flash.kernelBytes = 1000;
    fit.flashAvailableBytes = 10'000;
    return fit;
}

Bytes sumOf(const MemoryBank& bank) {
    Bytes sum = 0;
    for (const MemoryPart& part : bank.parts) sum += part.bytes;
    return sum;
}

MemoryMapLayout layOut(const std::vector<MemoryBank>& banks, int width) {
    return layoutMemoryMap(banks, width, QFontMetrics(QFont()), memoryPartText);
}

}  // namespace

class MemoryMapLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void partsFillTheirBanks() {
        const auto banks = memoryBanks(smallFit());
        QCOMPARE(banks.size(), std::size_t{3});
        const std::vector<MemoryPart> first = {{Use::Head, 600},
                                               {Use::Startup, 100},
                                               {Use::Tail, 200},
                                               {Use::Reserve, 50},
                                               {Use::Free, 50}};
        QVERIFY(banks[0].parts == first);
        const std::vector<MemoryPart> second = {
            {Use::Runtime, 300}, {Use::Stack, 400}, {Use::Free, 1300}};
        QVERIFY(banks[1].parts == second);
        for (const MemoryBank& bank : banks) QCOMPARE(sumOf(bank), *bank.bytes);
    }

    void whatIsMissingIsShown() {
        boards::Fit fit = smallFit();
        fit.fits = fit.placement.fits = false;
        fit.placement.shares.clear();
        fit.sramAvailableBytes = 1000;
        const auto banks = memoryBanks(fit);
        QCOMPARE(banks.size(), std::size_t{2});
        QVERIFY(banks[0].parts.back() == (MemoryPart{Use::Missing, 650}));
        QCOMPARE(sumOf(banks[0]), Bytes{1650});
        const auto map = layOut(banks, 600);
        // The memory's own bar ends where what is missing begins.
        QCOMPARE(map.bars[0].right() + 1, map.cells[banks[0].parts.size() - 1].box.left());
    }

    void nothingIsKnownOfWhatIsRefused() {
        boards::Fit fit = smallFit();
        fit.sram.reset();
        fit.placement.fits = false;
        fit.flashAvailableBytes.reset();
        const auto banks = memoryBanks(fit);
        QVERIFY(banks[0].parts.empty());
        QVERIFY(!banks[1].bytes);
        QVERIFY(banks[1].parts.back().use != Use::Free);
    }

    void everythingLiesOnTheChip() {
        const auto banks = memoryBanks(smallFit());
        for (const int width : {200, 333, 1000}) {
            const auto map = layOut(banks, width);
            for (const auto& cell : map.cells) {
                QVERIFY(map.chip.contains(cell.box));
                QVERIFY(cell.box.width() >= 1);
            }
            for (const auto& entry : map.legend) QVERIFY(map.chip.contains(entry.swatch));
            QVERIFY(map.chip.bottom() < map.height);
            QCOMPARE(map.legend.size(), map.cells.size());
        }
    }

    void cellsFollowEachOther() {
        const auto banks = memoryBanks(smallFit());
        const auto map = layOut(banks, 700);
        for (std::size_t i = 1; i < map.cells.size(); ++i)
            if (map.cells[i].bank == map.cells[i - 1].bank)
                QCOMPARE(map.cells[i].box.left(), map.cells[i - 1].box.right() + 1);
        // Bars of SRAM are in proportion.
        QVERIFY(std::abs(map.bars[1].width() - 2 * map.bars[0].width()) <= 1);
        QCOMPARE(map.at(map.cells[2].box.center())->second, std::size_t{2});
        QVERIFY(!map.at(QPoint(0, 0)));
    }
};

QTEST_MAIN(MemoryMapLayoutTest)
#include "memory_map_layout_test.moc"
