#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "core/interp/requantise.h"

namespace thimble::interp {

// The loops in which int8 models spend their time, for the widest vectors that the machine has
// (Highway chooses at run time; results do not depend on it). Operands are 16 bits wide, zero
// points already taken off: two products of 9-bit numbers add up in one instruction.

/// Whether this machine has vectors for them; otherwise nothing else here may be called.
[[nodiscard]] bool packedKernelsFit();

/// Memory that begins on a cache line.
template <typename T>
struct CacheLineAllocator {
    using value_type = T;  // NOLINT(readability-identifier-naming): the standard's name
    static constexpr std::align_val_t kAlignment{64};
    T* allocate(std::size_t count) {
        return static_cast<T*>(::operator new(count * sizeof(T), kAlignment));
    }
    void deallocate(T* memory, std::size_t) { ::operator delete(memory, kAlignment); }
    friend bool operator==(CacheLineAllocator, CacheLineAllocator) { return true; }
};
template <typename T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

/// Output channels are packed sixteen at a time.
inline constexpr std::int64_t kChannelBlock = 16;

/// How accumulators become outputs, by channel, filled up to whole blocks. Accumulators wrap around
/// as plain ones do; no multiplier is -2^31.
struct PackedScaling {
    AlignedVector<std::int32_t> bias;
    AlignedVector<std::int32_t> multiplier;
    AlignedVector<std::int32_t> left;   ///< bits
    AlignedVector<std::int32_t> right;  ///< bits
    AlignedVector<std::int32_t> mask;   ///< 2^right - 1
    bool shiftsLeft = false;
    std::int32_t outputZero = 0;
    std::int32_t lowest = 0;
    std::int32_t highest = 0;
};

/// Elements that lie one after another in the input, seen from the window's corner.
struct Run {
    std::int64_t offset = 0;
    std::int64_t pairs = 0;  ///< an odd last element is paired with a zero weight
};

/// Weights of a convolution as a matrix, for positions of the window times output channels.
struct PackedMatrix {
    std::int64_t channels = 0;
    std::vector<Run> runs;
    std::int64_t pairs = 0;               ///< in all runs
    AlignedVector<std::int16_t> weights;  ///< [block][pair][channel of the block][2]
    PackedScaling scaling;
};

/// Where windows begin: position (y, x) at `image` + y * rowStep + x * columnStep.
struct Positions {
    const std::int16_t* image = nullptr;
    std::int64_t rows = 0, columns = 0;
    std::int64_t rowStep = 0, columnStep = 0;
};

/// Writes `matrix.channels` bytes per position, `outputStep` bytes apart.
void multiplyPacked(const PackedMatrix& matrix, const Positions& positions, std::byte* output,
                    std::int64_t outputStep);

/// A depthwise convolution: every channel has its own window. Weights and scaling are in the order
/// in which the machine's vectors interleave channels: made by packDepthwise only.
struct PackedDepthwise {
    std::int64_t channels = 0;
    std::vector<std::int64_t> taps;  ///< offsets from the window's corner; an even number
    AlignedVector<std::int16_t> weights;
    PackedScaling scaling;
};

/// `weights` is [taps][channels]; scaling as PackedMatrix has it.
[[nodiscard]] PackedDepthwise packDepthwise(std::int64_t channels, std::vector<std::int64_t> taps,
                                            const std::vector<std::int16_t>& weights,
                                            const PackedScaling& scaling);
/// The image must be readable for 64 elements behind its end.
void filterDepthwise(const PackedDepthwise& filter, const Positions& positions, std::byte* output);

/// 8-bit numbers as 16-bit ones, less `zero`.
void widen(const std::byte* from, std::int64_t count, bool isSigned, std::int16_t zero,
           std::int16_t* to);

}  // namespace thimble::interp
