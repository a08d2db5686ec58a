// Does a model fit a board? The sample models on the papers' boards, and sums that must add up.

#include "core/boards/fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/boards/catalogue.h"
#include "core/pipeline/fit_on_board.h"

namespace thimble {
namespace {

using boards::Fit;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::shared_ptr<const LoadedModel> sample(const std::string& name) {
    const auto loaded = loadModel(std::filesystem::path(THIMBLE_SAMPLES) / (name + ".tflite"));
    EXPECT_TRUE(loaded.has_value());
    return *loaded;
}

boards::Board board(const std::string& id) {
    return *boards::findBoard(*boards::boardCatalogue(), id);
}

BoardFit fitOf(const std::string& model, const std::string& id,
               const boards::FitSettings& settings = {}) {
    const auto fit = fitOnBoard(*sample(model), board(id), std::nullopt, settings);
    EXPECT_TRUE(fit.has_value()) << fit.error().message;
    return *fit;
}

/// MicroNets, Tables 1 and 4: what the paper's networks could be measured on.
TEST(Fit, MicroNetsOnTheirBoards) {
    struct Row {
        const char* model;
        const char* board;
        bool fits;
    };
    const Row kRows[] = {
        {"micronet_kws_s", "nucleo-f446re", true},   {"micronet_kws_s", "nucleo-f746zg", true},
        {"micronet_kws_s", "nucleo-f767zi", true},   {"micronet_kws_l", "nucleo-f446re", false},
        {"micronet_kws_l", "nucleo-f746zg", true},   {"micronet_kws_l", "nucleo-f767zi", true},
        {"person_detection", "nucleo-f446re", true}, {"person_detection", "stm32f103c8", false},
        {"ds_cnn_s", "nucleo-f446re", true}};
    for (const Row& row : kRows) {
        SCOPED_TRACE(std::string(row.model) + " on " + row.board);
        const BoardFit fit = fitOf(row.model, row.board);
        EXPECT_EQ(fit.fit.fits, row.fits) << testing::PrintToString(fit.fit.reasons);
        EXPECT_EQ(fit.fit.reasons.empty(), row.fits);
    }
    EXPECT_THAT(fitOf("micronet_kws_l", "nucleo-f446re").fit.reasons,
                testing::Contains(HasSubstr("SRAM:")));
}

TEST(Fit, SramIsTheSmallestArenaThatWorksAndTheRest) {
    for (const char* model : {"micronet_kws_s", "person_detection", "x_lstm"}) {
        SCOPED_TRACE(model);
        const BoardFit answer = fitOf(model, "nucleo-f746zg", {1000, 2000, 3000});
        const tflm::DeviceMemory& device = answer.report->device;
        const boards::SramNeed& need = *answer.fit.sram;
        EXPECT_EQ(need.headBytes + need.tailBytes, device.usedBytes);
        EXPECT_EQ(need.arenaBytes(), std::max(device.minimumBytes, device.usedBytes));
        EXPECT_EQ(need.stackBytes, 1000);
        EXPECT_EQ(need.reserveBytes, 2000);
        EXPECT_GT(need.runtimeBytes, 100);
        EXPECT_EQ(need.usedBytes(), need.arenaBytes() + need.runtimeBytes + 3000);
        Bytes placed = 0;
        for (std::size_t p = 0; p < answer.fit.placement.pieces.size(); ++p)
            placed += answer.fit.placement.usedOf(p);
        EXPECT_EQ(placed, need.usedBytes());
    }
}

TEST(Fit, OneByteDecides) {
    const BoardFit before = fitOf("micronet_kws_s", "nucleo-f446re");
    boards::FitSettings settings;
    settings.reserveBytes = before.fit.sramAvailableBytes - before.fit.sram->usedBytes();
    EXPECT_TRUE(fitOf("micronet_kws_s", "nucleo-f446re", settings).fit.fits);
    ++settings.reserveBytes;
    EXPECT_THAT(fitOf("micronet_kws_s", "nucleo-f446re", settings).fit.reasons,
                ElementsAre(HasSubstr(": 1 too few")));
    settings.reserveBytes = 0;
    settings.flashReserveBytes += *before.fit.flashAvailableBytes - before.fit.flash.usedBytes();
    EXPECT_TRUE(fitOf("micronet_kws_s", "nucleo-f446re", settings).fit.fits);
    ++settings.flashReserveBytes;
    EXPECT_THAT(fitOf("micronet_kws_s", "nucleo-f446re", settings).fit.reasons,
                ElementsAre(HasSubstr("flash: ")));
}

TEST(Fit, AnArenaThatIsNotInOnePieceDoesNotFit) {
    // Enough SRAM in the sum: 96 KB and 32 KB; the arena needs most of 128.
    const boards::Board l4 = board("nucleo-l476rg");
    const auto loaded = sample("person_detection");
    boards::FitSettings settings;
    const auto split = fitOnBoard(*loaded, l4, std::nullopt, settings);
    boards::Board whole = l4;
    whole.sram = {{"all", 128 * 1024, 0x20000000, 0}};
    settings.stackBytes = 40'000;
    ASSERT_TRUE(split.has_value());
    ASSERT_LT(split->fit.sram->arenaBytes() + 40'000, 128 * 1024);
    EXPECT_TRUE(fitOnBoard(*loaded, whole, std::nullopt, settings)->fit.fits);
    EXPECT_THAT(fitOnBoard(*loaded, l4, std::nullopt, settings)->fit.reasons,
                ElementsAre(HasSubstr("not in one piece")));
}

TEST(Fit, TheFileIsDividedWithoutRest) {
    for (const auto& entry : std::filesystem::directory_iterator(THIMBLE_SAMPLES)) {
        if (entry.path().extension() != ".tflite") continue;
        SCOPED_TRACE(entry.path());
        const auto loaded = loadModel(entry.path());
        ASSERT_TRUE(loaded.has_value());
        const auto bytes = static_cast<Bytes>(std::filesystem::file_size(entry.path()));
        const boards::FlashNeed need = boards::flashOfFile((*loaded)->model, bytes);
        EXPECT_EQ(need.fileBytes(), bytes);
        const auto report = analyse(**loaded, tflm::kTargets[0]);
        EXPECT_EQ(need.weightBytes, (*report)->model.weightBytes);
        EXPECT_GT(need.quantizationBytes, 0);
        EXPECT_GT(need.graphBytes, 0);
    }
}

TEST(Fit, FilesWhosePartsShareBytesAreNoLargerThanTheyAre) {
    Model model;
    model.buffers.resize(2);
    model.buffers[1].data = sample("ds_cnn_s")->file;
    model.subgraphs.emplace_back().tensors.resize(2);
    model.subgraphs[0].tensors[0].buffer = 1;
    EXPECT_EQ(boards::flashOfFile(model, 100).weightBytes, 100);
    EXPECT_EQ(boards::flashOfFile(model, 100).fileBytes(), 100);
}

TEST(Fit, MachinesThatAreNoArmAreNotExact) {
    const BoardFit fit = fitOf("ds_cnn_s", "esp32-s3-devkitc-1");
    EXPECT_FALSE(fit.target.exact);
    EXPECT_THAT(fit.fit.notes, testing::Contains(HasSubstr("has not been measured")));
    EXPECT_TRUE(fit.fit.fits);
    // Off the chip and not stated: not judged, and said so.
    const BoardFit space = fitOf("ds_cnn_s", "gr712rc");
    EXPECT_FALSE(space.fit.flashAvailableBytes.has_value());
    EXPECT_THAT(space.fit.notes, testing::Contains(HasSubstr("is not stated")));
}

TEST(Fit, TheMostSuitableBoardIsFirst) {
    const auto all = boards::boardCatalogue();
    const auto fits = fitOnBoards(*sample("micronet_kws_s"), *all, std::nullopt, {});
    ASSERT_TRUE(fits.has_value());
    ASSERT_EQ(fits->size(), all->size());
    for (std::size_t i = 1; i < fits->size(); ++i) {
        const Fit& before = (*fits)[i - 1].fit;
        const Fit& after = (*fits)[i].fit;
        EXPECT_GE(before.fits, after.fits);
        if (before.fits && after.fits)
            EXPECT_LE(before.sramAvailableBytes, after.sramAvailableBytes);
    }
    EXPECT_TRUE(fits->front().fit.fits);
    EXPECT_FALSE(fits->back().fit.fits);
    for (const BoardFit& fit : *fits) {
        const auto alone = fitOnBoard(*sample("micronet_kws_s"), fit.board, std::nullopt, {});
        EXPECT_EQ(alone->fit.fits, fit.fit.fits) << fit.board.id;
        EXPECT_EQ(alone->fit.sram, fit.fit.sram) << fit.board.id;
    }
}

TEST(CodeSize, SharedCodeCountsOnce) {
    boards::CodeTable table;
    table.baseFlashBytes = 1000;
    table.baseSramBytes = 10;
    table.interpreterBytes = 100;
    table.resolverBytes = 20;
    table.resolverBytesPerOperator = 7;
    table.chunks = {
        {{"A"}, 5, 1}, {{"A", "B"}, 30, 0}, {{"A", "B", "C"}, 200, 2}, {{"C"}, 4000, 0}};
    const std::vector<std::string> used = {"A", "B", "A", "NEW"};
    const boards::CodeSize size = boards::codeSize(table, used);
    EXPECT_EQ(size.runtimeFlashBytes, 1000);
    EXPECT_EQ(size.kernelFlashBytes, 235);
    EXPECT_EQ(size.sramBytes, 10 + 100 + 20 + 3 * 7 + 3);
    EXPECT_THAT(size.operators, ElementsAre(boards::KernelCode{"A", true, 5, 230},
                                            boards::KernelCode{"B", true, 0, 230},
                                            boards::KernelCode{"NEW", false, 0, 0}));
    EXPECT_THAT(size.unmeasured(), ElementsAre("NEW"));
}

/// Programs with several operators were linked as a whole, too; the sums must come near them.
TEST(CodeSize, AgreesWithWholePrograms) {
    ASSERT_FALSE(boards::builtInCodeTables().empty());
    for (const boards::BuiltInFile& file : boards::builtInCodeTables()) {
        SCOPED_TRACE(file.name);
        const auto table = boards::readCodeTable(file.text, std::string(file.name));
        ASSERT_TRUE(table.has_value()) << table.error().message;
        EXPECT_EQ(table->library + ".json", file.name);
        const auto json = nlohmann::json::parse(file.text);
        const Bytes program = json["base"]["program_flash_bytes"];
        ASSERT_GE(json["measured_programs"].size(), 4U);
        for (const auto& measured : json["measured_programs"]) {
            const std::vector<std::string> operators = measured["operators"];
            const boards::CodeSize size = boards::codeSize(*table, operators);
            EXPECT_THAT(size.unmeasured(), IsEmpty());
            const Bytes sum = size.runtimeFlashBytes + size.kernelFlashBytes + program;
            const Bytes whole = measured["flash_bytes"];
            EXPECT_LE(std::abs(sum - whole), whole / 200) << sum << " against " << whole;
        }
    }
}

}  // namespace
}  // namespace thimble
