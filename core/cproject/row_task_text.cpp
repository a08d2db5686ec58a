#include "core/cproject/row_task_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/assert.h"
#include "core/model/names.h"

namespace thimble::cproject {

namespace {

using split::RowOperator;
using split::RowRule;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

std::size_t stepOf(const Project& project, std::size_t op) {
    const auto& order = project.memory.order;
    return static_cast<std::size_t>(std::ranges::find(order, static_cast<std::int32_t>(op)) -
                                    order.begin());
}

Text callText(const Project& project, std::size_t o, std::size_t c,
              const std::function<Text(const Operand&)>& operandOf) {
    const Call& call = project.emissions[o].calls[c];
    Text out = fmt::format("{}(&{}", call.kernel, paramsName(o, c));
    for (const Operand& operand : call.operands) out += ", " + operandOf(operand);
    return out + ");\n";
}

RowTaskText::RowTaskText(const Project& project, const RowPlaces& places)
    : m_project(project), m_rows(*project.rows), m_graph(m_rows.model.graph), m_places(places) {}

void RowTaskText::append(Text& out, std::int32_t o, const Text& row, const Text& indent) const {
    const RowOperator& op = m_graph.operators[at(o)];
    const auto number = at(op.op);
    const std::size_t place = m_rows.emissionOf[at(o)];
    const Emission& emission = m_project.emissions[place];
    const Operator& model = m_project.program->model.subgraphs[0].operators[number];
    out += fmt::format("{}/* operator {}, {}{}: {} */\n", indent, number,
                       commentText(operatorName(m_project.program->model, model)), sliceText(o),
                       taskText(op));
    if (op.rule == RowRule::Window) out += indent + windowText(op, row);
    const bool isSum = op.rule == RowRule::Sum;
    const std::int32_t rows = m_graph.tensors[at(op.inputs[0])].rows;
    if (isSum)
        out += fmt::format("{}if ({} == 0) memset({}, 0, {});\n", indent, row, sumsText(o),
                           op.sumBytes);
    for (std::size_t c = 0; c < emission.calls.size(); ++c) {
        const bool isMean = isSum && c + 1 == emission.calls.size();
        if (isMean) out += fmt::format("{}if ({} == {})\n    ", indent, row, rows - 1);
        out += indent + callText(m_project, place, c, [&](const Operand& operand) {
                   return operandText(o, operand, row);
               });
    }
    out += fmt::format("{}MODEL_DONE({});\n", indent, stepOf(m_project, number));
}

Text RowTaskText::sliceText(std::int32_t o) const {
    const split::Part& part = m_rows.plan.parts[at(o)];
    switch (part.role) {
        case split::Part::Role::All: return {};
        case split::Part::Role::End: return ", of the sums";
        case split::Part::Role::Add:
            return fmt::format(", adding input channels {} to {}", part.first,
                               part.first + part.count - 1);
        case split::Part::Role::Place:
            return fmt::format(", channels {} to {} into their place", part.first,
                               part.first + part.count - 1);
        case split::Part::Role::Make:
        case split::Part::Role::Pass: break;
    }
    return fmt::format(", channels {} to {}", part.first, part.first + part.count - 1);
}

Text RowTaskText::taskText(const RowOperator& op) const {
    const auto name = [&](std::int32_t t) {
        return placeText(m_project, m_graph.tensors[at(t)].tensor);
    };
    if (op.rule == RowRule::Sum) return "takes in a row of " + name(op.inputs[0]);
    Text out = "a row of " + name(op.outputs[0]) + " from ";
    for (std::size_t i = 0; i < op.inputs.size(); ++i)
        out += (i > 0 ? " and " : "") + name(op.inputs[i]);
    return out;
}

Text RowTaskText::windowText(const RowOperator& op, const Text& row) const {
    const std::int32_t t = op.inputs[0];
    const Rows rows = m_places.rowsOf(t);
    Text first = op.stride == 1 ? row : fmt::format("{} * {}", row, op.stride);
    if (op.padTop > 0) first += fmt::format(" - {}", op.padTop);
    const Text rest = fmt::format("{}, {}, {}, {});\n", m_graph.tensors[at(t)].rows, first,
                                  op.height, op.dilation);
    if (rows.isEven)
        return fmt::format("model_even_window(window, AT({}), {}, {}", rows.first, rows.step, rest);
    return fmt::format("model_window(window, {}, {}", m_places.tableName(t), rest);
}

Text RowTaskText::sumsText(std::int32_t o) const {
    return fmt::format("AT({})",
                       m_rows.plan.placement.offsets[at(m_rows.plan.pieces.sumBlock[at(o)])]);
}

Text RowTaskText::operandText(std::int32_t o, const Operand& operand, const Text& row) const {
    const RowOperator& op = m_graph.operators[at(o)];
    switch (operand.kind) {
        case Operand::Kind::Rows: return "window";
        case Operand::Kind::Nothing: return "NULL";
        case Operand::Kind::Scratch:
            if (op.rule == RowRule::Sum) return sumsText(o);
            return fmt::format(
                "AT({})",
                m_rows.plan.placement.offsets[at(m_rows.plan.pieces.scratchBlock[at(o)])]);
        case Operand::Kind::RowIn: return m_places.rowText(op.inputs[operand.number], row);
        case Operand::Kind::RowOut: return m_places.rowText(op.outputs[0], row);
        case Operand::Kind::State: THIMBLE_ASSERT(false); break;
        case Operand::Kind::Tensor: break;
    }
    const interp::TensorInfo& info = m_project.program->tensors[operand.number];
    if (info.isConstant) return fmt::format("t{}", operand.number);
    // Numbers are those of the model; a slice has tensors of its own under the same ones.
    const Operator& model = m_project.program->model.subgraphs[0].operators[at(op.op)];
    if (std::cmp_equal(operand.number, model.outputs[0]))
        return m_places.rowText(op.outputs[0], op.rule == RowRule::Sum ? "0" : row);
    for (std::size_t i = 0; i < op.inputs.size(); ++i)
        if (std::cmp_equal(operand.number, model.inputs[op.positions[i]]))
            return m_places.rowText(op.inputs[i], row);
    THIMBLE_ASSERT(false);
    return {};
}

}  // namespace thimble::cproject
