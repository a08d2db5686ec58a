#include "core/cproject/c_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/model/names.h"

namespace thimble::cproject {

namespace {

/// Columns of the text.
constexpr std::size_t kWidth = 100;

}  // namespace

Text commentText(std::string_view name, std::size_t most) {
    Text text;
    for (const char c : name.substr(0, most)) {
        const bool plain = c >= ' ' && c <= '~';
        if (c == '/' && !text.empty() && text.back() == '*') text += ' ';
        if (c == '*' && !text.empty() && text.back() == '/') text += ' ';
        text += plain ? c : '?';
    }
    return name.size() > most ? text + "..." : text;
}

Text shapeOf(const interp::TensorInfo& info) {
    Text text;
    for (const std::int32_t d : info.shape) text += (text.empty() ? "" : "x") + std::to_string(d);
    return text.empty() ? "scalar" : text;
}

const interp::TensorInfo& infoOf(const Project& project, std::int32_t tensor) {
    return project.program->tensors[project.program->slot(0, tensor)];
}

const std::string& nameOf(const Project& project, std::int32_t tensor) {
    return project.program->model.subgraphs[0].tensors[static_cast<std::size_t>(tensor)].name;
}

Text placeText(const Project& project, std::int32_t tensor) {
    const interp::TensorInfo& info = infoOf(project, tensor);
    Text what = fmt::format("t{} [{} {}]", tensor, shapeOf(info), tensorTypeName(info.type));
    if (info.isConstant) return what + " in flash";
    const Bytes offset = project.memory.offsets[static_cast<std::size_t>(tensor)];
    if (offset < 0) return what;
    return fmt::format("{} at {}", what, offset);
}

void appendTable(Text& out, const ConstantArray& array) {
    out += fmt::format("static const {} {}[{}] = {{", array.type, array.name, array.values.size());
    std::size_t column = kWidth;
    for (std::size_t i = 0; i < array.values.size(); ++i) {
        const Text& value = array.values[i];
        if (column + value.size() + 2 > kWidth) {
            out += "\n    ";
            column = 4;
        } else {
            out += ' ';
            ++column;
        }
        out += value;
        column += value.size();
        if (i + 1 < array.values.size()) {
            out += ',';
            ++column;
        }
    }
    out += "};\n";
}

Text operandText(const Project& project, std::size_t op, const Operand& operand) {
    switch (operand.kind) {
        case Operand::Kind::Scratch: return fmt::format("AT({})", project.memory.scratch[op]);
        case Operand::Kind::State: return fmt::format("model_state_{}", operand.number);
        case Operand::Kind::Nothing: return "NULL";
        case Operand::Kind::Rows:
        case Operand::Kind::RowIn:
        case Operand::Kind::RowOut: return "window";
        case Operand::Kind::Tensor: break;
    }
    const interp::TensorInfo& info = project.program->tensors[operand.number];
    if (info.isConstant) return fmt::format("t{}", operand.number);
    const Bytes offset = project.memory.offsets[operand.number];
    return fmt::format("AT({})", std::max<Bytes>(offset, 0));
}

Text paramsName(std::size_t op, std::size_t call) {
    return call == 0 ? fmt::format("op{}", op) : fmt::format("op{}_{}", op, call);
}

void appendParams(Text& out, const Call& call, const Text& name) {
    out += fmt::format("static const {}_params {} = {{", call.kernel, name);
    std::size_t column = kWidth;
    for (std::size_t i = 0; i < call.fields.size(); ++i) {
        const Text text = fmt::format(".{} = {}{}", call.fields[i].first, call.fields[i].second,
                                      i + 1 < call.fields.size() ? "," : "");
        if (column + text.size() + 1 > kWidth) {
            out += "\n    ";
            column = 4;
        } else {
            out += ' ';
            ++column;
        }
        out += text;
        column += text.size();
    }
    out += "};\n";
}

Text operatorComment(const Project& project, std::size_t step, std::size_t o) {
    const Operator& op = project.program->model.subgraphs[0].operators[o];
    Text text = fmt::format("    /* {}: operator {}, {}", step, o,
                            commentText(operatorName(project.program->model, op)));
    if (!op.outputs.empty()) text += " '" + commentText(nameOf(project, op.outputs[0])) + "'";
    text += "\n       reads ";
    bool isFirst = true;
    for (const std::int32_t t : op.inputs) {
        if (t < 0) continue;
        const interp::TensorInfo& info = infoOf(project, t);
        // Weights and other tables have names of their own.
        if (info.isConstant) continue;
        text += (isFirst ? "" : ", ") + placeText(project, t);
        isFirst = false;
    }
    if (isFirst) text += "nothing";
    text += "\n       writes ";
    isFirst = true;
    for (const std::int32_t t : op.outputs) {
        text += (isFirst ? "" : ", ") + placeText(project, t);
        isFirst = false;
    }
    if (isFirst) text += "nothing";
    const Emission& emission = project.emissions[o];
    if (emission.scratchBytes > 0)
        text += fmt::format("\n       works in {} bytes at {}", emission.scratchBytes,
                            project.memory.scratch[o]);
    return text + " */\n";
}

}  // namespace thimble::cproject
