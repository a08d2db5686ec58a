#include "core/cproject/window_rows.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/cproject/operator_kind.h"
#include "core/interp/kernels/contraction.h"
#include "core/model/one_operator.h"

namespace thimble::cproject {

namespace {

std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }

void setOption(Operator& op, std::string_view name, std::int64_t value) {
    for (OptionField& field : op.options.fields)
        if (field.name == name) {
            field.value = value;
            return;
        }
    // Left out where it has the schema's default.
    OptionField& added = op.options.fields.emplace_back();
    added.name = name;
    added.value.emplace<std::int64_t>(value);
}

Result<std::shared_ptr<const interp::Program>> prepareWindow(const Model& model, std::size_t op,
                                                             std::int64_t rows,
                                                             std::int64_t columns,
                                                             std::int64_t outColumns, bool isPool) {
    constexpr std::int64_t kValid = 1;
    Model one = oneOperator(model, op);
    Subgraph& subgraph = one.subgraphs[0];
    Operator& only = subgraph.operators[0];
    Tensor& input = subgraph.tensors[at(only.inputs[0])];
    Tensor& output = subgraph.tensors[at(only.outputs[0])];
    input.shape[1] = static_cast<std::int32_t>(rows);
    input.shape[2] = static_cast<std::int32_t>(columns);
    output.shape[1] = 1;
    output.shape[2] = static_cast<std::int32_t>(outColumns);
    input.shapeSignature.clear();
    output.shapeSignature.clear();
    setOption(only, "padding", kValid);
    if (isPool) {
        setOption(only, "filter_height", rows);
        setOption(only, "filter_width", columns);
        setOption(only, "stride_h", 1);
        setOption(only, "stride_w", 1);
    }
    return interp::prepareProgram(one);
}

std::size_t widthOf(const interp::TensorInfo& info) {
    return info.bytes / std::max<std::size_t>(1, info.elements);
}

/// What a convolution makes nothing of.
void fillWithNothing(std::span<std::byte> bytes, const interp::TensorInfo& info) {
    const std::size_t width = widthOf(info);
    const std::int32_t zero = info.zeroPoint;  // of floats it is 0, and so are the bytes of 0.0
    for (std::size_t i = 0; i + width <= bytes.size(); i += width)
        std::memcpy(bytes.subspan(i).data(), &zero, std::min(width, sizeof zero));
}

}  // namespace

Result<std::vector<std::byte>> WindowRows::make(const Made& made, std::int32_t row,
                                                const RowAt& rowAt) {
    return isPool(made.call.code()) ? poolRow(made, row, rowAt) : convolutionRow(made, row, rowAt);
}

Result<interp::Frame*> WindowRows::frameOf(const Made& made, std::int64_t rows,
                                           std::int64_t columns, std::int64_t outColumns,
                                           bool isPool) {
    std::unique_ptr<interp::Frame>& frame = m_frames[{made.key, rows, columns}];
    if (!frame) {
        THIMBLE_TRY(const auto prepared, prepareWindow(made.call.model(), made.number, rows,
                                                       columns, outColumns, isPool));
        frame = std::make_unique<interp::Frame>(prepared);
    }
    return frame.get();
}

Result<std::vector<std::byte>> WindowRows::convolutionRow(const Made& made, std::int32_t row,
                                                          const RowAt& rowAt) {
    const split::RowOperator& op = made.op;
    THIMBLE_TRY(const interp::Contraction sum, made.call.code() == BuiltinOperator::Conv2d
                                                   ? interp::convolutionSum(made.call)
                                                   : interp::depthwiseSum(made.call));
    const interp::Window& w = sum.window;
    const std::int64_t left = w.padLeft + made.padding.left;
    const std::int64_t inWidth = w.inWidth - made.padding.left - made.padding.right;
    const std::int64_t rows = (w.height - 1) * w.dilationHeight + 1;
    const std::int64_t columns =
        (w.outWidth - 1) * w.strideWidth + (w.width - 1) * w.dilationWidth + 1;
    THIMBLE_TRY(interp::Frame* const frame, frameOf(made, rows, columns, w.outWidth, false));
    const std::span<std::byte> in = frame->input(0);
    const interp::TensorInfo& info = made.call.input(sum.inputAt);
    fillWithNothing(in, info);
    const std::size_t pixel = at(w.inDepth) * widthOf(info);
    for (std::int64_t y = 0; y < rows; ++y) {
        const std::int64_t number = std::int64_t{row} * op.stride - op.padTop + y;
        if (number < 0 || number >= made.inputRows) continue;
        // Rows that the taps of a dilated window pass over may be gone.
        if (y % op.dilation != 0) continue;
        const auto from = rowAt(static_cast<std::int32_t>(number));
        const std::int64_t first = std::max<std::int64_t>(0, left);
        const std::int64_t end = std::min(columns, left + inWidth);
        for (std::int64_t x = first; x < end; ++x)
            std::ranges::copy(from.subspan(at(x - left) * pixel, pixel),
                              in.subspan(at(y * columns + x) * pixel, pixel).begin());
    }
    THIMBLE_CHECK(frame->invoke());
    const auto out = frame->output(0);
    return std::vector<std::byte>(out.begin(), out.end());
}

Result<std::vector<std::byte>> WindowRows::poolRow(const Made& made, std::int32_t row,
                                                   const RowAt& rowAt) {
    const interp::OperatorCall& call = made.call;
    const std::int64_t width = call.option("filter_width");
    const std::int64_t stride = call.option("stride_w");
    const std::int64_t inWidth = call.input(0).shape[2];
    const std::int64_t outWidth = call.output().shape[2];
    constexpr std::int64_t kValid = 1;
    const std::int64_t left = call.option("padding") == kValid
                                  ? 0
                                  : interp::paddingBefore(inWidth, width, outWidth, stride, 1);
    const std::size_t pixel = at(call.input(0).shape[3]) * widthOf(call.input(0));
    const std::int64_t top = std::int64_t{row} * made.op.stride - made.op.padTop;
    const std::int64_t firstRow = std::max<std::int64_t>(0, top);
    const std::int64_t rows =
        std::min<std::int64_t>(made.inputRows, top + made.op.height) - firstRow;
    std::vector<std::byte> bytes;
    for (std::int64_t x = 0; x < outWidth; ++x) {
        const std::int64_t first = std::max<std::int64_t>(0, x * stride - left);
        const std::int64_t end = std::min(inWidth, x * stride - left + width);
        THIMBLE_TRY(interp::Frame* const frame, frameOf(made, rows, end - first, 1, true));
        const std::size_t part = at(end - first) * pixel;
        for (std::int64_t y = 0; y < rows; ++y)
            std::ranges::copy(
                rowAt(static_cast<std::int32_t>(firstRow + y)).subspan(at(first) * pixel, part),
                frame->input(0).subspan(at(y) * part).begin());
        THIMBLE_CHECK(frame->invoke());
        const auto out = frame->output(0);
        bytes.insert(bytes.end(), out.begin(), out.end());
    }
    return bytes;
}

}  // namespace thimble::cproject
