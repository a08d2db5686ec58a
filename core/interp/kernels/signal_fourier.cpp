#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>

#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/real_fourier.h"
#include "core/interp/operator_call.h"

// SignalRfft and SignalIrfft: transforms of the last dimension, a row at a time. Source: TFLM
// signal/micro/kernels/rfft.cc, irfft.cc.

namespace thimble::interp {

namespace {

/// Both transforms' rows: samples on one side, pairs of real and imaginary parts on the other.
struct Rows {
    std::size_t count = 0;
    std::size_t samples = 0;  ///< of one row
    std::size_t numbers = 0;  ///< of one row of the spectrum: twice its bins
};

Result<std::size_t> fourierLength(const OperatorCall& call) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    if (options.integer("T") != static_cast<std::int64_t>(call.input(0).type))
        return call.fail("its options are for another type");
    THIMBLE_TRY(const std::int32_t length,
                options.entry(1, "fft_length", 2, std::numeric_limits<std::int32_t>::max()));
    if (!canTransform(static_cast<std::size_t>(length)))
        return call.fail("TFLM transforms even lengths of factors 2, 3 and 5, from 4 on");
    return static_cast<std::size_t>(length);
}

Result<Rows> rowsOf(const OperatorCall& call, const TensorInfo& samples,
                    const TensorInfo& spectrum) {
    if (samples.shape.empty() || samples.shape.size() != spectrum.shape.size())
        return call.fail("input and output differ in rank");
    Rows rows{.samples = static_cast<std::size_t>(samples.fromEnd(0)),
              .numbers = static_cast<std::size_t>(spectrum.fromEnd(0))};
    if (rows.samples == 0 || rows.numbers == 0) return call.fail("its rows are empty");
    rows.count = samples.elements / rows.samples;
    if (rows.count != spectrum.elements / rows.numbers)
        return call.fail("input and output differ in rows");
    return rows;
}

template <typename T>
Result<Step> prepareForward(OperatorCall& call) {
    THIMBLE_TRY(const std::size_t length, fourierLength(call));
    THIMBLE_TRY(const Rows rows, rowsOf(call, call.input(0), call.output()));
    if (rows.samples > length || rows.numbers % 2 != 0 || rows.numbers < length + 2)
        return call.fail("its length does not fit its rows");
    const auto fourier = std::make_shared<const RealFourier<T>>(length, false);
    const auto input = call.in<T>(0);
    const auto output = call.out<T>();
    return [=](Frame& frame) -> Result<bool> {
        std::vector<T> padded(length);
        std::vector<Complex<T>> spectrum(fourier->bins());
        for (std::size_t r = 0; r < rows.count; ++r) {
            std::ranges::copy(input.of(frame).subspan(r * rows.samples, rows.samples),
                              padded.begin());
            fourier->forward(padded.data(), spectrum.data());
            T* out = &output.of(frame)[r * rows.numbers];
            for (const Complex<T> bin : spectrum) {
                *out++ = bin.real;
                *out++ = bin.imaginary;
            }
        }
        return true;
    };
}

template <typename T>
Result<Step> prepareBackward(OperatorCall& call) {
    THIMBLE_TRY(const std::size_t length, fourierLength(call));
    THIMBLE_TRY(const Rows rows, rowsOf(call, call.output(), call.input(0)));
    if (rows.samples < length || rows.numbers % 2 != 0 || rows.numbers < length + 2)
        return call.fail("its length does not fit its rows");
    const auto fourier = std::make_shared<const RealFourier<T>>(length, true);
    const auto input = call.in<T>(0);
    const auto output = call.out<T>();
    return [=](Frame& frame) -> Result<bool> {
        std::vector<Complex<T>> spectrum(fourier->bins());
        for (std::size_t r = 0; r < rows.count; ++r) {
            const T* in = &input.of(frame)[r * rows.numbers];
            for (std::size_t k = 0; k < spectrum.size(); ++k)
                spectrum[k] = {in[2 * k], in[2 * k + 1]};
            const std::span<T> out = output.of(frame).subspan(r * rows.samples, length);
            fourier->backward(spectrum.data(), out.data());
            // Only floats are still to be divided.
            if constexpr (std::is_floating_point_v<T>)
                for (T& sample : out) sample /= static_cast<T>(length);
        }
        return true;
    };
}

template <Prepare kInt16, Prepare kInt32, Prepare kFloat>
Result<Step> prepareByType(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    switch (call.input(0).type) {
        case TensorType::Int16: return kInt16(call);
        case TensorType::Int32: return kInt32(call);
        case TensorType::Float32: return kFloat(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom,
                prepareByType<prepareBackward<std::int16_t>, prepareBackward<std::int32_t>,
                              prepareBackward<float>>,
                "SignalIrfft"},
    KernelEntry{BuiltinOperator::Custom,
                prepareByType<prepareForward<std::int16_t>, prepareForward<std::int32_t>,
                              prepareForward<float>>,
                "SignalRfft"},
};

}  // namespace

std::span<const KernelEntry> signalFourierKernels() { return kKernels; }

}  // namespace thimble::interp
