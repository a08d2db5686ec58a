#include "core/cproject/write_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/cproject/row_places.h"
#include "core/cproject/row_task_text.h"

namespace thimble::cproject {

namespace {

using split::RowOperator;
using split::RowRule;
using split::RowTask;
using split::Segment;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Writer {
public:
    explicit Writer(const Project& project)
        : m_project(project),
          m_rows(*project.rows),
          m_graph(m_rows.model.graph),
          m_runs(operatorsThatRun(m_graph, m_rows.plan.tasks)),
          m_places(project),
          m_task(project, m_places),
          m_tasks(m_rows.plan.segments.size()) {
        // Rows are handed over to whom the next task belongs to.
        std::size_t s = 0;
        std::vector<RowTask> waiting;
        for (const RowTask& task : m_rows.plan.tasks) {
            waiting.push_back(task);
            if (task.isPush()) continue;
            while (task.op >= m_rows.plan.segments[s].end) ++s;
            m_tasks[s].insert(m_tasks[s].end(), waiting.begin(), waiting.end());
            waiting.clear();
        }
    }

    Text functions() {
        Text out = window();
        out += m_places.tables();
        if (isStreamed()) out += streamState();
        for (std::size_t s = 0; s < m_tasks.size(); ++s)
            if (m_rows.plan.segments[s].byRows || isPushed(s)) appendSegment(out, s);
        return out;
    }

    Text steps() {
        Text out;
        for (std::size_t s = 0; s < m_tasks.size(); ++s) out += stepText(s) + "\n";
        return out;
    }

    Text sizes() {
        const split::RowTensor& tensor = streamed();
        return fmt::format(
            "\n/* This input comes row by row: see model_push_rows. */\n"
            "#define MODEL_STREAMED_INPUT {}\n#define MODEL_STREAMED_ROWS {}\n"
            "#define MODEL_STREAMED_ROW_BYTES {}\n",
            m_rows.model.streamedInput, tensor.rows, tensor.rowBytes);
    }

    Text advance() {
        Text out =
            "/* What can be worked out of the rows so far. */\nstatic void model_advance(void) {\n";
        std::size_t stage = 0;
        for (std::size_t s = 0; s < m_tasks.size(); ++s) {
            // Segments that wait for nobody go on behind those that do.
            const bool begins = s == 0 || isPushed(s) || isPushed(s - 1);
            if (begins) out += fmt::format("    if (model_stream.stage == {}) {{\n", stage++);
            if (isPushed(s))
                out += fmt::format("    if (!model_segment_{}()) return;\n", s);
            else
                out += stepText(s);
            const bool ends = s + 1 == m_tasks.size() || isPushed(s) || isPushed(s + 1);
            if (ends) out += "    ++model_stream.stage;\n    }\n";
        }
        return out + "}\n\n";
    }

private:
    [[nodiscard]] Text operatorsOf(const Segment& segment) const {
        const std::int32_t first = m_graph.operators[at(segment.first)].op;
        const std::int32_t last = m_graph.operators[at(segment.end - 1)].op;
        return first == last ? std::to_string(first) : fmt::format("{} to {}", first, last);
    }

    [[nodiscard]] Text window() const {
        bool byTable = false;
        bool even = false;
        for (const Segment& segment : m_rows.plan.segments)
            for (std::int32_t o = segment.first; segment.byRows && o < segment.end; ++o) {
                const RowOperator& op = m_graph.operators[at(o)];
                if (op.rule != RowRule::Window || !m_runs[at(o)]) continue;
                (m_places.rowsOf(op.inputs[0]).isEven ? even : byTable) = true;
            }
        return m_places.windowFunctions(byTable, even);
    }

    [[nodiscard]] bool isStreamed() const { return m_rows.model.streamedInput >= 0; }
    [[nodiscard]] const split::RowTensor& streamed() const {
        const std::int32_t input =
            m_project.program->model.subgraphs[0].inputs[at(m_rows.model.streamedInput)];
        return m_graph.tensors[at(m_rows.model.tensorOf[at(input)])];
    }
    /// Whether rows are handed over while the segment runs.
    [[nodiscard]] bool isPushed(std::size_t s) const {
        return std::ranges::any_of(m_tasks[s], [](const RowTask& task) { return task.isPush(); });
    }

    [[nodiscard]] Text streamState() const {
        std::int32_t most = 1;
        for (std::size_t s = 0; s < m_tasks.size(); ++s)
            if (isPushed(s))
                most =
                    std::max(most, m_rows.plan.segments[s].end - m_rows.plan.segments[s].first + 1);
        return fmt::format(R"(
/* How far an inference has come that waits for rows. */
static struct {{
    const uint8_t *next; /* a row that has been handed over and not yet been taken */
    int32_t pushed;
    int32_t stage;
    uint32_t step;     /* of the segment that waits */
    int32_t rows[{}]; /* made by each of its operators; the last counts those taken */
}} model_stream;
)",
                           most);
    }

    /// Everything that a segment does, where it waits for nobody.
    [[nodiscard]] Text stepText(std::size_t s) const {
        const Segment& segment = m_rows.plan.segments[s];
        if (segment.byRows)
            return fmt::format("    /* operators {}: row by row */\n    model_segment_{}();\n",
                               operatorsOf(segment), s);
        return wholeText(segment.first, "    ");
    }

    [[nodiscard]] Text wholeText(std::int32_t number, const Text& indent) const {
        const auto o = at(m_graph.operators[at(number)].op);
        Text out = operatorComment(m_project, stepOf(m_project, o), o);
        const Emission& emission = m_project.emissions[o];
        for (std::size_t c = 0; c < emission.calls.size(); ++c)
            out += indent + callText(m_project, o, c, [&](const Operand& operand) {
                       return operandText(m_project, o, operand);
                   });
        return out + fmt::format("{}MODEL_DONE({});\n", indent, stepOf(m_project, o));
    }

    [[nodiscard]] std::int32_t mostRowsOfWindows(const Segment& segment) const {
        std::int32_t most = 0;
        for (std::int32_t o = segment.first; segment.byRows && o < segment.end; ++o)
            if (m_runs[at(o)] && m_graph.operators[at(o)].rule == RowRule::Window)
                most = std::max(most, m_graph.operators[at(o)].height);
        return most;
    }

    /// Whether its tasks ask which row it is: not where every tensor has only one.
    [[nodiscard]] bool countsRows(const Segment& segment) const {
        for (std::int32_t o = segment.first; o < segment.end; ++o) {
            const RowOperator& op = m_graph.operators[at(o)];
            if (!m_runs[at(o)]) continue;
            if (op.rule != RowRule::Same || m_graph.tensors[at(op.outputs[0])].rows > 1)
                return true;
        }
        return false;
    }

    void appendSegment(Text& out, std::size_t s) const {
        const Segment& segment = m_rows.plan.segments[s];
        const std::vector<RowTask>& tasks = m_tasks[s];
        const std::int32_t count = segment.end - segment.first;
        const bool waits = isPushed(s);
        if (count > 1 || waits) {
            out += fmt::format("\n/* Operators {}: which of them is next{}. */\n",
                               operatorsOf(segment), waits ? "; the last number: a row comes" : "");
            ConstantArray order{.name = fmt::format("model_order_{}", s),
                                .type = count < 256 ? "uint8_t" : "uint16_t"};
            for (const RowTask& task : tasks)
                order.values.push_back(
                    std::to_string(task.isPush() ? count : task.op - segment.first));
            appendTable(out, order);
        }
        const std::int32_t most = mostRowsOfWindows(segment);
        out += waits ? "\n/* 0: it waits for a row. */\nstatic int" : "\nstatic void";
        out += fmt::format(" model_segment_{}(void) {{\n", s);
        if (most > 0) out += fmt::format("    const int8_t *window[{}];\n", most);
        if (count == 1 && !waits) {
            out += fmt::format("    int32_t row;\n    for (row = 0; row < {}; ++row) {{\n",
                               tasks.size());
            m_task.append(out, segment.first, "row", "        ");
            out += "    }\n}\n";
            return;
        }
        const bool counts = countsRows(segment);
        if (waits)
            out += fmt::format(
                "    for (; model_stream.step < {0}; ++model_stream.step) {{\n"
                "        const int32_t next = model_order_{1}[model_stream.step];\n"
                "        const int32_t row = model_stream.rows[next];\n"
                "        switch (next) {{\n",
                tasks.size(), s);
        else if (counts)
            out += fmt::format(
                "    int32_t rows[{0}] = {{0}};\n    uint32_t i;\n"
                "    for (i = 0; i < {1}; ++i) {{\n"
                "        const int32_t next = model_order_{2}[i];\n"
                "        const int32_t row = rows[next]++;\n"
                "        switch (next) {{\n",
                count, tasks.size(), s);
        else
            out += fmt::format(
                "    uint32_t i;\n    for (i = 0; i < {}; ++i) {{\n"
                "        switch (model_order_{}[i]) {{\n",
                tasks.size(), s);
        for (std::int32_t o = segment.first; o < segment.end; ++o) {
            if (!m_runs[at(o)]) continue;
            if (o + 1 < segment.end || waits)
                out += fmt::format("            case {}:\n", o - segment.first);
            else
                out += "            default:\n";
            if (segment.byRows)
                m_task.append(out, o, "row", "                ");
            else
                out += wholeText(o, "                ");
            out += "                break;\n";
        }
        if (!waits) {
            out += "        }\n    }\n}\n";
            return;
        }
        const std::int32_t input = m_rows.model.tensorOf[at(
            m_project.program->model.subgraphs[0].inputs[at(m_rows.model.streamedInput)])];
        out += fmt::format(
            "            default:\n"
            "                if (model_stream.next == NULL) return 0;\n"
            "                memcpy({}, model_stream.next, MODEL_STREAMED_ROW_BYTES);\n"
            "                model_stream.next = NULL;\n"
            "                break;\n        }}\n        ++model_stream.rows[next];\n    }}\n"
            "    model_stream.step = 0;\n"
            "    memset(model_stream.rows, 0, sizeof model_stream.rows);\n    return 1;\n}}\n",
            m_places.rowText(input, "row"));
    }

    const Project& m_project;
    const RowProject& m_rows;
    const split::RowGraph& m_graph;
    std::vector<bool> m_runs;  ///< by operator of the graph
    RowPlaces m_places;
    RowTaskText m_task;
    std::vector<std::vector<RowTask>> m_tasks;  ///< by segment
};

}  // namespace

std::vector<bool> operatorsThatRun(const split::RowGraph& graph,
                                   const std::vector<split::RowTask>& tasks) {
    std::vector<bool> runs(graph.operators.size());
    for (const RowTask& task : tasks)
        if (!task.isPush()) runs[at(task.op)] = true;
    return runs;
}

Text rowFunctions(const Project& project) { return Writer(project).functions(); }

Text rowSteps(const Project& project) { return Writer(project).steps(); }

Text streamedSizes(const Project& project) { return Writer(project).sizes(); }

Text pushRows(const Project& project, const Text& begin) {
    return Writer(project).advance() +
           "model_status model_push_rows(const void *rows, int32_t count) {\n"
           "    const uint8_t *from = (const uint8_t *)rows;\n" +
           begin + R"(    for (; count > 0; --count) {
        if (model_stream.pushed == MODEL_STREAMED_ROWS)
            memset(&model_stream, 0, sizeof model_stream);
        model_stream.next = from;
        ++model_stream.pushed;
        model_advance();
        model_stream.next = NULL; /* nobody needed it */
        from += MODEL_STREAMED_ROW_BYTES;
    }
    return MODEL_OK;
}

int32_t model_rows_left(void) { return MODEL_STREAMED_ROWS - model_stream.pushed; }
)";
}

}  // namespace thimble::cproject
