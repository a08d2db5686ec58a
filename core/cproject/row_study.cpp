#include "core/cproject/row_study.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/cproject/run_rows.h"
#include "core/split/held_tensors.h"

namespace thimble::cproject {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

split::ArenaHistory historyOf(const Project& whole) {
    const Subgraph& subgraph = whole.program->model.subgraphs[0];
    const Memory& memory = whole.memory;
    split::ArenaHistory history{.arenaBytes = memory.arenaBytes};
    const auto end = static_cast<std::int32_t>(memory.order.size()) + 1;
    std::vector<std::pair<std::int32_t, std::int32_t>> lives(memory.offsets.size(), {-1, -1});
    const auto touch = [&](std::int32_t tensor, std::int32_t step) {
        if (tensor < 0) return;
        auto& [first, last] = lives[at(tensor)];
        if (first < 0) first = step;
        last = std::max(last, step);
    };
    for (const std::int32_t t : subgraph.inputs) touch(t, 0);
    history.steps.emplace_back();
    for (std::int32_t step = 1; step < end; ++step) {
        const std::int32_t o = memory.order[at(step - 1)];
        for (const std::int32_t t : subgraph.operators[at(o)].inputs) touch(t, step);
        for (const std::int32_t t : subgraph.operators[at(o)].outputs) touch(t, step);
        history.steps.push_back({o, -1});
        if (memory.scratch[at(o)] != Memory::kNowhere)
            history.held.push_back({split::HeldBytes::Kind::Scratch, o, 0, 1, memory.scratch[at(o)],
                                    static_cast<Bytes>(whole.emissions[at(o)].scratchBytes), step,
                                    step});
    }
    history.steps.emplace_back();
    for (const std::int32_t t : subgraph.outputs) touch(t, end);
    for (std::size_t t = 0; t < memory.offsets.size(); ++t) {
        const auto [first, last] = lives[t];
        if (memory.offsets[t] == Memory::kNowhere || first < 0) continue;
        const auto number = static_cast<std::int32_t>(t);
        const interp::TensorInfo& info = whole.program->tensors[whole.program->slot(0, number)];
        history.held.push_back({split::HeldBytes::Kind::Tensor, number, 0, 1, memory.offsets[t],
                                static_cast<Bytes>(info.bytes), first, last});
    }
    split::countUsed(history);
    return history;
}

Result<RowStudy> studyRows(const Model& model, const SearchControl& control, bool streamInput) {
    THIMBLE_TRY(const Project whole, makeProject(model, {}, control));
    RowModel rows = readRows(*whole.program, whole.emissions, whole.memory.order, streamInput);
    if (streamInput && rows.streamedInput < 0)
        return fail(ErrorCode::Unsupported, "none of its inputs is an image of several rows");
    return RowStudy{whole.program, std::move(rows), whole.memory.arenaBytes, historyOf(whole)};
}

std::vector<Bytes> wholeBytes(const RowStudy& study, const RowAnswer& answer) {
    const split::ArenaHistory& whole = study.wholeHistory;
    std::map<std::int32_t, Bytes> usedBy;  // operators of the model
    const std::vector<std::int32_t>& absorbed = study.model.absorbed;
    Bytes before = 0;  // by operators that vanish by rows: what comes next does their work
    std::int32_t last = -1;
    for (std::size_t step = 0; step < whole.steps.size(); ++step) {
        const std::int32_t op = whole.steps[step].op;
        if (op < 0) continue;
        before = std::max(before, whole.used[step].total());
        if (std::ranges::find(absorbed, op) != absorbed.end()) continue;
        usedBy[op] = std::exchange(before, 0);
        last = op;
    }
    usedBy[last] = std::max(usedBy[last], before);
    for (const split::HeldSegment& segment : split::heldSegments(answer.plan)) {
        Bytes most = 0;
        for (const std::int32_t op : segment.operators) most = std::max(most, usedBy[op]);
        for (const std::int32_t op : segment.operators) usedBy[op] = most;
    }
    std::vector<Bytes> bytes;
    for (const split::ArenaHistory::Step& step : answer.history.steps)
        bytes.push_back(step.op >= 0                            ? usedBy[step.op]
                        : bytes.empty()                         ? whole.used.front().total()
                        : &step == &answer.history.steps.back() ? whole.used.back().total()
                                                                : bytes.back());
    return bytes;
}

Bytes arenaOf(const split::RowPlan& plan) { return alignUp(plan.placement.arenaBytes, kAlignment); }

Result<RowAnswer> lookAt(const RowStudy& study, split::RowPlan plan, int runs,
                         const std::stop_token& stop) {
    RowAnswer answer;
    answer.plan = std::move(plan);
    answer.arenaBytes = arenaOf(answer.plan);
    THIMBLE_TRY(const RowModel model, modelOfPlan(*study.program, study.model, answer.plan));
    answer.history = split::historyOf(model.graph, answer.plan);
    answer.history.arenaBytes = answer.arenaBytes;
    answer.segments = split::segmentRows(model.graph, answer.plan, answer.history);
    THIMBLE_TRY(answer.difference, firstDifference(study.program, model, answer.plan, runs, stop));
    if (!answer.difference) answer.verifiedRuns = runs;
    return answer;
}

}  // namespace thimble::cproject
