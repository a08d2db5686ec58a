#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace thimble::interp {

// Real and complex numbers of signal processing, in int16, int32 or float, with every product
// rounded as kissfft rounds it.
//   source   kissfft 130, kiss_fft_guts.h

template <typename T>
struct Complex {
    T real{};
    T imaginary{};
};

/// Arithmetic of one number type. Fixed-point numbers are fractions of 2^(bits - 1), and sums of
/// them lose what does not fit.
template <typename T>
struct Sample {
    static constexpr bool kFixed = std::is_integral_v<T>;
    using Wide = std::conditional_t<std::is_same_v<T, std::int16_t>, std::int32_t,
                                    std::conditional_t<kFixed, std::int64_t, T>>;

    static T add(T a, T b) {
        if constexpr (kFixed)
            return static_cast<T>(Wide{a} + b);
        else
            return a + b;
    }
    static T subtract(T a, T b) {
        if constexpr (kFixed)
            return static_cast<T>(Wide{a} - b);
        else
            return a - b;
    }
    static T negate(T a) {
        if constexpr (kFixed)
            return static_cast<T>(-Wide{a});
        else
            return -a;
    }
    static T half(T a) {
        if constexpr (kFixed)
            return static_cast<T>(a >> 1);
        else
            return a * T{0.5};
    }
    // Of sums that may be too wide: int16 keeps its carry, int32 does not.
    static T halfSum(T a, T b) {
        if constexpr (std::is_same_v<T, std::int16_t>)
            return static_cast<T>((Wide{a} + b) >> 1);
        else
            return half(add(a, b));
    }
    static T halfDifference(T a, T b) {
        if constexpr (std::is_same_v<T, std::int16_t>)
            return static_cast<T>((Wide{a} - b) >> 1);
        else
            return half(subtract(a, b));
    }
    static T rounded(Wide product) {
        if constexpr (kFixed) {
            constexpr int kBits = std::numeric_limits<T>::digits;
            return static_cast<T>((product + (Wide{1} << (kBits - 1))) >> kBits);
        } else {
            return product;
        }
    }
    static T multiply(T a, T b) { return rounded(Wide{a} * b); }
    /// 1 / divisor of a fixed-point number, so that a stage cannot overflow; all of a float.
    static T share(T a, int divisor) {
        if constexpr (kFixed)
            return rounded(Wide{a} * (Wide{std::numeric_limits<T>::max()} / divisor));
        else
            return a;
    }
    static T unit(double value) {
        if constexpr (kFixed)
            return static_cast<T>(std::floor(0.5 + std::numeric_limits<T>::max() * value));
        else
            return static_cast<T>(value);
    }
};

template <typename T>
Complex<T> operator+(Complex<T> a, Complex<T> b) {
    return {Sample<T>::add(a.real, b.real), Sample<T>::add(a.imaginary, b.imaginary)};
}
template <typename T>
Complex<T> operator-(Complex<T> a, Complex<T> b) {
    return {Sample<T>::subtract(a.real, b.real), Sample<T>::subtract(a.imaginary, b.imaginary)};
}
template <typename T>
Complex<T> operator*(Complex<T> a, Complex<T> b) {
    using Wide = typename Sample<T>::Wide;
    return {Sample<T>::rounded(Wide{a.real} * b.real - Wide{a.imaginary} * b.imaginary),
            Sample<T>::rounded(Wide{a.real} * b.imaginary + Wide{a.imaginary} * b.real)};
}
template <typename T>
Complex<T> scaled(Complex<T> a, T factor) {
    return {Sample<T>::multiply(a.real, factor), Sample<T>::multiply(a.imaginary, factor)};
}
template <typename T>
Complex<T> share(Complex<T> a, int divisor) {
    return {Sample<T>::share(a.real, divisor), Sample<T>::share(a.imaginary, divisor)};
}
/// i * a
template <typename T>
Complex<T> turned(Complex<T> a) {
    return {Sample<T>::negate(a.imaginary), a.real};
}
template <typename T>
Complex<T> conjugate(Complex<T> a) {
    return {a.real, Sample<T>::negate(a.imaginary)};
}
template <typename T>
Complex<T> unitCircle(double phase) {
    return {Sample<T>::unit(std::cos(phase)), Sample<T>::unit(std::sin(phase))};
}

}  // namespace thimble::interp
