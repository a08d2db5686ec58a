// Operators that move elements without computing: reshapes, slices, joins, gathers.
#include <gtest/gtest.h>

#include "tests/core/ops/shape_cases.h"

namespace thimble::test {
namespace {

TEST(OutputShapes, OfReshape) {
    expectShapes({
        {"from a constant", "RESHAPE(2x6, [3 4])", "3x4"},
        {"one dimension open", "RESHAPE(2x6, [3 -1])", "3x4"},
        {"from the options", "RESHAPE(2x6) new_shape=[-1 2]", "6x2"},
        {"the constant wins", "RESHAPE(4, [2 2]) new_shape=[4]", "2x2"},
        {"a scalar of old", "RESHAPE(1x1) new_shape=[0]", "."},
        {"drop all of size 1", "SQUEEZE(1x3x1)", "3"},
        {"drop some", "SQUEEZE(1x3x1) squeeze_dims=[-1]", "1x3"},
        {"at the end", "EXPAND_DIMS(2x3, .[-1])", "2x3x1"},
        {"at the front", "EXPAND_DIMS(2x3, [0])", "1x2x3"},
        {"shape", "SHAPE(2x3x4)", "3"},
        {"rank", "RANK(2x3x4)", "."},
    });
    expectNoShapes({
        {"another size", "RESHAPE(2x6, [3 5])"},
        {"two dimensions open", "RESHAPE(2x6, [-1 -1])"},
        {"two negatives that cancel", "RESHAPE(4, [-2 -2])"},
        {"open beside nothing", "RESHAPE(0, [0 -1])"},
        {"not of size 1", "SQUEEZE(1x3) squeeze_dims=[1]"},
        {"known at run time", "RESHAPE(4, 2) new_shape=[2 2]"},
        {"too many elements to count",
         "RESHAPE(2147483647x2147483647x4, [2147483647 2147483647 5])"},
    });
}

TEST(OutputShapes, OfConcatenationAndSplitting) {
    expectShapes({
        {"along the last", "CONCATENATION(2x3, 2x1, 2x5) axis=-1", "2x9"},
        {"stablehlo", "STABLEHLO_CONCATENATE(2x3, 4x3) dimension=0", "6x3"},
        {"pack", "PACK(2x3, 2x3) axis=1", "2x2x3"},
        {"pack scalars", "PACK(., ., .)", "3"},
        {"unpack", "UNPACK(2x3) axis=1", "2, 2, 2"},
        {"split", "SPLIT(.[1], 1x6)", "1x3, 1x3"},
        {"split by sizes", "SPLIT_V(1x7, [2 -1 1], .[-1])", "1x2, 1x4, 1x1"},
    });
    expectNoShapes({
        {"other dimensions differ", "CONCATENATION(2x3, 3x3) axis=1"},
        {"ranks differ", "CONCATENATION(2x3, 2) axis=1"},
        {"no such axis", "CONCATENATION(2, 2) axis=1"},
        {"shapes differ", "PACK(2, 3)"},
        {"too few outputs", "UNPACK(2x3) axis=1", 2},
        {"not in equal parts", "SPLIT(.[1], 1x7)", 2},
        {"sizes beyond the input", "SPLIT_V(7, [5 5], .[0])", 2},
        {"less than nothing left", "SPLIT_V(7, [8 -1], .[0])", 2},
        {"negative sizes", "SPLIT_V(7, [9 -2], .[0])", 2},
    });
}

TEST(OutputShapes, OfSlices) {
    expectShapes({
        {"begin and size", "SLICE(4x5x6, [1 2 0], [2 -1 6])", "2x3x6"},
        {"x[1:3, ::2]", "STRIDED_SLICE(4x5, [1 0], [3 5], [1 2])", "2x3"},
        {"x[-2:, :100]", "STRIDED_SLICE(4x5, [-2 0], [0 100], [1 1]) end_mask=1", "2x5"},
        {"x[::-1]", "STRIDED_SLICE(5, [0], [0], [-1]) begin_mask=1 end_mask=1", "5"},
        {"x[3:0:-2]", "STRIDED_SLICE(5, [3], [0], [-2])", "2"},
        {"x[3:1] is empty", "STRIDED_SLICE(5, [3], [1], [1])", "0"},
        {"x[2, :]", "STRIDED_SLICE(4x5, [2 0], [3 5], [1 1]) shrink_axis_mask=1", "5"},
        {"x[1:2] leaves the rest", "STRIDED_SLICE(4x5, [1], [2], [1])", "1x5"},
        {"x[..., 1:3]", "STRIDED_SLICE(4x5x6, [0 1], [0 3], [1 1]) ellipsis_mask=1", "4x5x2"},
        {"x[0, ..., newaxis]",
         "STRIDED_SLICE(4x5x6, [0 0 0], [1 0 0], [1 1 1]) "
         "shrink_axis_mask=1 ellipsis_mask=2 new_axis_mask=4",
         "5x6x1"},
        {"where ... is nothing", "STRIDED_SLICE(5, [0 0], [0 2], [1 1]) ellipsis_mask=1", "2"},
        {"ends count from the begin", "STRIDED_SLICE(9, [3], [4], [2]) offset=true", "2"},
        {"far beyond", "STRIDED_SLICE(9, [0]L, [9223372036854775807]L, [1]L)", "9"},
        {"update", "DYNAMIC_UPDATE_SLICE(4x5, 1x5, 2)", "4x5"},
        {"stablehlo", "STABLEHLO_SLICE(9x4) start_indices=[1 0] limit_indices=[8 4] strides=[3 1]",
         "3x4"},
        {"dynamic", "STABLEHLO_DYNAMIC_SLICE(9x4, ., .) slice_sizes=[2 4]", "2x4"},
    });
    expectNoShapes({
        {"out of the input", "SLICE(4, [2], [3])"},
        {"negative begin", "SLICE(4, [-1], [-1])"},
        {"fewer begins than sizes", "SLICE(4x4, [0], [1 1])"},
        {"stablehlo, beyond the input",
         "STABLEHLO_SLICE(9) start_indices=[1] limit_indices=[10] strides=[1]"},
        {"dynamic, beyond the input", "STABLEHLO_DYNAMIC_SLICE(9, .) slice_sizes=[10]"},
        {"standing still", "STRIDED_SLICE(5, [0], [5], [0])"},
        {"more entries than dimensions", "STRIDED_SLICE(5, [0 0], [5 1], [1 1])"},
    });
}

TEST(OutputShapes, OfPadding) {
    expectShapes({
        {"pad", "PAD(4x5, 2x2[1 2 0 3])", "7x8"},
        {"with a value", "PADV2(4x5, 2x2[1 2 0 3]L, .)", "7x8"},
        {"mirrored", "MIRROR_PAD(4x5, 2x2[1 2 0 3])", "7x8"},
        {"dilated", "DILATE(4x0, [3 2], .)", "10x0"},
        {"stablehlo",
         "STABLEHLO_PAD(4, .) edge_padding_low=[-1] edge_padding_high=[2] interior_padding=[1]",
         "8"},
    });
    expectNoShapes({
        {"a pair is missing", "PAD(4x5x6, 2x2[1 2 0 3])"},
        {"negative", "PAD(4, 1x2[-1 0])"},
        {"neighbours in one place", "DILATE(4, [0], .)"},
    });
}

TEST(OutputShapes, OfRearrangements) {
    expectShapes({
        {"transpose", "TRANSPOSE(2x3x4, [2 0 1])", "4x2x3"},
        {"stablehlo", "STABLEHLO_TRANSPOSE(2x3x4) permutation=[2 0 1]", "4x2x3"},
        {"depth to space", "DEPTH_TO_SPACE(1x2x3x8) block_size=2", "1x4x6x2"},
        {"space to depth", "SPACE_TO_DEPTH(1x4x6x2) block_size=2", "1x2x3x8"},
        {"space to batch", "SPACE_TO_BATCH_ND(1x4x5x3, [2 2], 2x2[0 0 1 0])", "4x2x3x3"},
        {"batch to space", "BATCH_TO_SPACE_ND(4x2x3x3, [2 2], 2x2[0 0 1 0])", "1x4x5x3"},
        {"resize", "RESIZE_BILINEAR(1x3x3x8, [6 7])", "1x6x7x8"},
        {"diagonal", "MATRIX_DIAG(2x3)", "2x3x3"},
        {"spectrum", "RFFT2D(2x1x512, [1 512])", "2x1x257"},
    });
    expectNoShapes({
        {"one dimension twice", "TRANSPOSE(2x3, [0 0])"},
        {"too little depth", "DEPTH_TO_SPACE(1x2x3x6) block_size=2"},
        {"no block size", "SPACE_TO_DEPTH(1x2x2x4)"},
        {"blocks of nothing", "SPACE_TO_BATCH_ND(1x4x3, [0], 1x2[0 0])"},
        {"not whole blocks", "SPACE_TO_BATCH_ND(1x5x3, [2], 1x2[0 0])"},
        {"a batch that is no block", "BATCH_TO_SPACE_ND(3x1x3, [2], 1x2[0 0])"},
        {"edges for other blocks", "SPACE_TO_BATCH_ND(1x4x3, [2], 2x2[0 0 0 0])"},
        {"no lengths", "RFFT2D(2x1x512, 2)"},
        {"cropped away", "BATCH_TO_SPACE_ND(2x1x3, [2], 1x2[2 1])"},
    });
}

TEST(OutputShapes, OfGatheringAndSearching) {
    expectShapes({
        {"gather", "GATHER(4x5x6, 2x3) axis=1", "4x2x3x6"},
        {"one index", "GATHER(4x5, .) axis=-1", "4"},
        {"in batches", "GATHER(4x5x6, 4x3) axis=2 batch_dims=1", "4x5x3"},
        {"batches from the end", "GATHER(4x5x6, 4x3) axis=1 batch_dims=-1", "4x3x6"},
        {"by tuples", "GATHER_ND(4x5x6, 7x2)", "7x6"},
        {"scatter", "SCATTER_ND(2x1, 2, [8])", "8"},
        {"one hot at the end", "ONE_HOT(2x3, .[4]) axis=-1", "2x3x4"},
        {"one hot at the front", "ONE_HOT(2x3, .[4]) axis=0", "4x2x3"},
        {"embedding", "EMBEDDING_LOOKUP(3, 10x4x2)", "3x4x2"},
        {"lookup by key", "HASHTABLE_LOOKUP(3, 10, 10x4)", "3x4, 3"},
        {"top k", "TOPK_V2(2x9, .[3])", "2x3, 2x3"},
        {"suppression", "NON_MAX_SUPPRESSION_V4(9x4, 9, .[5])", "5, ."},
        {"suppression with scores", "NON_MAX_SUPPRESSION_V5(9x4, 9, .[5])", "5, 5, ."},
    });
    expectNoShapes({
        {"batches differ", "GATHER(4x5x6, 3x3) axis=2 batch_dims=1"},
        {"batches beyond the axis", "GATHER(4x5, 4x5) axis=1 batch_dims=2"},
        {"keys without rows", "HASHTABLE_LOOKUP(3, 10, 9x4)", 2},
        {"most boxes known at run time", "NON_MAX_SUPPRESSION_V4(9x4, 9, .)", 2},
        {"tuples too long", "GATHER_ND(4, 7x2)"},
        {"more than there are", "TOPK_V2(2x9, .[10])", 2},
        {"the values decide", "WHERE(2x9)"},
    });
}

}  // namespace
}  // namespace thimble::test
