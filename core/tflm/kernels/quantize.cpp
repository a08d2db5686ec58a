// QUANTIZE, DEQUANTIZE, CAST.
// Sources: TFLM micro/kernels/{quantize,dequantize}{,_common}.cc, cast.cc, and ParseCast of
// lite/core/api/flatbuffer_conversions.cc. CMSIS-NN has none of these kernels.

#include <array>

#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

void quantize(KernelCall& call) {
    call.init(32);  // OpDataQuantizeReference
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!KernelCall::hasAffineQuantization(output) || output.quantization->scale.size() != 1) {
        call.refuse("an output without exactly one scale",
                    "TFLite Micro quantizes per tensor only");
        return;
    }
    if (!requireType(call, input, "input", {Float32, Int32, Int16, Int8, UInt8}) ||
        !requireType(call, output, "output", {Int8, Int16, Int32, UInt8}))
        return;
    call.enter(Phase::Invoke);
    switch (input.type) {
        case Float32: requireType(call, output, "output of FLOAT32", {Int8, Int16}); return;
        case Int32: requireType(call, output, "output of INT32", {Int8, Int16}); return;
        case Int16: requireType(call, output, "output of INT16", {Int8, Int16, Int32}); return;
        case Int8: requireType(call, output, "output of INT8", {Int8, UInt8, Int16, Int32}); return;
        case UInt8: requireType(call, output, "output of UINT8", {Int8}); return;
        default: return;
    }
}

void dequantize(KernelCall& call) {
    call.init(32);  // DequantizeOpData
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    if (requireType(call, *call.input(0), "input", {Int8, Int16, UInt8}))
        requireType(call, *call.output(0), "output", {Float32});
}

void cast(KernelCall& call) {
    call.parse(call.sized(2, 8), call.sized(1, 4));  // TfLiteCastParams
    for (const std::string_view option : {"in_data_type", "out_data_type"})
        if (!requireKnownType(call, "CastOptions", option)) return;
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    call.enter(Phase::Invoke);
    if (requireType(call, *call.input(0), "input", {Int8, Int16, Int32, UInt32, Float32, Bool}))
        requireType(call, *call.output(0), "output", {Int8, Int16, Int32, UInt32, Float32});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Quantize, {}, "AddQuantize", quantize},
    KernelEntry{BuiltinOperator::Dequantize, {}, "AddDequantize", dequantize},
    KernelEntry{BuiltinOperator::Cast, {}, "AddCast", cast},
};

}  // namespace

std::span<const KernelEntry> quantizeKernels() { return kKernels; }

}  // namespace thimble::tflm
