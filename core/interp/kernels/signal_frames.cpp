#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

// Operators that remember samples from one invocation to the next: SignalDelay, SignalFramer,
// SignalStacker, SignalOverlapAdd. Source: TFLM signal/micro/kernels and signal/src of the same
// names, circular_buffer.cc.

namespace thimble::interp {

namespace {

/// What options may ask to remember: 32 MiB.
constexpr std::size_t kMostSamples = std::size_t{1} << 24U;

template <typename T>
std::span<T> remembered(Frame& frame, std::size_t state) {
    const std::span<std::byte> bytes = frame.state(state);
    return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
}

/// All dimensions but the last.
Result<std::size_t> rowCount(const OperatorCall& call, const TensorInfo& tensor) {
    if (tensor.shape.empty() || tensor.elements == 0) return call.fail("it has nothing to work on");
    return tensor.elements / static_cast<std::size_t>(tensor.fromEnd(0));
}

Result<std::size_t> addSamples(OperatorCall& call, std::size_t rows, std::size_t each,
                               std::size_t width) {
    if (each > kMostSamples || rows > kMostSamples / std::max<std::size_t>(each, 1))
        return call.fail("it would have to remember too much");
    return call.addState(rows * each * width);
}

Result<Step> prepareDelay(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Int16));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t length,
                options.entry(0, "delay_length", 0, static_cast<std::int32_t>(kMostSamples)));
    THIMBLE_TRY(const std::size_t rows, rowCount(call, call.input(0)));
    const auto delay = static_cast<std::size_t>(length);
    THIMBLE_TRY(const std::size_t state, addSamples(call, rows, delay, sizeof(std::int16_t)));
    const auto input = call.in<std::int16_t>(0);
    const auto output = call.out<std::int16_t>();
    return [=](Frame& frame) -> Result<bool> {
        const std::size_t size = input.size / rows, late = std::min(delay, size);
        for (std::size_t r = 0; r < rows; ++r) {
            const auto in = input.of(frame).subspan(r * size, size);
            const auto out = output.of(frame).subspan(r * size, size);
            const auto kept = remembered<std::int16_t>(frame, state).subspan(r * delay, delay);
            std::ranges::copy(kept.first(late), out.begin());
            std::ranges::copy(in.first(size - late),
                              out.begin() + static_cast<std::ptrdiff_t>(late));
            std::ranges::copy(kept.subspan(late), kept.begin());
            std::ranges::copy(in.last(late), kept.last(late).begin());
        }
        return true;
    };
}

/// Samples in the order in which they came. Its memory is a number, by how much there are more of
/// them than at first, and then the samples.
class SampleQueue {
public:
    static constexpr std::size_t wordsFor(std::size_t capacity) { return capacity + 2; }

    SampleQueue(std::span<std::int16_t> words, std::size_t atFirst)
        : m_words(words), m_atFirst(static_cast<std::int32_t>(atFirst)) {
        std::memcpy(&m_more, words.data(), sizeof m_more);
    }
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(std::int64_t{m_atFirst} + m_more);
    }
    /// There is room.
    void push(std::span<const std::int16_t> samples) {
        std::ranges::copy(samples, m_words.subspan(2 + count(), samples.size()).begin());
        setCount(count() + samples.size());
    }
    [[nodiscard]] std::span<const std::int16_t> first(std::size_t n) const {
        return m_words.subspan(2, n);
    }
    void drop(std::size_t n) {
        const std::span<std::int16_t> samples = m_words.subspan(2, count());
        std::ranges::copy(samples.subspan(n), samples.begin());
        setCount(count() - n);
    }

private:
    void setCount(std::size_t count) {
        m_more = static_cast<std::int32_t>(count) - m_atFirst;
        std::memcpy(m_words.data(), &m_more, sizeof m_more);
    }
    std::span<std::int16_t> m_words;
    std::int32_t m_atFirst;
    std::int32_t m_more = 0;
};

struct Framing {
    std::size_t rows = 0, frames = 0;       ///< frames per row of the input
    std::size_t size = 0, step = 0;         ///< of a frame; from one to the next
    std::size_t capacity = 0, atFirst = 0;  ///< of each row's queue
};

Result<Framing> framingOf(const OperatorCall& call) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    constexpr auto kMost = static_cast<std::int32_t>(kMostSamples);
    THIMBLE_TRY(const std::int32_t size, options.entry(0, "frame_size", 1, kMost));
    THIMBLE_TRY(const std::int32_t step, options.entry(1, "frame_step", 1, kMost));
    THIMBLE_TRY(const std::int32_t prefill, options.entry(2, "prefill"));
    Framing framing{.size = static_cast<std::size_t>(size), .step = static_cast<std::size_t>(step)};
    THIMBLE_TRY(framing.rows, rowCount(call, call.input(0)));
    const auto row = static_cast<std::size_t>(call.input(0).fromEnd(0));
    if (row % framing.step != 0) return call.fail("its frame_step does not divide the input");
    if (prefill != 0 && size < step) return call.fail("its frame_step is larger than a frame");
    framing.frames = row / framing.step;
    framing.capacity = (framing.size + framing.step - 1) / framing.step * framing.step;
    framing.atFirst = prefill != 0 ? framing.size - framing.step : 0;
    if (framing.rows * framing.frames > call.output().elements / framing.size)
        return call.fail("its frames do not fit the output");
    return framing;
}

Result<Step> prepareFramer(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1, 2));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(1), TensorType::Bool));
    THIMBLE_TRY(const Framing framing, framingOf(call));
    const auto input = call.in<std::int16_t>(0);
    const auto output = call.out<std::int16_t>(0);
    const auto valid = call.out<std::uint8_t>(1);
    if (valid.size != 1) return call.fail("whether it is valid is not one value");
    const std::size_t words = SampleQueue::wordsFor(framing.capacity);
    THIMBLE_TRY(const std::size_t state,
                addSamples(call, framing.rows, words, sizeof(std::int16_t)));
    return [=](Frame& frame) -> Result<bool> {
        bool complete = true;
        for (std::size_t f = 0; f < framing.rows * framing.frames; ++f) {
            const std::size_t row = f / framing.frames;
            SampleQueue queue(remembered<std::int16_t>(frame, state).subspan(row * words, words),
                              framing.atFirst);
            queue.push(input.of(frame).subspan(f * framing.step, framing.step));
            if (queue.count() < framing.size) {
                complete = false;  // this part of the output stays what it is
                continue;
            }
            std::ranges::copy(queue.first(framing.size),
                              output.of(frame).subspan(f * framing.size).begin());
            queue.drop(framing.step);
        }
        valid.of(frame)[0] = complete ? 1 : 0;
        return true;
    };
}

/// The last frames side by side; the first one counts several times, for those before it.
Result<Step> prepareStacker(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1, 2));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(1), TensorType::Bool));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    constexpr std::int32_t kMost = 1 << 20;
    THIMBLE_TRY(const std::int32_t channels, options.entry(0, "num_channels", 1, kMost));
    THIMBLE_TRY(const std::int32_t left, options.entry(1, "stacker_left_context", 0, kMost));
    THIMBLE_TRY(const std::int32_t right, options.entry(2, "stacker_right_context", 0, kMost));
    THIMBLE_TRY(const std::int32_t step, options.entry(3, "stacker_step", 1, left + right + 1));
    const auto size = static_cast<std::size_t>(channels);
    const std::size_t stacked = size * static_cast<std::size_t>(left + right + 1);
    const std::size_t advance = size * static_cast<std::size_t>(step);
    const auto input = call.in<std::int16_t>(0);
    const auto output = call.out<std::int16_t>(0);
    const auto valid = call.out<std::uint8_t>(1);
    if (input.size < size || output.size < stacked || valid.size != 1)
        return call.fail("its tensors do not fit its options");
    THIMBLE_TRY(const std::size_t state,
                addSamples(call, 1, SampleQueue::wordsFor(stacked), sizeof(std::int16_t)));
    const std::size_t started = call.addState(1);
    return [=](Frame& frame) -> Result<bool> {
        SampleQueue queue(remembered<std::int16_t>(frame, state), 0);
        std::byte& hasFirst = frame.state(started)[0];
        const std::int32_t times = hasFirst == std::byte{0} ? left + 1 : 1;
        hasFirst = std::byte{1};
        for (std::int32_t i = 0; i < times; ++i) queue.push(input.of(frame).first(size));
        const bool complete = queue.count() >= stacked;
        if (complete) {
            std::ranges::copy(queue.first(stacked), output.of(frame).begin());
            queue.drop(advance);
        }
        valid.of(frame)[0] = complete ? 1 : 0;
        return true;
    };
}

float added(float a, float b) { return a + b; }
std::int16_t added(std::int16_t a, std::int16_t b) {
    return static_cast<std::int16_t>(
        std::clamp<std::int32_t>(std::int32_t{a} + b, std::numeric_limits<std::int16_t>::min(),
                                 std::numeric_limits<std::int16_t>::max()));
}

template <typename T>
Result<Step> prepareOverlapAddOf(OperatorCall& call) {
    const TensorInfo& from = call.input(0);
    if (from.shape.size() < 2 || from.elements == 0) return call.fail("its input has no frames");
    const auto size = static_cast<std::size_t>(from.fromEnd(0));
    const auto frames = static_cast<std::size_t>(from.fromEnd(1));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    if (options.integer("T") != static_cast<std::int64_t>(from.type))
        return call.fail("its options are for another type");
    THIMBLE_TRY(const std::int32_t frameStep, options.entry(1, "frame_step", 0, from.fromEnd(0)));
    const auto step = static_cast<std::size_t>(frameStep);
    const auto input = call.in<T>(0);
    const auto output = call.out<T>();
    const std::size_t rows = input.size / (size * frames);
    if (rows * frames * step > output.size) return call.fail("its frames do not fit the output");
    const std::size_t state = call.addState(rows * size * sizeof(T));
    return [=](Frame& frame) -> Result<bool> {
        for (std::size_t f = 0; f < rows * frames; ++f) {
            const auto sums = remembered<T>(frame, state).subspan(f / frames * size, size);
            const auto in = input.of(frame).subspan(f * size, size);
            for (std::size_t i = 0; i < size; ++i) sums[i] = added(sums[i], in[i]);
            std::ranges::copy(sums.first(step), output.of(frame).subspan(f * step, step).begin());
            std::ranges::copy(sums.subspan(step), sums.begin());
            std::ranges::fill(sums.last(step), T{0});
        }
        return true;
    };
}

Result<Step> prepareOverlapAdd(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    switch (call.input(0).type) {
        case TensorType::Int16: return prepareOverlapAddOf<std::int16_t>(call);
        case TensorType::Float32: return prepareOverlapAddOf<float>(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom, prepareDelay, "SignalDelay"},
    KernelEntry{BuiltinOperator::Custom, prepareFramer, "SignalFramer"},
    KernelEntry{BuiltinOperator::Custom, prepareOverlapAdd, "SignalOverlapAdd"},
    KernelEntry{BuiltinOperator::Custom, prepareStacker, "SignalStacker"},
};

}  // namespace

std::span<const KernelEntry> signalFramesKernels() { return kKernels; }

}  // namespace thimble::interp
