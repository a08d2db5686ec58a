#include "core/tflm/device_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/arena/arena_plan.h"
#include "core/base/grouped_number.h"
#include "core/model/names.h"
#include "core/tflm/arena_simulator.h"
#include "core/tflm/consumed.h"
#include "core/tflm/kernel.h"
#include "core/tflm/offline_plan.h"
#include "core/tflm/plan_faults.h"
#include "core/tflm/refusal.h"
#include "core/tflm/runtime_layout.h"

namespace thimble::tflm {

namespace {

/// Planning is quadratic, in TFLM and here. TFLM's planner would need 40 bytes for each of these.
constexpr std::size_t kMostBuffers = 32'768;

/// What a file may make of its operators before they are no longer worked out.
struct Effort {
    static constexpr std::size_t kMostRequests = 2'000'000;  // up to three events each
    static constexpr std::size_t kMostWork = 1'000'000'000;
    static constexpr Bytes kMostBytes = Bytes{1} << 44;  // and sums stay exact

    std::size_t requests = 0;
    std::size_t work = 0;  ///< dimensions, scales and values looked at
    Bytes bytes = 0;       ///< asked for

    [[nodiscard]] bool tooLarge() const {
        return requests > kMostRequests || work > kMostWork || bytes > kMostBytes;
    }
    void add(const KernelRequests& kernel) {
        work += kernel.work;
        requests += kernel.init.size() + kernel.prepare.size();
        for (const auto* phase : {&kernel.init, &kernel.prepare})
            for (const KernelRequest& request : *phase)
                bytes += std::min(request.bytes, kMostBytes);
    }
};

using KernelsOfModel = std::vector<std::vector<KernelRequests>>;

/// What it takes to look at the operator's tensors once. A file can name a long one as often as it
/// likes.
std::size_t operandWork(const Subgraph& subgraph, const Operator& op) {
    std::size_t work = 1;
    for (const auto* list : {&op.inputs, &op.outputs})
        for (const std::int32_t t : *list) {
            if (t < 0) continue;
            const Tensor& tensor = subgraph.tensors[static_cast<std::size_t>(t)];
            work += 1 + tensor.shape.size();
            if (tensor.quantization) work += tensor.quantization->zeroPoint.size();
        }
    return work;
}

/// Gives the operator's first output the shape that TFLM gives it. One so large that no arena holds
/// it, and that TFLM's own count of its bytes overflows, is a refusal.
void applyOutputShape(Subgraph& subgraph, const Operator& op, KernelRequests& requests) {
    constexpr Bytes kLargest = Bytes{1} << 29;  // as of any tensor of a file
    if (!requests.outputShape || op.outputs.empty()) return;
    Tensor& output = subgraph.tensors[static_cast<std::size_t>(op.outputs[0])];
    output.shape = *requests.outputShape;
    if (KernelCall::bytes(output) <= kLargest) return;
    output.shape = {0};
    if (!requests.refusal || requests.refusal->phase > Phase::Plan)
        requests.refusal = Refusal{Phase::Plan, "an output of gigabytes: no arena holds it"};
}

/// TFLM overwrites shapes while it prepares one operator after the other, and so does this.
Result<KernelsOfModel> askKernels(Model& model, Target target) {
    const ModelFacts facts = findModelFacts(model);
    KernelsOfModel kernels;
    kernels.reserve(model.subgraphs.size());
    Effort effort;
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        Subgraph& subgraph = model.subgraphs[s];
        std::vector<KernelRequests>& all = kernels.emplace_back();
        all.reserve(subgraph.operators.size());
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const Operator& op = subgraph.operators[o];
            effort.work += operandWork(subgraph, op);
            if (!effort.tooLarge()) {
                KernelRequests& requests = all.emplace_back(kernelRequests(facts, s, o, target));
                applyOutputShape(subgraph, op, requests);
                effort.add(requests);
            }
            if (effort.tooLarge())
                return fail(ErrorCode::Unsupported,
                            fmt::format("{}: the operators up to here have so many or such large "
                                        "operands that TFLM's requests are not worked out",
                                        operatorLabel(model, s, o)));
        }
    }
    return kernels;
}

/// Tensors whose data pointer the kernel of VAR_HANDLE sets itself.
std::vector<bool> handlesOf(const Model& model, const Subgraph& subgraph) {
    std::vector<bool> handles(subgraph.tensors.size());
    for (const Operator& op : subgraph.operators)
        if (model.operatorCodes[op.opcode].builtin == BuiltinOperator::VarHandle &&
            !op.outputs.empty())
            handles[static_cast<std::size_t>(op.outputs[0])] = true;
    return handles;
}

std::vector<PlannedBuffer> tensorBuffers(const Model& model, const Lifetimes& lifetimes,
                                         const std::vector<std::int32_t>& offsets,
                                         std::vector<std::optional<Bytes>>& fixed) {
    std::vector<PlannedBuffer> buffers;
    std::size_t position = 0;  // over all subgraphs, as the offline plan counts
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = model.subgraphs[s];
        const std::vector<bool> handles = handlesOf(model, subgraph);
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t, ++position) {
            const Tensor& tensor = subgraph.tensors[t];
            const bool prescribed = position < offsets.size() && offsets[position] != -1;
            const Bytes bytes = KernelCall::bytes(tensor);
            const bool planned =
                !isConstant(model, tensor) && !handles[t] && bytes != 0 && !tensor.isVariable;
            if (!planned && !(tensor.isVariable && prescribed)) continue;
            buffers.push_back({static_cast<std::uint32_t>(s), static_cast<std::int32_t>(t), -1,
                               bytes, alignUp(bytes, kArenaAlignment), 0, lifetimes.tensors[s][t]});
            fixed.push_back(prescribed ? std::optional<Bytes>(offsets[position]) : std::nullopt);
        }
    }
    return buffers;
}

/// Scratch buffers in the order of the requests.
void addScratchBuffers(const Lifetimes& lifetimes, const KernelsOfModel& kernels,
                       std::vector<PlannedBuffer>& buffers) {
    for (std::size_t s = 0; s < kernels.size(); ++s)
        for (std::size_t o = 0; o < kernels[s].size(); ++o)
            for (const KernelRequest& request : kernels[s][o].prepare)
                if (request.kind == KernelRequest::Kind::Scratch)
                    buffers.push_back({static_cast<std::uint32_t>(s), -1,
                                       static_cast<std::int32_t>(o), request.bytes,
                                       alignUp(request.bytes, kArenaAlignment), 0,
                                       lifetimes.operators[s][o]});
}

void planHead(DeviceMemory& memory, const std::vector<std::optional<Bytes>>& fixed) {
    ArenaProblem problem;
    problem.buffers.reserve(memory.buffers.size());
    for (std::size_t i = 0; i < memory.buffers.size(); ++i)
        problem.buffers.push_back({memory.buffers[i].plannedBytes, memory.buffers[i].scopes,
                                   i < fixed.size() ? fixed[i] : std::nullopt});
    const ArenaPlan plan = planGreedyBySize(problem);
    for (std::size_t i = 0; i < memory.buffers.size(); ++i)
        memory.buffers[i].offset = plan.offsets[i];
    memory.headBytes = plan.arenaBytes;
    if (memory.hasOfflinePlan) memory.inPlace = sharedPairs(memory.buffers, memory.mayShare);
    memory.lowerBoundBytes = headBound(memory.buffers, memory.inPlace);
    // A plan from the file may also write over what has been consumed.
    if (memory.hasOfflinePlan)
        memory.lowerBoundBytes = std::min(memory.lowerBoundBytes, memory.headBytes);
}

/// A kernel's rule looks at shapes. Where TFLM overwrites those of the file, it is left alone.
std::vector<InPlacePair> pairsOf(const Model& asWritten, const Model& prepared,
                                 const Lifetimes& lifetimes, Target target) {
    std::vector<InPlacePair> pairs = inPlacePairs(prepared, lifetimes, target);
    std::erase_if(pairs, [&](const InPlacePair& pair) {
        const auto changes = [&](std::int32_t t) {
            const auto at = static_cast<std::size_t>(t);
            return asWritten.subgraphs[pair.subgraph].tensors[at].shape !=
                   prepared.subgraphs[pair.subgraph].tensors[at].shape;
        };
        return changes(pair.input) || changes(pair.output);
    });
    return pairs;
}

}  // namespace

Result<DeviceMemory> deviceMemory(const Model& model, const TargetInfo& target) {
    DeviceMemory memory;
    memory.exact = target.exact;
    THIMBLE_TRY(Lifetimes lifetimes, findLifetimes(model));
    Model prepared = model;
    THIMBLE_TRY(const KernelsOfModel kernels, askKernels(prepared, target.target));
    const auto plan = readOfflinePlan(model);
    memory.reason = findRefusal(prepared, kernels, lifetimes, plan);
    memory.accepts = memory.reason.empty();
    const std::vector<std::int32_t> offsets = plan.value_or(std::vector<std::int32_t>());
    memory.hasOfflinePlan = !offsets.empty();

    std::vector<std::optional<Bytes>> fixed;
    memory.buffers = tensorBuffers(prepared, lifetimes, offsets, fixed);
    if (memory.accepts) addScratchBuffers(lifetimes, kernels, memory.buffers);
    if (memory.buffers.size() > kMostBuffers)
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} tensors to place at run time; more than {} are not planned",
                                memory.buffers.size(), kMostBuffers));
    memory.mayShare = pairsOf(model, prepared, lifetimes, target.target);
    memory.mayConsume = consumedPairs(model, memory.buffers, memory.mayShare);
    planHead(memory, fixed);
    if (memory.hasOfflinePlan)
        memory.planFaults = planFaults(model, memory.buffers, memory.inPlace);
    memory.scopes = std::move(lifetimes.scopes);
    if (!memory.accepts) return memory;

    memory.script = allocationScript(prepared, target.target, kernels, memory.headBytes,
                                     memory.buffers.size(), offsets);
    memory.minimumBytes = minimumArena(memory.script);
    const ArenaUse use = simulateArena(memory.script, memory.minimumBytes);
    memory.tail = use.tail;
    memory.tailBytes = use.tailBytes;
    memory.usedBytes = memory.headBytes + memory.tailBytes;
    return memory;
}

ArenaVerdict tryArena(const Model& model, const DeviceMemory& memory, Bytes bytes) {
    const ArenaUse use = simulateArena(memory.script, bytes);
    if (!use.failure) return {true, {}};
    const AllocationEvent& event = memory.script[use.failure->event];
    std::string what(event.what);
    const auto s = static_cast<std::size_t>(std::max(event.subgraph, 0));
    if (event.tensor >= 0)
        what += " for " + tensorLabel(model, s, static_cast<std::size_t>(event.tensor));
    if (event.op >= 0) what += " of " + operatorLabel(model, s, static_cast<std::size_t>(event.op));
    return {false, fmt::format("{} needs {} bytes, {} are left", what,
                               groupedNumber(use.failure->requested),
                               groupedNumber(use.failure->available))};
}

}  // namespace thimble::tflm
