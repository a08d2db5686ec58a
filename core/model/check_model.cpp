#include "core/model/check_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/model/called_subgraphs.h"
#include "core/model/names.h"

namespace thimble {

namespace {

/// Beyond any microcontroller, and far enough below 2^31 that sums of them stay exact everywhere.
constexpr std::int64_t kLargestRuntimeTensor = 512LL << 20;
/// A constant is at most as large as its file says it is.
constexpr std::int64_t kLargestConstant = 1LL << 40;
/// Nested calls are planned one inside the other; a file may not make that a tower.
constexpr int kDeepestCall = 64;

tl::unexpected<Error> invalid(std::string message) {
    return fail(ErrorCode::InvalidFile, std::move(message));
}

Result<void> checkShape(const Model& model, std::size_t s, std::size_t t) {
    const Tensor& tensor = model.subgraphs[s].tensors[t];
    const bool constant = !model.buffers[tensor.buffer].data.empty();
    const std::int64_t limit = constant ? kLargestConstant : kLargestRuntimeTensor;
    const std::int64_t width = tflmElementBytes(tensor.type).value_or(1);
    std::int64_t bytes = width;
    bool tooLarge = false;
    for (const std::int32_t d : tensor.shape) {
        if (d < 0)
            return invalid(fmt::format("{} has a dimension of {}: shapes must be known",
                                       tensorLabel(model, s, t), d));
        // A dimension of 0 empties the tensor, but the others must make sense all the same.
        const std::int64_t factor = std::max(d, 1);
        tooLarge = tooLarge || bytes > limit / factor;
        if (!tooLarge) bytes *= factor;
    }
    if (tooLarge)
        return invalid(fmt::format("{} of shape {} is larger than {} bytes",
                                   tensorLabel(model, s, t), shapeText(tensor.shape), limit));
    return {};
}

Result<void> checkTensors(const Model& model, std::size_t s) {
    const Subgraph& subgraph = model.subgraphs[s];
    for (std::size_t t = 0; t < subgraph.tensors.size(); ++t) {
        const Tensor& tensor = subgraph.tensors[t];
        if (tensor.buffer >= model.buffers.size())
            return invalid(fmt::format("{} names buffer {}, of {} buffers",
                                       tensorLabel(model, s, t), tensor.buffer,
                                       model.buffers.size()));
        if (tensor.externalBuffer != 0)
            return fail(ErrorCode::Unsupported,
                        fmt::format("{} keeps its data in an external buffer, outside the file",
                                    tensorLabel(model, s, t)));
        THIMBLE_CHECK(checkShape(model, s, t));
    }
    return {};
}

Result<void> checkTensorList(const Model& model, std::size_t s, const std::string& where,
                             const std::vector<std::int32_t>& list, bool optional) {
    const auto count = static_cast<std::int64_t>(model.subgraphs[s].tensors.size());
    for (const std::int32_t t : list)
        if (t >= count || t < (optional ? -1 : 0))
            return invalid(fmt::format("{} tensor {}, of {} tensors", where, t, count));
    return {};
}

Result<void> checkOperators(const Model& model, std::size_t s) {
    const Subgraph& subgraph = model.subgraphs[s];
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        const Operator& op = subgraph.operators[o];
        if (op.opcode >= model.operatorCodes.size())
            return invalid(fmt::format("operator #{} of subgraph {} names operator code {}, of {}",
                                       o, s, op.opcode, model.operatorCodes.size()));
        const std::string label = operatorLabel(model, s, o);
        THIMBLE_CHECK(checkTensorList(model, s, label + " reads", op.inputs, true));
        THIMBLE_CHECK(checkTensorList(model, s, label + " writes", op.outputs, false));
        THIMBLE_CHECK(
            checkTensorList(model, s, label + " has as intermediate", op.intermediates, true));
        if (op.largeCustomOptionsOffset > 1)
            return fail(ErrorCode::Unsupported,
                        label + " keeps its custom options behind the flatbuffer");
        for (const std::int64_t called : calledSubgraphs(op))
            if (called >= static_cast<std::int64_t>(model.subgraphs.size()))
                return invalid(fmt::format("{} calls subgraph {}, of {}", label, called,
                                           model.subgraphs.size()));
    }
    return {};
}

/// Operators run in the order of the file, so nothing may be read before it is written.
Result<void> checkDataFlow(const Model& model, std::size_t s) {
    const Subgraph& subgraph = model.subgraphs[s];
    constexpr auto kNever = static_cast<std::size_t>(-1);
    std::vector<std::size_t> firstWriter(subgraph.tensors.size(), kNever);
    for (std::size_t o = subgraph.operators.size(); o-- > 0;)
        for (const std::int32_t t : subgraph.operators[o].outputs)
            firstWriter[static_cast<std::size_t>(t)] = o;
    for (const std::int32_t t : subgraph.inputs) firstWriter[static_cast<std::size_t>(t)] = kNever;
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        for (const std::int32_t t : subgraph.operators[o].inputs) {
            if (t < 0) continue;
            const auto index = static_cast<std::size_t>(t);
            if (subgraph.tensors[index].isVariable || firstWriter[index] == kNever) continue;
            if (firstWriter[index] >= o)
                return invalid(
                    fmt::format("{} reads {}, which only {} writes: the graph is cyclic "
                                "or out of order",
                                operatorLabel(model, s, o), tensorLabel(model, s, index),
                                operatorLabel(model, s, firstWriter[index])));
        }
    }
    return {};
}

/// How deep the calls below a subgraph go; an error where they come back to it.
class CallDepth {
public:
    explicit CallDepth(const Model& model) : m_model(model), m_state(model.subgraphs.size()) {}

    /// `nesting` calls are open already: bounds this function's own depth, too.
    Result<int> below(std::size_t s, int nesting = 0) {
        State& state = m_state[s];
        if (state.depth >= 0) return state.depth;
        state.open = true;
        int deepest = 0;
        for (std::size_t o = 0; o < m_model.subgraphs[s].operators.size(); ++o)
            for (const std::int64_t called : calledSubgraphs(m_model.subgraphs[s].operators[o])) {
                if (called < 0) continue;
                THIMBLE_TRY(const int inner, call(s, o, static_cast<std::size_t>(called), nesting));
                deepest = std::max(deepest, inner);
            }
        state.open = false;
        return state.depth = deepest;
    }

private:
    struct State {
        int depth = -1;
        bool open = false;
    };

    /// The depth from this call on, itself included.
    Result<int> call(std::size_t s, std::size_t o, std::size_t called, int nesting) {
        if (m_state[called].open)
            return invalid(fmt::format("{} calls subgraph {}, which is what calls it",
                                       operatorLabel(m_model, s, o), called));
        int depth = nesting + 1;
        if (depth <= kDeepestCall) {
            THIMBLE_TRY(depth, below(called, nesting + 1));
            ++depth;
        }
        if (depth > kDeepestCall)
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: calls are nested more than {} deep",
                                    operatorLabel(m_model, s, o), kDeepestCall));
        return depth;
    }

    const Model& m_model;
    std::vector<State> m_state;
};

Result<void> checkModelLists(const Model& model) {
    if (!model.externalBuffers.empty())
        return fail(ErrorCode::Unsupported,
                    "the model keeps data in external buffers, outside the file");
    for (std::size_t b = 0; b < model.buffers.size(); ++b)
        if (model.buffers[b].offset > 1)
            return fail(ErrorCode::Unsupported,
                        fmt::format("buffer {} keeps its data behind the flatbuffer, at byte {}", b,
                                    model.buffers[b].offset));
    for (const Metadata& entry : model.metadata)
        if (entry.buffer >= model.buffers.size())
            return invalid(fmt::format("metadata '{}' names buffer {}, of {}", entry.name,
                                       entry.buffer, model.buffers.size()));
    for (const Signature& signature : model.signatures) {
        if (signature.subgraph >= model.subgraphs.size())
            return invalid(fmt::format("signature '{}' names subgraph {}, of {}", signature.key,
                                       signature.subgraph, model.subgraphs.size()));
        const std::size_t count = model.subgraphs[signature.subgraph].tensors.size();
        for (const auto* list : {&signature.inputs, &signature.outputs})
            for (const NamedTensor& named : *list)
                if (named.tensor >= count)
                    return invalid(fmt::format("signature '{}' names tensor {}, of {}",
                                               signature.key, named.tensor, count));
    }
    return {};
}

}  // namespace

Result<void> checkModel(const Model& model) {
    if (model.subgraphs.empty()) return invalid("the model has no subgraph");
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
        THIMBLE_CHECK(checkTensors(model, s));
        const std::string where = fmt::format("subgraph {}", s);
        THIMBLE_CHECK(
            checkTensorList(model, s, where + " has as input", model.subgraphs[s].inputs, false));
        THIMBLE_CHECK(
            checkTensorList(model, s, where + " has as output", model.subgraphs[s].outputs, false));
        THIMBLE_CHECK(checkOperators(model, s));
        THIMBLE_CHECK(checkDataFlow(model, s));
    }
    THIMBLE_CHECK(checkModelLists(model));
    CallDepth depth(model);
    for (std::size_t s = 0; s < model.subgraphs.size(); ++s) THIMBLE_CHECK(depth.below(s));
    return {};
}

}  // namespace thimble
