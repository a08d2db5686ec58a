// GATHER, GATHER_ND and EMBEDDING_LOOKUP: elements by index. What indices say is known at run time
// only, and checked there.

#include <array>
#include <cstring>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

namespace {

Error outOfRange(const OperatorCall& call) {
    return call.fail("an index is outside of what it indexes").value();
}

/// Indices take the place of a dimension; `batch_dims` leading ones are common to both inputs.
Result<Step> prepareGather(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(requireFittingShapes(call));
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_CHECK(call.requireSameType(input, output));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, input));
    THIMBLE_TRY(const IntegerOperand indices, IntegerOperand::of(call, 1));
    const std::size_t rank = input.shape.size(), indexRank = call.input(1).shape.size();
    THIMBLE_TRY(const std::size_t axis, axisOf(call, call.option("axis"), rank));
    std::int64_t common = call.option("batch_dims");
    if (common < 0) common += static_cast<std::int64_t>(indexRank);
    const auto batchRank = static_cast<std::size_t>(common);  // the rule has checked it
    if (output.elements == 0) return Step([](Frame&) -> Result<bool> { return true; });

    const std::size_t batches = elementsAmong(input.shape, 0, batchRank);
    const std::size_t outer = elementsAmong(input.shape, batchRank, axis);
    const auto size = static_cast<std::size_t>(input.shape[axis]);
    const std::size_t row = elementsAmong(input.shape, axis + 1, rank) * width;
    const std::size_t count = elementsAmong(call.input(1).shape, batchRank, indexRank);
    return [from = call.inputSlot(0), to = call.outputSlot(), error = outOfRange(call), indices,
            batches, outer, size, row, count](Frame& frame) -> Result<bool> {
        const std::byte* in = frame.bytes(from).data();
        std::byte* out = frame.writable(to).data();
        for (std::size_t b = 0; b < batches; ++b)
            for (std::size_t o = 0; o < outer; ++o, in += size * row)
                for (std::size_t i = 0; i < count; ++i, out += row) {
                    const std::int64_t index = indices.at(frame, b * count + i);
                    if (index < 0 || index >= static_cast<std::int64_t>(size))
                        return tl::unexpected<Error>(error);
                    std::memmove(out, in + static_cast<std::size_t>(index) * row, row);
                }
        return true;
    };
}

/// The last dimension of the indices is an index into the leading dimensions of the input. As in
/// TFLM, only the place that it leads to must be inside, not each of its parts.
Result<Step> prepareGatherNd(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(requireFittingShapes(call));
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_CHECK(call.requireSameType(input, output));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, input));
    THIMBLE_TRY(const IntegerOperand indices, IntegerOperand::of(call, 1));
    const auto depth = static_cast<std::size_t>(call.input(1).shape.back());
    if (output.elements == 0) return Step([](Frame&) -> Result<bool> { return true; });

    const std::size_t rank = input.shape.size();
    std::vector<std::int64_t> strides;
    for (std::size_t i = 0; i < depth; ++i)
        strides.push_back(static_cast<std::int64_t>(elementsAmong(input.shape, i + 1, rank)));
    const std::size_t slice = elementsAmong(input.shape, depth, rank);
    const auto last = static_cast<std::int64_t>(input.elements) - static_cast<std::int64_t>(slice);
    return [from = call.inputSlot(0), to = call.outputSlot(), error = outOfRange(call), indices,
            strides, slice, last, width,
            count = output.elements / slice](Frame& frame) -> Result<bool> {
        const std::byte* in = frame.bytes(from).data();
        std::byte* out = frame.writable(to).data();
        for (std::size_t i = 0; i < count; ++i, out += slice * width) {
            // Indices beyond this are outside with certainty, and their products could overflow.
            constexpr std::int64_t kFar = std::int64_t{1} << 31;
            std::int64_t place = 0;
            for (std::size_t j = 0; j < strides.size(); ++j) {
                const std::int64_t index = indices.at(frame, i * strides.size() + j);
                if (index < -kFar || index > kFar) return tl::unexpected<Error>(error);
                place += index * strides[j];
                if (place < -(kFar << 16) || place > kFar << 16)
                    return tl::unexpected<Error>(error);
            }
            if (place < 0 || place > last) return tl::unexpected<Error>(error);
            std::memmove(out, in + static_cast<std::size_t>(place) * width, slice * width);
        }
        return true;
    };
}

/// Rows as they are, or of an INT8 table as real numbers.
Result<Step> prepareEmbeddingLookup(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(requireFittingShapes(call));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int32));
    const TensorInfo &table = call.input(1), &output = call.output();
    const bool real = table.type == TensorType::Int8 && output.type == TensorType::Float32;
    if (!real) THIMBLE_CHECK(call.requireSameType(table, output));
    if (real && table.zeroPoint != 0) return call.fail("the table has a zero point");
    THIMBLE_TRY(const std::size_t width, elementBytes(call, table));
    if (output.elements == 0) return Step([](Frame&) -> Result<bool> { return true; });
    const auto rows = table.shape[0];
    const std::size_t row = elementsAmong(table.shape, 1, table.shape.size());
    return [lookup = call.in<std::int32_t>(0), from = call.inputSlot(1), to = call.outputSlot(),
            error = outOfRange(call), rows, row, width, real,
            scale = table.scale](Frame& frame) -> Result<bool> {
        std::byte* out = frame.writable(to).data();
        for (const std::int32_t index : lookup.of(frame)) {
            if (index < 0 || index >= rows) return tl::unexpected<Error>(error);
            const std::byte* in =
                frame.bytes(from).data() + static_cast<std::size_t>(index) * row * width;
            if (!real) std::memmove(out, in, row * width);
            for (std::size_t i = 0; real && i < row; ++i) {
                const float value = scale * static_cast<float>(static_cast<std::int8_t>(in[i]));
                std::memcpy(out + i * sizeof value, &value, sizeof value);
            }
            out += row * (real ? sizeof(float) : width);
        }
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::EmbeddingLookup, prepareEmbeddingLookup},
    KernelEntry{BuiltinOperator::Gather, prepareGather},
    KernelEntry{BuiltinOperator::GatherNd, prepareGatherNd},
};

}  // namespace

std::span<const KernelEntry> gatherKernels() { return kKernels; }

}  // namespace thimble::interp
