#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"
#include "core/interp/requantise.h"

// BATCH_MATMUL: a stack of matrix products; stacks of one matrix are repeated. Source: TFLM
// micro/kernels/batch_matmul.cc, lite/kernels/internal/reference/batch_matmul.h.

namespace thimble::interp {

namespace {

/// A stack of matrices as it lies in memory, seen with the sum's index last.
struct Stack {
    std::size_t size = 0;           ///< elements of one matrix
    std::size_t across = 0;         ///< from one row or column of the product to the next
    std::size_t along = 0;          ///< from one term of its sum to the next
    std::vector<std::size_t> dims;  ///< of the stack, as many as the product's
};

struct Shapes {
    Stack left, right;
    std::vector<std::size_t> stack;  ///< of the product
    std::size_t rows = 0, columns = 0, terms = 0;

    /// Where a matrix begins that takes part in the product's matrix number `index`.
    [[nodiscard]] std::size_t begin(const Stack& of, std::size_t index) const {
        std::size_t matrix = 0, step = 1;
        for (std::size_t d = stack.size(); d-- > 0; index /= stack[d]) {
            if (of.dims[d] != 1) matrix += index % stack[d] * step;
            step *= of.dims[d];
        }
        return matrix * of.size;
    }
};

/// The dimension, counted from the end.
std::size_t sizeAt(const TensorInfo& tensor, std::size_t fromEnd) {
    return static_cast<std::size_t>(tensor.fromEnd(fromEnd));
}

Stack stackOf(const TensorInfo& tensor, std::size_t rank, bool sumIsLast) {
    const std::size_t columns = sizeAt(tensor, 0);
    Stack stack{.size = sizeAt(tensor, 1) * columns,
                .across = sumIsLast ? columns : 1,
                .along = sumIsLast ? 1 : columns};
    for (std::size_t d = rank; d-- > 2;) stack.dims.push_back(sizeAt(tensor, d));
    return stack;
}

Result<Shapes> shapesOf(const OperatorCall& call) {
    const TensorInfo& left = call.input(0);
    const TensorInfo& right = call.input(1);
    const bool leftTurned = call.flag("adj_x"), rightTurned = call.flag("adj_y");
    const std::size_t rank = std::max(left.shape.size(), right.shape.size());
    if (left.shape.size() < 2 || right.shape.size() < 2 || rank > 5)
        return call.fail("its operands are not matrices, or have more than five dimensions");
    Shapes shapes{.left = stackOf(left, rank, !leftTurned),
                  .right = stackOf(right, rank, rightTurned),
                  .rows = sizeAt(left, leftTurned ? 0 : 1),
                  .columns = sizeAt(right, rightTurned ? 1 : 0),
                  .terms = sizeAt(left, leftTurned ? 1 : 0)};
    bool fit = shapes.terms == sizeAt(right, rightTurned ? 0 : 1);
    std::size_t count = 1;
    for (std::size_t d = 0; d + 2 < rank; ++d) {
        const std::size_t a = shapes.left.dims[d], b = shapes.right.dims[d];
        fit = fit && (a == b || a == 1 || b == 1);
        shapes.stack.push_back(a == 1 ? b : a);
        count *= shapes.stack.back();
    }
    // All dimensions are below 2^31 and tensors below 2^31 bytes: nothing here overflows.
    if (!fit || sizeAt(call.output(), 1) != shapes.rows ||
        sizeAt(call.output(), 0) != shapes.columns ||
        call.output().elements != count * shapes.rows * shapes.columns)
        return call.fail("shapes of the operands and of the output do not fit together");
    return shapes;
}

/// What a term adds, and what becomes of the sum.
struct FloatTerms {
    using Sum = float;
    static Sum term(float a, float b) { return a * b; }
    static float result(Sum sum) { return sum; }
};

template <typename T>
struct FixedTerms {
    /// As wide as TFLM's accumulator, but without sign: it wraps around.
    using Sum = std::conditional_t<sizeof(T) == 1, std::uint32_t, std::uint64_t>;
    std::int32_t leftZero = 0, rightZero = 0, outputZero = 0;
    Multiplier scale;

    [[nodiscard]] Sum term(T a, T b) const {
        return (static_cast<Sum>(a) - static_cast<Sum>(leftZero)) *
               (static_cast<Sum>(b) - static_cast<Sum>(rightZero));
    }
    [[nodiscard]] T result(Sum sum) const {
        const std::int32_t scaled = requantise(static_cast<std::make_signed_t<Sum>>(sum), scale);
        return static_cast<T>(std::clamp<std::int32_t>(wrappingAdd(scaled, outputZero),
                                                       std::numeric_limits<T>::min(),
                                                       std::numeric_limits<T>::max()));
    }
};

template <typename T, typename Terms>
Result<Step> makeStep(const OperatorCall& call, const Terms& terms) {
    THIMBLE_TRY(const Shapes shapes, shapesOf(call));
    const auto left = call.in<T>(0), right = call.in<T>(1);
    const auto output = call.out<T>();
    return [=](Frame& frame) -> Result<bool> {
        const std::size_t matrix = shapes.rows * shapes.columns;
        const auto a = left.of(frame), b = right.of(frame);
        const std::span<T> out = output.of(frame);
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::size_t at = shapes.begin(shapes.left, i / matrix) +
                             i % matrix / shapes.columns * shapes.left.across;
            std::size_t bt =
                shapes.begin(shapes.right, i / matrix) + i % shapes.columns * shapes.right.across;
            typename Terms::Sum sum = 0;
            for (std::size_t k = 0; k < shapes.terms; ++k) {
                sum += terms.term(a[at], b[bt]);
                at += shapes.left.along;
                bt += shapes.right.along;
            }
            out[i] = terms.result(sum);
        }
        return true;
    };
}

template <typename T>
Result<Step> prepareFixed(const OperatorCall& call) {
    const TensorInfo& left = call.input(0);
    const TensorInfo& right = call.input(1);
    const TensorInfo& output = call.output();
    for (const TensorInfo* tensor : {&left, &right, &output}) {
        THIMBLE_CHECK(call.requireQuantized(*tensor));
        if (sizeof(T) == 2 && tensor->zeroPoint != 0)
            return call.fail("there is no 16-bit kernel with a zero point");
    }
    FixedTerms<T> terms{
        .leftZero = left.zeroPoint, .rightZero = right.zeroPoint, .outputZero = output.zeroPoint};
    // The product of scales is one of floats.
    const double factor =
        static_cast<double>(left.scale * right.scale) / static_cast<double>(output.scale);
    if (!std::isfinite(factor)) return call.fail("its scales are too far apart");
    terms.scale = quantizeMultiplier(factor);
    return makeStep<T>(call, terms);
}

Result<Step> prepareBatchMatmul(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.input(1)));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    switch (call.input(0).type) {
        case TensorType::Float32: return makeStep<float>(call, FloatTerms{});
        case TensorType::Int8: return prepareFixed<std::int8_t>(call);
        case TensorType::Int16: return prepareFixed<std::int16_t>(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {KernelEntry{BuiltinOperator::BatchMatmul, prepareBatchMatmul}};

}  // namespace

std::span<const KernelEntry> batchMatmulKernels() { return kKernels; }

}  // namespace thimble::interp
