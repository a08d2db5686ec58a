#include "core/tflm/allocation_script.h"

#include <algorithm>

#include "core/tflm/runtime_layout.h"

namespace thimble::tflm {

namespace {

using Kind = AllocationEvent::Kind;

class ScriptWriter {
public:
    ScriptWriter(const Model& model, Target target,
                 const std::vector<std::vector<KernelRequests>>& kernels)
        : m_model(model), m_layout(runtimeLayout(target.abi)), m_kernels(kernels) {}

    void allocatorObjects();
    void resourceVariables();
    void startModel();
    void parseOptions();
    void initKernels();
    void prepareKernels();
    void planMemory(Bytes headBytes, std::size_t plannedBuffers,
                    const std::vector<std::int32_t>& offlineOffsets);
    void inputsAndOutputs();

    std::vector<AllocationEvent> take() { return std::move(m_script); }

private:
    AllocationEvent& add(Kind kind, Bytes bytes, Bytes alignment, std::string_view what) {
        m_script.push_back({kind, {}, bytes, alignment, m_subgraph, m_op, -1, what});
        return m_script.back();
    }
    void persistent(TailCategory category, Layout layout, std::size_t count,
                    std::string_view what) {
        add(Kind::Persistent, layout.size * static_cast<Bytes>(count), layout.alignment, what)
            .category = category;
    }
    void tensorDescription(Kind kind, TailCategory category, const Tensor& tensor,
                           std::int32_t index);
    void kernelRequests(const std::vector<KernelRequest>& requests, TailCategory category);
    [[nodiscard]] Bytes scratchRequestBytes() const {
        return m_layout.scratchRequest.size * (m_scratchRequests + kScratchRequestsPerOperator);
    }

    template <typename Function>
    void forEachOperator(Function function) {
        for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s)
            for (std::size_t o = 0; o < m_model.subgraphs[s].operators.size(); ++o) {
                m_subgraph = static_cast<std::int32_t>(s);
                m_op = static_cast<std::int32_t>(o);
                function(m_kernels[s][o]);
            }
        m_subgraph = m_op = -1;
    }

    const Model& m_model;
    const RuntimeLayout m_layout;
    const std::vector<std::vector<KernelRequests>>& m_kernels;
    std::vector<AllocationEvent> m_script;
    std::int32_t m_subgraph = -1;
    std::int32_t m_op = -1;
    Bytes m_scratchRequests = 0;
};

void ScriptWriter::allocatorObjects() {
    constexpr auto kObjects = TailCategory::AllocatorObjects;
    persistent(kObjects, m_layout.singleArenaAllocator, 1, "the arena allocator");
    persistent(kObjects, m_layout.greedyPlanner, 1, "the memory planner");
    persistent(kObjects, m_layout.microAllocator, 1, "the micro allocator");
}

void ScriptWriter::resourceVariables() {
    // The application chooses how many variables there may be, before the model is looked at. One
    // for each VAR_HANDLE is always enough.
    std::size_t handles = 0;
    for (const Subgraph& subgraph : m_model.subgraphs)
        handles += static_cast<std::size_t>(
            std::ranges::count_if(subgraph.operators, [this](const Operator& op) {
                return m_model.operatorCodes[op.opcode].builtin == BuiltinOperator::VarHandle;
            }));
    if (handles == 0) return;
    constexpr auto kVariables = TailCategory::ResourceVariables;
    persistent(kVariables, {m_layout.resourceVariables.size, kArenaAlignment}, 1,
               "the resource variables");
    persistent(kVariables, {m_layout.resourceVariable.size, kArenaAlignment}, handles,
               "the list of resource variables");
}

void ScriptWriter::startModel() {
    persistent(TailCategory::AllocatorObjects, m_layout.builtinDataAllocator, 1,
               "the builtin data allocator");
    add(Kind::ReserveHead, scratchRequestBytes(), m_layout.scratchRequest.alignment,
        "room for scratch requests");
    persistent(TailCategory::SubgraphAllocations, m_layout.subgraphAllocations,
               m_model.subgraphs.size(), "the list of subgraphs");
    for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s) {
        m_subgraph = static_cast<std::int32_t>(s);
        persistent(TailCategory::EvalTensors, m_layout.evalTensor,
                   m_model.subgraphs[s].tensors.size(), "the list of tensors");
    }
    for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s) {
        m_subgraph = static_cast<std::int32_t>(s);
        persistent(TailCategory::NodesAndRegistrations, m_layout.nodeAndRegistration,
                   m_model.subgraphs[s].operators.size(), "the list of operators");
    }
    m_subgraph = -1;
}

void ScriptWriter::parseOptions() {
    forEachOperator([this](const KernelRequests& requests) {
        for (const ParseRequest& request : requests.parse)
            persistent(TailCategory::BuiltinData, {request.bytes, request.alignment}, 1,
                       "the operator's options");
    });
}

void ScriptWriter::initKernels() {
    forEachOperator([this](const KernelRequests& requests) {
        kernelRequests(requests.init, TailCategory::OpInit);
    });
}

void ScriptWriter::prepareKernels() {
    forEachOperator([this](const KernelRequests& requests) {
        kernelRequests(requests.prepare, TailCategory::OpPrepare);
        add(Kind::ResetTemps, 0, 1, {});
        // TFLM does not look at whether this one succeeds.
        add(Kind::TryReserveHead, scratchRequestBytes(), m_layout.scratchRequest.alignment,
            "room for scratch requests");
    });
}

void ScriptWriter::kernelRequests(const std::vector<KernelRequest>& requests,
                                  TailCategory category) {
    for (const KernelRequest& request : requests) {
        switch (request.kind) {
            case KernelRequest::Kind::Persistent:
                persistent(category, {request.bytes, kArenaAlignment}, 1,
                           "a buffer that its kernel keeps");
                break;
            case KernelRequest::Kind::Scratch: ++m_scratchRequests; break;
            case KernelRequest::Kind::TempTensor:
                tensorDescription(Kind::Temp, category,
                                  m_model.subgraphs[static_cast<std::size_t>(m_subgraph)]
                                      .tensors[static_cast<std::size_t>(request.tensor)],
                                  request.tensor);
                break;
        }
    }
}

void ScriptWriter::tensorDescription(Kind kind, TailCategory category, const Tensor& tensor,
                                     std::int32_t index) {
    const auto part = [&](Bytes bytes, Bytes alignment, std::string_view what) {
        AllocationEvent& event = add(kind, bytes, alignment, what);
        event.category = category;
        event.tensor = index;
    };
    part(m_layout.tensor.size, m_layout.tensor.alignment, "a TfLiteTensor");
    if (!KernelCall::hasAffineQuantization(tensor)) return;
    const auto channels = static_cast<Bytes>(tensor.quantization->scale.size());
    part(m_layout.affineQuantization.size, m_layout.affineQuantization.alignment,
         "a tensor's quantisation");
    part(m_layout.intArray.size + 4 * channels, m_layout.intArray.alignment,
         "a tensor's zero points");
}

void ScriptWriter::planMemory(Bytes headBytes, std::size_t plannedBuffers,
                              const std::vector<std::int32_t>& offlineOffsets) {
    if (m_scratchRequests > 0)
        persistent(TailCategory::ScratchHandles, m_layout.scratchHandle,
                   static_cast<std::size_t>(m_scratchRequests), "the scratch handles");

    Bytes tensors = 0;
    for (const Subgraph& subgraph : m_model.subgraphs)
        tensors += static_cast<Bytes>(subgraph.tensors.size());
    add(Kind::Temp, m_layout.subgraphOffset.size * static_cast<Bytes>(m_model.subgraphs.size()),
        m_layout.subgraphOffset.alignment, "the planner's list of subgraphs");
    add(Kind::Temp, m_layout.allocationInfo.size * (tensors + m_scratchRequests),
        m_layout.allocationInfo.alignment, "the planner's list of tensors");

    for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s) {
        const Subgraph& subgraph = m_model.subgraphs[s];
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t) {
            // TFLM indexes the offsets from the start again for every subgraph here.
            const bool planned = t < offlineOffsets.size() && offlineOffsets[t] != -1;
            if (!subgraph.tensors[t].isVariable || planned) continue;
            AllocationEvent& event = add(Kind::Persistent, KernelCall::bytes(subgraph.tensors[t]),
                                         kArenaAlignment, "a variable tensor");
            event.category = TailCategory::VariableBuffers;
            event.subgraph = static_cast<std::int32_t>(s);
            event.tensor = static_cast<std::int32_t>(t);
        }
    }

    add(Kind::PlannerMemory, kPlannerBytesPerBuffer * static_cast<Bytes>(plannedBuffers),
        kArenaAlignment, "the planner's working memory");
    add(Kind::ResetTemps, 0, 1, {});
    add(Kind::ReserveHead, headBytes, kArenaAlignment, "the head, for tensors and scratch buffers");
}

void ScriptWriter::inputsAndOutputs() {
    constexpr auto kIo = TailCategory::IoTensors;
    const Subgraph& main = m_model.subgraphs[0];
    m_subgraph = 0;
    for (const auto* list : {&main.inputs, &main.outputs}) {
        persistent(kIo, {m_layout.pointer.size, kArenaAlignment}, list->size(),
                   list == &main.inputs ? "the list of inputs" : "the list of outputs");
        // One by one: an array is aligned as a whole, its entries are as long as a pointer.
        for (const std::int32_t t : *list)
            tensorDescription(Kind::Persistent, kIo, main.tensors[static_cast<std::size_t>(t)], t);
    }
    m_subgraph = -1;
}

}  // namespace

TailCategoryInfo tailCategoryInfo(TailCategory category) {
    static constexpr std::array<TailCategoryInfo, kTailCategories> kInfo = {{
        {"allocator_objects", "TFLM's allocator and planner objects"},
        {"resource_variables", "the table of resource variables"},
        {"subgraph_allocations", "a record per subgraph"},
        {"eval_tensors", "a record per tensor, constants included"},
        {"nodes_and_registrations", "a record per operator"},
        {"builtin_data", "operator options, parsed"},
        {"op_init", "what kernels keep: their own structures"},
        {"op_prepare", "what kernels keep: per-channel multipliers, shifts and tables"},
        {"scratch_handles", "a handle per scratch buffer"},
        {"variable_buffers", "variable tensors, which live for ever"},
        {"io_tensors", "descriptions of the model's inputs and outputs"},
    }};
    return kInfo[static_cast<std::size_t>(category)];
}

std::vector<AllocationEvent> allocationScript(
    const Model& model, Target target, const std::vector<std::vector<KernelRequests>>& kernels,
    Bytes headBytes, std::size_t plannedBuffers, const std::vector<std::int32_t>& offlineOffsets) {
    ScriptWriter writer(model, target, kernels);
    writer.allocatorObjects();
    writer.resourceVariables();
    writer.startModel();
    writer.parseOptions();
    writer.initKernels();
    writer.prepareKernels();
    writer.planMemory(headBytes, plannedBuffers, offlineOffsets);
    writer.inputsAndOutputs();
    return writer.take();
}

}  // namespace thimble::tflm
