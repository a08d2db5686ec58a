#include "core/cproject/run_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "core/cproject/memory.h"
#include "core/cproject/row_sums.h"
#include "core/cproject/slice_sums.h"
#include "core/cproject/window_rows.h"
#include "core/interp/frame.h"
#include "core/interp/operator_call.h"
#include "core/interp/random_inputs.h"
#include "core/model/one_operator.h"

namespace thimble::cproject {

namespace {

using interp::Frame;
using split::RowOperator;
using split::RowRule;
using split::RowTask;

using Span = std::span<std::byte>;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Runner {
public:
    Runner(const interp::Program& program, const RowModel& rows, const split::RowPlan& plan)
        : m_program(program),
          m_own(program),
          m_rows(rows),
          m_graph(rows.graph),
          m_plan(plan),
          m_arena(static_cast<std::size_t>(plan.placement.arenaBytes)),
          m_frames(m_graph.operators.size()),
          m_slices(m_graph.operators.size()) {}

    Result<std::vector<std::vector<std::byte>>> run(
        const std::vector<std::vector<std::byte>>& inputs, const std::stop_token& stop) {
        const Subgraph& subgraph = m_program.model.subgraphs[0];
        if (!m_program.stateBytes.empty())
            return fail(ErrorCode::Unsupported, "it keeps something between invocations");
        std::map<std::int32_t, const std::vector<std::byte>*> given;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const std::int32_t t = m_rows.tensorOf[at(subgraph.inputs[i])];
            if (t < 0) continue;
            given[t] = &inputs[i];
            if (!m_graph.tensors[at(t)].isStreamed && m_plan.pieces.firstBlock[at(t)] >= 0)
                std::ranges::copy(inputs[i], tensor(t).begin());
        }
        for (const RowTask& task : m_plan.tasks) {
            if (stop.stop_requested()) return fail(ErrorCode::Unsupported, "stopped");
            if (task.isPush()) {
                const auto bytes =
                    static_cast<std::size_t>(m_graph.tensors[at(task.pushed())].rowBytes);
                std::ranges::copy(
                    std::span(*given.at(task.pushed())).subspan(at(task.row) * bytes, bytes),
                    row(task.pushed(), task.row).begin());
                continue;
            }
            THIMBLE_CHECK(step(task));
        }
        std::vector<std::vector<std::byte>> outputs;
        for (const std::int32_t t : subgraph.outputs) {
            const std::int32_t own = m_rows.tensorOf[at(t)];
            if (own < 0) {
                const auto& info = m_program.tensors[m_program.slot(0, t)];
                outputs.emplace_back(info.constant.begin(), info.constant.end());
                continue;
            }
            const Span bytes = tensor(own);
            outputs.emplace_back(bytes.begin(), bytes.end());
        }
        return outputs;
    }

private:
    Span row(std::int32_t t, std::int32_t number) {
        const auto bytes = static_cast<std::size_t>(m_graph.tensors[at(t)].rowBytes);
        const Bytes block = m_plan.placement.offsets[m_plan.pieces.blockOf(t, number)];
        const std::size_t inside = m_plan.pieces.isWhole[at(t)] ? at(number) * bytes : 0;
        return Span(m_arena).subspan(static_cast<std::size_t>(block) + inside, bytes);
    }
    Span tensor(std::int32_t t) {
        const split::RowTensor& all = m_graph.tensors[at(t)];
        return Span(m_arena).subspan(
            static_cast<std::size_t>(m_plan.placement.offsets[m_plan.pieces.blockOf(t, 0)]),
            static_cast<std::size_t>(all.rows * all.rowBytes));
    }

    Result<void> step(const RowTask& task) {
        const RowOperator& op = m_graph.operators[at(task.op)];
        const RowCode& code = m_rows.code[at(task.op)];
        if (task.row == RowTask::kWhole) {
            if (code.padding != FoldedPadding{}) return wholeByRows(task.op);
            return whole(task.op);
        }
        std::vector<std::byte> made;
        const split::Part::Role role = m_rows.parts[at(task.op)].role;
        if (role == split::Part::Role::Add) return addSlice(task);
        if (role == split::Part::Role::End) return endSums(task);
        if (role == split::Part::Role::Place) {
            placeSlice(row(op.inputs[0], task.row), op.stripe, row(op.outputs[0], task.row));
            return {};
        }
        switch (op.rule) {
            case RowRule::Same: {
                THIMBLE_TRY(made, sameRow(task));
                break;
            }
            case RowRule::Window: {
                THIMBLE_TRY(made, windowRow(task.op, task.row));
                break;
            }
            case RowRule::Sum: return addRow(task);
            case RowRule::None: return {};
        }
        std::ranges::copy(made, row(op.outputs[0], task.row).begin());
        return {};
    }

    Result<void> whole(std::int32_t o) {
        const RowOperator& op = m_graph.operators[at(o)];
        std::unique_ptr<Frame>& frame = m_frames[at(o)];
        if (!frame) {
            THIMBLE_TRY(auto program,
                        interp::prepareProgram(oneOperator(m_program.model, at(op.op))));
            frame = std::make_unique<Frame>(program);
        }
        const Subgraph& one = frame->program().model.subgraphs[0];
        for (std::size_t i = 0; i < one.inputs.size(); ++i)
            std::ranges::copy(tensor(m_rows.tensorOf[at(one.inputs[i])]), frame->input(i).begin());
        THIMBLE_CHECK(frame->invoke());
        for (std::size_t i = 0; i < one.outputs.size(); ++i)
            if (const std::int32_t t = m_rows.tensorOf[at(one.outputs[i])]; t >= 0)
                std::ranges::copy(frame->output(i), tensor(t).begin());
        return {};
    }

    /// With padding folded in. All is read before anything is written, as the whole kernel may
    /// write over its input.
    Result<void> wholeByRows(std::int32_t o) {
        const RowOperator& op = m_graph.operators[at(o)];
        std::vector<std::byte> all;
        for (std::int32_t r = 0; r < m_graph.tensors[at(op.outputs[0])].rows; ++r) {
            THIMBLE_TRY(const std::vector<std::byte> made, windowRow(o, r));
            all.insert(all.end(), made.begin(), made.end());
        }
        std::ranges::copy(all, tensor(op.outputs[0]).begin());
        return {};
    }

    Result<std::vector<std::byte>> sameRow(const RowTask& task) {
        const RowOperator& op = m_graph.operators[at(task.op)];
        std::unique_ptr<Frame>& frame = m_frames[at(task.op)];
        if (!frame) frame = std::make_unique<Frame>(m_rows.code[at(task.op)].oneRow);
        const Subgraph& one = frame->program().model.subgraphs[0];
        const Operator& model = m_program.model.subgraphs[0].operators[at(op.op)];
        for (std::size_t i = 0; i < one.inputs.size(); ++i)
            for (std::size_t own = 0; own < op.inputs.size(); ++own)
                if (model.inputs[op.positions[own]] == one.inputs[i])
                    std::ranges::copy(row(op.inputs[own], task.row), frame->input(i).begin());
        THIMBLE_CHECK(frame->invoke());
        const auto out = frame->output(0);
        return std::vector<std::byte>(out.begin(), out.end());
    }

    Result<std::vector<std::byte>> windowRow(std::int32_t o, std::int32_t r) {
        const RowOperator& op = m_graph.operators[at(o)];
        interp::OperatorCall call = callOf(o);
        const WindowRows::Made made{.key = o,
                                    .call = call,
                                    .number = numberOf(o),
                                    .op = op,
                                    .inputRows = m_graph.tensors[at(op.inputs[0])].rows,
                                    .padding = m_rows.code[at(o)].padding};
        return m_windows.make(made, r,
                              [&](std::int32_t number) { return row(op.inputs[0], number); });
    }

    /// The operator, or the slice of it.
    interp::OperatorCall callOf(std::int32_t o) {
        const RowCode& code = m_rows.code[at(o)];
        if (!code.slice) return {m_own, 0, at(m_graph.operators[at(o)].op), {}};
        std::unique_ptr<interp::Program>& own = m_slices[at(o)];
        if (!own) own = std::make_unique<interp::Program>(*code.slice);
        return {*own, 0, 0, {}};
    }
    /// Its number in the model that callOf's is of.
    [[nodiscard]] std::size_t numberOf(std::int32_t o) const {
        return m_rows.code[at(o)].slice ? 0 : at(m_graph.operators[at(o)].op);
    }

    Result<void> addSlice(const RowTask& task) {
        const RowOperator& op = m_graph.operators[at(task.op)];
        std::vector<Span> window;
        for (std::int32_t y = 0; y < op.height; ++y) {
            const std::int64_t r =
                std::int64_t{task.row} * op.stride - op.padTop + std::int64_t{y} * op.dilation;
            const bool isIn = r >= 0 && r < m_graph.tensors[at(op.inputs[0])].rows;
            window.push_back(isIn ? row(op.inputs[0], static_cast<std::int32_t>(r)) : Span());
        }
        const Span before = op.inputs.size() > 1 ? row(op.inputs[1], task.row) : Span();
        THIMBLE_TRY(const std::vector<std::byte> sums,
                    sumsOfSlice(callOf(task.op), m_rows.code[at(task.op)].padding, window, before));
        std::ranges::copy(sums, row(op.outputs[0], task.row).begin());
        return {};
    }

    Result<void> endSums(const RowTask& task) {
        const RowOperator& op = m_graph.operators[at(task.op)];
        THIMBLE_TRY(const std::vector<std::byte> made,
                    outputOfSums(callOf(task.op), row(op.inputs[0], task.row)));
        std::ranges::copy(made, row(op.outputs[0], task.row).begin());
        return {};
    }

    /// Sums in the arena, until the last row is in.
    Result<void> addRow(const RowTask& task) {
        const RowOperator& op = m_graph.operators[at(task.op)];
        const interp::OperatorCall call = callOf(task.op);
        const auto depth = at(call.input(0).shape[3]);
        const std::int32_t rows = m_graph.tensors[at(op.inputs[0])].rows;
        const Bytes place = m_plan.placement.offsets[at(m_plan.pieces.sumBlock[at(task.op)])];
        const Span memory = Span(m_arena).subspan(static_cast<std::size_t>(place),
                                                  static_cast<std::size_t>(op.sumBytes));
        std::vector<std::int32_t> sums =
            task.row > 0 ? readSums(memory, depth) : std::vector<std::int32_t>(depth);
        addToSums(call, row(op.inputs[0], task.row), sums);
        writeSums(sums, memory);
        if (task.row + 1 < rows) return {};
        const std::int64_t count = std::int64_t{rows} * call.input(0).shape[2];
        THIMBLE_TRY(const std::vector<std::byte> made, outputOfMeans(call, sums, count));
        std::ranges::copy(made, row(op.outputs[0], 0).begin());
        return {};
    }

    const interp::Program& m_program;
    interp::Program m_own;  ///< an OperatorCall may add to it
    const RowModel& m_rows;
    const split::RowGraph& m_graph;
    const split::RowPlan& m_plan;
    std::vector<std::byte> m_arena;
    std::vector<std::unique_ptr<Frame>> m_frames;            ///< by operator
    std::vector<std::unique_ptr<interp::Program>> m_slices;  ///< by operator
    WindowRows m_windows;
};

}  // namespace

Result<std::vector<std::vector<std::byte>>> runRows(
    const interp::Program& program, const RowModel& rows, const split::RowPlan& plan,
    const std::vector<std::vector<std::byte>>& inputs, const std::stop_token& stop) {
    return Runner(program, rows, plan).run(inputs, stop);
}

Result<std::optional<std::string>> firstDifference(
    const std::shared_ptr<const interp::Program>& program, const RowModel& rows,
    const split::RowPlan& plan, int runs, const std::stop_token& stop) {
    Frame frame(program);
    for (int run = 1; run <= runs; ++run) {
        frame.reset();
        THIMBLE_CHECK(interp::drawInputs(frame, static_cast<std::uint64_t>(run)));
        const Subgraph& subgraph = program->model.subgraphs[0];
        std::vector<std::vector<std::byte>> inputs;
        for (std::size_t i = 0; i < subgraph.inputs.size(); ++i)
            inputs.emplace_back(frame.input(i).begin(), frame.input(i).end());
        THIMBLE_CHECK(frame.invoke(stop));
        THIMBLE_TRY(const auto outputs, runRows(*program, rows, plan, inputs, stop));
        for (std::size_t o = 0; o < outputs.size(); ++o)
            if (!std::ranges::equal(outputs[o], frame.output(o)))
                return fmt::format("output {} differs with random input {}", o, run);
    }
    return std::nullopt;
}

}  // namespace thimble::cproject
