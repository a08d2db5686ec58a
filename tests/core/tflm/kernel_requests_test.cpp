// What kernels that CMSIS-NN replaces ask of the arena, in the notation of kernel_text.h. The
// columns of the reference kernels and of CMSIS-NN for DSP are recorded from TFLM 90b983c2b; those
// for M0 to M3 (scalar) and for M55 and M85 (MVE) follow from CMSIS-NN's own C functions.

#include <gtest/gtest.h>

#include <span>
#include <string_view>

#include "tests/core/tflm/kernel_text.h"

namespace thimble::tflm::test {
namespace {

struct RequestsCase {
    std::string_view model, arm32, host64, dsp, scalar, mve;
};

void expectRequests(std::span<const RequestsCase> cases) {
    for (const RequestsCase& row : cases) {
        SCOPED_TRACE(row.model);
        const Model model = modelFromText(row.model);
        EXPECT_EQ(requestsText(requestsOf(model, "arm32-reference")), row.arm32);
        EXPECT_EQ(requestsText(requestsOf(model, "host64-reference")), row.host64);
        EXPECT_EQ(requestsText(requestsOf(model, "arm32-cmsis-dsp")), row.dsp);
        EXPECT_EQ(requestsText(requestsOf(model, "arm32-cmsis-scalar")), row.scalar);
        EXPECT_EQ(requestsText(requestsOf(model, "arm32-cmsis-mve")), row.mve);
        for (const TargetInfo& target : kTargets) {
            const KernelRequests requests = requestsOf(model, target.name);
            EXPECT_FALSE(requests.refusal) << target.name << ": " << requests.refusal->text;
            EXPECT_TRUE(requests.known);
        }
    }
}

const RequestsCase kConvolutions[] = {
    {"CONV_2D(f32 1x5x5x2, f32 4x3x3x2 =, f32 4 =) -> f32 1x3x3x4 | Conv2DOptions padding=1 "
     "stride_w=1 stride_h=1",
     "o28/4 i56 t3 t0 t1 p16 p16 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p16 p16 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 t0 t1 t2 t3", "o28/4 i60 t0 t1 t3 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 t0 t1 t2 t3"},
    {"CONV_2D(i8 1x8x8x3 q, i8 16x3x3x3 q16 =, i32 16 =) -> i8 1x8x8x16 q | Conv2DOptions "
     "stride_w=1 stride_h=1",
     "o28/4 i56 t3 t0 t1 p64 p64 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p64 p64 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p64 p64 t0 t1 t2 t3 s112", "o28/4 i60 t0 t1 t3 p64 p64 t0 t1 t2 t3 s112",
     "o28/4 i60 t0 t1 t3 p64 p64 t0 t1 t2 t3 s128"},
    {"CONV_2D(i8 1x8x8x8 q, i8 4x1x1x8 q =, -) -> i8 1x8x8x4 q | Conv2DOptions stride_w=1 "
     "stride_h=1",
     "o28/4 i56 t2 t0 t1 p16 p16 t0 t1 t2", "o28/4 i72 t2 t0 t1 p16 p16 t0 t1 t2",
     "o28/4 i60 t0 t1 t2 p16 p16 t0 t1 t2", "o28/4 i60 t0 t1 t2 p16 p16 t0 t1 t2",
     "o28/4 i60 t0 t1 t2 p16 p16 t0 t1 t2"},
    {"CONV_2D(i8 1x1x20x4 q, i8 2x1x5x4 q2 =) -> i8 1x1x20x2 q | Conv2DOptions stride_w=1 "
     "stride_h=1",
     "o28/4 i56 t2 t0 t1 p8 p8 t0 t1 t2", "o28/4 i72 t2 t0 t1 p8 p8 t0 t1 t2",
     "o28/4 i60 t0 t1 t2 p8 p8 t0 t1 t2 s80", "o28/4 i60 t0 t1 t2 p8 p8 t0 t1 t2 s80",
     "o28/4 i60 t0 t1 t2 p8 p8 t0 t1 t2 s28"},
    {"CONV_2D(i8 1x9x9x2 q, i8 3x3x3x2 q3 =, i32 3 =) -> i8 1x5x5x3 q | Conv2DOptions padding=1 "
     "stride_w=1 stride_h=1 dilation_w_factor=2 dilation_h_factor=2",
     "o28/4 i56 t3 t0 t1 p12 p12 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p12 p12 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p12 p12 t0 t1 t2 t3 s80", "o28/4 i60 t0 t1 t3 p12 p12 t0 t1 t2 t3 s80",
     "o28/4 i60 t0 t1 t3 p12 p12 t0 t1 t2 t3 s128"},
    {"CONV_2D(i8 1x6x6x4 q, i8 2x3x3x2 q2 =, i32 2 =) -> i8 1x6x6x2 q | Conv2DOptions stride_w=1 "
     "stride_h=1",
     "o28/4 i56 t3 t0 t1 p8 p8 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p8 p8 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p8 p8 t0 t1 t2 t3 s144", "o28/4 i60 t0 t1 t3 p8 p8 t0 t1 t2 t3 s144",
     "o28/4 i60 t0 t1 t3 p8 p8 t0 t1 t2 t3 s192"},
    {"CONV_2D(i8 1x5x5x2 q, i4 4x3x3x2 q4 =, i32 4 =) -> i8 1x3x3x4 q | Conv2DOptions padding=1 "
     "stride_w=1 stride_h=1",
     "o28/4 i56 t3 t0 t1 p16 p16 t0 t1 t2 t3 s72", "o28/4 i72 t3 t0 t1 p16 p16 t0 t1 t2 t3 s72",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s80", "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s80",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s128"},
    {"CONV_2D(i16 1x5x5x3 q, i8 4x3x3x3 q4 =, i64 4 =) -> i16 1x3x3x4 q | Conv2DOptions padding=1 "
     "stride_w=1 stride_h=1",
     "o28/4 i56 t3 t0 t1 p16 p16 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p16 p16 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s108", "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s108",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s256"},
    {"DEPTHWISE_CONV_2D(f32 1x5x5x2, f32 1x3x3x2 =, f32 2 =) -> f32 1x3x3x2 | "
     "DepthwiseConv2DOptions padding=1 stride_w=1 stride_h=1 depth_multiplier=1",
     "o28/4 i56 t3 t0 t1 p8 p8 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p8 p8 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 t0 t1 t2 t3", "o28/4 i60 t0 t1 t3 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 t0 t1 t2 t3"},
    {"DEPTHWISE_CONV_2D(i8 1x6x6x8 q, i8 1x3x3x8 q8@3 =, i32 8 =) -> i8 1x6x6x8 q | "
     "DepthwiseConv2DOptions stride_w=1 stride_h=1 depth_multiplier=1",
     "o28/4 i56 t3 t0 t1 p32 p32 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p32 p32 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p32 p32 t0 t1 t2 t3", "o28/4 i60 t0 t1 t3 p32 p32 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p32 p32 t0 t1 t2 t3 s4464"},
    {"DEPTHWISE_CONV_2D(i8 1x6x6x3 q, i8 1x5x5x3 q3@3 =, i32 3 =) -> i8 1x6x6x3 q | "
     "DepthwiseConv2DOptions stride_w=1 stride_h=1 depth_multiplier=1",
     "o28/4 i56 t3 t0 t1 p12 p12 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p12 p12 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p12 p12 t0 t1 t2 t3 s150", "o28/4 i60 t0 t1 t3 p12 p12 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p12 p12 t0 t1 t2 t3 s12400"},
    {"DEPTHWISE_CONV_2D(i8 1x6x6x1 q, i8 1x3x3x4 q4@3 =, i32 4 =) -> i8 1x6x6x4 q | "
     "DepthwiseConv2DOptions stride_w=1 stride_h=1 depth_multiplier=4",
     "o28/4 i56 t3 t0 t1 p16 p16 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p16 p16 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3", "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s100"},
    {"DEPTHWISE_CONV_2D(i8 1x5x5x4 q, i4 1x3x3x4 q4@3 =, i32 4 =) -> i8 1x3x3x4 q | "
     "DepthwiseConv2DOptions padding=1 stride_w=1 stride_h=1 depth_multiplier=1",
     "o28/4 i56 t3 t0 t1 p16 p16 s36 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p16 p16 s36 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s72", "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s72",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3 s4464"},
    {"DEPTHWISE_CONV_2D(i16 1x5x5x4 q, i8 1x3x3x4 q4@3 =, i64 4 =) -> i16 1x3x3x4 q | "
     "DepthwiseConv2DOptions padding=1 stride_w=1 stride_h=1 depth_multiplier=1",
     "o28/4 i56 t3 t0 t1 p16 p16 t0 t1 t2 t3", "o28/4 i72 t3 t0 t1 p16 p16 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3", "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3",
     "o28/4 i60 t0 t1 t3 p16 p16 t0 t1 t2 t3"},
    {"TRANSPOSE_CONV(i32 4 =, f32 2x3x3x4 =, f32 1x4x4x4) -> f32 1x8x8x2 | TransposeConvOptions "
     "stride_w=2 stride_h=2",
     "o16/4 i72 t3 t2 t1 p8 p8", "o20/4 i80 t3 t2 t1 p8 p8", "o16/4 i76 t3 t2 t1 p8 p8",
     "o16/4 i76 t3 t2 t1 p8 p8", "o16/4 i76 t3 t2 t1 p8 p8"},
    {"TRANSPOSE_CONV(i32 4 =, i8 2x3x3x4 q2 =, i8 1x4x4x4 q, i32 2 =) -> i8 1x8x8x2 q | "
     "TransposeConvOptions stride_w=2 stride_h=2",
     "o16/4 i72 t4 t2 t1 p8 p8 s512 t2 t1 t3 t4", "o20/4 i80 t4 t2 t1 p8 p8 s512 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s216 s0 t2 t1 t3 t4", "o16/4 i76 t4 t2 t1 p8 p8 s216 s0 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s216 s0 t2 t1 t3 t4"},
    {"TRANSPOSE_CONV(i32 4 =, i8 2x3x3x20 q2 =, i8 1x4x4x20 q, i32 2 =) -> i8 1x8x8x2 q | "
     "TransposeConvOptions stride_w=2 stride_h=2",
     "o16/4 i72 t4 t2 t1 p8 p8 s512 t2 t1 t3 t4", "o20/4 i80 t4 t2 t1 p8 p8 s512 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s720 s360 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s720 s360 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s768 s360 t2 t1 t3 t4"},
    {"TRANSPOSE_CONV(i32 4 =, i8 2x3x3x4 q2 =, i16 1x4x4x4 q, i64 2 =) -> i16 1x8x8x2 q | "
     "TransposeConvOptions stride_w=2 stride_h=2",
     "o16/4 i72 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4", "o20/4 i80 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4", "o16/4 i76 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4",
     "o16/4 i76 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4"},
    {"TRANSPOSE_CONV(i32 4 =, i8 2x3x3x4 q2 =, i16 1x4x4x4 q, i16 2 =) -> i16 1x8x8x2 q | "
     "TransposeConvOptions stride_w=2 stride_h=2",
     "o16/4 i72 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4 s16",
     "o20/4 i80 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4 s16",
     "o16/4 i76 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4 s16",
     "o16/4 i76 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4 s16",
     "o16/4 i76 t4 t2 t1 p8 p8 s1024 t2 t1 t3 t4 s16"},
};

TEST(KernelRequests, Convolutions) { expectRequests(kConvolutions); }

const RequestsCase kMatrixProducts[] = {
    {"FULLY_CONNECTED(f32 1x8, f32 4x8 =, f32 4 =) -> f32 1x4 | FullyConnectedOptions",
     "o5/1 i48 t0 t1 t2 t3", "o16/4 i64 t0 t1 t2 t3", "o5/1 i72 t0 t1 t2 t3",
     "o5/1 i72 t0 t1 t2 t3", "o5/1 i72 t0 t1 t2 t3"},
    {"FULLY_CONNECTED(i8 1x8 q, i8 4x8 q =, -) -> i8 1x4 q | FullyConnectedOptions",
     "o5/1 i48 t0 t1 t2", "o16/4 i64 t0 t1 t2", "o5/1 i72 t0 t1 t2", "o5/1 i72 t0 t1 t2",
     "o5/1 i72 t0 t1 t2 p16"},
    {"FULLY_CONNECTED(i8 1x8 q, i8 4x8 q4 =, i32 4 =) -> i8 1x4 q | FullyConnectedOptions",
     "o5/1 i48 t0 t1 t2 t3 p16 p16", "o16/4 i64 t0 t1 t2 t3 p16 p16",
     "o5/1 i72 t0 t1 t2 t3 p16 p16", "o5/1 i72 t0 t1 t2 t3 p16 p16",
     "o5/1 i72 t0 t1 t2 t3 p16 p16 p16"},
    {"FULLY_CONNECTED(i8 1x8 q, i8 4x8 q) -> i8 1x4 q | FullyConnectedOptions", "o5/1 i48 t0 t1 t2",
     "o16/4 i64 t0 t1 t2", "o5/1 i72 t0 t1 t2", "o5/1 i72 t0 t1 t2", "o5/1 i72 t0 t1 t2 s16"},
    {"FULLY_CONNECTED(i8 1x3x8 q, i8 4x8 q =) -> i8 1x3x4 q | FullyConnectedOptions "
     "keep_num_dims=true",
     "o5/1 i48 t0 t1 t2", "o16/4 i64 t0 t1 t2", "o5/1 i72 t0 t1 t2 s32", "o5/1 i72 t0 t1 t2 s32",
     "o5/1 i72 t0 t1 t2 s32"},
    {"FULLY_CONNECTED(i8 1x8 q, i4 4x8 q =) -> i8 1x4 q | FullyConnectedOptions",
     "o5/1 i48 t0 t1 t2 s32", "o16/4 i64 t0 t1 t2 s32", "o5/1 i72 t0 t1 t2", "o5/1 i72 t0 t1 t2",
     "o5/1 i72 t0 t1 t2"},
    {"FULLY_CONNECTED(i16 1x8 q, i8 4x8 q =) -> i16 1x4 q | FullyConnectedOptions",
     "o5/1 i48 t0 t1 t2", "o16/4 i64 t0 t1 t2", "o5/1 i72 t0 t1 t2", "o5/1 i72 t0 t1 t2",
     "o5/1 i72 t0 t1 t2"},
    {"BATCH_MATMUL(f32 2x3x4, f32 2x4x5) -> f32 2x3x5 | BatchMatMulOptions",
     "o3/1 i16 t0 t1 t2 p12 p16 p160 p16", "o3/1 i32 t0 t1 t2 p24 p16 p160 p16",
     "o3/1 i36 t0 t1 t2 p12 p16 p160 p16", "o3/1 i36 t0 t1 t2 p12 p16 p160 p16",
     "o3/1 i36 t0 t1 t2 p12 p16 p160 p16"},
    {"BATCH_MATMUL(i8 2x4x3 q, i8 2x4x5 q) -> i8 2x3x5 q | BatchMatMulOptions adj_x=true",
     "o3/1 i16 t0 t1 t2 p28 p12 p16 p24 p12 p16 p40 p16",
     "o3/1 i32 t0 t1 t2 p28 p24 p16 p24 p24 p16 p40 p16",
     "o3/1 i36 t0 t1 t2 p12 p16 p24 p12 p16 p40 p16 p28",
     "o3/1 i36 t0 t1 t2 p12 p16 p24 p12 p16 p40 p16 p28",
     "o3/1 i36 t0 t1 t2 p12 p16 p24 p12 p16 p40 p16 p28 s20"},
    {"BATCH_MATMUL(i16 2x3x4 q, i16 2x5x4 q =) -> i16 2x3x5 q | BatchMatMulOptions adj_y=true",
     "o3/1 i16 t0 t1 t2 p28 p16", "o3/1 i32 t0 t1 t2 p28 p16", "o3/1 i36 t0 t1 t2 p16 p28",
     "o3/1 i36 t0 t1 t2 p16 p28", "o3/1 i36 t0 t1 t2 p16 p28"},
    {"EMBEDDING_LOOKUP(i32 3, i8 6x4 q =) -> f32 3x4", "t0 t1 t2 p12 p8", "t0 t1 t2 p12 p16",
     "t0 t1 t2 p12 p8", "t0 t1 t2 p12 p8", "t0 t1 t2 p12 p8"},
};

TEST(KernelRequests, MatrixProducts) { expectRequests(kMatrixProducts); }

const RequestsCase kPoolingAndSoftmax[] = {
    {"AVERAGE_POOL_2D(f32 1x6x6x3) -> f32 1x3x3x3 | Pool2DOptions stride_w=2 stride_h=2 "
     "filter_width=2 filter_height=2",
     "o40/4 i32 t0 t1", "o40/4 i32 t0 t1", "o40/4 i36 t0 t1 t0 t1", "o40/4 i36 t0 t1 t0 t1",
     "o40/4 i36 t0 t1 t0 t1"},
    {"AVERAGE_POOL_2D(i8 1x6x6x3 q) -> i8 1x3x3x3 q | Pool2DOptions stride_w=2 stride_h=2 "
     "filter_width=2 filter_height=2",
     "o40/4 i32 t0 t1", "o40/4 i32 t0 t1", "o40/4 i36 t0 t1 t0 t1 s12", "o40/4 i36 t0 t1 t0 t1",
     "o40/4 i36 t0 t1 t0 t1"},
    {"AVERAGE_POOL_2D(i16 1x6x6x3 q) -> i16 1x3x3x3 q | Pool2DOptions stride_w=2 stride_h=2 "
     "filter_width=2 filter_height=2",
     "o40/4 i32 t0 t1", "o40/4 i32 t0 t1", "o40/4 i36 t0 t1 t0 t1 s12", "o40/4 i36 t0 t1 t0 t1",
     "o40/4 i36 t0 t1 t0 t1"},
    {"MAX_POOL_2D(i8 1x6x6x3 q) -> i8 1x3x3x3 q | Pool2DOptions stride_w=2 stride_h=2 "
     "filter_width=2 filter_height=2",
     "o40/4 i32 t0 t1", "o40/4 i32 t0 t1", "o40/4 i36 t0 t1", "o40/4 i36 t0 t1", "o40/4 i36 t0 t1"},
    {"L2_POOL_2D(f32 1x6x6x3) -> f32 1x3x3x3 | Pool2DOptions stride_w=2 stride_h=2 filter_width=2 "
     "filter_height=2",
     "o40/4 t1 t0 p20", "o40/4 t1 t0 p20", "o40/4 t1 t0 p20", "o40/4 t1 t0 p20", "o40/4 t1 t0 p20"},
    {"SOFTMAX(f32 1x10) -> f32 1x10 | SoftmaxOptions beta=1.0", "o4/4 i56 t0 t1", "o4/4 i80 t0 t1",
     "o4/4 i64 t0 t1", "o4/4 i64 t0 t1", "o4/4 i64 t0 t1"},
    {"SOFTMAX(i8 1x10 q) -> i8 1x10 q.00390625:-128 | SoftmaxOptions beta=1.0", "o4/4 i56 t0 t1",
     "o4/4 i80 t0 t1", "o4/4 i64 t0 t1", "o4/4 i64 t0 t1", "o4/4 i64 t0 t1"},
    {"SOFTMAX(i16 1x10 q) -> i16 1x10 q.000030517578125:0 | SoftmaxOptions beta=1.0",
     "o4/4 i56 t0 t1 p1026 p1026", "o4/4 i80 t0 t1 p1026 p1026", "o4/4 i64 t0 t1 p1026 p1026",
     "o4/4 i64 t0 t1 p1026 p1026", "o4/4 i64 t0 t1 p1026 p1026"},
    {"LOG_SOFTMAX(f32 1x10) -> f32 1x10 | LogSoftmaxOptions", "t0 t1", "t0 t1", "t0 t1", "t0 t1",
     "t0 t1"},
    {"LOG_SOFTMAX(i8 1x10 q) -> i8 1x10 q.0625:127 | LogSoftmaxOptions", "t0 t1 p28", "t0 t1 p40",
     "t0 t1 p28", "t0 t1 p28", "t0 t1 p28"},
};

TEST(KernelRequests, PoolingAndSoftmax) { expectRequests(kPoolingAndSoftmax); }

const RequestsCase kRecurrent[] = {
    {"SVDF(f32 2x3, f32 8x3 =, f32 8x5 =, f32 4 =, f32 2x40 v) -> f32 2x4 | SVDFOptions rank=2",
     "o8/4 i36 t0 t1 t2 t3 t4 t5 s64", "o12/4 i36 t0 t1 t2 t3 t4 t5 s64",
     "o8/4 i40 t0 t1 t2 t3 t4 t5 s64", "o8/4 i40 t0 t1 t2 t3 t4 t5 s64",
     "o8/4 i40 t0 t1 t2 t3 t4 t5 s64"},
    {"SVDF(i8 2x3 q, i8 8x3 q =, i16 8x5 q =, i32 4 q.25:0 =, i16 2x40 q v) -> i8 2x4 q | "
     "SVDFOptions rank=2",
     "o8/4 i36 t0 t1 t2 t3 t4 t5 s64 s32", "o12/4 i36 t0 t1 t2 t3 t4 t5 s64 s32",
     "o8/4 i40 t0 t1 t2 t3 t4 t5 s64 s32", "o8/4 i40 t0 t1 t2 t3 t4 t5 s64 s32",
     "o8/4 i40 t0 t1 t2 t3 t4 t5 s64 s32 p32"},
    {"UNIDIRECTIONAL_SEQUENCE_LSTM(f32 1x3x2, f32 4x2 =, f32 4x2 =, f32 4x2 =, f32 4x2 =, f32 4x4 "
     "=, f32 4x4 =, f32 4x4 =, f32 4x4 =, -, -, -, f32 4 =, f32 4 =, f32 4 =, f32 4 =, -, -, f32 "
     "1x4 v, f32 1x4 v, -, -, -, -) -> f32 1x3x4 | UnidirectionalSequenceLSTMOptions "
     "fused_activation_function=4",
     "o16/4 i688 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s16 s16 s16 s16",
     "o16/4 i688 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s16 s16 s16 s16",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s16 s16 s16 s16",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s16 s16 s16 s16",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s16 s16 s16 s16"},
    {"UNIDIRECTIONAL_SEQUENCE_LSTM(i8 1x3x2 q, i8 4x2 q =, i8 4x2 q =, i8 4x2 q =, i8 4x2 q =, i8 "
     "4x4 q =, i8 4x4 q =, i8 4x4 q =, i8 4x4 q =, -, -, -, i32 4 =, i32 4 =, i32 4 =, i32 4 =, -, "
     "-, i8 1x4 q v, i16 1x4 q v, -, -, -, -) -> i8 1x3x4 q | UnidirectionalSequenceLSTMOptions "
     "fused_activation_function=4",
     "o16/4 i688 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s8 s8 s8 s8",
     "o16/4 i688 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 s8 s8 s8 s8",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 s8 s8 s8",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 s8 s8 s8",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 s8 s8 s8"},
    {"UNIDIRECTIONAL_SEQUENCE_LSTM(i16 1x3x2 q, i8 4x2 q4 =, i8 4x2 q4 =, i8 4x2 q4 =, i8 4x2 q4 "
     "=, i8 4x4 q4 =, i8 4x4 q4 =, i8 4x4 q4 =, i8 4x4 q4 =, -, -, -, i64 4 =, i64 4 =, i64 4 =, "
     "i64 4 =, -, -, i16 1x4 q v, i16 1x4 q v, -, -, -, -) -> i16 1x3x4 q | "
     "UnidirectionalSequenceLSTMOptions fused_activation_function=4",
     "o16/4 i688 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 p16 p16 p16 p16 p16 p16 p16 p16 s8 s8 s8 s8",
     "o16/4 i688 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 p16 p16 p16 p16 p16 p16 p16 p16 s8 s8 s8 s8",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 p16 p16 p16 p16 p16 p16 p16 p16 p32 p32 p32 p32 p32 p32 p32 p32 s8 s8 s8",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 p16 p16 p16 p16 p16 p16 p16 p16 p32 p32 p32 p32 p32 p32 p32 p32 s8 s8 s8",
     "o16/4 i912 t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 p16 p16 p16 p16 p16 p16 p16 "
     "p16 p16 p16 p16 p16 p16 p16 p16 p16 p32 p32 p32 p32 p32 p32 p32 p32 s8 s8 s8"},
};

TEST(KernelRequests, Recurrent) { expectRequests(kRecurrent); }
}  // namespace
}  // namespace thimble::tflm::test
