#include "core/cproject/row_model.h"

#include <algorithm>

#include "core/cproject/channel_models.h"
#include "core/cproject/emit/row_families.h"
#include "core/cproject/emit/row_pools.h"
#include "core/cproject/emit/slices.h"
#include "core/cproject/emit_row.h"
#include "core/cproject/folded_padding.h"
#include "core/cproject/memory.h"
#include "core/cproject/one_row.h"
#include "core/cproject/operator_kind.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

namespace {

using split::RowOperator;
using split::RowRule;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Reader {
public:
    Reader(const interp::Program& program, const std::vector<Emission>& emissions,
           RowScratch scratch)
        : m_program(program),
          m_subgraph(program.model.subgraphs[0]),
          m_emissions(emissions),
          m_source(m_subgraph.tensors.size()),
          m_image(m_subgraph.tensors.size()),
          m_padding(m_subgraph.tensors.size()) {
        for (std::size_t t = 0; t < m_source.size(); ++t)
            m_source[t] = m_image[t] = static_cast<std::int32_t>(t);
        m_model.tensorOf.assign(m_subgraph.tensors.size(), -1);
        m_model.scratch = scratch;
    }

    RowModel read(const std::vector<std::int32_t>& order, bool streamInput) {
        for (const std::int32_t o : order)
            if (absorb(at(o))) m_model.absorbed.push_back(o);
        for (const std::int32_t t : m_subgraph.inputs) tensorOf(t);
        for (const std::int32_t o : order)
            if (std::ranges::find(m_model.absorbed, o) == m_model.absorbed.end()) add(at(o));
        for (const std::int32_t t : m_subgraph.inputs)
            if (isInArena(m_program, t)) tensorAt(t).isInput = true;
        for (const std::int32_t t : m_subgraph.outputs)
            if (isInArena(m_program, t)) tensorAt(t).isOutput = true;
        if (streamInput) chooseStreamed();
        return std::move(m_model);
    }

private:
    /// The input of several rows with the most bytes, if nobody needs it afterwards.
    void chooseStreamed() {
        Bytes most = 0;
        for (std::size_t i = 0; i < m_subgraph.inputs.size(); ++i) {
            const std::int32_t t = m_model.tensorOf[at(m_subgraph.inputs[i])];
            if (t < 0) continue;
            const split::RowTensor& tensor = m_model.graph.tensors[at(t)];
            const Bytes bytes = tensor.rows * tensor.rowBytes;
            if (tensor.rows < 2 || tensor.isOutput || bytes <= most) continue;
            most = bytes;
            m_model.streamedInput = static_cast<std::int32_t>(i);
        }
        if (m_model.streamedInput < 0) return;
        const std::int32_t input = m_subgraph.inputs[at(m_model.streamedInput)];
        m_model.graph.tensors[at(m_model.tensorOf[at(input)])].isStreamed = true;
    }

    [[nodiscard]] bool isEnd(std::int32_t t, const std::vector<std::int32_t>& ends) const {
        return std::ranges::find(ends, t) != ends.end();
    }
    [[nodiscard]] std::vector<std::size_t> readers(std::int32_t t) const {
        std::vector<std::size_t> found;
        for (std::size_t o = 0; o < m_subgraph.operators.size(); ++o)
            if (std::ranges::find(m_subgraph.operators[o].inputs, t) !=
                m_subgraph.operators[o].inputs.end())
                found.push_back(o);
        return found;
    }

    /// Whether the operator vanishes: its output is its input for all readers.
    bool absorb(std::size_t o) {
        const Operator& op = m_subgraph.operators[o];
        if (op.outputs.size() != 1 || op.inputs.empty() || op.inputs[0] < 0) return false;
        const std::int32_t in = op.inputs[0];
        const std::int32_t out = op.outputs[0];
        if (!isInArena(m_program, in) || !isInArena(m_program, out)) return false;
        const std::optional<FoldedPadding> padding = imagePadding(m_program.model, o);
        const bool isSame = m_emissions[o].isAlias || (padding && *padding == FoldedPadding{});
        if (isSame) {
            // An output lies where it is: not on an input, which the application may write early.
            const std::int32_t source = m_source[at(in)];
            if (isEnd(out, m_subgraph.outputs) &&
                (isEnd(source, m_subgraph.inputs) || isEnd(in, m_subgraph.outputs)))
                return false;
            m_source[at(out)] = source;
            m_padding[at(out)] = m_padding[at(in)];
            // [1, 490] that is read as [1, 49, 10, 1] is kept by those rows.
            const interp::TensorInfo& seen = m_program.tensors[m_program.slot(0, out)];
            if (rowsOf(source) == 1 && seen.shape.size() == 4 && seen.shape[1] > 1)
                m_image[at(source)] = out;
            return true;
        }
        if (!padding || isEnd(out, m_subgraph.outputs) || m_padding[at(in)] != FoldedPadding{})
            return false;
        // Another operator may have given the rows of the source another shape.
        const interp::TensorInfo& image = m_program.tensors[m_program.slot(0, in)];
        if (image.shape.size() != 4 || rowsOf(m_source[at(in)]) != image.shape[1]) return false;
        for (const std::size_t reader : readers(out))
            if (!isConvolution(codeOf(m_program.model, reader)) || !takesPadding(reader, *padding))
                return false;
        m_source[at(out)] = m_source[at(in)];
        m_padding[at(out)] = *padding;
        return true;
    }

    [[nodiscard]] bool takesPadding(std::size_t o, const FoldedPadding& padding) const {
        return zerosAddNothing(m_program, o) && emitRow(o, padding).has_value() &&
               emitWhole(o, padding).has_value();
    }

    [[nodiscard]] Result<Emission> emitRow(std::size_t o, FoldedPadding padding) const {
        const EmitEntry* entry = findRowEmitter(codeOf(m_program.model, o), m_model.scratch);
        if (entry == nullptr) return fail(ErrorCode::Unsupported, "no rule for rows");
        auto program = m_program;
        return emitWith(entry->makeCalls, program, o, o, padding);
    }
    [[nodiscard]] Result<Emission> emitWhole(std::size_t o, FoldedPadding padding) const {
        const EmitEntry* entry = findEmitter(codeOf(m_program.model, o), "");
        if (entry == nullptr) return fail(ErrorCode::Unsupported, "no C kernel");
        auto program = m_program;
        return emitWith(entry->makeCalls, program, o, o, padding);
    }

    /// What is known of the tensor as rows.
    [[nodiscard]] const interp::TensorInfo& imageOf(std::int32_t t) const {
        return m_program.tensors[m_program.slot(0, m_image[at(t)])];
    }
    /// By which a tensor's bytes are kept.
    [[nodiscard]] std::int32_t rowsOf(std::int32_t t) const {
        const auto& shape = imageOf(t).shape;
        return shape.size() == 4 && shape[0] == 1 && shape[1] > 0 ? shape[1] : 1;
    }

    std::int32_t tensorOf(std::int32_t t) {
        const std::int32_t source = m_source[at(t)];
        std::int32_t& number = m_model.tensorOf[at(source)];
        if (number < 0 && isInArena(m_program, source)) {
            number = static_cast<std::int32_t>(m_model.graph.tensors.size());
            const interp::TensorInfo& info = imageOf(source);
            const std::int32_t rows = rowsOf(source);
            m_model.graph.tensors.push_back(
                {.tensor = source,
                 .rows = rows,
                 .rowBytes = static_cast<Bytes>(info.bytes) / rows,
                 .channels = info.shape.empty() ? 1 : std::max(1, info.fromEnd(0))});
        }
        m_model.tensorOf[at(t)] = number;
        return number;
    }
    split::RowTensor& tensorAt(std::int32_t t) { return m_model.graph.tensors[at(tensorOf(t))]; }

    /// Whether the tensor's own shape has the rows that its bytes are kept by.
    [[nodiscard]] bool isSeenByRows(std::int32_t t) {
        const interp::TensorInfo& info = m_program.tensors[m_program.slot(0, t)];
        if (info.shape.size() != 4 || info.shape[0] != 1) return false;
        const bool isPadded = m_padding[at(t)] != FoldedPadding{};
        return isPadded || tensorAt(t).rows == info.shape[1];
    }

    void add(std::size_t o) {
        const Operator& op = m_subgraph.operators[o];
        RowOperator made{.op = static_cast<std::int32_t>(o)};
        RowCode code{.whole = m_emissions[o]};
        bool byRows = op.outputs.size() == 1;
        for (std::size_t i = 0; i < op.inputs.size(); ++i) {
            const std::int32_t t = op.inputs[i];
            if (t < 0 || !isInArena(m_program, t)) continue;
            byRows = byRows && isSeenByRows(t);
            made.inputs.push_back(tensorOf(t));
            made.positions.push_back(i);
            if (m_padding[at(t)] != FoldedPadding{}) code.padding = m_padding[at(t)];
        }
        for (const std::int32_t t : op.outputs)
            if (isInArena(m_program, t)) made.outputs.push_back(tensorOf(t));
        // What a mean leaves over need be no image.
        const bool isMean = codeOf(m_program.model, o) == BuiltinOperator::Mean;
        byRows = byRows && made.outputs.size() == 1 && !made.inputs.empty() &&
                 (isSeenByRows(op.outputs[0]) || (isMean && tensorAt(op.outputs[0]).rows == 1));
        if (code.padding != FoldedPadding{}) code.whole = *emitWhole(o, code.padding);
        made.wholeScratchBytes = static_cast<Bytes>(code.whole.scratchBytes);
        for (const std::size_t position : code.whole.mayOverwrite)
            addOverlap(made.wholeOverlaps, made, {position, 0, true});
        if (code.whole.isAlias) addOverlap(made.wholeOverlaps, made, {0, 0, true});
        if (byRows) addRule(o, made, code);
        made.channels = channelRule(o, made, code);
        m_model.parts.push_back({.op = static_cast<std::int32_t>(m_model.parts.size())});
        m_model.graph.operators.push_back(std::move(made));
        m_model.code.push_back(std::move(code));
    }

    /// The same rule by position among the graph's inputs.
    static void addOverlap(std::vector<split::RowOverlap>& rules, const RowOperator& made,
                           const RowOverlap& rule) {
        const auto found = std::ranges::find(made.positions, rule.position);
        if (found == made.positions.end()) return;
        rules.push_back(
            {static_cast<std::size_t>(found - made.positions.begin()), rule.most, rule.exactly});
    }

    void addRule(std::size_t o, RowOperator& made, RowCode& code) {
        const BuiltinOperator kind = codeOf(m_program.model, o);
        auto program = m_program;
        const interp::OperatorCall call(program, 0, o, {});
        if (isConvolution(kind) || isPool(kind)) {
            if (made.inputs.size() != 1 || !readWindow(call, kind, made, code.padding)) return;
            if (made.rule == RowRule::Sum && addSum(o, made, code)) return;
            auto row = emitRow(o, code.padding);
            if (!row) {
                made.rule = RowRule::None;
                return;
            }
            made.rule = RowRule::Window;
            code.row = *std::move(row);
        } else if (kind == BuiltinOperator::Mean) {
            if (made.inputs.size() != 1 || call.input(0).shape[1] < 2) return;
            made.rule = RowRule::Sum;
            if (!addSum(o, made, code)) made.rule = RowRule::None;
            return;
        } else {
            const auto model = oneRow(m_program.model, o);
            if (!model) return;
            auto prepared = interp::prepareProgram(*model);
            if (!prepared) return;
            interp::Program own = **prepared;
            const EmitEntry* entry = findEmitter(kind, "");
            if (entry == nullptr) return;
            auto row = emitWith(entry->makeCalls, own, 0, o, {});
            if (!row) return;
            made.rule = RowRule::Same;
            code.row = *std::move(row);
            code.oneRow = *prepared;
            for (const std::size_t position : code.row.mayOverwrite)
                addOverlap(made.rowOverlaps, made, {position, 0, true});
        }
        made.rowScratchBytes = static_cast<Bytes>(code.row.scratchBytes);
        for (const RowOverlap& rule : code.row.overlaps) addOverlap(made.rowOverlaps, made, rule);
    }

    /// What slices of channels the operator takes part in: int8 alone, and where a slice of one
    /// channel can be made, slices of any can.
    [[nodiscard]] split::ChannelRule channelRule(std::size_t o, const RowOperator& made,
                                                 const RowCode& code) const {
        if (made.inputs.size() != 1 || made.outputs.size() != 1) return {};
        const Operator& op = m_subgraph.operators[o];
        const auto& in = m_program.tensors[m_program.slot(0, op.inputs[made.positions[0]])];
        const auto& out = m_program.tensors[m_program.slot(0, op.outputs[0])];
        if (in.type != TensorType::Int8 || out.type != TensorType::Int8) return {};
        const BuiltinOperator kind = codeOf(m_program.model, o);
        const bool isProduct = kind == BuiltinOperator::FullyConnected;
        if (isProduct ? !isOneRow(o, made) : made.rule == RowRule::None) return {};
        // The plain kernel is for groups, too, which slices would tear apart.
        if (!code.row.calls.empty() && code.row.calls[0].kernel == "th_contract_8_row") return {};
        // Another operator may have given the bytes other channels.
        const bool ofInput = channelsOf(made.inputs[0]) == in.fromEnd(0);
        const bool ofOutput = channelsOf(made.outputs[0]) == out.fromEnd(0);
        const bool makes = ofOutput && someOutputs(m_program.model, o, 0, 1).has_value();
        if (kind == BuiltinOperator::Conv2d || isProduct)
            return {.makesSome = makes,
                    .addsSome = ofInput && someInputs(m_program.model, o, 0, 1).has_value() &&
                                emitEndOf(o, code.padding),
                    .addScratchBytes = scratchOfSums(o, made, code)};
        if (in.fromEnd(0) != out.fromEnd(0) || kind == BuiltinOperator::Softmax ||
            kind == BuiltinOperator::Pad || kind == BuiltinOperator::Concatenation)
            return {};
        // An element-wise operator with a constant operand would need some of that, too.
        const bool isAlone = made.rule != RowRule::Same || op.inputs.size() == 1;
        return {.passesSome = makes && ofInput && isAlone};
    }

    /// What the kernel works in that adds slices up: no more than the quick one for rows.
    [[nodiscard]] Bytes scratchOfSums(std::size_t o, const RowOperator& made,
                                      const RowCode& code) const {
        if (m_model.scratch == RowScratch::Quick || made.rule == RowRule::None)
            return made.rowScratchBytes;
        auto program = m_program;
        const EmitEntry* entry = findRowEmitter(codeOf(m_program.model, o), RowScratch::Quick);
        const auto quick = emitWith(entry->makeCalls, program, o, o, code.padding);
        return quick ? static_cast<Bytes>(quick->scratchBytes) : made.rowScratchBytes;
    }

    [[nodiscard]] std::int32_t channelsOf(std::int32_t t) const {
        return m_model.graph.tensors[at(t)].channels;
    }
    /// Whether a FULLY_CONNECTED makes one row of one, which is one pixel, with weights that have
    /// no zero point.
    [[nodiscard]] bool isOneRow(std::size_t o, const RowOperator& made) const {
        auto program = m_program;
        const interp::OperatorCall call(program, 0, o, {});
        const auto sum = interp::fullyConnectedSum(call);
        const std::vector<std::int32_t>& shape = call.input(0).shape;
        return sum && sum->window.outWidth == 1 && !shape.empty() &&
               sum->window.depth == shape.back() && call.input(1).zeroPoint == 0 &&
               m_model.graph.tensors[at(made.inputs[0])].rows == 1 &&
               m_model.graph.tensors[at(made.outputs[0])].rows == 1;
    }

    [[nodiscard]] bool emitEndOf(std::size_t o, FoldedPadding padding) const {
        auto program = m_program;
        return emitWith(emitEnd, program, o, o, padding).has_value();
    }

    static bool readWindow(const interp::OperatorCall& call, BuiltinOperator kind,
                           RowOperator& made, const FoldedPadding& padding) {
        made.rule = RowRule::Window;
        if (isConvolution(kind)) {
            const auto sum = kind == BuiltinOperator::Conv2d ? interp::convolutionSum(call)
                                                             : interp::depthwiseSum(call);
            if (!sum) return false;
            made.height = static_cast<std::int32_t>(sum->window.height);
            made.stride = static_cast<std::int32_t>(sum->window.strideHeight);
            made.dilation = static_cast<std::int32_t>(sum->window.dilationHeight);
            made.padTop = static_cast<std::int32_t>(sum->window.padTop) + padding.top;
            return true;
        }
        const auto& in = call.input(0).shape;
        const auto& out = call.output().shape;
        const std::int64_t height = call.option("filter_height");
        const std::int64_t stride = call.option("stride_h");
        if (height < 1 || stride < 1) return false;
        made.height = static_cast<std::int32_t>(height);
        made.stride = static_cast<std::int32_t>(stride);
        constexpr std::int64_t kValid = 1;
        if (call.option("padding") != kValid)
            made.padTop =
                static_cast<std::int32_t>(interp::paddingBefore(in[1], height, out[1], stride, 1));
        const bool isGlobal =
            out[1] == 1 && out[2] == 1 && height == in[1] && call.option("filter_width") == in[2];
        if (kind == BuiltinOperator::AveragePool2d && isGlobal && in[1] > 1)
            made.rule = RowRule::Sum;
        return true;
    }

    bool addSum(std::size_t o, RowOperator& made, RowCode& code) const {
        auto program = m_program;
        auto row = emitWith(emitPoolSum, program, o, o, {});
        auto mean = emitWith(emitSumEnd, program, o, o, {});
        if (!row || !mean) return false;
        code.row = *std::move(row);
        code.mean = *std::move(mean);
        made.sumBytes = static_cast<Bytes>(code.row.scratchBytes);
        return true;
    }

    const interp::Program& m_program;
    const Subgraph& m_subgraph;
    const std::vector<Emission>& m_emissions;
    std::vector<std::int32_t> m_source;    ///< by tensor: the one whose bytes it is
    std::vector<std::int32_t> m_image;     ///< by tensor: the one whose shape says how it has rows
    std::vector<FoldedPadding> m_padding;  ///< by tensor: around those bytes
    RowModel m_model;
};

}  // namespace

RowModel readRows(const interp::Program& program, const std::vector<Emission>& emissions,
                  const std::vector<std::int32_t>& order, bool streamInput, RowScratch scratch) {
    return Reader(program, emissions, scratch).read(order, streamInput);
}

}  // namespace thimble::cproject
