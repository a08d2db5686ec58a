// Operators whose operands or options would lead a kernel outside its memory, or nowhere.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "tests/support/model_text.h"

namespace thimble::interp {
namespace {

using testing::HasSubstr;

TEST(Refusals, ComeBeforeTheFirstInvocation) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"SignalRfft(i16 14) -> i16 16 | {T: 7, fft_length: 14}", "factors 2, 3 and 5"},
        {"SignalRfft(i16 8) -> i16 8 | {T: 7, fft_length: 8}", "does not fit its rows"},
        {"SignalRfft(i16 9) -> i16 10 | {T: 7, fft_length: 8}", "does not fit its rows"},
        {"SignalRfft(i16 8) -> i16 10 | {T: 2, fft_length: 8}", "another type"},
        {"SignalIrfft(i16 8) -> i16 8 | {T: 7, fft_length: 8}", "does not fit its rows"},
        {"SignalWindow(i16 9, i16 4) -> i16 9 | {shift: 1}", "does not divide"},
        {"SignalWindow(i16 8, i16 4) -> i16 8 | {shift: 32}", "shift of 32"},
        {"SignalWindow(i16 8, i16 4) -> i16 8", "no options"},
        {"SignalEnergy(i16 8) -> u32 4 | {end_index: 5, start_index: 0}", "end_index of 5"},
        {"SignalEnergy(i16 8) -> u32 4 | {end_index: 4}", "lack start_index"},
        {"SignalDelay(i16 8) -> i16 8 | {delay_length: 2000000000}", "delay_length"},
        {"SignalFramer(i16 8) -> i16 2x4, bool . | {frame_size: 4, frame_step: 2, prefill: 1}",
         "do not fit the output"},
        {"SignalStacker(i16 2) -> i16 2, bool . | {num_channels: 2, stacker_left_context: 1, "
         "stacker_right_context: 0, stacker_step: 1}",
         "do not fit its options"},
        {"SignalOverlapAdd(i16 2x4) -> i16 4 | {T: 7, frame_step: 5}", "frame_step of 5"},
        {"SignalFilterBank(u32 4, i16 4, i16 4, i16 2, i16 2, i16 2) -> u64 2 | {num_channels: 2}",
         "number of channels"},
        {"AVERAGE_POOL_2D(i8 1x2x2x1 q.5:0) -> i8 1x1x1x1 q.25:0 | Pool2DOptions padding=1 "
         "stride_w=2 stride_h=2 filter_width=2 filter_height=2",
         "quantized differently"},
        {"BATCH_MATMUL(i16 2x2 q.5:1, i16 2x2 q.5:0) -> i16 2x2 q.5:0 | BatchMatMulOptions",
         "zero point"},
    };
    for (const auto& [text, reason] : cases) {
        SCOPED_TRACE(text);
        const auto program = prepareProgram(test::modelFromText(text));
        ASSERT_FALSE(program);
        EXPECT_THAT(program.error().message, HasSubstr(reason));
    }
}

TEST(Refusals, ComeWhereValuesLeadOutside) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"SignalFilterBank(u32 4, i16 4, i16 4, i16 2 =[0 3], i16 2 =[0 0], i16 2 =[1 2]) -> u64 1 "
         "| {num_channels: 1}",
         "outside its tables"},
        {"SignalFilterBankSquareRoot(u64 1, i32 . =[32]) -> u32 1", "more bits"},
        {"SignalPCAN(u32 1, u32 1 =[3], i16 4 =[1]) -> u32 1 | {snr_shift: 0}", "too short"},
    };
    for (const auto& [text, reason] : cases) {
        SCOPED_TRACE(text);
        const auto program = prepareProgram(test::modelFromText(text));
        ASSERT_TRUE(program) << program.error().message;
        Frame frame(*program);
        ASSERT_TRUE(drawInputs(frame, 1));
        const auto finished = frame.invoke();
        ASSERT_FALSE(finished);
        EXPECT_THAT(finished.error().message, HasSubstr(reason));
    }
}

}  // namespace
}  // namespace thimble::interp
