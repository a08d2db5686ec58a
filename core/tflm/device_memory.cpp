#include "core/tflm/device_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/arena/arena_plan.h"
#include "core/model/names.h"
#include "core/tflm/arena_simulator.h"
#include "core/tflm/kernel.h"
#include "core/tflm/offline_plan.h"
#include "core/tflm/runtime_layout.h"

namespace thimble::tflm {

namespace {

/// Planning is quadratic, in TFLM and here. TFLM's planner would need 40 bytes for each of these.
constexpr std::size_t kMostBuffers = 32'768;

using KernelsOfModel = std::vector<std::vector<KernelRequests>>;

KernelsOfModel askKernels(const Model& model, Target target) {
    KernelsOfModel kernels;
    kernels.reserve(model.subgraphs.size());
    for (const Subgraph& subgraph : model.subgraphs) {
        std::vector<KernelRequests>& requests = kernels.emplace_back();
        requests.reserve(subgraph.operators.size());
        for (const Operator& op : subgraph.operators)
            requests.push_back(kernelRequests(model, subgraph, op, target));
    }
    return kernels;
}

/// The first thing about the model itself, or about one of its operators, that makes TFLM give up.
std::string findRefusal(const Model& model, const KernelsOfModel& kernels) {
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = model.subgraphs[s];
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
            if (!kernels[s][o].refusal.empty())
                return fmt::format("{}: {}", operatorLabel(model, s, o), kernels[s][o].refusal);
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t)
            if (!tflmElementBytes(subgraph.tensors[t].type))
                return fmt::format("{} has type {}, which TFLM has no size for",
                                   tensorLabel(model, s, t),
                                   tensorTypeName(subgraph.tensors[t].type));
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
            for (const std::int32_t t : subgraph.operators[o].intermediates)
                if (t >= 0 && KernelCall::bytes(subgraph.tensors[static_cast<std::size_t>(t)]) != 0)
                    return fmt::format(
                        "{} has an intermediate tensor of {} bytes; TFLM takes only "
                        "empty ones",
                        operatorLabel(model, s, o),
                        KernelCall::bytes(subgraph.tensors[static_cast<std::size_t>(t)]));
    }
    return {};
}

/// Tensors whose data pointer the kernel of VAR_HANDLE sets itself.
std::vector<bool> handlesOf(const Model& model, const Subgraph& subgraph) {
    std::vector<bool> handles(subgraph.tensors.size());
    for (const Operator& op : subgraph.operators)
        if (model.operatorCodes[op.opcode].builtin == BuiltinOperator::VarHandle)
            for (const std::int32_t t : op.outputs) handles[static_cast<std::size_t>(t)] = true;
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

/// Scratch buffers in the order of the requests; true when one belongs to an operator that no scope
/// ever reaches, whose size TFLM then reads from uninitialised memory.
bool addScratchBuffers(const Lifetimes& lifetimes, const KernelsOfModel& kernels,
                       std::vector<PlannedBuffer>& buffers) {
    bool unreached = false;
    for (std::size_t s = 0; s < kernels.size(); ++s)
        for (std::size_t o = 0; o < kernels[s].size(); ++o)
            for (const KernelRequest& request : kernels[s][o].prepare) {
                if (request.kind != KernelRequest::Kind::Scratch) continue;
                buffers.push_back({static_cast<std::uint32_t>(s), -1, static_cast<std::int32_t>(o),
                                   request.bytes, alignUp(request.bytes, kArenaAlignment), 0,
                                   lifetimes.operators[s][o]});
                unreached = unreached || lifetimes.operators[s][o] == kUnmarked;
            }
    return unreached;
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
    memory.lowerBoundBytes = arenaLowerBound(problem);
    // Our own planner's answers are checked by the tests; a plan from a file is anybody's.
    if (memory.hasOfflinePlan) memory.planFaults = checkArenaPlan(problem, plan);
}

}  // namespace

Result<DeviceMemory> deviceMemory(const Model& model, const TargetInfo& target) {
    DeviceMemory memory;
    memory.exact = target.exact;
    THIMBLE_TRY(Lifetimes lifetimes, findLifetimes(model));
    const KernelsOfModel kernels = askKernels(model, target.target);
    memory.reason = findRefusal(model, kernels);

    std::vector<std::int32_t> offsets;
    auto offline = readOfflinePlan(model);
    if (!offline) {
        if (memory.reason.empty()) memory.reason = offline.error().message;
    } else if (offline->has_value()) {
        offsets = std::move(**offline);
        memory.hasOfflinePlan = true;
    }
    memory.accepts = memory.reason.empty();

    std::vector<std::optional<Bytes>> fixed;
    memory.buffers = tensorBuffers(model, lifetimes, offsets, fixed);
    if (memory.accepts && addScratchBuffers(lifetimes, kernels, memory.buffers))
        memory.exact = false;
    if (memory.buffers.size() > kMostBuffers)
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} tensors to place at run time; more than {} are not planned",
                                memory.buffers.size(), kMostBuffers));
    planHead(memory, fixed);
    memory.scopes = std::move(lifetimes.scopes);
    if (!memory.accepts) return memory;

    memory.script = allocationScript(model, target.target, kernels, memory.headBytes,
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
    return {false, fmt::format("{} needs {} bytes, {} are left", what, use.failure->requested,
                               use.failure->available)};
}

}  // namespace thimble::tflm
