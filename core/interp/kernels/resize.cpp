// RESIZE_NEAREST_NEIGHBOR and RESIZE_BILINEAR of [N, H, W, C]; the new height and width are those
// of the output.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

namespace {

struct Resize {
    std::size_t batches = 0, inHeight = 0, inWidth = 0, outHeight = 0, outWidth = 0, depth = 0;
    bool alignCorners = false, halfPixelCenters = false;
};

Result<Resize> resizeOf(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_CHECK(requireFittingShapes(call));
    const auto& in = call.input(0).shape;
    const auto& out = call.output().shape;
    if (in.size() != 4 || out.size() != 4 || in[0] != out[0] || in[3] != out[3])
        return call.fail("it is done for four dimensions only");
    Resize r{static_cast<std::size_t>(in[0]),  static_cast<std::size_t>(in[1]),
             static_cast<std::size_t>(in[2]),  static_cast<std::size_t>(out[1]),
             static_cast<std::size_t>(out[2]), static_cast<std::size_t>(in[3]),
             call.flag("align_corners"),       call.flag("half_pixel_centers")};
    if (call.output().elements > 0 && call.input(0).elements == 0)
        return call.fail("it has an empty input");
    if (call.output().elements == 0) r.batches = 0;
    return r;
}

/// Which of `in` rows is nearest to row `at` of `out`.
///   source   TFLite lite/kernels/internal/reference/resize_nearest_neighbor.h
std::size_t nearest(std::size_t at, std::size_t in, std::size_t out, const Resize& r) {
    const float scale = r.alignCorners && out > 1
                            ? static_cast<float>(in - 1) / static_cast<float>(out - 1)
                            : static_cast<float>(in) / static_cast<float>(out);
    const float place = (static_cast<float>(at) + (r.halfPixelCenters ? 0.5F : 0.0F)) * scale;
    const float whole = r.alignCorners ? std::round(place) : std::floor(place);
    return std::min(static_cast<std::size_t>(whole), in - 1);
}

Result<Step> prepareNearest(OperatorCall& call) {
    THIMBLE_TRY(const Resize r, resizeOf(call));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, call.output()));
    return [from = call.inputSlot(0), to = call.outputSlot(), r,
            bytes = r.depth * width](Frame& frame) -> Result<bool> {
        const std::byte* in = frame.bytes(from).data();
        std::byte* out = frame.writable(to).data();
        for (std::size_t n = 0; n < r.batches; ++n)
            for (std::size_t y = 0; y < r.outHeight; ++y) {
                const std::size_t row = n * r.inHeight + nearest(y, r.inHeight, r.outHeight, r);
                for (std::size_t x = 0; x < r.outWidth; ++x, out += bytes)
                    std::memmove(
                        out, in + (row * r.inWidth + nearest(x, r.inWidth, r.outWidth, r)) * bytes,
                        bytes);
            }
        return true;
    };
}

/// Between which two rows a row of the output lies, and where: 0 at the lower one, `kUnit` at the
/// next.
template <typename Place>
struct Between {
    std::size_t lower = 0, upper = 0;
    Place place{};
};

/// Rows that rounding would put behind the last one are moved back to it.
///   source   TFLite lite/kernels/internal/reference/resize_bilinear.h
Between<float> between(std::size_t at, std::size_t in, std::size_t out, const Resize& r,
                       float /*real*/) {
    const float scale = r.alignCorners && out > 1
                            ? static_cast<float>(in - 1) / static_cast<float>(out - 1)
                            : static_cast<float>(in) / static_cast<float>(out);
    const auto row = static_cast<float>(at);
    const float place = r.halfPixelCenters ? (row + 0.5F) * scale - 0.5F : row * scale;
    const auto lower = static_cast<std::size_t>(std::max(std::floor(place), 0.0F));
    const auto upper = static_cast<std::size_t>(std::max(std::ceil(place), 0.0F));
    Between<float> b{std::min(lower, in - 1), std::min(upper, in - 1), 0};
    b.place = place - static_cast<float>(b.lower);
    return b;
}

/// The same in units of 1/1024.
Between<std::int64_t> between(std::size_t at, std::size_t in, std::size_t out, const Resize& r,
                              std::int64_t /*fixed*/) {
    const bool aligned = r.alignCorners && out > 1;
    const auto rows = static_cast<std::int64_t>(aligned ? in - 1 : in);
    const auto steps = static_cast<std::int64_t>(aligned ? out - 1 : out);
    const std::int64_t scale = (1024 * rows + steps / 2) / steps;
    const std::int64_t start = static_cast<std::int64_t>(at) * scale;
    const std::int64_t place = r.halfPixelCenters ? start + scale / 2 - 512 : start;
    const auto last = static_cast<std::int64_t>(in - 1);
    const std::int64_t lower = std::clamp<std::int64_t>(place / 1024, 0, last);
    const std::int64_t upper = std::clamp<std::int64_t>((place + 1023) / 1024, 0, last);
    return {static_cast<std::size_t>(lower), static_cast<std::size_t>(upper), place - 1024 * lower};
}

/// Four neighbours weighted, row by row of the input as TFLite does: for floats the order counts.
float mixed(float a, float b, float c, float d, float y, float x) {
    return a * (1 - y) * (1 - x) + b * y * (1 - x) + c * (1 - y) * x + d * y * x;
}

std::int64_t mixed(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d, std::int64_t y,
                   std::int64_t x) {
    return a * (1024 - y) * (1024 - x) + b * y * (1024 - x) + c * (1024 - y) * x + d * y * x;
}

template <typename T>
T rounded(float value) {
    if constexpr (std::is_same_v<T, float>) return value;
    return static_cast<T>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

template <typename T>
T rounded(std::int64_t value) {
    constexpr std::int64_t kUnit = std::int64_t{1024} * 1024;
    return static_cast<T>((value + (value > 0 ? kUnit / 2 : -kUnit / 2)) / kUnit);
}

/// `Place`: with floats, or 64-bit integers in fixed point.
template <typename T, typename Place>
Step bilinearStep(const OperatorCall& call, const Resize& r) {
    return [from = call.in<T>(0), to = call.out<T>(), r](Frame& frame) -> Result<bool> {
        const T* in = from.of(frame).data();
        T* out = to.of(frame).data();
        for (std::size_t n = 0; n < r.batches; ++n)
            for (std::size_t y = 0; y < r.outHeight; ++y) {
                const auto rows = between(y, r.inHeight, r.outHeight, r, Place{});
                const T* upper = in + (n * r.inHeight + rows.lower) * r.inWidth * r.depth;
                const T* lower = in + (n * r.inHeight + rows.upper) * r.inWidth * r.depth;
                for (std::size_t x = 0; x < r.outWidth; ++x) {
                    const auto columns = between(x, r.inWidth, r.outWidth, r, Place{});
                    const std::size_t left = columns.lower * r.depth;
                    const std::size_t right = columns.upper * r.depth;
                    for (std::size_t c = 0; c < r.depth; ++c) {
                        const auto value =
                            mixed(static_cast<Place>(upper[left + c]),
                                  static_cast<Place>(lower[left + c]),
                                  static_cast<Place>(upper[right + c]),
                                  static_cast<Place>(lower[right + c]), rows.place, columns.place);
                        *out++ = rounded<T>(value);
                    }
                }
            }
        return true;
    };
}

Result<Step> prepareBilinear(OperatorCall& call) {
    THIMBLE_TRY(const Resize r, resizeOf(call));
    if (r.alignCorners && r.halfPixelCenters)
        return call.fail("it has both align_corners and half_pixel_centers");
    switch (call.output().type) {
        case TensorType::Float32: return bilinearStep<float, float>(call, r);
        case TensorType::Int8: return bilinearStep<std::int8_t, std::int64_t>(call, r);
        case TensorType::Int16: return bilinearStep<std::int16_t, std::int64_t>(call, r);
        case TensorType::UInt8: return bilinearStep<std::uint8_t, float>(call, r);
        default: return call.failType(call.output());
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::ResizeBilinear, prepareBilinear},
    KernelEntry{BuiltinOperator::ResizeNearestNeighbor, prepareNearest},
};

}  // namespace

std::span<const KernelEntry> resizeKernels() { return kKernels; }

}  // namespace thimble::interp
