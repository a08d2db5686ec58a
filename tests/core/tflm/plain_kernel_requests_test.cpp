// What kernels ask of the arena that are the same with CMSIS-NN, in the notation of kernel_text.h.
// Recorded from TFLM 90b983c2b on three targets: arm32 and x86-64 with the reference kernels, and
// arm32 with CMSIS-NN for DSP.

#include <gtest/gtest.h>

#include <span>
#include <string_view>

#include "tests/core/tflm/kernel_text.h"

namespace thimble::tflm::test {
namespace {

struct PlainCase {
    std::string_view model, arm32, host64;
};

void expectRequests(std::span<const PlainCase> cases) {
    for (const PlainCase& row : cases) {
        SCOPED_TRACE(row.model);
        const Model model = modelFromText(row.model);
        for (const TargetInfo& target : kTargets) {
            const KernelRequests requests = requestsOf(model, target.name);
            EXPECT_EQ(requestsText(requests),
                      target.target.abi == Abi::Arm32 ? row.arm32 : row.host64)
                << target.name;
            EXPECT_FALSE(requests.refusal) << target.name << ": " << requests.refusal->text;
            EXPECT_TRUE(requests.known);
        }
    }
}

const PlainCase kActivations[] = {
    {"RELU(i8 1x4 q) -> i8 1x4 q", "i28 t0 t1", "i28 t0 t1"},
    {"RELU6(f32 1x4) -> f32 1x4", "i8 t0", "i8 t0"},
    {"LEAKY_RELU(i8 1x4 q) -> i8 1x4 q | LeakyReluOptions alpha=0.5", "o4/4 i24 t0 t1",
     "o4/4 i24 t0 t1"},
    {"PRELU(f32 1x2x2x3, f32 3 =) -> f32 1x2x2x3", "i28 t0 t1 t2", "i28 t0 t1 t2"},
    {"ELU(f32 1x4) -> f32 1x4", "i256 t0 t1", "i256 t0 t1"},
    {"HARD_SWISH(i8 1x4 q) -> i8 1x4 q", "i20 t0 t1", "i20 t0 t1"},
    {"LOGISTIC(i8 1x4 q) -> i8 1x4 q.00390625:-128", "i16 t0 t1", "i16 t0 t1"},
    {"TANH(i16 1x4 q) -> i16 1x4 q.000030517578125:0", "i16 t0 t0 t1", "i16 t0 t0 t1"},
};

TEST(PlainKernelRequests, Activations) { expectRequests(kActivations); }

const PlainCase kArithmetic[] = {
    {"ADD(i8 1x4 q, i8 1x4 q) -> i8 1x4 q | AddOptions", "o2/1 i60 t0 t1 t2", "o8/4 i60 t0 t1 t2"},
    {"SUB(i8 1x4 q, i8 1x4 q) -> i8 1x4 q | SubOptions", "o2/1 i52 t0 t1 t2", "o8/4 i52 t0 t1 t2"},
    {"MUL(f32 2x4, f32 4 =) -> f32 2x4 | MulOptions", "o1/1 i36 t0 t1 t2", "o4/4 i36 t0 t1 t2"},
    {"DIV(f32 1x4, f32 1x4 =) -> f32 1x4 | DivOptions", "o1/1 i28 t0 t1 t2", "o4/4 i28 t0 t1 t2"},
    {"ADD_N(f32 1x4, f32 1x4, f32 1x4) -> f32 1x4", "t0 t3 t1 t2 s12", "t0 t3 t1 t2 s24"},
    {"ADD_N(i8 1x4 q, i8 1x4 q) -> i8 1x4 q", "t0 t2 t1 p40 s8", "t0 t2 t1 p40 s16"},
    {"MAXIMUM(i8 1x4 q, i8 1x4 q) -> i8 1x4 q", "", ""},
    {"SQUARED_DIFFERENCE(f32 1x4, f32 1x4) -> f32 1x4", "i112 t0 t1 t2", "i112 t0 t1 t2"},
    {"FLOOR_DIV(f32 1x4, f32 1x4 =) -> f32 1x4", "t0 t1 t2", "t0 t1 t2"},
    {"FLOOR_MOD(f32 1x4, f32 1x4 =) -> f32 1x4", "t0 t1 t2", "t0 t1 t2"},
};

TEST(PlainKernelRequests, Arithmetic) { expectRequests(kArithmetic); }

const PlainCase kElementwiseComparisonsConversions[] = {
    {"ABS(i8 1x4 q) -> i8 1x4 q", "i28 t0 t1", "i28 t0 t1"},
    {"SIN(f32 1x4) -> f32 1x4", "t0 t1", "t0 t1"},
    {"NEG(f32 1x4) -> f32 1x4", "", ""},
    {"CEIL(f32 1x4) -> f32 1x4", "t0 t1", "t0 t1"},
    {"ZEROS_LIKE(i64 1x4) -> i64 1x4", "t0 t1", "t0 t1"},
    {"LESS(f32 1x4, f32 1x4) -> bool 1x4", "i32 t0 t1", "i32 t0 t1"},
    {"LOGICAL_AND(bool 1x4, bool 1x4) -> bool 1x4", "", ""},
    {"SELECT_V2(bool 1x4, f32 1x4, f32 1x4) -> f32 1x4", "i1 t0 t1 t2 t3", "i1 t0 t1 t2 t3"},
    {"QUANTIZE(f32 1x4) -> i8 1x4 q", "i32 t0 t1", "i32 t0 t1"},
    {"DEQUANTIZE(i8 1x4 q) -> f32 1x4", "i32 t0 t1", "i32 t0 t1"},
    {"CAST(i32 1x4) -> f32 1x4 | CastOptions in_data_type=2 out_data_type=0", "o2/1 t0 t1",
     "o8/4 t0 t1"},
};

TEST(PlainKernelRequests, ElementwiseComparisonsConversions) {
    expectRequests(kElementwiseComparisonsConversions);
}

const PlainCase kReductions[] = {
    {"MEAN(f32 1x4x4x3, i32 2 =[1 2]) -> f32 1x1x1x3 | ReducerOptions keep_dims=true",
     "o1/1 i44 t0 t2 t1 s16 s8 t0 t1", "o1/1 i44 t0 t2 t1 s16 s8 t0 t1"},
    {"MEAN(i8 1x4x4x3 q, i32 2 =[1 2]) -> i8 1x3 q | ReducerOptions",
     "o1/1 i44 t0 t2 t1 s12 s16 s8 t0 t1 t2", "o1/1 i44 t0 t2 t1 s12 s16 s8 t0 t1 t2"},
    {"SUM(i16 2x6 q, i32 1 =[1]) -> i16 2 q | ReducerOptions", "o1/1 i44 t0 t2 t1 s8 s8 s4 t0 t1",
     "o1/1 i44 t0 t2 t1 s8 s8 s4 t0 t1"},
    {"REDUCE_MAX(i8 2x6 q, i32 1 =[-1]) -> i8 2 q | ReducerOptions",
     "o1/1 i44 t0 t1 t2 t0 t2 t1 s8 s4", "o1/1 i44 t0 t1 t2 t0 t2 t1 s8 s4"},
    {"REDUCE_ALL(bool 2x6, i32 1 =[0]) -> bool 6 | ReducerOptions", "o1/1 i44 t0 t2 t1 t0 t1 s8 s4",
     "o1/1 i44 t0 t2 t1 t0 t1 s8 s4"},
    {"ARG_MAX(f32 2x6, i32 1 =[1]) -> i32 2 | ArgMaxOptions output_type=2", "o1/1", "o4/4"},
    {"CUMSUM(i8 2x6 q, i32 1 =[1]) -> i8 2x6 q | CumsumOptions", "o2/1 t0 t1 t2 p36",
     "o2/1 t0 t1 t2 p36"},
    {"L2_NORMALIZATION(f32 2x6) -> f32 2x6 | L2NormOptions", "o1/1 i4 t0 t1", "o4/4 i4 t0 t1"},
};

TEST(PlainKernelRequests, Reductions) { expectRequests(kReductions); }

const PlainCase kShapes[] = {
    {"RESHAPE(i8 2x6 q, i32 1 =[12]) -> i8 12 q | ReshapeOptions new_shape=[12]", "o36/4 t0 t2",
     "o36/4 t0 t2"},
    {"SQUEEZE(f32 1x4x1) -> f32 4 | SqueezeOptions", "o36/4 t0 t1", "o36/4 t0 t1"},
    {"EXPAND_DIMS(f32 4, i32 1 =[0]) -> f32 1x4", "t0 t1 t2", "t0 t1 t2"},
    {"SHAPE(f32 2x6) -> i32 2 | ShapeOptions out_type=2", "o1/1", "o4/4"},
    {"FILL(i32 2 =[2 3], f32 .) -> f32 2x3", "t0 t1 t2", "t0 t1 t2"},
    {"BROADCAST_TO(f32 1x3, i32 2 =[2 3]) -> f32 2x3", "t0 t1 t2", "t0 t1 t2"},
    {"BROADCAST_ARGS(i32 2 =[2 3], i32 1 =[1]) -> i32 2", "t0 t1 t2", "t0 t1 t2"},
};

TEST(PlainKernelRequests, Shapes) { expectRequests(kShapes); }

const PlainCase kJoiningAndTakingApart[] = {
    {"CONCATENATION(i8 1x2 q, i8 1x3 q) -> i8 1x5 q | ConcatenationOptions axis=1",
     "o8/4 i24 t0 t2 t0 t1", "o8/4 i40 t0 t2 t0 t1"},
    {"PACK(f32 2, f32 2) -> f32 2x2 | PackOptions values_count=2", "o8/4", "o8/4"},
    {"UNPACK(f32 2x2) -> f32 2, f32 2 | UnpackOptions num=2", "o8/4", "o8/4"},
    {"SPLIT(i32 1 =[0], f32 4) -> f32 2, f32 2 | SplitOptions num_splits=2", "o4/4 t0", "o4/4 t0"},
    {"SPLIT_V(f32 4, i32 2 =[1 3], i32 . =[0]) -> f32 1, f32 3 | SplitVOptions num_splits=2",
     "o4/4 t2", "o4/4 t2"},
};

TEST(PlainKernelRequests, JoiningAndTakingApart) { expectRequests(kJoiningAndTakingApart); }

const PlainCase kSlicingAndGathering[] = {
    {"SLICE(f32 4x3, i32 2 =[1 0], i32 2 =[2 3]) -> f32 2x3", "t0 t1 t2 t3", "t0 t1 t2 t3"},
    {"STRIDED_SLICE(f32 4x3, i32 2 =[0 0], i32 2 =[4 3], i32 2 =[2 1]) -> f32 2x3 | "
     "StridedSliceOptions",
     "o24/4 i84 t0 t1 t2 t3 t4", "o24/4 i84 t0 t1 t2 t3 t4"},
    {"GATHER(f32 4x3, i32 2 =[1 0]) -> f32 2x3 | GatherOptions", "o8/4 t0 t1 t2 p12",
     "o8/4 t0 t1 t2 p12"},
    {"GATHER_ND(f32 4x3, i32 2x1 =[1 0]) -> f32 2x3", "t0 t1 t2 p12", "t0 t1 t2 p12"},
    {"DYNAMIC_UPDATE_SLICE(f32 4x3, f32 2x3, i32 2 =[0 0]) -> f32 4x3", "t0 t1 t2 t3",
     "t0 t1 t2 t3"},
    {"REVERSE_V2(f32 4x3, i32 1 =[0]) -> f32 4x3", "t0 t1 t2", "t0 t1 t2"},
};

TEST(PlainKernelRequests, SlicingAndGathering) { expectRequests(kSlicingAndGathering); }

const PlainCase kPaddingAndRearranging[] = {
    {"PAD(i8 4x3 q, i32 2x2 =[1 0 0 2]) -> i8 5x5 q", "i56 t0 t1 t2", "i56 t0 t1 t2"},
    {"PADV2(f32 4x3, i32 2x2 =[1 0 0 2], f32 1 =) -> f32 5x5", "i56 t0 t1 t2 t3",
     "i56 t0 t1 t2 t3"},
    {"MIRROR_PAD(f32 4x3, i32 2x2 =[1 0 0 2]) -> f32 5x5 | MirrorPadOptions",
     "o1/1 i20 t0 t1 t2 s8 s8", "o4/4 i20 t0 t1 t2 s8 s8"},
    {"TRANSPOSE(i8 4x3 q, i32 2 =[1 0]) -> i8 3x4 q", "t0 t1 t2", "t0 t1 t2"},
    {"DEPTH_TO_SPACE(f32 1x2x2x4) -> f32 1x4x4x1 | DepthToSpaceOptions block_size=2",
     "o4/4 t0 t1 p20", "o4/4 t0 t1 p20"},
    {"SPACE_TO_DEPTH(i8 1x4x4x1 q) -> i8 1x2x2x4 q | SpaceToDepthOptions block_size=2",
     "o4/4 t0 t1 p20", "o4/4 t0 t1 p20"},
    {"BATCH_TO_SPACE_ND(f32 4x1x1x1, i32 2 =[2 2], i32 2x2 =[0 0 0 0]) -> f32 1x2x2x1", "t0 t3",
     "t0 t3"},
    {"SPACE_TO_BATCH_ND(f32 1x2x2x1, i32 2 =[2 2], i32 2x2 =[0 0 0 0]) -> f32 4x1x1x1", "i4 t0 t3",
     "i4 t0 t3"},
    {"RESIZE_BILINEAR(f32 1x2x2x1, i32 2 =[4 4]) -> f32 1x4x4x1 | ResizeBilinearOptions",
     "o2/1 t0 t1 t2", "o2/1 t0 t1 t2"},
    {"RESIZE_NEAREST_NEIGHBOR(i8 1x2x2x1 q, i32 2 =[4 4]) -> i8 1x4x4x1 q | "
     "ResizeNearestNeighborOptions",
     "o2/1 t0 t1 t2", "o2/1 t0 t1 t2"},
};

TEST(PlainKernelRequests, PaddingAndRearranging) { expectRequests(kPaddingAndRearranging); }

const PlainCase kSignalProcessing[] = {
    {"SignalWindow(i16 8, i16 8 =) -> i16 8 | {shift: 12}", "i8 t0 t1 t2", "i8 t0 t1 t2"},
    {"SignalRfft(i16 6) -> i16 10 | {T: 7, fft_length: 8}", "i32 i316 t0 t1 s16",
     "i48 i328 t0 t1 s16"},
    {"SignalRfft(f32 8) -> f32 10 | {T: 0, fft_length: 8}", "i32 i356 t0 t1 s32",
     "i48 i368 t0 t1 s32"},
    {"SignalIrfft(f32 10) -> f32 8 | {T: 0, fft_length: 8}", "i24 i364 t0 t1", "i32 i384 t0 t1"},
    {"SignalFftAutoScale(i16 8) -> i16 8, i32 .", "t0 t1 t2", "t0 t1 t2"},
    {"SignalEnergy(i16 10) -> u32 5 | {end_index: 4, start_index: 0}", "i8 t0 t1", "i8 t0 t1"},
    {"SignalFilterBank(u32 5, i16 3 =, i16 3 =, i16 3 =, i16 3 =, i16 3 =) -> u64 2 | "
     "{num_channels: 2}",
     "i36 i24 t0 t1 t2 t3 t4 t5 t6", "i64 i24 t0 t1 t2 t3 t4 t5 t6"},
    {"SignalFilterBankSquareRoot(u64 2, i32 . =) -> u32 2", "t0 t1 t2", "t0 t1 t2"},
    {"SignalFilterBankSpectralSubtraction(u32 2) -> u32 2, u32 2 | {alternate_one_minus_smoothing: "
     "1, alternate_smoothing: 1, clamping: 1, min_signal_remaining: 1, num_channels: 2, "
     "one_minus_smoothing: 1, smoothing: 1, smoothing_bits: 1, spectral_subtraction_bits: 1}",
     "i44 i8 t0 t1 t2", "i56 i8 t0 t1 t2"},
    {"SignalPCAN(u32 2, u32 2, i16 8 =) -> u32 2 | {snr_shift: 6}", "i4 t0 t1 t2 t3",
     "i4 t0 t1 t2 t3"},
    {"SignalFilterBankLog(u32 2) -> i16 2 | {input_correction_bits: 3, output_scale: 16}",
     "i8 t0 t1", "i8 t0 t1"},
    {"SignalDelay(i16 2x4) -> i16 2x4 | {delay_length: 3}", "i20 t0 t1 p8 p8 p52 p52",
     "i32 t0 t1 p16 p16 p68 p68"},
    {"SignalFramer(i16 1x4) -> i16 1x2x6, bool . | {frame_size: 6, frame_step: 2, prefill: 1}",
     "i28 t0 t1 t2 p4 p4 p48", "i40 t0 t1 t2 p8 p8 p64"},
    {"SignalStacker(i16 4) -> i16 8, bool . | {num_channels: 4, stacker_left_context: 1, "
     "stacker_right_context: 0, stacker_step: 1}",
     "i36 i56 t0 t1 t2", "i56 i72 t0 t1 t2"},
    {"SignalOverlapAdd(i16 2x6) -> i16 4 | {T: 7, frame_step: 2}", "i24 t0 t1 p4 p12",
     "i32 t0 t1 p8 p12"},
};

TEST(PlainKernelRequests, SignalProcessing) { expectRequests(kSignalProcessing); }

const PlainCase kOtherCustomOperators[] = {
    {"CIRCULAR_BUFFER(i8 1x1x2x3) -> i8 1x5x2x3 | {cycles_max: 1}", "i8 t0 t1", "i8 t0 t1"},
    {"TFLite_Detection_PostProcess(f32 1x6x4, f32 1x6x3, f32 6x4 =) -> f32 1x3x4, f32 1x3, f32 "
     "1x3, f32 1 | {detections_per_class: 2, h_scale: 5.0, max_classes_per_detection: 1, "
     "max_detections: 3, nms_iou_threshold: 0.5, nms_score_threshold: 0.1, num_classes: 2, "
     "use_regular_nms: 0, w_scale: 5.0, x_scale: 10.0, y_scale: 10.0}",
     "i112 t0 t1 t2 s6 s96 s72 s24 s24 s72 s72 s24 s72 s72 s72",
     "i112 t0 t1 t2 s6 s96 s72 s24 s24 s72 s72 s24 s72 s72 s72"},
    {"TFLM_DECODE(i8 2 =, u8 18 =[0 1 0 0 1 4]) -> i8 4", "p4 t0 t1 t2 p36", "p8 t0 t1 t2 p72"},
};

TEST(PlainKernelRequests, OtherCustomOperators) { expectRequests(kOtherCustomOperators); }
}  // namespace
}  // namespace thimble::tflm::test
