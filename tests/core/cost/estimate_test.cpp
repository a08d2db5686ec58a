#include "core/cost/estimate.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cost/energy.h"
#include "core/cost/machine_of_board.h"
#include "tests/support/model_builder.h"
#include "tests/support/model_text.h"
#include "tests/support/test_data.h"

namespace thimble::cost {
namespace {

using testing::HasSubstr;

Machine f446() { return {"cortex-m4f", "STM32F446RE", 180e6, "tflm-cmsis-nn", 0, 0}; }

double instructionsOf(const std::string& text, Kernels kernels) {
    const Model model = test::modelFromText(text);
    return instructions(builtInCostData(),
                        operatorWork(model, model.subgraphs[0], model.subgraphs[0].operators[0]),
                        kernels)
        .value;
}

std::string convolution(int side, int in, int out, int window) {
    return fmt::format(
        "CONV_2D(i8 1x{0}x{0}x{1} q, i8 {2}x{3}x{3}x{1} q =, i32 {2} =) -> i8 1x{4}x{4}x{2} q | "
        "Conv2DOptions padding=1 stride_w=1 stride_h=1",
        side, in, out, window, side - window + 1);
}

std::string depthwise(int side, int channels, int window) {
    return fmt::format(
        "DEPTHWISE_CONV_2D(i8 1x{0}x{0}x{1} q, i8 1x{2}x{2}x{1} q =, i32 {1} =) -> i8 "
        "1x{3}x{3}x{1} q | DepthwiseConv2DOptions padding=1 stride_w=1 stride_h=1 "
        "depth_multiplier=1",
        side, channels, window, side - window + 1);
}

std::string product(int in, int out) {
    return fmt::format(
        "FULLY_CONNECTED(i8 1x{0} q, i8 {1}x{0} q =, i32 {1} =) -> i8 1x{1} q | "
        "FullyConnectedOptions",
        in, out);
}

TEST(Estimate, MoreIsNeverCheaperInOneShapeClass) {
    for (const Kernels kernels : {Kernels::Reference, Kernels::CmsisNn}) {
        const auto grows = [&](const std::string& less, const std::string& more) {
            EXPECT_LT(instructionsOf(less, kernels), instructionsOf(more, kernels))
                << less << " against " << more;
        };
        // Sides keep the number of positions even or odd: what is left over is a class of its own.
        for (const int window : {1, 3, 5})
            for (const int side : {8, 16})
                for (const int in : {4, 16, 64})
                    for (const int out : {4, 32}) {
                        grows(convolution(side, in, out, window),
                              convolution(side, in + 4, out, window));
                        grows(convolution(side, in, out, window),
                              convolution(side, in, out + 1, window));
                        grows(convolution(side, in, out, window),
                              convolution(side + 2, in, out, window));
                    }
        for (const int window : {3, 5})
            for (const int channels : {4, 17, 64}) {
                grows(depthwise(8, channels, window), depthwise(8, channels + 1, window));
                grows(depthwise(8, channels, window), depthwise(9, channels, window));
            }
        grows(product(64, 10), product(65, 10));
        grows(product(64, 10), product(64, 11));
    }
}

TEST(Estimate, ChannelsThatAreNoMultipleOfFourCostMore) {
    const auto perMac = [](int channels) {
        return instructionsOf(convolution(8, channels, 16, 1), Kernels::CmsisNn) / channels;
    };
    EXPECT_GT(perMac(3), perMac(4));
    EXPECT_GT(perMac(7), perMac(8));
    EXPECT_GT(perMac(138), perMac(140));
}

TEST(Estimate, AddsUpAndKeepsTheIntervalAroundTheValue) {
    const Model model = test::modelFromText(convolution(8, 16, 16, 3));
    const auto estimate = estimateCost(model, f446());
    ASSERT_TRUE(estimate) << estimate.error().message;
    double sum = 0;
    for (const OperatorCost& row : estimate->operators) {
        sum += row.cycles.value;
        EXPECT_TRUE(row.known);
        EXPECT_EQ(row.routine, "cmsis conv s8");
        EXPECT_LT(row.cycles.low, row.cycles.value);
        EXPECT_LT(row.cycles.value, row.cycles.high);
        EXPECT_DOUBLE_EQ(row.microseconds.value, row.cycles.value / 180);
    }
    EXPECT_DOUBLE_EQ(sum, estimate->cycles.value);
    EXPECT_LT(estimate->cycles.low, estimate->cycles.value);
    EXPECT_GT(estimate->cycles.high, estimate->cycles.value);
    EXPECT_EQ(estimate->basis, Basis::Chip);
    EXPECT_THAT(estimate->machineSource, HasSubstr("MicroNets"));
    EXPECT_NEAR(estimate->microjoules.value,
                estimate->microseconds.value * estimate->milliwatts.value / 1000, 1e-9);
}

TEST(Estimate, SaysHowSureItIs) {
    const Model model = test::modelFromText(convolution(8, 16, 16, 3));
    Machine machine = f446();
    const auto width = [&] {
        const auto estimate = estimateCost(model, machine);
        return estimate ? estimate->cycles.high / estimate->cycles.value : 0;
    };
    const double chip = width();
    machine.chip = "MK66FN2M0VMD18";
    EXPECT_EQ(estimateCost(model, machine)->basis, Basis::Core);
    const double core = width();
    machine.core = "cortex-m3";
    EXPECT_EQ(estimateCost(model, machine)->basis, Basis::Scaled);
    EXPECT_LT(chip, core);
    EXPECT_LT(core, width());

    machine.core = "leon3";
    const auto none = estimateCost(model, machine);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(none.error().message, HasSubstr("leon3"));
    machine = f446();
    machine.clockHz = 0;
    EXPECT_EQ(estimateCost(model, machine).error().code, ErrorCode::InvalidArgument);
}

TEST(Estimate, CountsWhatItDoesNotKnow) {
    Model model = test::emptyModel();
    const auto in = test::addTensor(model, "in", {1, 8});
    const auto out = test::addTensor(model, "out", {1, 8});
    test::addOperator(model, BuiltinOperator::While, {in}, {out});
    const auto estimate = estimateCost(model, f446());
    ASSERT_TRUE(estimate);
    EXPECT_EQ(estimate->unknownOperators, 1U);
    EXPECT_EQ(estimate->cycles.value, 0);
    EXPECT_FALSE(estimate->operators[0].known);
}

TEST(Estimate, TakesTheBoardsOwnPowerFirst) {
    const Model model = test::modelFromText(convolution(8, 16, 16, 3));
    boards::Board board;
    board.core = "cortex-m4f";
    board.chip = "STM32F446RE";
    board.clockHz = 90'000'000;
    board.target = *tflm::findTarget("arm32-cmsis-dsp");
    const auto measured = estimateCost(model, machineOf(board));
    ASSERT_TRUE(measured);
    EXPECT_NEAR(measured->milliwatts.value, 80, 8);  // 163 mW at 180 MHz
    board.activePower = boards::ActivePower{50, 180'000'000};
    const auto stated = estimateCost(model, machineOf(board));
    ASSERT_TRUE(stated);
    EXPECT_DOUBLE_EQ(stated->milliwatts.value, 25);
    EXPECT_DOUBLE_EQ(stated->cycles.value, measured->cycles.value);
    EXPECT_FALSE(linkOf(board));
    board.link = boards::Link{"BLE", 1e6, 24.3};
    EXPECT_EQ(linkOf(board)->nanojoulesPerBit, 24.3);
    board.target = *tflm::findTarget("arm32-reference");
    EXPECT_EQ(machineOf(board).stack, "tflm-reference");
    EXPECT_EQ(machineOf(board, "tinyengine").stack, "tinyengine");
}

CostEstimate computing(double milliseconds, double milliwatts) {
    CostEstimate estimate;
    const Range one{0.5, 1, 2};
    estimate.microseconds = one.times(milliseconds * 1000);
    estimate.milliwatts = {milliwatts, milliwatts, milliwatts};
    estimate.microjoules = one.times(milliseconds * milliwatts);
    return estimate;
}

TEST(Energy, ABatteryLastsByItsAveragePower) {
    // 100 ms of 100 mW each second are 10 mW; 1 mW for the other 900 ms.
    const auto life = batteryLife(computing(100, 100), {1, 1, 1000});
    ASSERT_TRUE(life);
    EXPECT_NEAR(life->averageMilliwatts.value, 10.9, 1e-9);
    EXPECT_NEAR(life->days.value, 1000 / 10.9 / 24, 1e-9);
    EXPECT_LT(life->days.low, life->days.value);
    EXPECT_GT(life->days.high, life->days.value);
    EXPECT_TRUE(life->keepsUp);
    const auto busy = batteryLife(computing(5000, 100), {1, 1, 1000});
    ASSERT_TRUE(busy);
    EXPECT_FALSE(busy->keepsUp);
    EXPECT_NEAR(busy->averageMilliwatts.value, 100, 1e-9);
    EXPECT_FALSE(batteryLife(computing(1, 0), {1, 1, 1000}));
    EXPECT_FALSE(batteryLife(computing(1, 1), {0, 1, 1000}));
}

TEST(Energy, ComparesSendingWithInferring) {
    // 10,000 bytes at 100 nJ per bit are 8 mJ and take 0.8 s at 100 kbit/s.
    const CostEstimate estimate = computing(10, 100);
    const auto choice = sendOrInfer(&estimate, {1e5, 100}, 10000, 10);
    ASSERT_TRUE(choice);
    EXPECT_NEAR(*choice->input.microjoules, 8000, 1e-9);
    EXPECT_NEAR(*choice->input.seconds, 0.8, 1e-12);
    EXPECT_NEAR(choice->inferMicrojoules->value, 1000 + 8, 1e-9);
    EXPECT_NEAR(choice->inferSeconds->high, 0.02 + 0.0008, 1e-12);
    EXPECT_NEAR(*choice->mostMicrojoules, 7992, 1e-9);
    EXPECT_EQ(choice->inEnergy, Pays::Yes);
    EXPECT_EQ(choice->inTime, Pays::Yes);
    EXPECT_EQ(sendOrInfer(&estimate, {1e5, 100}, 100, 10)->inEnergy, Pays::No);
    EXPECT_EQ(sendOrInfer(&estimate, {1e5, 100}, 1260, 10)->inEnergy, Pays::Maybe);
    EXPECT_FALSE(sendOrInfer(&estimate, {-1, 100}, 1, 1));
    EXPECT_FALSE(sendOrInfer(&estimate, {1, 100}, -1, 1));
}

TEST(Energy, WhatIsUnknownStaysUnknown) {
    CostEstimate estimate = computing(10, 0);
    const auto noPower = sendOrInfer(&estimate, {1e5, 100}, 10000, 10);
    EXPECT_TRUE(noPower->inferSeconds && noPower->mostMicrojoules);
    EXPECT_FALSE(noPower->inferMicrojoules || noPower->inEnergy);
    const auto noEnergyOfABit = sendOrInfer(&estimate, {1e5, 0}, 10000, 10);
    EXPECT_TRUE(noEnergyOfABit->inTime.has_value());
    EXPECT_FALSE(noEnergyOfABit->input.microjoules || noEnergyOfABit->mostMicrojoules);
    const auto noRate = sendOrInfer(&estimate, {0, 100}, 10000, 10);
    EXPECT_FALSE(noRate->input.seconds || noRate->inTime);
    const auto noEstimate = sendOrInfer(nullptr, {1e5, 100}, 10000, 10);
    EXPECT_TRUE(noEstimate->input.microjoules.has_value());
    EXPECT_FALSE(noEstimate->inferSeconds || noEstimate->inTime || noEstimate->inEnergy);
}

TEST(CostData, IsReadAsItWasWritten) {
    const CostData& data = builtInCostData();
    EXPECT_FALSE(data.routines.empty());
    const auto again = readCostData(costDataJson(data));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, data);
}

TEST(CostData, RefusesWhatMakesNoSense) {
    for (const char* text :
         {"", "[]", "{}", R"({"routines": 1, "machines": [], "powers": []})",
          R"({"routines": [{"routine": "x", "kernels": "y"}], "machines": [], "powers": []})",
          R"({"routines": [{"routine": "x", "kernels": "reference", "factor": 1, "operators": 1,
             "per_term": [-1]}], "machines": [], "powers": []})",
          R"({"routines": [], "machines": [], "powers": [{"core": "c", "chip": "", "milliwatts": 0,
             "megahertz": 1, "factor": 1, "source": ""}]})"}) {
        const auto data = readCostData(text);
        ASSERT_FALSE(data) << text;
        EXPECT_EQ(data.error().code, ErrorCode::InvalidFile);
    }
}

}  // namespace
}  // namespace thimble::cost
