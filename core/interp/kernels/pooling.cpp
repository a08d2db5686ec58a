#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/interp/kernels/activation_range.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

// Pools. Source: TFLite lite/kernels/internal/reference/pooling.h, integer_ops/pooling.h; TFLM
// micro/kernels/pooling_common.cc.

namespace thimble::interp {

namespace {

/// A window's way along one axis. Positions before `input` elements' first are padding.
struct Axis {
    std::int64_t input = 0;
    std::int64_t output = 0;
    std::int64_t window = 0;
    std::int64_t stride = 0;
    std::int64_t padding = 0;  ///< before the first element

    /// The part of the window that lies on the input; empty windows have last <= first.
    [[nodiscard]] std::int64_t first(std::int64_t position) const {
        return std::max<std::int64_t>(0, position * stride - padding);
    }
    [[nodiscard]] std::int64_t last(std::int64_t position) const {
        return std::min(input, position * stride - padding + window);
    }
};

struct Pool {
    std::int64_t batches = 0;
    std::int64_t depth = 0;
    Axis rows, columns;
};

template <typename T>
using Range = std::conditional_t<std::is_floating_point_v<T>, FloatRange, IntegerRange>;

template <typename T>
Result<Range<T>> rangeOf(const OperatorCall& call) {
    const std::int64_t activation = call.option("fused_activation_function");
    if constexpr (std::is_floating_point_v<T>) return floatActivationRange(call, activation);
    // Without an activation scales do not matter, so there may be none.
    else if (activation == 0)
        return valuesOf(call.output().type);
    else
        return activationRange(call, call.output(), activation);
}

Result<Axis> axisOf(const OperatorCall& call, std::size_t dimension, std::int64_t window,
                    std::int64_t stride) {
    constexpr std::int64_t kSame = 0, kValid = 1;  // the schema's Padding
    const std::int64_t padding = call.option("padding");
    Axis axis{.input = call.input(0).shape[dimension],
              .output = call.output().shape[dimension],
              .window = window,
              .stride = stride};
    if (window < 1 || stride < 1 || (padding != kSame && padding != kValid))
        return call.fail("its window, stride or padding makes no sense");
    if (axis.output == 0) return axis;
    axis.padding = std::max<std::int64_t>(0, (axis.output - 1) * stride + window - axis.input) / 2;
    if (padding == kValid) axis.padding = 0;
    const std::int64_t end = axis.output - 1;
    if (axis.last(0) <= axis.first(0) || axis.last(end) <= axis.first(end))
        return call.fail("a window lies outside its input");
    return axis;
}

Result<Pool> poolOf(const OperatorCall& call) {
    const TensorInfo& input = call.input(0);
    const TensorInfo& output = call.output();
    if (input.shape.size() != 4 || output.shape.size() != 4 || input.shape[0] != output.shape[0] ||
        input.shape[3] != output.shape[3])
        return call.fail("input and output are not images of the same batch and depth");
    Pool pool{.batches = input.shape[0], .depth = input.shape[3]};
    THIMBLE_TRY(pool.rows, axisOf(call, 1, call.option("filter_height"), call.option("stride_h")));
    THIMBLE_TRY(pool.columns,
                axisOf(call, 2, call.option("filter_width"), call.option("stride_w")));
    return pool;
}

/// What is seen of one channel through one window.
template <typename T>
struct View {
    const T* first = nullptr;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t rowStride = 0;
    std::int64_t columnStride = 0;

    [[nodiscard]] std::int64_t count() const { return rows * columns; }
    /// Elements in the order in which they lie, added up by `add`.
    template <typename Sum, typename Add>
    [[nodiscard]] Sum fold(Sum sum, Add add) const {
        for (std::int64_t y = 0; y < rows; ++y)
            for (std::int64_t x = 0; x < columns; ++x)
                sum = add(sum, first[y * rowStride + x * columnStride]);
        return sum;
    }
};

struct Average {
    template <typename T>
    T operator()(const View<T>& view, Range<T> range) const {
        if constexpr (std::is_floating_point_v<T>) {
            const T sum = view.fold(T{0}, [](T total, T value) { return total + value; });
            return range.clamp(sum / static_cast<T>(view.count()));
        } else {
            const std::int64_t sum = view.fold(
                std::int64_t{0}, [](std::int64_t total, T value) { return total + value; });
            const std::int64_t half = view.count() / 2;
            return static_cast<T>(range.clamp(
                static_cast<std::int32_t>((sum > 0 ? sum + half : sum - half) / view.count())));
        }
    }
};

struct Maximum {
    template <typename T>
    T operator()(const View<T>& view, Range<T> range) const {
        const T largest = view.fold(std::numeric_limits<T>::lowest(),
                                    [](T most, T value) { return std::max(most, value); });
        return static_cast<T>(range.clamp(largest));
    }
};

struct EuclideanMean {
    float operator()(const View<float>& view, FloatRange range) const {
        const float squares =
            view.fold(0.0F, [](float total, float value) { return total + value * value; });
        return range.clamp(std::sqrt(squares / static_cast<float>(view.count())));
    }
};

template <typename Reduce, typename T>
void run(const Pool& pool, Range<T> range, std::span<const T> input, std::span<T> output) {
    if (output.empty()) return;
    const std::int64_t rowStride = pool.columns.input * pool.depth;
    T* out = output.data();
    for (std::int64_t b = 0; b < pool.batches; ++b) {
        const T* image = input.data() + b * pool.rows.input * rowStride;
        for (std::int64_t y = 0; y < pool.rows.output; ++y)
            for (std::int64_t x = 0; x < pool.columns.output; ++x) {
                const std::int64_t top = pool.rows.first(y), left = pool.columns.first(x);
                View<T> view{.first = image + top * rowStride + left * pool.depth,
                             .rows = pool.rows.last(y) - top,
                             .columns = pool.columns.last(x) - left,
                             .rowStride = rowStride,
                             .columnStride = pool.depth};
                for (std::int64_t c = 0; c < pool.depth; ++c, ++view.first)
                    *out++ = Reduce{}(view, range);
            }
    }
}

template <typename Reduce, typename T>
Result<Step> prepareTyped(OperatorCall& call) {
    THIMBLE_TRY(const Pool pool, poolOf(call));
    THIMBLE_TRY(const Range<T> range, rangeOf<T>(call));
    // TFLM asks for the same scale; a pool never rescales.
    if (!std::is_floating_point_v<T> &&
        (std::abs(call.input(0).scale - call.output().scale) > 1.0e-6F ||
         call.input(0).zeroPoint != call.output().zeroPoint))
        return call.fail("input and output are quantized differently");
    const auto input = call.in<T>(0);
    const auto output = call.out<T>();
    return [=](Frame& frame) -> Result<bool> {
        run<Reduce, T>(pool, range, input.of(frame), output.of(frame));
        return true;
    };
}

template <typename Reduce>
Result<Step> preparePool(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    switch (call.input(0).type) {
        case TensorType::Float32: return prepareTyped<Reduce, float>(call);
        case TensorType::Int8: return prepareTyped<Reduce, std::int8_t>(call);
        case TensorType::Int16: return prepareTyped<Reduce, std::int16_t>(call);
        case TensorType::UInt8: return prepareTyped<Reduce, std::uint8_t>(call);
        default: return call.failType(call.input(0));
    }
}

Result<Step> prepareL2Pool(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Float32));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    return prepareTyped<EuclideanMean, float>(call);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::AveragePool2d, preparePool<Average>},
    KernelEntry{BuiltinOperator::L2Pool2d, prepareL2Pool},
    KernelEntry{BuiltinOperator::MaxPool2d, preparePool<Maximum>},
};

}  // namespace

std::span<const KernelEntry> poolingKernels() { return kKernels; }

}  // namespace thimble::interp
