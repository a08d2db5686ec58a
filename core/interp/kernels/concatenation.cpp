// CONCATENATION and PACK lay blocks of their inputs side by side; SPLIT, SPLIT_V and UNPACK take
// them apart. A block is what a tensor holds for one position of the dimensions before the axis.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

namespace {

using ByteMap = std::array<std::byte, 256>;

struct Block {
    Slot slot = 0;
    std::size_t bytes = 0;
    std::vector<ByteMap> rescaled = {};  ///< none, or one to look every byte up in
};

/// The tensors' blocks, when there are `outer` of each.
std::vector<Block> blocksOf(std::span<const std::pair<Slot, std::size_t>> tensors,
                            std::size_t outer) {
    std::vector<Block> blocks;
    for (const auto& [slot, bytes] : tensors) blocks.push_back({slot, bytes / outer});
    return blocks;
}

Step joinStep(std::vector<Block> inputs, Slot to, std::size_t outer) {
    return [inputs = std::move(inputs), to, outer](Frame& frame) -> Result<bool> {
        std::byte* out = frame.writable(to).data();
        for (std::size_t o = 0; o < outer; ++o)
            for (const Block& input : inputs) {
                if (input.bytes == 0) continue;
                const std::byte* in = frame.bytes(input.slot).data() + o * input.bytes;
                if (input.rescaled.empty())
                    std::memmove(out, in, input.bytes);
                else
                    std::transform(in, in + input.bytes, out, [&input](std::byte value) {
                        return input.rescaled[0][std::to_integer<std::size_t>(value)];
                    });
                out += input.bytes;
            }
        return true;
    };
}

Step splitStep(Slot from, std::vector<Block> outputs, std::size_t outer) {
    return [from, outputs = std::move(outputs), outer](Frame& frame) -> Result<bool> {
        const std::byte* in = frame.bytes(from).data();
        for (std::size_t o = 0; o < outer; ++o)
            for (const Block& output : outputs) {
                if (output.bytes == 0) continue;
                std::memmove(frame.writable(output.slot).data() + o * output.bytes, in,
                             output.bytes);
                in += output.bytes;
            }
        return true;
    };
}

Step nothingToDo() {
    return [](Frame&) -> Result<bool> { return true; };
}

/// What an 8-bit value of one quantization is in another.
///   source   TFLite lite/kernels/internal/reference/concatenation.h, in the same order
ByteMap rescaling(const TensorInfo& from, const TensorInfo& to) {
    const float scale = from.scale * (1.0F / to.scale);
    const float bias = -static_cast<float>(from.zeroPoint) * scale;
    ByteMap map{};
    for (std::size_t value = 0; value < map.size(); ++value) {
        const float real = std::round(static_cast<float>(value) * scale + bias);
        const double shifted =
            std::clamp(std::isnan(real) ? 0.0 : static_cast<double>(real), -1e9, 1e9) +
            to.zeroPoint;
        map[value] = static_cast<std::byte>(static_cast<int>(std::clamp(shifted, 0.0, 255.0)));
    }
    return map;
}

bool sameScale(const TensorInfo& a, const TensorInfo& b) {
    return a.scale == b.scale && a.zeroPoint == b.zeroPoint;
}

/// Operands of one type with a size, whose shapes fit.
Result<void> requireAlike(const OperatorCall& call, const TensorInfo& first) {
    THIMBLE_TRY([[maybe_unused]] const std::size_t width, elementBytes(call, first));
    return requireFittingShapes(call);
}

Result<Step> prepareConcatenation(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(call.inputCount()));
    THIMBLE_CHECK(call.requireOperands(1));
    const TensorInfo& output = call.output();
    THIMBLE_CHECK(requireAlike(call, output));
    if (call.option("fused_activation_function") != 0)
        return call.fail("there is no kernel for a fused activation");
    THIMBLE_TRY(const std::size_t axis, axisOf(call, call.option("axis"), output.shape.size()));
    const bool unsignedBytes = output.type == TensorType::UInt8;
    std::vector<std::pair<Slot, std::size_t>> tensors;
    for (std::size_t i = 0; i < call.inputCount(); ++i) {
        THIMBLE_CHECK(call.requireSameType(call.input(i), output));
        if (output.type == TensorType::Int8 && !sameScale(call.input(i), output))
            return call.fail("there is no kernel for INT8 of different scales");
        tensors.emplace_back(call.inputSlot(i), call.input(i).bytes);
    }
    if (output.elements == 0) return nothingToDo();
    const std::size_t outer = elementsAmong(output.shape, 0, axis);
    std::vector<Block> blocks = blocksOf(tensors, outer);
    for (std::size_t i = 0; unsignedBytes && i < blocks.size(); ++i) {
        if (sameScale(call.input(i), output)) continue;
        THIMBLE_CHECK(call.requireQuantized(call.input(i)));
        THIMBLE_CHECK(call.requireQuantized(output));
        blocks[i].rescaled = {rescaling(call.input(i), output)};
    }
    return joinStep(std::move(blocks), call.outputSlot(), outer);
}

Result<Step> preparePack(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(call.inputCount()));
    THIMBLE_CHECK(call.requireOperands(1));
    const TensorInfo& output = call.output();
    THIMBLE_CHECK(requireAlike(call, output));
    THIMBLE_TRY(const std::size_t axis, axisOf(call, call.option("axis"), output.shape.size()));
    std::vector<std::pair<Slot, std::size_t>> tensors;
    for (std::size_t i = 0; i < call.inputCount(); ++i) {
        THIMBLE_CHECK(call.requireSameType(call.input(i), output));
        tensors.emplace_back(call.inputSlot(i), call.input(i).bytes);
    }
    if (output.elements == 0) return nothingToDo();
    const std::size_t outer = elementsAmong(output.shape, 0, axis);
    return joinStep(blocksOf(tensors, outer), call.outputSlot(), outer);
}

/// To all outputs along an axis of the input.
Result<Step> takeApart(const OperatorCall& call, std::size_t position, std::int64_t axisValue) {
    const TensorInfo& input = call.input(position);
    THIMBLE_CHECK(requireAlike(call, input));
    THIMBLE_TRY(const std::size_t axis, axisOf(call, axisValue, input.shape.size()));
    std::vector<std::pair<Slot, std::size_t>> tensors;
    std::size_t total = 0;
    for (std::size_t i = 0; i < call.outputCount(); ++i) {
        THIMBLE_CHECK(call.requireSameType(input, call.output(i)));
        tensors.emplace_back(call.outputSlot(i), call.output(i).bytes);
        total += call.output(i).bytes;
    }
    if (total != input.bytes) return call.fail("its outputs are not all of its input");
    if (input.elements == 0) return nothingToDo();
    const std::size_t outer = elementsAmong(input.shape, 0, axis);
    return splitStep(call.inputSlot(position), blocksOf(tensors, outer), outer);
}

Result<Step> prepareSplit(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_TRY(const auto axis, requireConstantIntegers(call, 0));
    if (axis.size() != 1) return call.fail("its axis is not one number");
    return takeApart(call, 1, axis[0]);
}

Result<Step> prepareSplitV(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    THIMBLE_TRY(const auto sizes, requireConstantIntegers(call, 1));
    THIMBLE_TRY(const auto axis, requireConstantIntegers(call, 2));
    if (axis.size() != 1) return call.fail("its axis is not one number");
    if (sizes.size() != call.outputCount()) return call.fail("it has not one size per output");
    return takeApart(call, 0, axis[0]);
}

Result<Step> prepareUnpack(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    return takeApart(call, 0, call.option("axis"));
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Concatenation, prepareConcatenation},
    KernelEntry{BuiltinOperator::Pack, preparePack},
    KernelEntry{BuiltinOperator::Split, prepareSplit},
    KernelEntry{BuiltinOperator::SplitV, prepareSplitV},
    KernelEntry{BuiltinOperator::Unpack, prepareUnpack},
};

}  // namespace

std::span<const KernelEntry> concatenationKernels() { return kKernels; }

}  // namespace thimble::interp
