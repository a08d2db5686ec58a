#pragma once

#include "core/base/units.h"
#include "core/tflm/target.h"

namespace thimble::tflm {

/// A structure of TFLM's runtime as a compiler lays it out.
struct Layout {
    Bytes size;
    Bytes alignment;
};

/// The structures that TFLM's interpreter puts into the arena, for one ABI: built with
/// TF_LITE_STATIC_MEMORY, without compression. Measured with sizeof and alignof, arm-none-eabi-g++
/// for cortex-m4 with hard float and x86-64 g++, on TFLM 90b983c2b.
struct RuntimeLayout {
    Layout singleArenaAllocator;
    Layout greedyPlanner;
    Layout microAllocator;
    Layout builtinDataAllocator;
    Layout subgraphAllocations;  ///< one per subgraph
    Layout evalTensor;           ///< one per tensor, constants too
    Layout nodeAndRegistration;  ///< one per operator
    Layout tensor;              ///< TfLiteTensor: inputs and outputs of subgraph 0, and temporaries
    Layout affineQuantization;  ///< with each TfLiteTensor that has scales and zero points
    Layout intArray;            ///< TfLiteIntArray: 4 bytes, and 4 more per entry
    Layout pointer;
    Layout scratchHandle;      ///< one per scratch request
    Layout scratchRequest;     ///< temporary: one per scratch request, and room for 12 more
    Layout allocationInfo;     ///< temporary: one per tensor and scratch request
    Layout subgraphOffset;     ///< temporary: size_t, one per subgraph
    Layout resourceVariables;  ///< MicroResourceVariables
    Layout resourceVariable;   ///< one per resource variable
};

[[nodiscard]] constexpr RuntimeLayout runtimeLayout(Abi abi) {
    if (abi == Abi::Arm32)
        return {.singleArenaAllocator = {36, 4},
                .greedyPlanner = {44, 4},
                .microAllocator = {36, 4},
                .builtinDataAllocator = {8, 4},
                .subgraphAllocations = {8, 4},
                .evalTensor = {12, 4},
                .nodeAndRegistration = {32, 4},
                .tensor = {32, 4},
                .affineQuantization = {12, 4},
                .intArray = {4, 4},
                .pointer = {4, 4},
                .scratchHandle = {4, 4},
                .scratchRequest = {12, 4},
                .allocationInfo = {24, 4},
                .subgraphOffset = {4, 4},
                .resourceVariables = {12, 4},
                .resourceVariable = {20, 4}};
    return {.singleArenaAllocator = {72, 8},
            .greedyPlanner = {72, 8},
            .microAllocator = {72, 8},
            .builtinDataAllocator = {16, 8},
            .subgraphAllocations = {16, 8},
            .evalTensor = {24, 8},
            .nodeAndRegistration = {64, 8},
            .tensor = {64, 8},
            .affineQuantization = {24, 8},
            .intArray = {4, 4},
            .pointer = {8, 8},
            .scratchHandle = {8, 8},
            .scratchRequest = {16, 8},
            .allocationInfo = {32, 8},
            .subgraphOffset = {8, 8},
            .resourceVariables = {16, 8},
            .resourceVariable = {40, 8}};
}

/// Temporary working memory of TFLM's GreedyMemoryPlanner per buffer; the same in both layouts.
inline constexpr Bytes kPlannerBytesPerBuffer = 40;
/// Scratch requests that TFLM keeps room for before each operator's Prepare.
inline constexpr Bytes kScratchRequestsPerOperator = 12;
/// MicroArenaBufferAlignment().
inline constexpr Bytes kArenaAlignment = 16;

}  // namespace thimble::tflm
