#include "core/resolution/at_resolution.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/grouped_number.h"
#include "core/model/check_model.h"
#include "core/model/names.h"
#include "core/ops/operator_rules.h"
#include "core/resolution/own_numbers.h"
#include "core/resolution/resizable.h"
#include "core/tflm/offline_plan.h"

namespace thimble {

namespace {

using resolution::Resizable;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// "[1, 5, 5, 8] and [1, 6, 6, 8]": what the operator would get; the first few are enough.
std::string inputsText(const Resizable& resizable, std::size_t o) {
    constexpr std::size_t kMost = 4;
    const Subgraph& subgraph = resizable.model.subgraphs[0];
    std::string text;
    const auto& inputs = subgraph.operators[o].inputs;
    for (std::size_t i = 0; i < std::min(kMost, inputs.size()); ++i)
        if (inputs[i] >= 0)
            text +=
                (text.empty() ? "" : " and ") + shapeText(subgraph.tensors[at(inputs[i])].shape);
    return text;
}

/// Sizes that the exporter left open stay open.
void setShape(Tensor& tensor, const Shape& shape) {
    if (tensor.shapeSignature.size() == shape.size())
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (tensor.shapeSignature[i] == tensor.shape[i]) tensor.shapeSignature[i] = shape[i];
    tensor.shape = shape;
}

Result<void> resizeOperator(Resizable& resizable, std::size_t o) {
    const Operator& op = resizable.op(o);
    if (std::ranges::none_of(op.inputs, [&](std::int32_t t) { return resizable.isChanged(t); }))
        return {};
    const Subgraph& before = resizable.before.subgraphs[0];
    const auto shapesBefore = outputShapes(resizable.before, before, op);
    bool isAsInFile = shapesBefore.has_value();
    for (std::size_t i = 0; isAsInFile && i < op.outputs.size(); ++i)
        isAsInFile = (*shapesBefore)[i] == before.tensors[at(op.outputs[i])].shape;
    if (!isAsInFile)
        return resizable.refuse(o, "has outputs whose shapes do not follow from its inputs");

    THIMBLE_CHECK(resolution::followOwnNumbers(resizable, o));
    Subgraph& subgraph = resizable.model.subgraphs[0];
    const auto shapes = outputShapes(resizable.model, subgraph, subgraph.operators[o]);
    bool isSameRank = shapes.has_value();
    for (std::size_t i = 0; isSameRank && i < shapes->size(); ++i)
        isSameRank = (*shapes)[i].size() == (*shapesBefore)[i].size();
    if (!isSameRank)
        return resizable.refuse(o, fmt::format("cannot do at {} what it did: it would get {}",
                                               resizable.size, inputsText(resizable, o)));
    for (std::size_t i = 0; i < shapes->size(); ++i)
        setShape(subgraph.tensors[at(op.outputs[i])], (*shapes)[i]);
    return resolution::checkSameWork(resizable, o);
}

}  // namespace

std::string resolutionText(Resolution resolution) {
    return fmt::format("{}x{}", resolution.height, resolution.width);
}

std::optional<Resolution> parseResolution(std::string_view text) {
    const auto side = [](std::string_view digits) -> std::optional<std::int32_t> {
        std::int32_t value = 0;
        const char* const end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, value);
        if (read.ec != std::errc() || read.ptr != end || value < 1 || value > kLargestSide)
            return std::nullopt;
        return value;
    };
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) return std::nullopt;
    const auto height = side(text.substr(0, cross)), width = side(text.substr(cross + 1));
    if (!height || !width) return std::nullopt;
    return Resolution{*height, *width};
}

Result<Resolution> resolutionOf(const Model& model) {
    const Subgraph& subgraph = model.subgraphs[0];
    if (subgraph.inputs.size() != 1)
        return fail(ErrorCode::Unsupported,
                    fmt::format("a resolution is that of the only input, and the model takes {}",
                                subgraph.inputs.size()));
    const auto input = at(subgraph.inputs[0]);
    const std::vector<std::int32_t>& shape = subgraph.tensors[input].shape;
    if (shape.size() != 4 || shape[0] != 1 || std::ranges::find(shape, 0) != shape.end() ||
        isConstant(model, subgraph.tensors[input]))
        return fail(ErrorCode::Unsupported,
                    fmt::format("the input, {}, is {} and no image [1, height, width, channels]",
                                tensorLabel(model, 0, input), shapeText(shape)));
    return Resolution{shape[1], shape[2]};
}

Result<Model> atResolution(const Model& model, Resolution to) {
    THIMBLE_TRY(const Resolution from, resolutionOf(model));
    if (std::min(to.height, to.width) < 1 || std::max(to.height, to.width) > kLargestSide)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} is no resolution: height and width are from 1 to {}",
                                resolutionText(to), groupedNumber(kLargestSide)));
    Resizable resizable{model, tflm::withoutOfflinePlan(model), resolutionText(to)};
    if (to == from) return std::move(resizable.model);
    Subgraph& subgraph = resizable.model.subgraphs[0];
    Tensor& input = subgraph.tensors[at(subgraph.inputs[0])];
    setShape(input, {1, to.height, to.width, input.shape[3]});
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
        THIMBLE_CHECK(resizeOperator(resizable, o));
    THIMBLE_CHECK(checkModel(resizable.model));
    return std::move(resizable.model);
}

}  // namespace thimble
