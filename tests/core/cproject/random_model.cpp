#include "tests/core/cproject/random_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "core/model/drop_orphans.h"
#include "tests/core/cproject/random_operators.h"

namespace thimble::cproject::test {

namespace {

class Growing final : private RandomOperators {
public:
    explicit Growing(std::uint64_t seed) : RandomOperators(seed) {}

    Model grow(std::string* text) {
        Value x = input(4 + below(12), 3 + below(12), 1 + below(8));
        for (int i = 0, steps = 1 + below(7); i < steps; ++i) {
            x = step(x);
            if (chance(8)) m_outputs.push_back(x.tensor);
        }
        x = finish(x);
        m_outputs.push_back(x.tensor);
        if (chance(16)) input(1 + below(3), 1 + below(9), 1 + below(3));  // that nobody reads
        Subgraph& subgraph = m_model.subgraphs[0];
        subgraph.inputs = m_inputs;
        std::ranges::sort(m_outputs);
        m_outputs.erase(std::unique(m_outputs.begin(), m_outputs.end()), m_outputs.end());
        if (chance(2)) std::ranges::reverse(m_outputs);
        subgraph.outputs = m_outputs;
        for (Tensor& tensor : subgraph.tensors)
            tensor.name = fmt::format("t{}", &tensor - subgraph.tensors.data());
        if (text != nullptr) *text = m_text;
        return dropOrphanTensors(m_model);
    }

private:
    Axis axis(int in, bool isSame, bool dilates) {
        Axis axis{.window = oneOf({1, 1, 2, 3, 3, 3, 5}), .stride = oneOf({1, 1, 1, 2, 3})};
        if (dilates && axis.stride == 1 && chance(4)) axis.dilation = 2;
        if (!isSame && axis.reach() > in) axis = {.window = in};
        return axis;
    }

    Value step(const Value& x) {
        switch (below(18)) {
            case 16:
            case 17: return bottleneck(x);
            case 0:
            case 1:
            case 2: return anyConvolution(x);
            case 3:
            case 4: return anyDepthwise(x);
            case 5: return anyPool(x);
            case 6: return paddedConvolution(x);
            case 7: return paddedOtherwise(x);
            case 8: return elementwise(x);
            case 9: return withConstant(x);
            case 10: return reshaped(x);
            case 11: return squeezeAndExcite(x);
            case 12: return twice(x);
            default: return diamond(x);
        }
    }
    /// Channels that are made, passed on and, mostly, added up.
    Value bottleneck(const Value& x) {
        Value value = convolution(x, {}, {}, true, 2 + below(12), requantised(x));
        for (int i = 0, count = 1 + below(2); i < count; ++i)
            value = chance(3) ? elementwise(value) : depthwiseSame(value);
        return chance(3) ? value : convolution(value, {}, {}, true, 1 + below(6), requantised(x));
    }
    Value depthwiseSame(const Value& x) {
        const Axis y{.window = oneOf({1, 3, 3}), .stride = oneOf({1, 1, 2})};
        return depthwise(x, y, y, true, 1, requantised(x));
    }
    Value anyConvolution(const Value& x) {
        const bool isSame = chance(2);
        const Axis y = axis(x.h, isSame, true);
        const Axis w = axis(x.w, isSame, true);
        return convolution(x, y, w, isSame, 1 + below(10), requantised(x));
    }
    Value anyDepthwise(const Value& x) {
        const bool isSame = chance(2);
        const Axis y = axis(x.h, isSame, true);
        const Axis w = axis(x.w, isSame, true);
        return depthwise(x, y, w, isSame, x.c == 1 ? 1 + below(4) : 1, requantised(x));
    }
    Value anyPool(const Value& x) {
        const bool isSame = chance(2);
        const Axis y = axis(x.h, isSame, false);
        const Axis w = axis(x.w, isSame, false);
        return pool(x, y, w, isSame, chance(2));
    }
    /// Padding that vanishes, or has to stay, as somebody else reads it too.
    Value paddedConvolution(const Value& x) {
        const Value padded = pad(x, {below(3), below(3), below(3), below(3), 0, 0});
        if (chance(6)) m_outputs.push_back(padded.tensor);
        const Value once = chance(2) ? anyConvolution(padded) : anyDepthwise(padded);
        if (!chance(4)) return once;
        const Value again = chance(3) ? anyPool(padded) : anyConvolution(padded);
        m_outputs.push_back(again.tensor);
        return once;
    }
    Value paddedOtherwise(const Value& x) {
        switch (below(4)) {
            case 0: return pad(x, {0, 0, 0, 0, 0, 0});
            case 1: return pad(x, {0, 0, below(2), below(3), 0, 0});
            case 2: return pad(x, {below(2), below(2), 0, 0, 0, below(2)});
            default: return pad(x, {0, 0, 0, 0, below(3), below(3)});
        }
    }
    Value elementwise(const Value& x) {
        const auto unary = [&](const char* name, const Value& out, const char* options = "") {
            return add(fmt::format("{}(x) -> {}{}", name, out.text(), options), {x}, out);
        };
        Value unit = x;
        unit.scale = 1.0F / 256;
        unit.zero = -128;
        switch (below(6)) {
            case 0: return unary("RELU6", x);
            case 1: return unary("LOGISTIC", unit);
            case 2: return unary("QUANTIZE", requantised(x));
            case 3: return unary("LEAKY_RELU", requantised(x), " | LeakyReluOptions alpha=0.1");
            case 4: return unary("SOFTMAX", unit, " | SoftmaxOptions beta=1.0");
            default: return unary("RELU", x);
        }
    }
    Value withConstant(const Value& x) {
        const Value out = requantised(x);
        const bool isAdd = chance(2);
        const std::string constant = fmt::format("i8 1x1x1x{} q0.04:2 =#{}", x.c, seed());
        const std::string operands = chance(3) ? constant + ", x" : "x, " + constant;
        return add(fmt::format("{0}({1}) -> {2} | {3}Options fused_activation_function={4}",
                               isAdd ? "ADD" : "MUL", operands, out.text(), isAdd ? "Add" : "Mul",
                               oneOf({0, 0, 1, 3})),
                   {x}, out);
    }
    /// Other rows of the same bytes, which padding may follow.
    Value reshaped(const Value& x) {
        const int kind = below(3);
        const Value other = kind == 0   ? reshape(x, x.h, x.c, x.w)
                            : kind == 1 ? reshape(x, x.w, x.h, x.c)
                                        : reshape(x, x.h, x.w * x.c, 1);
        return chance(2) ? paddedConvolution(other) : other;
    }
    /// Channels are multiplied by what a pool over everything says.
    Value squeezeAndExcite(const Value& x) {
        Value all = pool(x, {x.h, 1}, {x.w, 1}, false, false);
        all = convolution(all, {}, {}, true, x.c, requantised(x));
        Value unit = all;
        unit.scale = 1.0F / 256;
        unit.zero = -128;
        unit = add(fmt::format("LOGISTIC(x) -> {}", unit.text()), {all}, unit);
        const Value out = x;
        return add(fmt::format("MUL(x, x) -> {} | MulOptions", out.text()), {x, unit}, out);
    }
    /// An operator that reads the same twice, or another input of the model.
    Value twice(const Value& x) {
        const Value out = requantised(x);
        if (chance(4)) {
            const int axis = chance(3) ? 1 : 2;
            const Value beside = x.sized(axis == 1 ? 2 * x.h : x.h, axis == 2 ? 2 * x.w : x.w, x.c);
            return add(fmt::format("CONCATENATION(x, x) -> {} | ConcatenationOptions axis={}",
                                   beside.text(), axis),
                       {x, x}, beside);
        }
        const Value other = m_inputs.size() < 2 && chance(2) ? input(x.h, x.w, x.c) : x;
        const bool isAdd = chance(2);
        return add(fmt::format("{0}(x, x) -> {1} | {2}Options", isAdd ? "ADD" : "MUL", out.text(),
                               isAdd ? "Add" : "Mul"),
                   {x, other}, out);
    }

    /// Two branches with the same rows and columns, of other depth and reach.
    Value diamond(const Value& x) {
        const int stride = oneOf({1, 1, 2});
        const bool isJoined = chance(2);  // a concatenation
        const int depth = isJoined || stride > 1 ? 1 + below(6) : x.c;
        const Value left = branch(x, stride, depth, true);
        const bool isPlain = !isJoined && stride == 1 && depth == x.c && chance(2);
        const Value right = isPlain ? x : branch(x, stride, isJoined ? 1 + below(6) : depth, false);
        if (chance(8)) m_outputs.push_back(chance(2) ? left.tensor : right.tensor);
        if (isJoined) {
            Value out = left.sized(left.h, left.w, left.c + right.c);
            const bool isThree = chance(4);
            if (isThree) out.c += left.c;
            const std::string options =
                fmt::format("{} | ConcatenationOptions axis={}", out.text(), chance(2) ? 3 : -1);
            if (isThree)
                return add("CONCATENATION(x, x, x) -> " + options, {left, right, left}, out);
            return add("CONCATENATION(x, x) -> " + options, {left, right}, out);
        }
        const Value out = requantised(left);
        const char* names[] = {"ADD", "MUL", "SUB"};
        const char* types[] = {"Add", "Mul", "Sub"};
        const auto which = static_cast<std::size_t>(below(3));
        return add(
            fmt::format("{}(x, x) -> {} | {}Options", names[which], out.text(), types[which]),
            {left, right}, out);
    }
    /// SAME all the way; the stride in one of the operators; the quantization of x at the end.
    Value branch(const Value& x, int stride, int depth, bool isLong) {
        Value value = x;
        const int count = isLong ? 1 + below(3) : 1 + below(2);
        const int strided = below(count);
        for (int i = 0; i < count; ++i) {
            const Axis y{.window = oneOf({1, 3, 3, 5}), .stride = i == strided ? stride : 1};
            const Axis w{.window = oneOf({1, 2, 3}), .stride = y.stride};
            const bool isLast = i + 1 == count;
            const int choice = isLast && value.c != depth ? 0 : below(4);
            if (choice == 1)
                value = depthwise(value, y, w, true, 1, x);
            else if (choice == 2)
                value = pool(value, y, w, true, chance(2));
            else
                value = convolution(value, y, w, true, isLast ? depth : 1 + below(6), x);
        }
        return value;
    }

    Value finish(Value x) {
        if (chance(3)) return x;
        if (chance(2)) x = chance(3) ? mean(x) : pool(x, {x.h, 1}, {x.w, 1}, false, chance(6));
        const int count = x.h * x.w * x.c;
        const auto flat = [&](Value value, int n) { return value.sized(1, 1, n); };
        x = add(fmt::format("RESHAPE(x, i32 2 =[1 {0}]) -> i8 1x{0} q{1:.8f}:{2}", count, x.scale,
                            x.zero),
                {x}, flat(x, count));
        if (chance(3)) return x;
        for (int more = below(3); more > 0; --more) x = product(x, 1 + below(12));
        const int outputs = 2 + below(5);
        x = product(x, outputs);
        Value out = x;
        if (chance(2)) return x;
        out.scale = 1.0F / 256;
        out.zero = -128;
        return add(fmt::format("SOFTMAX(x) -> i8 1x{} q0.00390625:-128 | SoftmaxOptions beta=1.0",
                               outputs),
                   {x}, out);
    }
};

}  // namespace

Model randomRowModel(std::uint64_t seed, std::string* text) { return Growing(seed).grow(text); }

}  // namespace thimble::cproject::test
