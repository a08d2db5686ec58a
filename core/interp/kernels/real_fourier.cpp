#include "core/interp/kernels/real_fourier.h"

namespace thimble::interp {

namespace {

constexpr double kPi = 3.141592653589793238462643383279502884;

}  // namespace

bool canTransform(std::size_t length) {
    if (length < 4 || length % 2 != 0) return false;
    for (const std::size_t factor : {2U, 3U, 5U})
        while (length % factor == 0) length /= factor;
    return length == 1;
}

template <typename T>
ComplexFourier<T>::ComplexFourier(std::size_t length, bool inverse) : m_inverse(inverse) {
    m_twiddles.reserve(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double phase = -2 * kPi * static_cast<double>(i) / static_cast<double>(length);
        m_twiddles.push_back(unitCircle<T>(inverse ? -phase : phase));
    }
    std::size_t rest = length;
    for (const std::size_t radix : {4U, 2U, 3U, 5U})
        while (rest % radix == 0) {
            rest /= radix;
            m_factors.push_back({radix, rest});
        }
}

template <typename T>
void ComplexFourier<T>::stage(const Complex<T>* in, Complex<T>* out, std::size_t stride,
                              std::size_t level) const {
    const Factor factor = m_factors[level];
    for (std::size_t part = 0; part < factor.radix; ++part) {
        if (factor.rest == 1)
            out[part] = in[part * stride];
        else
            stage(in + part * stride, out + part * factor.rest, stride * factor.radix, level + 1);
    }
    switch (factor.radix) {
        case 2: return join2(out, stride, factor.rest);
        case 3: return join3(out, stride, factor.rest);
        case 4: return join4(out, stride, factor.rest);
        default: return join5(out, stride, factor.rest);
    }
}

template <typename T>
void ComplexFourier<T>::join2(Complex<T>* out, std::size_t stride, std::size_t m) const {
    for (std::size_t k = 0; k < m; ++k) {
        const Complex<T> even = share(out[k], 2);
        const Complex<T> odd = share(out[k + m], 2) * m_twiddles[k * stride];
        out[k] = even + odd;
        out[k + m] = even - odd;
    }
}

template <typename T>
void ComplexFourier<T>::join3(Complex<T>* out, std::size_t stride, std::size_t m) const {
    const T sine = m_twiddles[stride * m].imaginary;
    for (std::size_t k = 0; k < m; ++k) {
        const Complex<T> first = share(out[k], 3);
        const Complex<T> second = share(out[k + m], 3) * m_twiddles[k * stride];
        const Complex<T> third = share(out[k + 2 * m], 3) * m_twiddles[2 * k * stride];
        const Complex<T> sum = second + third;
        const Complex<T> across = turned(scaled(second - third, sine));
        const Complex<T> middle =
            first - Complex<T>{Sample<T>::half(sum.real), Sample<T>::half(sum.imaginary)};
        out[k] = first + sum;
        out[k + m] = middle + across;
        out[k + 2 * m] = middle - across;
    }
}

template <typename T>
void ComplexFourier<T>::join4(Complex<T>* out, std::size_t stride, std::size_t m) const {
    for (std::size_t k = 0; k < m; ++k) {
        const Complex<T> first = share(out[k], 4);
        const Complex<T> second = share(out[k + m], 4) * m_twiddles[k * stride];
        const Complex<T> third = share(out[k + 2 * m], 4) * m_twiddles[2 * k * stride];
        const Complex<T> fourth = share(out[k + 3 * m], 4) * m_twiddles[3 * k * stride];
        const Complex<T> even = first + third, odd = second + fourth;
        const Complex<T> difference = first - third, across = turned(second - fourth);
        out[k] = even + odd;
        out[k + 2 * m] = even - odd;
        out[k + m] = m_inverse ? difference + across : difference - across;
        out[k + 3 * m] = m_inverse ? difference - across : difference + across;
    }
}

template <typename T>
void ComplexFourier<T>::join5(Complex<T>* out, std::size_t stride, std::size_t m) const {
    const Complex<T> a = m_twiddles[stride * m], b = m_twiddles[2 * stride * m];
    for (std::size_t k = 0; k < m; ++k) {
        const auto part = [&](std::size_t i) {
            return share(out[k + i * m], 5) * m_twiddles[i * k * stride];
        };
        const Complex<T> first = share(out[k], 5);
        const Complex<T> second = part(1), third = part(2), fourth = part(3), fifth = part(4);
        const Complex<T> outer = second + fifth, outerGap = second - fifth;
        const Complex<T> inner = third + fourth, innerGap = third - fourth;
        out[k] = first + (outer + inner);
        // The two pairs of answers differ in which cosine and sine goes with which pair of inputs.
        const Complex<T> near = first + scaled(outer, a.real) + scaled(inner, b.real);
        const Complex<T> nearTurn =
            turned(scaled(outerGap, a.imaginary) + scaled(innerGap, b.imaginary));
        out[k + m] = near + nearTurn;
        out[k + 4 * m] = near - nearTurn;
        const Complex<T> far = first + scaled(outer, b.real) + scaled(inner, a.real);
        const Complex<T> farTurn =
            turned(scaled(outerGap, b.imaginary) - scaled(innerGap, a.imaginary));
        out[k + 2 * m] = far + farTurn;
        out[k + 3 * m] = far - farTurn;
    }
}

template <typename T>
RealFourier<T>::RealFourier(std::size_t length, bool inverse) : m_half(length / 2, inverse) {
    const std::size_t half = length / 2;
    for (std::size_t i = 0; i < half / 2; ++i) {
        const double phase = -kPi * (static_cast<double>(i + 1) / static_cast<double>(half) + 0.5);
        m_twiddles.push_back(unitCircle<T>(inverse ? -phase : phase));
    }
}

// Even samples are taken for real parts and odd ones for imaginary parts of half as many complex
// numbers; the two spectra are separated afterwards.
template <typename T>
void RealFourier<T>::forward(const T* samples, Complex<T>* spectrum) const {
    using S = Sample<T>;
    const std::size_t half = m_half.length();
    std::vector<Complex<T>> packed(half), mixed(half);
    for (std::size_t i = 0; i < half; ++i) packed[i] = {samples[2 * i], samples[2 * i + 1]};
    m_half(packed.data(), mixed.data());

    const Complex<T> sums = share(mixed[0], 2);
    spectrum[0] = {S::add(sums.real, sums.imaginary), T{0}};
    spectrum[half] = {S::subtract(sums.real, sums.imaginary), T{0}};
    for (std::size_t k = 1; k <= half / 2; ++k) {
        const Complex<T> low = share(mixed[k], 2);
        const Complex<T> high = share(conjugate(mixed[half - k]), 2);
        const Complex<T> even = low + high;
        const Complex<T> odd = (low - high) * m_twiddles[k - 1];
        spectrum[k] = {S::halfSum(even.real, odd.real), S::halfSum(even.imaginary, odd.imaginary)};
        spectrum[half - k] = {S::halfDifference(even.real, odd.real),
                              S::halfDifference(odd.imaginary, even.imaginary)};
    }
}

template <typename T>
void RealFourier<T>::backward(const Complex<T>* spectrum, T* samples) const {
    using S = Sample<T>;
    const std::size_t half = m_half.length();
    std::vector<Complex<T>> mixed(half), packed(half);
    mixed[0] = share(Complex<T>{S::add(spectrum[0].real, spectrum[half].real),
                                S::subtract(spectrum[0].real, spectrum[half].real)},
                     2);
    for (std::size_t k = 1; k <= half / 2; ++k) {
        const Complex<T> low = share(spectrum[k], 2);
        const Complex<T> high = share(conjugate(spectrum[half - k]), 2);
        const Complex<T> even = low + high;
        const Complex<T> odd = (low - high) * m_twiddles[k - 1];
        mixed[k] = even + odd;
        mixed[half - k] = conjugate(even - odd);
    }
    m_half(mixed.data(), packed.data());
    for (std::size_t i = 0; i < half; ++i) {
        samples[2 * i] = packed[i].real;
        samples[2 * i + 1] = packed[i].imaginary;
    }
}

template class RealFourier<std::int16_t>;
template class RealFourier<std::int32_t>;
template class RealFourier<float>;

}  // namespace thimble::interp
