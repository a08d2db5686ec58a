#include "core/resolution/own_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/grouped_number.h"
#include "core/model/names.h"
#include "core/ops/operator_rules.h"
#include "core/resolution/followed_shape.h"

namespace thimble::resolution {

namespace {

using ops::Dims;
using ops::Operands;
using enum BuiltinOperator;

constexpr std::size_t kRows = 1, kColumns = 2;  ///< of an image [N, H, W, C]

/// What the operator does with its inputs' shapes.
enum class Work {
    Elementwise,   ///< inputs stretched over each other
    EachPosition,  ///< the same at every position, whatever the shape
    Window,        ///< input 0 is swept over; other inputs are weights
    Channels,      ///< along one axis, which may not change
    Part,          ///< a part of its input; along what changes, all of it
    Matrix,
    Reshape,
    Resize,
    TransposeConv,
    Other,  ///< its numbers might say a size: unknown
};

Work workOf(BuiltinOperator code) {
    switch (code) {
        case Conv2d:
        case DepthwiseConv2d:
        case AveragePool2d:
        case L2Pool2d:
        case MaxPool2d:
        case Pad:
        case Padv2:
        case MirrorPad: return Work::Window;
        case BuiltinOperator::TransposeConv: return Work::TransposeConv;
        case Softmax:
        case LogSoftmax:
        case L2Normalization:
        case LocalResponseNormalization:
        case ArgMax:
        case ArgMin: return Work::Channels;
        case Slice:
        case StridedSlice:
        case Split:
        case SplitV: return Work::Part;
        case FullyConnected: return Work::Matrix;
        case BuiltinOperator::Reshape: return Work::Reshape;
        case ResizeBilinear:
        case ResizeNearestNeighbor: return Work::Resize;
        case Concatenation:
        case Pack:
        case Unpack:
        case ExpandDims:
        case Squeeze:
        case Transpose:
        case DepthToSpace:
        case SpaceToDepth:
        case Mean:
        case ReduceMax:
        case ReduceMin: return Work::EachPosition;
        case Cumsum:
        case Densify: return Work::Other;
        default: break;
    }
    switch (operatorFamily(code)) {
        case OperatorFamily::Activation:
        case OperatorFamily::Elementwise: return Work::Elementwise;
        case OperatorFamily::Conversion: return Work::EachPosition;
        default: return Work::Other;
    }
}

bool isPool(BuiltinOperator code) {
    return code == AveragePool2d || code == MaxPool2d || code == L2Pool2d;
}

/// A window over the whole image, of which there is one position, stays one.
void followPool(Resizable& resizable, std::size_t o) {
    constexpr std::int64_t kSame = 0;  // the schema's Padding
    const Operands before = resizable.operandsBefore(o);
    const auto imageBefore = before.shape(0, 4), output = before.outputShape(0);
    const auto image = resizable.operands(o).shape(0, 4);
    if (!imageBefore || !image || !output || (*output)[kRows] != 1 || (*output)[kColumns] != 1 ||
        before.option("filter_height") != (*imageBefore)[kRows] ||
        before.option("filter_width") != (*imageBefore)[kColumns])
        return;
    const bool isSame = before.option("padding") == kSame;
    const auto follow = [&](const char* filter, const char* stride, std::int64_t size) {
        if (isSame || before.option(stride) == before.option(filter))
            resizable.setOption(o, stride, size);
        resizable.setOption(o, filter, size);
    };
    follow("filter_height", "stride_h", (*image)[kRows]);
    follow("filter_width", "stride_w", (*image)[kColumns]);
}

/// "makes [1, 96] of [1, 1, 1, 96]; what of [1, 2, 2, 96], at 64x64, is not clear".
tl::unexpected<Error> unclearShape(const Resizable& resizable, std::size_t o) {
    const auto shape = [](const Model& model, std::int32_t tensor) {
        return shapeText(model.subgraphs[0].tensors[static_cast<std::size_t>(tensor)].shape);
    };
    const Operator& op = resizable.op(o);
    return resizable.refuse(o, fmt::format("makes {} of {}; what of {}, at {}, is not clear",
                                           shape(resizable.before, op.outputs[0]),
                                           shape(resizable.before, op.inputs[0]),
                                           shape(resizable.model, op.inputs[0]), resizable.size));
}

/// The target is in a constant, in the options, or (older files) in both.
Result<void> followReshape(Resizable& resizable, std::size_t o) {
    const Operands before = resizable.operandsBefore(o);
    const auto from = before.shape(0), to = resizable.operands(o).shape(0),
               target = before.outputShape(0);
    const auto followed = from && to && target ? followedShape(*from, *to, *target) : std::nullopt;
    if (!followed) return unclearShape(resizable, o);
    // An open dimension stays open.
    const auto follow = [&](Dims requested) {
        for (std::size_t i = 0; i < requested.size() && requested.size() == followed->size(); ++i)
            if (requested[i] == (*target)[i]) requested[i] = (*followed)[i];
        return requested;
    };
    if (before.shape(1, 1)) {
        const auto requested = before.values(1);
        if (!requested)
            return resizable.refuse(o, "takes its shape from what is computed at run time");
        resizable.setConstant(o, 1, follow(*requested));
    }
    for (OptionField& field : resizable.model.subgraphs[0].operators[o].options.fields)
        if (field.name == "new_shape") field.value = follow(before.options("new_shape"));
    const Subgraph& subgraph = resizable.model.subgraphs[0];
    const auto derived = outputShapes(resizable.model, subgraph, subgraph.operators[o]);
    if (!derived || !std::ranges::equal(derived->front(), *followed))
        return unclearShape(resizable, o);
    return {};
}

/// Sizes in proportion.
Result<void> followResize(Resizable& resizable, std::size_t o) {
    const Operands before = resizable.operandsBefore(o);
    const auto from = before.shape(0, 4), to = resizable.operands(o).shape(0, 4);
    auto size = before.values(1);
    if (!from || !to || !size || size->size() != 2 ||
        resizable.isChanged(resizable.op(o).inputs[1]))
        return resizable.refuse(o, "takes its size from what is computed at run time");
    for (std::size_t i = 0; i < 2; ++i) {
        const std::int64_t dividend = (*to)[kRows + i] * (*size)[i], divisor = (*from)[kRows + i];
        if (dividend % divisor != 0)
            return resizable.refuse(
                o, fmt::format("makes {} of {}, of {} at {} that is no whole number", (*size)[i],
                               divisor, (*to)[kRows + i], resizable.size));
        (*size)[i] = dividend / divisor;
    }
    resizable.setConstant(o, 1, *size);
    return {};
}

/// One position more of the image is one stride more of the output.
Result<void> followTransposeConv(Resizable& resizable, std::size_t o) {
    const Operands before = resizable.operandsBefore(o);
    const auto from = before.shape(2, 4), to = resizable.operands(o).shape(2, 4);
    auto shape = before.values(0);
    if (!from || !to || !shape || shape->size() != 4 ||
        resizable.isChanged(resizable.op(o).inputs[1]))
        return resizable.refuse(o, "takes its shape from what is computed at run time");
    (*shape)[kRows] += ((*to)[kRows] - (*from)[kRows]) * before.option("stride_h");
    (*shape)[kColumns] += ((*to)[kColumns] - (*from)[kColumns]) * before.option("stride_w");
    resizable.setConstant(o, 0, *shape);
    return {};
}

/// Sizes that were equal have to be equal, and what was stretched has to be stretched. A constant
/// for each channel, at the one position that there was, is one for each position.
bool isStretchedAlike(const Resizable& resizable, std::size_t o) {
    const Operands before = resizable.operandsBefore(o), after = resizable.operands(o);
    const auto agrees = [&](std::size_t a, std::size_t b) {
        const auto oldA = before.shape(a), oldB = before.shape(b), newA = after.shape(a),
                   newB = after.shape(b);
        if (!oldA || !oldB || !newA || !newB) return true;  // left out
        const auto isFixed = [&](std::size_t position) {
            return isConstant(resizable.before, *before.input(position));
        };
        for (std::size_t i = 1; i <= std::min(oldA->size(), oldB->size()); ++i) {
            const std::int64_t wasA = *(oldA->end() - std::ptrdiff_t(i)),
                               wasB = *(oldB->end() - std::ptrdiff_t(i)),
                               isA = *(newA->end() - std::ptrdiff_t(i)),
                               isB = *(newB->end() - std::ptrdiff_t(i));
            if (wasA == wasB && isA != isB && !(isFixed(a) && isA == 1) &&
                !(isFixed(b) && isB == 1))
                return false;
            if (wasA != wasB && ((wasA == 1 && isA != 1) || (wasB == 1 && isB != 1))) return false;
        }
        return true;
    };
    for (std::size_t b = 1; b < resizable.op(o).inputs.size(); ++b)
        for (std::size_t a = 0; a < b; ++a)
            if (!agrees(a, b)) return false;
    return true;
}

/// The axis along which the operator works: the last one, or what it was told.
bool keepsItsAxis(const Resizable& resizable, std::size_t o) {
    const Operands before = resizable.operandsBefore(o);
    const auto from = before.shape(0), to = resizable.operands(o).shape(0);
    const BuiltinOperator code = resizable.code(o);
    const bool isTold = code == ArgMax || code == ArgMin;
    const auto told = isTold ? before.value(1) : std::optional<std::int64_t>(-1);
    if (!from || !to || !told) return false;
    const auto axis = ops::axisAmong(from->size(), *told);
    return axis && (*from)[*axis] == (*to)[*axis];
}

/// Where the input has another size, the outputs have it, too, and had all of it before.
bool takesAllThatChanges(const Resizable& resizable, std::size_t o) {
    const std::size_t position = resizable.code(o) == Split ? 1 : 0;
    const Operands before = resizable.operandsBefore(o);
    const auto from = before.shape(position), to = resizable.operands(o).shape(position);
    if (!from || !to) return false;
    for (std::size_t output = 0; output < before.outputCount(); ++output) {
        const auto partBefore = before.outputShape(output),
                   part = resizable.operands(o).outputShape(output);
        if (!partBefore || !part || part->size() != to->size()) return false;
        for (std::size_t i = 0; i < to->size(); ++i)
            if ((*from)[i] != (*to)[i] &&
                ((*partBefore)[i] != (*from)[i] || (*part)[i] != (*to)[i]))
                return false;
    }
    return true;
}

/// As many elements as before, or a product at each position of the image.
Result<void> checkMatrix(const Resizable& resizable, std::size_t o) {
    const Operands before = resizable.operandsBefore(o);
    const auto from = before.shape(0), to = resizable.operands(o).shape(0);
    if (!from || !to) return resizable.refuse(o, "has no shape");
    if (before.flag("keep_num_dims") && from->back() == to->back()) return {};
    const std::int64_t elements = ops::product(*from), now = ops::product(*to);
    if (elements == now) return {};
    return resizable.refuse(
        o, fmt::format("takes {}, at {} it would get {}", counted(elements, "element"),
                       resizable.size, groupedNumber(now)));
}

}  // namespace

Result<void> followOwnNumbers(Resizable& resizable, std::size_t o) {
    const Work work = workOf(resizable.code(o));
    const Operator& op = resizable.op(o);
    if (work == Work::Window || work == Work::Matrix)
        for (std::size_t i = 1; i < op.inputs.size(); ++i)
            if (resizable.isChanged(op.inputs[i]))
                return resizable.refuse(o, "has weights whose shape depends on the image's");
    switch (work) {
        case Work::Window:
            if (isPool(resizable.code(o))) followPool(resizable, o);
            return {};
        case Work::Matrix: return checkMatrix(resizable, o);
        case Work::Reshape: return followReshape(resizable, o);
        case Work::Resize: return followResize(resizable, o);
        case Work::TransposeConv: return followTransposeConv(resizable, o);
        case Work::Other:
            return resizable.refuse(
                o, "is not known to do the same at every resolution, and its input changes");
        default: return {};
    }
}

Result<void> checkSameWork(const Resizable& resizable, std::size_t o) {
    bool isSame = true;
    switch (workOf(resizable.code(o))) {
        case Work::Elementwise: isSame = isStretchedAlike(resizable, o); break;
        case Work::Channels: isSame = keepsItsAxis(resizable, o); break;
        case Work::Part: isSame = takesAllThatChanges(resizable, o); break;
        default: break;
    }
    if (isSame) return {};
    const Work work = workOf(resizable.code(o));
    if (work == Work::Part)
        return resizable.refuse(o,
                                "takes a fixed part of what has another size at " + resizable.size);
    if (work == Work::Channels)
        return resizable.refuse(o,
                                "works along an axis that has another size at " + resizable.size);
    return resizable.refuse(o, "has inputs that do not go together at " + resizable.size);
}

}  // namespace thimble::resolution
