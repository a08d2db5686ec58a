#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include "core/base/grouped_number.h"
#include "core/cproject/c_text.h"
#include "core/cproject/project.h"
#include "core/cproject/write_rows.h"
#include "core/model/names.h"

namespace thimble::cproject {

namespace {

/// A string literal's contents.
Text quoted(std::string_view name) {
    Text text;
    for (const char c : name) {
        if (c == '"' || c == '\\') text += '\\';
        text += c >= ' ' && c <= '~' ? c : '?';
    }
    return text;
}

/// How C spells the elements of a constant tensor that a kernel reads as such.
ConstantArray tensorTable(const interp::TensorInfo& info, const Text& name) {
    ConstantArray array{.name = name, .bytes = info.bytes};
    const auto fill = [&]<typename T>(T, const char* type) {
        array.type = type;
        const std::size_t count = info.constant.size() / sizeof(T);
        for (std::size_t i = 0; i < count; ++i) {
            T value{};
            std::memcpy(&value, info.constant.data() + i * sizeof(T), sizeof(T));
            if constexpr (std::is_same_v<T, float>)
                array.values.push_back(Emitter::literal(value));
            else
                array.values.push_back(Emitter::literal(std::int64_t{value}));
        }
    };
    const std::size_t width = info.elements == 0 ? 1 : info.bytes / info.elements;
    if (info.type == TensorType::Float32)
        fill(float{}, "float");
    else if (info.type == TensorType::UInt8 || info.type == TensorType::Bool)
        fill(std::uint8_t{}, "uint8_t");
    else if (width == 1)
        fill(std::int8_t{}, "int8_t");
    else if (width == 2)
        fill(std::int16_t{}, "int16_t");
    else if (width == 4)
        fill(std::int32_t{}, "int32_t");
    else
        fill(std::int64_t{}, "int64_t");
    if (array.values.empty()) array.values.emplace_back("0");
    return array;
}

/// Constant tensors that are operands of calls.
std::vector<std::size_t> constantOperands(const Project& project) {
    std::set<std::size_t> slots;
    for (const Emission& emission : project.emissions)
        for (const Call& call : emission.calls)
            for (const Operand& operand : call.operands)
                if (operand.kind == Operand::Kind::Tensor &&
                    project.program->tensors[operand.number].isConstant)
                    slots.insert(operand.number);
    return {slots.begin(), slots.end()};
}

/// What a state is after a reset.
ConstantArray initialTable(const State& state, std::size_t number) {
    ConstantArray array{.name = fmt::format("model_state_{}_initial", number),
                        .type = "uint8_t",
                        .bytes = state.contents.size()};
    for (const std::uint8_t byte : state.contents)
        array.values.push_back(Emitter::literal(std::int64_t{byte}));
    return array;
}

bool isShared(const Project& project, const Operator& op) {
    return !op.inputs.empty() && !op.outputs.empty() &&
           std::ranges::find(project.memory.shared, std::pair(op.inputs[0], op.outputs[0])) !=
               project.memory.shared.end();
}

/// Constant tensors, and the tables and parameters of every call.
Text tablesText(const Project& project) {
    const Subgraph& subgraph = project.program->model.subgraphs[0];
    Text out;
    std::vector<std::size_t> constants = constantOperands(project);
    for (const std::int32_t t : subgraph.outputs)
        if (infoOf(project, t).isConstant) constants.push_back(project.program->slot(0, t));
    std::ranges::sort(constants);
    constants.erase(std::unique(constants.begin(), constants.end()), constants.end());
    for (const std::size_t slot : constants)
        appendTable(out, tensorTable(project.program->tensors[slot], fmt::format("t{}", slot)));
    for (std::size_t o = 0; o < project.emissions.size(); ++o) {
        const Emission& emission = project.emissions[o];
        for (const ConstantArray& array : emission.arrays) appendTable(out, array);
        if (emission.isAlias && isShared(project, subgraph.operators[o])) continue;
        for (std::size_t c = 0; c < emission.calls.size(); ++c)
            appendParams(out, emission.calls[c], paramsName(o, c));
    }
    for (std::size_t s = 0; s < project.states.size(); ++s)
        if (!project.states[s].contents.empty())
            appendTable(out, initialTable(project.states[s], s));
    return out;
}

/// Their names in C are math.h's.
bool hasNonFinite(const Text& tables) {
    return tables.find("INFINITY") != Text::npos || tables.find("NAN") != Text::npos;
}

void appendStep(Text& out, const Project& project, std::size_t step, std::size_t o) {
    const Operator& op = project.program->model.subgraphs[0].operators[o];
    const Emission& emission = project.emissions[o];
    out += operatorComment(project, step, o);
    if (emission.isAlias && isShared(project, op)) {
        out += "    /* the same bytes: nothing to do */\n";
    } else {
        for (std::size_t c = 0; c < emission.calls.size(); ++c) {
            const Call& call = emission.calls[c];
            Text text = fmt::format("{}(&{}", call.kernel, paramsName(o, c));
            for (const Operand& operand : call.operands)
                text += ", " + operandText(project, o, operand);
            out += call.mayFail ? fmt::format(
                                      "    if ({}) != 0)\n        return "
                                      "MODEL_KERNEL_FAILED;\n",
                                      text)
                                : fmt::format("    {});\n", text);
        }
    }
    out += fmt::format("    MODEL_DONE({});\n\n", step);
}

Bytes totalBytes(const Project& project, const std::vector<std::int32_t>& tensors) {
    Bytes total = 0;
    for (const std::int32_t t : tensors) total += static_cast<Bytes>(infoOf(project, t).bytes);
    return total;
}

/// What the application has to know of an input or output.
Text endText(const Project& project, std::string_view kind, std::size_t position,
             std::int32_t tensor) {
    const interp::TensorInfo& info = infoOf(project, tensor);
    Text out =
        fmt::format("\n/* {} {}: '{}', {} {} */\n", kind == "INPUT" ? "Input" : "Output", position,
                    commentText(nameOf(project, tensor)), shapeOf(info), tensorTypeName(info.type));
    out += fmt::format("#define MODEL_{}_{}_BYTES {}\n", kind, position, info.bytes);
    out += fmt::format("#define MODEL_{}_{}_ELEMENTS {}\n", kind, position, info.elements);
    if (info.scale > 0) {
        // real = SCALE * (stored - ZERO_POINT)
        out += fmt::format("#define MODEL_{}_{}_SCALE {:.9g}f\n", kind, position, info.scale);
        const Text scale = fmt::format("{:.9g}", info.scale);
        if (scale.find_first_of(".e") == Text::npos)
            out.replace(out.rfind(scale + "f\n"), scale.size() + 2, scale + ".0f\n");
        out += fmt::format("#define MODEL_{}_{}_ZERO_POINT {}\n", kind, position,
                           info.zeroPoint < 0 ? fmt::format("({})", info.zeroPoint)
                                              : std::to_string(info.zeroPoint));
    }
    return out;
}

Text sizesTable(const Project& project, std::string_view name,
                const std::vector<std::int32_t>& tensors) {
    Text out = fmt::format("const uint32_t {}[{}] = {{", name, tensors.size());
    for (std::size_t i = 0; i < tensors.size(); ++i)
        out += fmt::format("{}{}", i > 0 ? ", " : "", infoOf(project, tensors[i]).bytes);
    return out + "};\n";
}

bool isStreamed(const Project& project) {
    return project.rows && project.rows->model.streamedInput >= 0;
}

constexpr std::string_view kInvoke = R"(/* One inference. */
model_status model_invoke(void);
)";

constexpr std::string_view kPushRows =
    R"(/* Hands over the next rows of input MODEL_STREAMED_INPUT, from the top, each of
   MODEL_STREAMED_ROW_BYTES; they are not needed afterwards. All that can be worked out of them is
   worked out at once. After MODEL_STREAMED_ROWS rows the outputs are there, and the next inference
   begins with the next row. Other inputs have to be written before the first row. */
model_status model_push_rows(const void *rows, int32_t count);

/* Rows that this inference still waits for. */
int32_t model_rows_left(void);
)";

Text cases(const Project& project, const std::vector<std::int32_t>& tensors, bool isInput) {
    Text out;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const interp::TensorInfo& info = infoOf(project, tensors[i]);
        const Bytes offset = project.memory.offsets[static_cast<std::size_t>(tensors[i])];
        if (isInput && isStreamed(project) && std::cmp_equal(i, project.rows->model.streamedInput))
            continue;
        out += info.isConstant ? fmt::format("        case {}: return t{};\n", i, tensors[i])
                               : fmt::format("        case {}: return AT({});\n", i,
                                             std::max<Bytes>(offset, 0));
    }
    return out;
}

}  // namespace

Text modelHeader(const Project& project, const ProjectOptions& options) {
    const Subgraph& subgraph = project.program->model.subgraphs[0];
    Text out = fmt::format(
        "/* {}: {} operators in {} bytes of memory. Made by Thimble; see README.md. */\n"
        "#ifndef MODEL_H\n#define MODEL_H\n\n#include <stdint.h>\n\n"
        "#ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n",
        commentText(options.modelName), subgraph.operators.size(), project.memory.arenaBytes);
    out += fmt::format(
        "/* All tensors and the kernels' working memory. */\n#define MODEL_ARENA_BYTES {}\n"
        "/* What is kept between invocations, besides the arena. */\n#define MODEL_STATE_BYTES {}\n"
        "#define MODEL_OPERATORS {}\n\n",
        project.memory.arenaBytes, project.stateBytes, project.memory.order.size());
    out += fmt::format("#define MODEL_INPUTS {}\n#define MODEL_INPUT_BYTES {} /* of all */\n",
                       subgraph.inputs.size(), totalBytes(project, subgraph.inputs));
    out += fmt::format("#define MODEL_OUTPUTS {}\n#define MODEL_OUTPUT_BYTES {} /* of all */\n",
                       subgraph.outputs.size(), totalBytes(project, subgraph.outputs));
    if (isStreamed(project)) out += streamedSizes(project);
    out += "\n/* A real number is SCALE * (stored - ZERO_POINT). */\n";
    for (std::size_t i = 0; i < subgraph.inputs.size(); ++i)
        out += endText(project, "INPUT", i, subgraph.inputs[i]);
    for (std::size_t i = 0; i < subgraph.outputs.size(); ++i)
        out += endText(project, "OUTPUT", i, subgraph.outputs[i]);
    out += R"(
extern const uint32_t model_input_bytes[MODEL_INPUTS];
extern const uint32_t model_output_bytes[MODEL_OUTPUTS];

typedef enum {
    MODEL_OK = 0,
    MODEL_NO_ARENA = 1,         /* MODEL_CALLER_ARENA, and model_use_arena() has not been called */
    MODEL_ARENA_MISALIGNED = 2, /* the memory does not lie on 8 bytes */
    MODEL_KERNEL_FAILED = 3     /* CMSIS-NN refused a call: other sources than those planned for */
} model_status;

#ifdef MODEL_CALLER_ARENA
/* MODEL_ARENA_BYTES on 8 bytes, which the application may use for itself between invocations. */
model_status model_use_arena(void *memory);
#endif

/* Forgets what is kept between invocations: as at power-up. */
void model_reset(void);

/* Where to write an input before each invocation: other tensors may overwrite it. Null where there
   is no such input or no arena. */
void *model_input(int index);

/* Where an output lies after an invocation, until the next. */
const void *model_output(int index);

)";
    out += isStreamed(project) ? kPushRows : kInvoke;
    out += R"(
#ifdef MODEL_PROFILE
/* The application's own; called after each operator. */
void model_operator_done(int step);
extern const char *const model_operator_names[MODEL_OPERATORS];
#endif

#ifdef __cplusplus
}
#endif

#endif
)";
    return out;
}

Text modelSource(const Project& project, const ProjectOptions& options) {
    const Subgraph& subgraph = project.program->model.subgraphs[0];
    Text out = fmt::format("/* {}: weights, memory and schedule. Made by Thimble. */\n",
                           commentText(options.modelName));
    const Text tables = tablesText(project);
    out += "#include \"model.h\"\n\n";
    if (hasNonFinite(tables)) out += "#include <math.h>\n";
    out += "#include <stddef.h>\n#include <string.h>\n\n";
    std::set<Text> kernels;
    for (const Emission& emission : project.emissions)
        for (const Call& call : emission.calls) kernels.insert(call.kernel);
    for (const Text& kernel : kernels) out += fmt::format("#include \"{}.h\"\n", kernel);
    out += "\n/* Tables in flash. */\n\n" + tables;
    out += "\n/* Memory. */\n\n";
    for (std::size_t s = 0; s < project.states.size(); ++s)
        out += fmt::format("static uint64_t model_state_{}[{}]; /* {} */\n", s,
                           (project.states[s].bytes + 7) / 8, commentText(project.states[s].name));
    // Words of 4, so that the array is as large as the plan to the byte.
    out += R"(
#ifdef MODEL_CALLER_ARENA
static uint8_t *model_arena = NULL;
#define ARENA model_arena
#else
static union {
    uint32_t words[MODEL_ARENA_BYTES > 0 ? MODEL_ARENA_BYTES / 4 : 1];
    uint8_t bytes[MODEL_ARENA_BYTES > 0 ? MODEL_ARENA_BYTES : 4];
} model_memory;
#define ARENA model_memory.bytes
#endif
#define AT(offset) ((void *)(ARENA + (offset)))

#ifdef MODEL_PROFILE
#define MODEL_DONE(step) model_operator_done(step)
#else
#define MODEL_DONE(step) ((void)0)
#endif

)";
    if (project.rows) out += rowFunctions(project);
    out += sizesTable(project, "model_input_bytes", subgraph.inputs);
    out += sizesTable(project, "model_output_bytes", subgraph.outputs);
    out += "\n#ifdef MODEL_PROFILE\nconst char *const model_operator_names[MODEL_OPERATORS] = {";
    for (const std::int32_t o : project.memory.order)
        out += fmt::format("\n    \"{}\", /* operator {} */",
                           quoted(operatorName(project.program->model,
                                               subgraph.operators[static_cast<std::size_t>(o)])),
                           o);
    out += R"(
};
#endif

#ifdef MODEL_CALLER_ARENA
model_status model_use_arena(void *memory) {
    model_arena = NULL;
    if (memory == NULL) return MODEL_NO_ARENA;
    if ((uintptr_t)memory % 8U != 0U) return MODEL_ARENA_MISALIGNED;
    model_arena = (uint8_t *)memory;
    return MODEL_OK;
}
#endif

void model_reset(void) {
)";
    for (std::size_t s = 0; s < project.states.size(); ++s) {
        const bool isUniform = project.states[s].contents.empty();
        out += isUniform
                   ? fmt::format("    memset(model_state_{0}, {1}, sizeof model_state_{0});\n", s,
                                 project.states[s].initial)
                   : fmt::format(
                         "    memcpy(model_state_{0}, model_state_{0}_initial, "
                         "sizeof model_state_{0}_initial);\n",
                         s);
    }
    if (isStreamed(project)) out += "    memset(&model_stream, 0, sizeof model_stream);\n";
    out += "}\n\nvoid *model_input(int index) {\n";
    const Text noArena = "#ifdef MODEL_CALLER_ARENA\n    if (ARENA == NULL) return NULL;\n#endif\n";
    out += noArena + "    switch (index) {\n" + cases(project, subgraph.inputs, true) +
           "        default: return NULL;\n    }\n}\n\nconst void *model_output(int index) {\n" +
           noArena + "    switch (index) {\n" + cases(project, subgraph.outputs, false) +
           "        default: return NULL;\n    }\n}\n\n";
    Text begin =
        "#ifdef MODEL_CALLER_ARENA\n    if (ARENA == NULL) return MODEL_NO_ARENA;\n#endif\n";
    if (std::ranges::any_of(project.states,
                            [](const State& s) { return s.initial != 0 || !s.contents.empty(); }))
        begin +=
            "    static int isReset = 0;\n    if (!isReset) {\n        model_reset();\n"
            "        isReset = 1;\n    }\n";
    if (isStreamed(project)) return out + pushRows(project, begin);
    out += "model_status model_invoke(void) {\n" + begin;
    if (project.rows) return out + rowSteps(project) + "    return MODEL_OK;\n}\n";
    for (std::size_t i = 0; i < project.memory.order.size(); ++i)
        appendStep(out, project, i, static_cast<std::size_t>(project.memory.order[i]));
    return out + "    return MODEL_OK;\n}\n";
}

}  // namespace thimble::cproject
