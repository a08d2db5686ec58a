#include "core/pipeline/fit_on_board.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "core/cost/machine_of_board.h"

namespace thimble {

namespace {

Result<BoardFit> judge(const LoadedModel& loaded, const boards::Board& board,
                       const tflm::TargetInfo& target, std::shared_ptr<const Report> report,
                       const boards::FitSettings& settings) {
    THIMBLE_TRY(boards::Fit fit,
                boards::fitModel(board, target, loaded.model, report->model.fileBytes,
                                 report->device, settings));
    BoardCost cost = boardCost(board, target, loaded, *report);
    return BoardFit{board, target, std::move(report), std::move(fit), std::move(cost)};
}

std::string_view basisText(cost::Basis basis) {
    switch (basis) {
        case cost::Basis::Chip: return "measurements of this chip";
        case cost::Basis::Core: return "measurements of other chips with this core";
        case cost::Basis::Scaled: return "measurements of a sibling core or library, scaled";
    }
    return "";
}

Estimate asEstimate(const cost::Range& range) { return {range.value, range.low, range.high}; }

/// How many bytes of SRAM and flash are missing.
Bytes lacking(const boards::Fit& fit) {
    Bytes sum = 0;
    if (fit.sram) sum += std::max<Bytes>(0, fit.sram->usedBytes() - fit.sramAvailableBytes);
    if (fit.flashAvailableBytes)
        sum += std::max<Bytes>(0, fit.flash.usedBytes() - *fit.flashAvailableBytes);
    return sum;
}

bool isBetter(const BoardFit& a, const BoardFit& b) {
    const auto key = [](const BoardFit& one) {
        return std::tuple(!one.fit.fits, lacking(one.fit), one.fit.sramAvailableBytes,
                          one.board.id);
    };
    return key(a) < key(b);
}

}  // namespace

BoardCost boardCost(const boards::Board& board, const tflm::TargetInfo& target,
                    const LoadedModel& loaded, const Report& report) {
    BoardCost cost;
    cost.operatorCycles.resize(report.model.operators);
    boards::Board onTarget = board;
    onTarget.target = target;
    auto estimate = cost::estimateCost(loaded.model, cost::machineOf(onTarget));
    if (!estimate) {
        cost.basis = estimate.error().message;
        return cost;
    }
    constexpr double kMsPerUs = 1e-3;
    cost.latencyMs = asEstimate(estimate->microseconds.times(kMsPerUs));
    if (estimate->milliwatts.value > 0) cost.energyUj = asEstimate(estimate->microjoules);
    for (const cost::OperatorCost& op : estimate->operators)
        if (const auto at = static_cast<std::size_t>(op.index);
            op.known && at < cost.operatorCycles.size())
            cost.operatorCycles[at] = op.cycles.value;
    cost.basis =
        fmt::format("time rests on {} ({})", basisText(estimate->basis), estimate->machineSource);
    if (cost.energyUj) cost.basis += fmt::format("; power on {}", estimate->powerSource);
    if (estimate->unknownOperators > 0)
        cost.basis +=
            fmt::format("; {} operators are counted as nothing, as nothing is known of them",
                        estimate->unknownOperators);
    cost.inference = std::move(*estimate);
    return cost;
}

Result<BoardFit> fitOnBoard(const LoadedModel& loaded, const boards::Board& board,
                            const std::optional<tflm::TargetInfo>& target,
                            const boards::FitSettings& settings) {
    const tflm::TargetInfo used = boards::targetOn(board, target);
    THIMBLE_TRY(std::shared_ptr<const Report> report, analyse(loaded, used));
    return judge(loaded, board, used, std::move(report), settings);
}

Result<std::vector<BoardFit>> fitOnBoards(const LoadedModel& loaded,
                                          const std::vector<boards::Board>& boards,
                                          const std::optional<tflm::TargetInfo>& target,
                                          const boards::FitSettings& settings) {
    // Many boards, few targets: each is analysed once.
    std::map<std::pair<std::string, bool>, std::shared_ptr<const Report>> reports;
    std::vector<BoardFit> fits;
    for (const boards::Board& board : boards) {
        const tflm::TargetInfo used = boards::targetOn(board, target);
        std::shared_ptr<const Report>& report = reports[{std::string(used.name), used.exact}];
        if (!report) {
            THIMBLE_TRY(report, analyse(loaded, used));
        }
        THIMBLE_TRY(BoardFit fit, judge(loaded, board, used, report, settings));
        fits.push_back(std::move(fit));
    }
    std::sort(fits.begin(), fits.end(), isBetter);
    return fits;
}

}  // namespace thimble
