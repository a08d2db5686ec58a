// What a plan by rows runs: code for each slice of channels.

#include "core/cproject/channel_models.h"
#include "core/cproject/emit/row_families.h"
#include "core/cproject/emit/slices.h"
#include "core/cproject/emit_row.h"
#include "core/cproject/one_row.h"
#include "core/cproject/operator_kind.h"
#include "core/cproject/row_model.h"
#include "core/model/one_operator.h"

namespace thimble::cproject {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// The output's own operator says how wide it is.
Result<RowCode> codeOfPlace(const interp::Program& program, const split::Part& part,
                            const split::RowOperator& op, std::size_t number) {
    RowCode code;
    interp::Program own = program;
    const auto emit = [&](Emitter& e) -> Result<void> {
        emitPlace(e, part, op.stripe.period);
        return {};
    };
    THIMBLE_TRY(code.row, emitWith(emit, own, at(op.op), number, {}));
    return code;
}

/// Code of a slice. `number`: for the names of its tables.
Result<RowCode> codeOfPart(const interp::Program& program, const split::Part& part,
                           const split::RowOperator& op, const RowModel& rows, std::size_t number) {
    const FoldedPadding& padding = rows.code[at(part.op)].padding;
    RowCode code{.padding = padding};
    const auto o = at(op.op);
    const BuiltinOperator kind = codeOf(program.model, o);
    const bool adds = part.role == split::Part::Role::Add;
    const bool ends = part.role == split::Part::Role::End;
    if (part.role == split::Part::Role::Place) return codeOfPlace(program, part, op, number);
    THIMBLE_TRY(const Model model, ends   ? Result<Model>(oneOperator(program.model, o))
                                   : adds ? someInputs(program.model, o, part.first, part.count)
                                          : someOutputs(program.model, o, part.first, part.count));
    THIMBLE_TRY(code.slice, interp::prepareProgram(model));
    interp::Program own = *code.slice;
    if (ends) {
        THIMBLE_TRY(code.row, emitWith(emitEnd, own, 0, number, code.padding));
        return code;
    }
    if (adds) {
        const auto emit = [&part](Emitter& e) { return emitPart(e, part.first == 0); };
        THIMBLE_TRY(code.row, emitWith(emit, own, 0, number, code.padding));
        return code;
    }
    if (op.rule == split::RowRule::Sum) {
        THIMBLE_TRY(code.row, emitWith(emitPoolSum, own, 0, number, {}));
        THIMBLE_TRY(code.mean, emitWith(emitSumEnd, own, 0, number, {}));
        return code;
    }
    if (isConvolution(kind) || isPool(kind)) {
        THIMBLE_TRY(code.row, emitWith(findRowEmitter(kind, rows.scratch)->makeCalls, own, 0,
                                       number, code.padding));
        return code;
    }
    if (kind == BuiltinOperator::FullyConnected) {
        code.oneRow = code.slice;
    } else {
        THIMBLE_TRY(const Model row, oneRow(model, 0));
        THIMBLE_TRY(code.oneRow, interp::prepareProgram(row));
    }
    own = *code.oneRow;
    THIMBLE_TRY(code.row, emitWith(findEmitter(kind, "")->makeCalls, own, 0, number, {}));
    return code;
}

}  // namespace

Result<RowModel> modelOfPlan(const interp::Program& program, const RowModel& rows,
                             const split::RowPlan& plan) {
    RowModel model{.graph = plan.graph,
                   .parts = plan.parts,
                   .tensorOf = rows.tensorOf,
                   .absorbed = rows.absorbed,
                   .streamedInput = rows.streamedInput,
                   .scratch = rows.scratch};
    for (std::int32_t& t : model.tensorOf)
        if (t >= 0) t = plan.tensorOf[at(t)];
    const std::size_t operators = program.model.subgraphs[0].operators.size();
    for (std::size_t g = 0; g < plan.parts.size(); ++g) {
        const split::Part& part = plan.parts[g];
        if (part.role == split::Part::Role::All) {
            model.code.push_back(rows.code[at(part.op)]);
            continue;
        }
        THIMBLE_TRY(RowCode code,
                    codeOfPart(program, part, plan.graph.operators[g], rows, operators + g));
        model.code.push_back(std::move(code));
    }
    return model;
}

}  // namespace thimble::cproject
