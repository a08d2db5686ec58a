#include "core/pipeline/fit_outline.h"

#include "core/cost/machine_of_board.h"
#include "core/tflite/writer.h"

namespace thimble {

namespace {

Result<void> judgeOnBoard(const Model& model, const tflm::DeviceMemory& device,
                          const OutlineQuestion& question, OutlineFit& answer) {
    if (!question.board) return {};
    const tflm::TargetInfo target = boards::targetOn(*question.board, question.target);
    THIMBLE_TRY(answer.fit, boards::fitModel(*question.board, target, model, answer.fileBytes,
                                             device, question.settings));
    boards::Board onTarget = *question.board;
    onTarget.target = target;
    // Nothing is known of the time on some cores: no number then.
    if (const auto cost = cost::estimateCost(model, cost::machineOf(onTarget)))
        answer.microseconds = cost->microseconds;
    return {};
}

Result<OutlineFit> answerFor(const Model& model, const tflm::DeviceMemory& device,
                             const OutlineQuestion& question) {
    OutlineFit answer;
    answer.accepts = device.accepts;
    answer.arenaBytes = device.accepts ? device.minimumBytes : device.headBytes;
    answer.headBytes = device.headBytes;
    THIMBLE_TRY(const std::vector<std::byte> file, writeTflite(model));
    answer.fileBytes = static_cast<Bytes>(file.size());
    THIMBLE_CHECK(judgeOnBoard(model, device, question, answer));
    return answer;
}

}  // namespace

Result<OutlineFit> fitOutline(const Model& outline, const OutlineQuestion& question,
                              const SearchControl& control) {
    const tflm::TargetInfo target =
        question.board ? boards::targetOn(*question.board, question.target) : question.target;
    if (!question.plan) {
        THIMBLE_TRY(const tflm::DeviceMemory device, tflm::deviceMemory(outline, target));
        return answerFor(outline, device, question);
    }
    THIMBLE_TRY(const MemoryPlan plan, planMemory(outline, target, *question.plan, control));
    THIMBLE_TRY(OutlineFit answer, answerFor(plan.model, plan.after, question));
    answer.isPlanned = true;
    answer.reason = plan.placementFinding.reason;
    return answer;
}

}  // namespace thimble
