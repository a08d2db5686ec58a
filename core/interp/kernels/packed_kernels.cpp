#include "core/interp/kernels/packed_kernels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

// Machines whose vectors have no size at compile time, or none of these operations, take the plain
// kernels.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/interp/kernels/packed_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// Everything from here on is compiled once for each kind of vector.
HWY_BEFORE_NAMESPACE();
namespace thimble::interp::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR
bool fits() { return false; }
void multiply(const PackedMatrix&, const Positions&, std::byte*, std::int64_t) {}
PackedDepthwise pack(std::int64_t, std::vector<std::int64_t>, const std::vector<std::int16_t>&,
                     const PackedScaling&) {
    return {};
}
void filter(const PackedDepthwise&, const Positions&, std::byte*) {}
void widenBytes(const std::byte*, std::int64_t, bool, std::int16_t, std::int16_t*) {}
#else
namespace hn = hwy::HWY_NAMESPACE;

bool fits() { return true; }

using Words = hn::CappedTag<std::int32_t, kChannelBlock>;
using Halves = hn::Repartition<std::int16_t, Words>;
using WordVector = hn::Vec<Words>;
constexpr std::int64_t kLanes = hn::MaxLanes(Words());
/// Vectors that hold the channels of a block.
constexpr int kVectors = static_cast<int>(kChannelBlock / kLanes);

/// Sums of the channels from `at` on to outputs; see requantise(std::int32_t, Multiplier).
template <typename D, typename V = hn::Vec<D> >
HWY_INLINE V scale(D words, const PackedScaling& scaling, std::size_t at, V sum) {
    const hn::RepartitionToWide<D> wide;
    const hn::RebindToUnsigned<decltype(wide)> bits;
    V x = hn::Add(sum, hn::Load(words, scaling.bias.data() + at));
    if (scaling.shiftsLeft) x = hn::Shl(x, hn::Load(words, scaling.left.data() + at));
    const V factor = hn::Load(words, scaling.multiplier.data() + at);
    const auto round = hn::Set(wide, std::int64_t{1} << 30);
    const V oddX = hn::BitCast(words, hn::ShiftRight<32>(hn::BitCast(bits, x)));
    const V oddFactor = hn::BitCast(words, hn::ShiftRight<32>(hn::BitCast(bits, factor)));
    const auto even = hn::BitCast(bits, hn::Add(hn::MulEven(x, factor), round));
    const auto odd = hn::BitCast(bits, hn::Add(hn::MulEven(oddX, oddFactor), round));
    x = hn::OddEven(hn::BitCast(words, hn::ShiftLeft<1>(odd)),
                    hn::BitCast(words, hn::ShiftRight<31>(even)));
    // Halves are rounded away from zero: what is shifted out must be more than half, or half above
    // 0.
    const V rest = hn::And(x, hn::Load(words, scaling.mask.data() + at));
    const V half = hn::ShiftRight<1>(hn::Load(words, scaling.mask.data() + at));
    const V up = hn::VecFromMask(words, hn::Gt(rest, hn::Sub(half, hn::ShiftRight<31>(x))));
    x = hn::Sub(hn::Shr(x, hn::Load(words, scaling.right.data() + at)), up);
    x = hn::Add(x, hn::Set(words, scaling.outputZero));
    return hn::Min(hn::Max(x, hn::Set(words, scaling.lowest)), hn::Set(words, scaling.highest));
}

/// The first `count` lanes, a byte each; they are in the range of the type.
HWY_INLINE void storeBytes(WordVector x, std::int64_t count, std::byte* to) {
    // The low byte of an int8 and of a uint8 is what either of them stores.
    const hn::Rebind<std::uint8_t, Words> bytes;
    const auto low = hn::TruncateTo(bytes, hn::BitCast(hn::RebindToUnsigned<Words>(), x));
    if (count >= kLanes) {
        hn::StoreU(low, bytes, reinterpret_cast<std::uint8_t*>(to));
        return;
    }
    alignas(64) std::array<std::uint8_t, kChannelBlock> all;
    hn::StoreU(low, bytes, all.data());
    std::memcpy(to, all.data(), static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
}

/// Two neighbours in every lane.
HWY_INLINE hn::Vec<Halves> broadcastPair(const std::int16_t* pair) {
    std::int32_t both = 0;
    std::memcpy(&both, pair, sizeof both);
    return hn::BitCast(Halves(), hn::Set(Words(), both));
}

/// `kRows` positions times `kBlocks` blocks of channels: all sums stay in registers.
template <int kRows, int kBlocks>
HWY_INLINE void multiplyTile(const PackedMatrix& matrix, std::int64_t block,
                             const std::int16_t* const* windows, std::byte* const* outputs) {
    constexpr int kColumns = kBlocks * kVectors;
    const Words words;
    const Halves halves;
    // The second of two sums stays zero on machines that add neighbours.
    WordVector sums[kRows][kColumns];
    WordVector others[kRows][kColumns];
    for (int r = 0; r < kRows; ++r)
        for (int c = 0; c < kColumns; ++c) sums[r][c] = others[r][c] = hn::Zero(words);

    const std::int64_t blockSize = matrix.pairs * kChannelBlock * 2;
    const std::int16_t* weights = matrix.weights.data() + block * blockSize;
    for (const Run& run : matrix.runs)
        for (std::int64_t pair = 0; pair < run.pairs; ++pair, weights += kChannelBlock * 2) {
            hn::Vec<Halves> columns[kColumns];
            for (int c = 0; c < kColumns; ++c)
                columns[c] = hn::Load(
                    halves, weights + c / kVectors * blockSize + c % kVectors * kLanes * 2);
            for (int r = 0; r < kRows; ++r) {
                const auto input = broadcastPair(windows[r] + run.offset + pair * 2);
                for (int c = 0; c < kColumns; ++c)
                    sums[r][c] = hn::ReorderWidenMulAccumulate(words, input, columns[c], sums[r][c],
                                                               others[r][c]);
            }
        }
    for (int r = 0; r < kRows; ++r)
        for (int c = 0; c < kColumns; ++c) {
            const std::int64_t channel = block * kChannelBlock + c * kLanes;
            if (channel >= matrix.channels) break;
            const WordVector sum = hn::RearrangeToOddPlusEven(sums[r][c], others[r][c]);
            storeBytes(scale(words, matrix.scaling, static_cast<std::size_t>(channel), sum),
                       matrix.channels - channel, outputs[r] + channel);
        }
}

/// As many rows as keep all sums of a tile in registers.
constexpr int kTileBlocks = kVectors == 1 ? 2 : 1;
constexpr int kTileRows = kVectors == 1 ? 8 : kVectors == 2 ? 6 : 2;

/// The rows that are left: fewer than a tile's.
template <int kRows, int kBlocks>
HWY_INLINE void multiplyRest(int rows, const PackedMatrix& matrix, std::int64_t block,
                             const std::int16_t* const* windows, std::byte* const* outputs) {
    if constexpr (kRows > 0) {
        if (rows == kRows)
            multiplyTile<kRows, kBlocks>(matrix, block, windows, outputs);
        else
            multiplyRest<kRows - 1, kBlocks>(rows, matrix, block, windows, outputs);
    }
}

template <int kBlocks>
HWY_INLINE void multiplyBlocks(const PackedMatrix& matrix, std::int64_t block,
                               const Positions& positions, std::byte* output,
                               std::int64_t outputStep) {
    std::array<const std::int16_t*, kTileRows> windows{};
    std::array<std::byte*, kTileRows> outputs{};
    int rows = 0;
    for (std::int64_t y = 0; y < positions.rows; ++y)
        for (std::int64_t x = 0; x < positions.columns; ++x, output += outputStep) {
            windows[static_cast<std::size_t>(rows)] =
                positions.image + y * positions.rowStep + x * positions.columnStep;
            outputs[static_cast<std::size_t>(rows)] = output;
            if (++rows < kTileRows) continue;
            multiplyTile<kTileRows, kBlocks>(matrix, block, windows.data(), outputs.data());
            rows = 0;
        }
    multiplyRest<kTileRows - 1, kBlocks>(rows, matrix, block, windows.data(), outputs.data());
}

HWY_NOINLINE void multiply(const PackedMatrix& matrix, const Positions& positions,
                           std::byte* output, std::int64_t outputStep) {
    const std::int64_t blocks = (matrix.channels + kChannelBlock - 1) / kChannelBlock;
    std::int64_t block = 0;
    for (; block + kTileBlocks <= blocks; block += kTileBlocks)
        multiplyBlocks<kTileBlocks>(matrix, block, positions, output, outputStep);
    for (; block < blocks; ++block) multiplyBlocks<1>(matrix, block, positions, output, outputStep);
}

// Depthwise: a vector of 16-bit channels of one tap is interleaved with that of the next, so that
// products of both are added in one instruction. Channels then lie in two vectors of sums, in an
// order that narrowing undoes.

using Channels = hn::CappedTag<std::int16_t, 2 * kChannelBlock>;
using Sums = hn::RepartitionToWide<Channels>;
constexpr std::int64_t kChannels = hn::MaxLanes(Channels());

/// Which channel each lane of the two vectors of sums holds: lower first.
HWY_INLINE std::array<std::int64_t, kChannels> channelOrder() {
    const Channels tag;
    alignas(64) std::array<std::int16_t, kChannels> lanes;
    for (std::int64_t i = 0; i < kChannels; ++i)
        lanes[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(i);
    const auto all = hn::Load(tag, lanes.data());
    alignas(64) std::array<std::int16_t, 2 * kChannels> pairs;
    hn::Store(hn::InterleaveLower(tag, all, all), tag, pairs.data());
    hn::Store(hn::InterleaveUpper(tag, all, all), tag, pairs.data() + kChannels);
    std::array<std::int64_t, kChannels> order;
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = pairs[2 * i];
    return order;
}

/// Per-channel numbers in the order of the sums, whole groups.
template <typename T>
AlignedVector<T> reordered(const AlignedVector<T>& values, std::int64_t channels,
                           const std::array<std::int64_t, kChannels>& order) {
    AlignedVector<T> result;
    for (std::int64_t first = 0; first < channels; first += kChannels)
        for (const std::int64_t lane : order)
            result.push_back(
                first + lane < channels ? values[static_cast<std::size_t>(first + lane)] : T{0});
    return result;
}

HWY_NOINLINE PackedDepthwise pack(std::int64_t channels, std::vector<std::int64_t> taps,
                                  const std::vector<std::int16_t>& weights,
                                  const PackedScaling& scaling) {
    const auto order = channelOrder();
    PackedDepthwise filter{.channels = channels, .taps = std::move(taps), .scaling = scaling};
    const std::size_t count = filter.taps.size();
    if (count % 2 != 0) filter.taps.push_back(filter.taps.back());
    const auto weight = [&](std::size_t tap, std::int64_t channel) {
        if (tap >= count || channel >= channels) return std::int16_t{0};
        return weights[tap * static_cast<std::size_t>(channels) +
                       static_cast<std::size_t>(channel)];
    };
    for (std::int64_t first = 0; first < channels; first += kChannels)
        for (std::size_t tap = 0; tap < filter.taps.size(); tap += 2)
            for (const std::int64_t lane : order) {
                filter.weights.push_back(weight(tap, first + lane));
                filter.weights.push_back(weight(tap + 1, first + lane));
            }
    PackedScaling& s = filter.scaling;
    for (auto* values : {&s.bias, &s.multiplier, &s.left, &s.right, &s.mask})
        *values = reordered(*values, channels, order);
    return filter;
}

/// `kPositions` windows of one group of channels.
template <int kPositions>
HWY_INLINE void filterGroup(const PackedDepthwise& filter, std::int64_t first,
                            const std::int16_t* const* windows, std::byte* const* outputs) {
    const Channels tag;
    const Sums words;
    using V = hn::Vec<Sums>;
    V lower[kPositions], upper[kPositions], otherLower[kPositions], otherUpper[kPositions];
    for (int p = 0; p < kPositions; ++p)
        lower[p] = upper[p] = otherLower[p] = otherUpper[p] = hn::Zero(words);
    const std::size_t taps = filter.taps.size();
    const std::int16_t* weights = filter.weights.data() + first * static_cast<std::int64_t>(taps);
    for (std::size_t tap = 0; tap < taps; tap += 2, weights += 2 * kChannels) {
        const auto weightsLower = hn::Load(tag, weights);
        const auto weightsUpper = hn::Load(tag, weights + kChannels);
        for (int p = 0; p < kPositions; ++p) {
            const auto a = hn::LoadU(tag, windows[p] + filter.taps[tap] + first);
            const auto b = hn::LoadU(tag, windows[p] + filter.taps[tap + 1] + first);
            lower[p] = hn::ReorderWidenMulAccumulate(words, hn::InterleaveLower(tag, a, b),
                                                     weightsLower, lower[p], otherLower[p]);
            upper[p] = hn::ReorderWidenMulAccumulate(words, hn::InterleaveUpper(tag, a, b),
                                                     weightsUpper, upper[p], otherUpper[p]);
        }
    }
    const std::int64_t count = std::min(filter.channels - first, kChannels);
    const auto at = static_cast<std::size_t>(first);
    for (int p = 0; p < kPositions; ++p) {
        const V x =
            scale(words, filter.scaling, at, hn::RearrangeToOddPlusEven(lower[p], otherLower[p]));
        const V y = scale(words, filter.scaling, at + kChannels / 2,
                          hn::RearrangeToOddPlusEven(upper[p], otherUpper[p]));
        const auto both = hn::ReorderDemote2To(tag, x, y);
        const hn::Rebind<std::uint8_t, Channels> bytes;
        const auto low = hn::TruncateTo(bytes, hn::BitCast(hn::RebindToUnsigned<Channels>(), both));
        auto* to = reinterpret_cast<std::uint8_t*>(outputs[p] + first);
        if (count == kChannels) {
            hn::StoreU(low, bytes, to);
        } else {
            alignas(64) std::array<std::uint8_t, kChannels> all;
            hn::StoreU(low, bytes, all.data());
            std::memcpy(to, all.data(), static_cast<std::size_t>(count));
        }
    }
}

HWY_NOINLINE void filter(const PackedDepthwise& filter, const Positions& positions,
                         std::byte* output) {
    constexpr int kAtOnce = 4;
    for (std::int64_t first = 0; first < filter.channels; first += kChannels) {
        std::array<const std::int16_t*, kAtOnce> windows{};
        std::array<std::byte*, kAtOnce> outputs{};
        std::byte* to = output;
        std::size_t waiting = 0;
        for (std::int64_t y = 0; y < positions.rows; ++y)
            for (std::int64_t x = 0; x < positions.columns; ++x, to += filter.channels) {
                windows[waiting] =
                    positions.image + y * positions.rowStep + x * positions.columnStep;
                outputs[waiting] = to;
                if (++waiting < kAtOnce) continue;
                filterGroup<kAtOnce>(filter, first, windows.data(), outputs.data());
                waiting = 0;
            }
        for (std::size_t p = 0; p < waiting; ++p)
            filterGroup<1>(filter, first, &windows[p], &outputs[p]);
    }
}

template <typename T>
HWY_INLINE void widenAs(const T* from, std::int64_t count, std::int16_t zero, std::int16_t* to) {
    const hn::ScalableTag<std::int16_t> tag;
    const hn::Rebind<T, decltype(tag)> narrow;
    const std::int64_t lanes = hn::MaxLanes(tag);
    const auto less = hn::Set(tag, zero);
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        hn::StoreU(hn::Sub(hn::PromoteTo(tag, hn::LoadU(narrow, from + i)), less), tag, to + i);
    for (; i < count; ++i) to[i] = static_cast<std::int16_t>(from[i] - zero);
}

HWY_NOINLINE void widenBytes(const std::byte* from, std::int64_t count, bool isSigned,
                             std::int16_t zero, std::int16_t* to) {
    if (isSigned)
        widenAs(reinterpret_cast<const std::int8_t*>(from), count, zero, to);
    else
        widenAs(reinterpret_cast<const std::uint8_t*>(from), count, zero, to);
}

#endif
}  // namespace thimble::interp::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace thimble::interp {

HWY_EXPORT(fits);
HWY_EXPORT(multiply);
HWY_EXPORT(pack);
HWY_EXPORT(filter);
HWY_EXPORT(widenBytes);

bool packedKernelsFit() { return HWY_DYNAMIC_DISPATCH(fits)(); }

void multiplyPacked(const PackedMatrix& matrix, const Positions& positions, std::byte* output,
                    std::int64_t outputStep) {
    HWY_DYNAMIC_DISPATCH(multiply)(matrix, positions, output, outputStep);
}

PackedDepthwise packDepthwise(std::int64_t channels, std::vector<std::int64_t> taps,
                              const std::vector<std::int16_t>& weights,
                              const PackedScaling& scaling) {
    return HWY_DYNAMIC_DISPATCH(pack)(channels, std::move(taps), weights, scaling);
}

void filterDepthwise(const PackedDepthwise& packed, const Positions& positions, std::byte* output) {
    HWY_DYNAMIC_DISPATCH(filter)(packed, positions, output);
}

void widen(const std::byte* from, std::int64_t count, bool isSigned, std::int16_t zero,
           std::int16_t* to) {
    HWY_DYNAMIC_DISPATCH(widenBytes)(from, count, isSigned, zero, to);
}

}  // namespace thimble::interp
#endif
