#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/base/splitmix.h"
#include "core/model/model.h"

namespace thimble::cproject::test {

/// Operators of an int8 model, one after the other; all that is not said is drawn.
class RandomOperators {
protected:
    /// A tensor [1, h, w, c].
    struct Value {
        std::int32_t tensor = 0;
        int h = 1, w = 1, c = 1;
        float scale = 0.05F;
        int zero = 0;

        [[nodiscard]] Value sized(int height, int width, int depth) const {
            Value other = *this;
            other.h = height;
            other.w = width;
            other.c = depth;
            return other;
        }
        [[nodiscard]] std::string text() const {
            return fmt::format("i8 1x{}x{}x{} q{:.8f}:{}", h, w, c, scale, zero);
        }
    };

    /// A window along one axis.
    struct Axis {
        int window = 1, stride = 1, dilation = 1;
        [[nodiscard]] int reach() const { return (window - 1) * dilation + 1; }
        [[nodiscard]] int out(int in, bool isSame) const {
            return isSame ? (in + stride - 1) / stride : (in - reach()) / stride + 1;
        }
    };

    explicit RandomOperators(std::uint64_t seed);

    int below(int count) {
        return static_cast<int>(m_random.next() % static_cast<std::uint64_t>(count));
    }
    bool chance(int oneIn) { return below(oneIn) == 0; }
    int oneOf(std::initializer_list<int> values) {
        return values.begin()[below(static_cast<int>(values.size()))];
    }
    int seed() { return 1 + below(100'000); }
    /// Another scale and zero point.
    Value requantised(Value value);
    Value input(int h, int w, int c);
    /// An operator of which the run-time inputs, written as "x", are these values.
    Value add(const std::string& text, std::initializer_list<Value> inputs, Value output);
    Value convolution(const Value& x, Axis y, Axis w, bool isSame, int depth, Value like);
    Value depthwise(const Value& x, Axis y, Axis w, bool isSame, int multiplier, Value like);
    Value pool(const Value& x, Axis y, Axis w, bool isSame, bool isMaximum);
    Value mean(const Value& x);
    /// So that outputs neither are all the same nor stick to their limits.
    static float weightScale(const Value& in, const Value& out, int terms);
    Value pad(const Value& x, std::array<int, 6> around);
    Value reshape(const Value& x, int h, int w, int c);
    Value product(const Value& x, int outputs);
    /// One scale for all outputs, or one for each.
    std::string weightsText(const Value& x, const Value& out, int outputs);

    SplitMix m_random;
    Model m_model;
    std::vector<std::int32_t> m_inputs, m_outputs;
    std::string m_text;
};

}  // namespace thimble::cproject::test
