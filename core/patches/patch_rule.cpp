#include "core/patches/patch_rule.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "core/patches/operand_kinds.h"
#include "core/patches/operator_reading.h"

namespace thimble::patches {

namespace {

using Code = BuiltinOperator;

constexpr std::int64_t kSame = 0, kValid = 1;  // the schema's Padding
/// No window that makes sense is larger; products of two such numbers do not overflow.
constexpr std::int64_t kLargest = std::int64_t{1} << 24;

/// Whether TFLM's PAD, which takes the zero point, puts there what a convolution skips: a sum of
/// floats does not change with zeros, either.
bool padsWithNothing(const Tensor& tensor) {
    if (tensor.type == TensorType::Float32) return true;
    if (!tensor.quantization || tensor.quantization->zeroPoint.size() > 1) return false;
    const std::int64_t zero =
        tensor.quantization->zeroPoint.empty() ? 0 : tensor.quantization->zeroPoint[0];
    if (tensor.type == TensorType::Int8) return -128 <= zero && zero <= 127;
    return tensor.type == TensorType::Int16 && zero == 0;
}

class Reading final : private OperatorReading {
public:
    using OperatorReading::OperatorReading;

    Result<PatchRule> read() const {
        if (!hasOneOutput()) return no("not one output");
        if (wholeOf(output()).empty() || !isImageType(output().type) || output().isVariable)
            return no("its output is no image of a type that can be cut");
        if (!hasItsShape()) return no("its output has another shape than its inputs give");
        switch (code()) {
            case Code::Conv2d:
            case Code::DepthwiseConv2d: return convolution();
            case Code::AveragePool2d:
            case Code::MaxPool2d: return pool();
            case Code::Pad: return padding();
            case Code::Concatenation: return concatenation();
            default: break;
        }
        if (isElementWise(code())) return elementWise();
        return no("it has no rule for patches");
    }

private:
    [[nodiscard]] bool isImage(std::size_t position) const {
        const Tensor* tensor = input(position);
        return tensor != nullptr && !wholeOf(*tensor).empty() && isImageType(tensor->type) &&
               !tensor->isVariable && !isConstantInput(position);
    }
    [[nodiscard]] bool othersAreConstant() const {
        for (std::size_t p = 1; p < op().inputs.size(); ++p)
            if (input(p) != nullptr && !isConstantInput(p)) return false;
        return true;
    }

    [[nodiscard]] std::optional<WindowStep> step(std::int64_t window, std::int64_t in,
                                                 std::int64_t out, std::string_view stride,
                                                 std::string_view dilation) const {
        const auto asked = [](std::int64_t value) { return 0 < value && value < kLargest; };
        const std::int64_t moves = op().options.integer(stride);
        const std::int64_t apart = dilation.empty() ? 1 : op().options.integer(dilation, 1);
        if (!asked(window) || !asked(moves) || !asked(apart)) return {};
        WindowStep result{.reach = (window - 1) * apart + 1, .stride = moves};
        if (result.reach >= kLargest) return {};
        const std::int64_t added = (out - 1) * moves + result.reach - in;
        if (op().options.integer("padding") == kSame)
            result.padding = std::max<std::int64_t>(added, 0) / 2;
        return result;
    }

    [[nodiscard]] Result<PatchRule> windowOf(std::int64_t height, std::int64_t width,
                                             bool isDilated) const {
        const std::int64_t padding = op().options.integer("padding");
        if (!isImage(0) || (padding != kSame && padding != kValid) || !othersAreConstant())
            return no("operands without a rule for patches");
        const std::vector<std::int32_t>& in = input(0)->shape;
        const auto rows = step(height, in[1], output().shape[1], "stride_h",
                               isDilated ? "dilation_h_factor" : "");
        const auto columns =
            step(width, in[2], output().shape[2], "stride_w", isDilated ? "dilation_w_factor" : "");
        if (!rows || !columns) return no("a window that makes no sense");
        PatchRule rule;
        rule.kind = PatchRule::Kind::Window;
        rule.rows = *rows;
        rule.columns = *columns;
        rule.images = {0};
        return rule;
    }

    /// Zero times what is infinite, or no number, is no zero.
    [[nodiscard]] bool isFinite(const Tensor& weights) const {
        if (weights.type != TensorType::Float32) return true;
        const std::span<const std::byte> bytes = model().buffers[weights.buffer].data.bytes();
        for (std::size_t i = 0; i + sizeof(float) <= bytes.size(); i += sizeof(float)) {
            float value = 0;
            std::memcpy(&value, bytes.data() + i, sizeof value);
            if (!std::isfinite(value)) return false;
        }
        return true;
    }

    [[nodiscard]] Result<PatchRule> convolution() const {
        const Tensor* filter = input(1);
        if (filter == nullptr || filter->shape.size() != 4) return no("it has no filter");
        auto rule = windowOf(filter->shape[1], filter->shape[2], true);
        if (rule) rule->mayPad = padsWithNothing(*input(0)) && isFinite(*filter);
        return rule;
    }

    /// A pool leaves out what lies outside: no number in its place has the same effect.
    [[nodiscard]] Result<PatchRule> pool() const {
        auto rule = windowOf(op().options.integer("filter_height"),
                             op().options.integer("filter_width"), false);
        if (rule) rule->mayPad = false;
        return rule;
    }

    [[nodiscard]] Result<PatchRule> padding() const {
        const std::vector<std::int32_t> pairs = table(1);
        if (!isImage(0) || !padsWithNothing(*input(0)) || op().inputs.size() != 2 ||
            pairs.size() != 8 || input(0)->quantization != output().quantization)
            return no("padding without a rule for patches");
        if (std::ranges::any_of(pairs, [](std::int32_t n) { return n < 0 || n >= kLargest; }) ||
            pairs[0] != 0 || pairs[1] != 0 || pairs[6] != 0 || pairs[7] != 0)
            return no("padding that is not around an image");
        PatchRule rule;
        rule.kind = PatchRule::Kind::Pad;
        rule.top = pairs[2];
        rule.left = pairs[4];
        rule.images = {0};
        return rule;
    }

    [[nodiscard]] Result<PatchRule> concatenation() const {
        const std::int64_t axis = op().options.integer("axis");
        if (axis != 3 && axis != -1) return no("it joins rows or columns");
        PatchRule rule;
        for (std::size_t p = 0; p < op().inputs.size(); ++p) {
            if (!isImage(p)) return no("an operand that cannot be cut");
            rule.images.push_back(p);
        }
        return rule;
    }

    /// Operands of the output's height and width are cut; those of one row and column stay.
    [[nodiscard]] Result<PatchRule> elementWise() const {
        PatchRule rule;
        for (std::size_t p = 0; p < op().inputs.size(); ++p) {
            const Tensor* tensor = input(p);
            if (tensor == nullptr) return no("an operand is left out");
            if (isImage(p) && wholeOf(*tensor) == wholeOf(output())) {
                rule.images.push_back(p);
                continue;
            }
            const std::size_t rank = tensor->shape.size();
            for (std::size_t fromEnd = 2; fromEnd <= rank; ++fromEnd)
                if (tensor->shape[rank - fromEnd] != 1) return no("an operand that cannot be cut");
        }
        if (rule.images.empty()) return no("nothing to cut");
        return rule;
    }
};

Extent both(Extent a, Extent b) { return {std::max(a.first, b.first), std::min(a.last, b.last)}; }
Extent around(Extent a, Extent b) { return {std::min(a.first, b.first), std::max(a.last, b.last)}; }

}  // namespace

Region intersection(const Region& a, const Region& b) {
    return {both(a.rows, b.rows), both(a.columns, b.columns)};
}

Region hull(const Region& a, const Region& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {around(a.rows, b.rows), around(a.columns, b.columns)};
}

Region wholeOf(const Tensor& tensor) {
    const std::vector<std::int32_t>& shape = tensor.shape;
    if (shape.size() != 4 || shape[0] != 1 || shape[3] < 1) return {};
    return {{0, shape[1]}, {0, shape[2]}};
}

Result<PatchRule> patchRule(const Model& model, std::size_t op) {
    return Reading(model, op).read();
}

}  // namespace thimble::patches
