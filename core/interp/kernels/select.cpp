// SELECT and SELECT_V2: of two tensors, element by element, as a third says.

#include <array>
#include <cstring>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/kernels/strided_copy.h"

namespace thimble::interp {

namespace {

/// How far each operand moves, in bytes.
struct Loop {
    std::int32_t count = 0;
    std::array<std::int64_t, 3> strides{};
};

/// Where the operands are: condition, first, second.
using Places = std::array<const std::byte*, 3>;

std::byte* choose(std::span<const Loop> loops, Places at, std::size_t width, std::byte* out) {
    if (loops.empty()) {
        std::memmove(out, *at[0] != std::byte{0} ? at[1] : at[2], width);
        return out + width;
    }
    const Loop& loop = loops.front();
    for (std::int32_t i = 0; i < loop.count; ++i) {
        out = choose(loops.subspan(1), at, width, out);
        for (std::size_t k = 0; k < at.size(); ++k) at[k] += loop.strides[k];
    }
    return out;
}

/// Strides of an operand along the dimensions of the output. It is stretched where it has one
/// element; a condition of SELECT has the leading dimension only.
Result<std::vector<std::int64_t>> stretched(const OperatorCall& call, std::size_t position) {
    const TensorInfo& operand = call.input(position);
    const auto& output = call.output().shape;
    std::vector<std::int64_t> strides(output.size());
    if (operand.elements == 1) return strides;
    const std::vector<std::int64_t> dense = denseStrides(operand.shape);
    const std::size_t rank = operand.shape.size();
    const bool leading =
        call.code() == BuiltinOperator::Select && position == 0 && rank == 1 && !output.empty();
    if (rank > output.size()) return call.fail("an operand has more dimensions than the output");
    for (std::size_t i = 0; i < rank; ++i) {
        const std::size_t axis = leading ? i : output.size() - rank + i;
        if (operand.shape[i] == 1) continue;
        if (operand.shape[i] != output[axis])
            return call.fail("an operand does not stretch to the output");
        strides[axis] = dense[i];
    }
    return strides;
}

Result<Step> prepareSelect(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    const TensorInfo& output = call.output();
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Bool));
    THIMBLE_CHECK(call.requireSameType(call.input(1), output));
    THIMBLE_CHECK(call.requireSameType(call.input(2), output));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, output));
    std::array<std::vector<std::int64_t>, 3> strides;
    for (std::size_t k = 0; k < strides.size(); ++k) {
        THIMBLE_TRY(strides[k], stretched(call, k));
    }
    std::vector<Loop> loops;
    const auto bytes = static_cast<std::int64_t>(width);
    for (std::size_t i = 0; i < output.shape.size(); ++i)
        if (output.shape[i] != 1)
            loops.push_back(
                {output.shape[i], {strides[0][i], strides[1][i] * bytes, strides[2][i] * bytes}});
    return [condition = call.inputSlot(0), first = call.inputSlot(1), second = call.inputSlot(2),
            to = call.outputSlot(), loops, width,
            empty = output.elements == 0](Frame& frame) -> Result<bool> {
        if (empty) return true;
        choose(
            loops,
            {frame.bytes(condition).data(), frame.bytes(first).data(), frame.bytes(second).data()},
            width, frame.writable(to).data());
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Select, prepareSelect},
    KernelEntry{BuiltinOperator::SelectV2, prepareSelect},
};

}  // namespace

std::span<const KernelEntry> selectKernels() { return kKernels; }

}  // namespace thimble::interp
