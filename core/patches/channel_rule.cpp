#include "core/patches/channel_rule.h"

#include <algorithm>
#include <vector>

#include "core/patches/operand_kinds.h"
#include "core/patches/operator_reading.h"
#include "core/prune/slice_tensor.h"

namespace thimble::patches {

namespace {

using Code = BuiltinOperator;

bool hasOneScale(const Tensor& tensor) {
    return !tensor.quantization ||
           (tensor.quantization->scale.size() <= 1 && tensor.quantization->zeroPoint.size() <= 1);
}

class Reading final : private OperatorReading {
public:
    using OperatorReading::OperatorReading;

    Result<ChannelRule> read() const {
        if (!hasOneOutput()) return no("not one output");
        const std::vector<std::int32_t>& shape = output().shape;
        if (shape.size() < 2 || shape[0] != 1 || channels() < 2 || !isCut(output()))
            return no("its output has no channels that can be cut");
        if (!hasItsShape()) return no("its output has another shape than its inputs give");
        switch (code()) {
            case Code::Conv2d: return convolution();
            case Code::DepthwiseConv2d: return depthwise();
            case Code::AveragePool2d:
            case Code::MaxPool2d: return passed();
            case Code::Pad: return padding();
            case Code::Mean: return mean();
            default: break;
        }
        if (isElementWise(code())) return elementWise();
        return no("it has no rule for slices of channels");
    }

private:
    [[nodiscard]] std::int32_t channels() const { return output().shape.back(); }
    static bool isCut(const Tensor& tensor) {
        return isImageType(tensor.type) && !tensor.isVariable && hasOneScale(tensor);
    }
    [[nodiscard]] bool isImage(std::size_t position) const {
        const Tensor* tensor = input(position);
        return tensor != nullptr && tensor->shape.size() == 4 && tensor->shape[0] == 1 &&
               isCut(*tensor) && !isConstantInput(position);
    }
    /// Of a constant that can be cut; null where it is none.
    [[nodiscard]] const std::vector<std::int32_t>* constantShape(std::size_t position) const {
        const bool is = isConstantInput(position) && prune::canSlice(model(), *input(position));
        return is ? &input(position)->shape : nullptr;
    }

    /// Weights and biases of a convolution, both with the output's channels along an axis.
    [[nodiscard]] Result<ChannelRule> weighted(ChannelRule rule, std::size_t axis) const {
        const auto* filter = constantShape(1);
        if (filter == nullptr || filter->size() != 4 || (*filter)[axis] != channels())
            return no("weights that cannot be sliced");
        rule.constants.push_back({1, axis});
        if (input(2) != nullptr) {
            const auto* bias = constantShape(2);
            if (bias == nullptr || *bias != std::vector{channels()})
                return no("biases that cannot be sliced");
            rule.constants.push_back({2, 0});
        }
        return rule;
    }
    [[nodiscard]] Result<ChannelRule> convolution() const {
        const auto* filter = constantShape(1);
        if (!isImage(0) || filter == nullptr || filter->size() != 4 ||
            filter->back() != input(0)->shape[3])
            return no("operands without a rule for slices of channels");
        return weighted({.makes = true}, 0);
    }
    [[nodiscard]] Result<ChannelRule> depthwise() const {
        auto rule = passed();
        return rule ? weighted(*std::move(rule), 3) : rule;
    }
    [[nodiscard]] Result<ChannelRule> passed() const {
        if (!isImage(0) || input(0)->shape[3] != channels())
            return no("its channels are not those of its input");
        return ChannelRule{.passed = {0}};
    }

    [[nodiscard]] Result<ChannelRule> padding() const {
        const std::vector<std::int32_t> pairs = table(1);
        if (pairs.size() != 8 || pairs[6] != 0 || pairs[7] != 0)
            return no("padding that is not around an image");
        return passed();
    }
    /// Of height and width.
    [[nodiscard]] Result<ChannelRule> mean() const {
        if (!isImage(0)) return no("operands without a rule for slices of channels");
        std::vector<std::int32_t> axes = table(1);
        for (std::int32_t& axis : axes) axis += axis < 0 ? 4 : 0;
        std::ranges::sort(axes);
        if (axes != std::vector<std::int32_t>{1, 2}) return no("a mean of other axes");
        return passed();
    }

    /// Operands with the output's channels are cut; those with one for all stay.
    [[nodiscard]] Result<ChannelRule> elementWise() const {
        ChannelRule rule;
        for (std::size_t p = 0; p < op().inputs.size(); ++p) {
            const Tensor* tensor = input(p);
            if (tensor == nullptr) return no("an operand is left out");
            const std::vector<std::int32_t>& shape = tensor->shape;
            if (shape.empty() || shape.back() == 1) continue;
            if (shape.back() != channels()) return no("an operand of other channels");
            if (constantShape(p) != nullptr)
                rule.constants.push_back({p, shape.size() - 1});
            else if (isCut(*tensor) && !isConstantInput(p) && shape.size() == output().shape.size())
                rule.passed.push_back(p);
            else
                return no("an operand that cannot be cut");
        }
        if (rule.passed.empty()) return no("nothing to cut");
        return rule;
    }
};

}  // namespace

Result<ChannelRule> channelRule(const Model& model, std::size_t op) {
    return Reading(model, op).read();
}

}  // namespace thimble::patches
