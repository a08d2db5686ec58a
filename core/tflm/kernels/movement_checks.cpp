// Sources: TFLM core/api/flatbuffer_conversions.cc (how the Parse functions treat missing options),
// micro/kernels/kernel_util.cc (CreateWritableTensorDimsWithCopy).

#include "core/tflm/kernels/movement_checks.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

/// The little-endian values at the beginning of `bytes`.
template <typename Stored, typename Value>
std::vector<Value> valuesOf(std::span<const std::byte> bytes, std::size_t count) {
    std::vector<Value> values(std::min(count, bytes.size() / sizeof(Stored)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored{};
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = Value{stored};  // NOLINT(bugprone-signed-char-misuse): INT8 is a number
    }
    return values;
}

}  // namespace

std::int64_t option(const KernelCall& call, std::string_view table, std::string_view field) {
    return call.op.options.type == table ? call.op.options.integer(field) : 0;
}

std::vector<std::int32_t> rawInt32(KernelCall& call, const Tensor& tensor, std::size_t count) {
    return valuesOf<std::int32_t, std::int32_t>(call.data(tensor, 4 * count), count);
}

std::vector<std::int64_t> integerValues(KernelCall& call, const Tensor& tensor, std::size_t count) {
    const std::span<const std::byte> bytes = call.data(tensor, 8 * count);
    switch (tensor.type) {
        case TensorType::Int8: return valuesOf<std::int8_t, std::int64_t>(bytes, count);
        case TensorType::Int16: return valuesOf<std::int16_t, std::int64_t>(bytes, count);
        case TensorType::Int32: return valuesOf<std::int32_t, std::int64_t>(bytes, count);
        case TensorType::Int64: return valuesOf<std::int64_t, std::int64_t>(bytes, count);
        default: return {};
    }
}

std::optional<std::size_t> axisAmong(std::size_t rank, std::int64_t axis) {
    const auto size = static_cast<std::int64_t>(rank);
    if (axis < -size || axis >= size) return {};
    return static_cast<std::size_t>(axis < 0 ? axis + size : axis);
}

bool requireConstant(KernelCall& call, const Tensor& tensor, std::string_view operand) {
    if (call.isConstant(tensor)) return true;
    return call.refuse("non-constant " + std::string(operand),
                       "TFLite Micro needs the values in the file");
}

std::optional<std::vector<std::int32_t>> requireSteering(KernelCall& call, const Tensor& tensor,
                                                         std::string_view operand,
                                                         std::size_t count) {
    if (!requireConstant(call, tensor, operand)) return {};
    std::vector<std::int32_t> values = rawInt32(call, tensor, count);
    if (values.size() == count) return values;
    call.refuse(counted(values.size(), "value") + " of " + std::string(operand),
                "TFLite Micro reads " + std::to_string(count));
    return {};
}

bool requireShapeCopyHolds(KernelCall& call, const Tensor& output, std::size_t rank) {
    if (output.shape.size() >= rank) return true;
    return call.refuse("output of " + counted(output.shape.size(), "dimension"),
                       "TFLite Micro gives it " + std::to_string(rank) +
                           " and would write past the end of its shape");
}

}  // namespace thimble::tflm
