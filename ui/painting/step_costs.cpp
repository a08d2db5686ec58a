#include "ui/painting/step_costs.h"

#include <QCoreApplication>
#include <cmath>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::StepCosts)
};

const OperatorRow* operatorOf(const Report& report, const StepRow& step) {
    return step.op < 0 ? nullptr : &report.operatorRow(step.subgraph, step.op);
}

/// Of an operator in subgraph 0, where anything is known of it.
const cost::OperatorCost* estimateOf(const BoardCosts& board, const StepRow& step) {
    if (!board.estimate || step.subgraph != 0 || step.op < 0) return nullptr;
    const auto at = static_cast<std::size_t>(step.op);
    if (at >= board.estimate->operators.size()) return nullptr;
    const cost::OperatorCost& op = board.estimate->operators[at];
    return op.known ? &op : nullptr;
}

std::optional<cost::Range> rangeOf(const Report& report, const StepRow& step, StepQuantity quantity,
                                   const BoardCosts& board) {
    if (quantity == StepQuantity::Macs) {
        const OperatorRow* op = operatorOf(report, step);
        if (op == nullptr || !op->macsKnown) return {};
        const auto macs = static_cast<double>(op->macs);
        return cost::Range{macs, macs, macs};
    }
    const cost::OperatorCost* op = estimateOf(board, step);
    if (op == nullptr) return {};
    return quantity == StepQuantity::Cycles ? op->cycles : op->microjoules;
}

bool hasEnergy(const BoardCosts& board) {
    return board.estimate && board.estimate->milliwatts.value > 0;
}

/// Why cycles or energy cannot be shown; empty where they can.
QString missingOf(const Report& report, StepQuantity quantity, const BoardCosts& board) {
    if (quantity == StepQuantity::Bytes || quantity == StepQuantity::Macs) return {};
    if (board.board.isEmpty())
        return quantity == StepQuantity::Cycles
                   ? Texts::tr("Cycles depend on the board, and none is chosen: Boards… (Ctrl+B).")
                   : Texts::tr(
                         "Energy depends on the board, and none is chosen: Boards… (Ctrl+B).");
    if (!board.unknown.isEmpty())
        return Texts::tr("Unknown on %1: %2.").arg(board.board, board.unknown);
    if (!board.estimate || board.estimate->operators.size() != report.model.operators)
        return Texts::tr("What the operators cost on %1 is being computed…").arg(board.board);
    if (quantity == StepQuantity::Energy && !hasEnergy(board))
        return Texts::tr("Unknown on %1: nobody has stated what it draws while it computes.")
            .arg(board.board);
    return {};
}

QString numberText(StepQuantity quantity, double value) {
    switch (quantity) {
        case StepQuantity::Macs:
            return Texts::tr("%1 MACs").arg(formatCount(static_cast<std::int64_t>(value)));
        case StepQuantity::Cycles: return Texts::tr("%1 cycles").arg(formatAbout(value));
        case StepQuantity::Energy: return Texts::tr("~%1").arg(formatEnergy(value));
        case StepQuantity::Bytes: break;
    }
    return {};
}

QString rangeText(StepQuantity quantity, const cost::Range& range) {
    if (quantity == StepQuantity::Energy)
        return formatEnergyRange(range.low, range.value, range.high);
    const QString text = numberText(quantity, range.value);
    if (quantity != StepQuantity::Cycles) return text;
    return Texts::tr("%1 (%2 to %3)")
        .arg(text, formatAbout(range.low).mid(1), formatAbout(range.high).mid(1));
}

}  // namespace

StepCosts stepCosts(const Report& report, StepQuantity quantity, const BoardCosts& board) {
    StepCosts costs;
    costs.quantity = quantity;
    costs.isEstimate = quantity == StepQuantity::Cycles || quantity == StepQuantity::Energy;
    costs.steps.resize(report.steps.size());
    costs.missing = missingOf(report, quantity, board);
    if (!costs.missing.isEmpty()) return costs;
    for (std::size_t s = 0; s < report.steps.size(); ++s) {
        const auto range = rangeOf(report, report.steps[s], quantity, board);
        if (!range) continue;
        costs.steps[s] = range;
        costs.sum += range->value;
        if (costs.largest < 0 ||
            range->value > costs.steps[static_cast<std::size_t>(costs.largest)]->value)
            costs.largest = static_cast<std::int32_t>(s);
    }
    if (costs.largest < 0) costs.missing = Texts::tr("Nothing is known of these operators.");
    return costs;
}

QString quantityName(StepQuantity quantity) {
    switch (quantity) {
        case StepQuantity::Bytes: return Texts::tr("Bytes");
        case StepQuantity::Macs: return Texts::tr("MACs");
        case StepQuantity::Cycles: return Texts::tr("Cycles");
        case StepQuantity::Energy: return Texts::tr("Energy");
    }
    return {};
}

QString costTitle(const StepCosts& costs, const BoardCosts& board) {
    if (costs.quantity == StepQuantity::Macs) return Texts::tr("Multiply-adds of each operator");
    const QString title = costs.quantity == StepQuantity::Cycles
                              ? Texts::tr("Cycles of each operator")
                              : Texts::tr("Energy of each operator");
    if (!costs.missing.isEmpty()) return title;
    return board.board.isEmpty() ? title : Texts::tr("%1 on %2, estimated").arg(title, board.board);
}

QString costText(const StepCosts& costs, std::int32_t step) {
    const auto& range = costs.steps[static_cast<std::size_t>(step)];
    return range ? numberText(costs.quantity, range->value) : Texts::tr("unknown");
}

QString costValue(const Report& report, const StepCosts& costs, std::int32_t step) {
    const auto& range = costs.steps[static_cast<std::size_t>(step)];
    if (report.steps[static_cast<std::size_t>(step)].op < 0) return Texts::tr("no operator runs");
    if (!range) return Texts::tr("unknown");
    const QString text = rangeText(costs.quantity, *range);
    if (!(costs.sum > 0)) return text;
    constexpr double kParts = 1e6;  // shares are of whole numbers
    return Texts::tr("%1, %2").arg(
        text, formatShare(std::llround(range->value / costs.sum * kParts), std::llround(kParts)));
}

QString costToolTip(const Report& report, const BoardCosts& board, std::int32_t step) {
    const StepRow& row = report.steps[static_cast<std::size_t>(step)];
    ToolTipTable table(stepTitle(report, step));
    const OperatorRow* op = operatorOf(report, row);
    if (op == nullptr) {
        table.text(Texts::tr("cost"), Texts::tr("no operator runs"));
        return table.html();
    }
    table.number(Texts::tr("multiply-adds"), macsText(*op));
    if (board.board.isEmpty()) return table.html();
    const cost::OperatorCost* cost = estimateOf(board, row);
    const auto line = [&](const QString& name, const QString& text) {
        table.number(name, cost != nullptr ? text : Texts::tr("unknown"));
    };
    const cost::OperatorCost known = cost != nullptr ? *cost : cost::OperatorCost{};
    const auto& [low, value, high] = known.microseconds;
    line(Texts::tr("cycles, estimated"), rangeText(StepQuantity::Cycles, known.cycles));
    line(Texts::tr("time, estimated"), formatTimeRange(low, value, high));
    table.number(Texts::tr("energy, estimated"),
                 cost != nullptr && hasEnergy(board)
                     ? rangeText(StepQuantity::Energy, known.microjoules)
                     : Texts::tr("unknown"));
    table.text(Texts::tr("on"), board.board);
    return table.html();
}

}  // namespace thimble::ui
