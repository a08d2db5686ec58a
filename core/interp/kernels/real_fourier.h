#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/interp/kernels/complex_sample.h"

namespace thimble::interp {

// The discrete Fourier transform of real numbers as TFLM's signal kernels compute it, equal to the
// last bit: the same factors of the length in the same order, the same rounding of every stage.
//   source   kissfft 130: kiss_fft.c, tools/kiss_fftr.c

/// Transforms of one length, either way. Fixed numbers come out divided by the length.
template <typename T>
class ComplexFourier {
public:
    /// length > 1, without other prime factors than 2, 3 and 5
    ComplexFourier(std::size_t length, bool inverse);

    [[nodiscard]] std::size_t length() const { return m_twiddles.size(); }
    /// Both `length()` long, and not the same.
    void operator()(const Complex<T>* in, Complex<T>* out) const { stage(in, out, 1, 0); }

private:
    struct Factor {
        std::size_t radix = 1;
        std::size_t rest = 1;  ///< length of the transforms that the stage joins
    };
    void stage(const Complex<T>* in, Complex<T>* out, std::size_t stride, std::size_t level) const;
    void join2(Complex<T>* out, std::size_t stride, std::size_t m) const;
    void join3(Complex<T>* out, std::size_t stride, std::size_t m) const;
    void join4(Complex<T>* out, std::size_t stride, std::size_t m) const;
    void join5(Complex<T>* out, std::size_t stride, std::size_t m) const;

    bool m_inverse;
    std::vector<Complex<T>> m_twiddles;
    std::vector<Factor> m_factors;
};

/// Whether there is a transform of so many real numbers: 4 at least, even, without other prime
/// factors than 2, 3 and 5. kissfft knows more, but not in TFLM, which leaves it no memory for
/// them.
[[nodiscard]] bool canTransform(std::size_t length);

/// Transforms of `length` real numbers; canTransform(length).
template <typename T>
class RealFourier {
public:
    RealFourier(std::size_t length, bool inverse);

    [[nodiscard]] std::size_t length() const { return 2 * m_half.length(); }
    [[nodiscard]] std::size_t bins() const { return m_half.length() + 1; }
    /// length() samples to bins(); made with inverse = false.
    void forward(const T* samples, Complex<T>* spectrum) const;
    /// The other way, made with inverse = true; floats come out `length() / 2` times too large.
    void backward(const Complex<T>* spectrum, T* samples) const;

private:
    ComplexFourier<T> m_half;
    std::vector<Complex<T>> m_twiddles;
};

extern template class RealFourier<std::int16_t>;
extern template class RealFourier<std::int32_t>;
extern template class RealFourier<float>;

}  // namespace thimble::interp
