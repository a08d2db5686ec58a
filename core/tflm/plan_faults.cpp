#include "core/tflm/plan_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/model/names.h"
#include "core/tflm/consumed.h"

namespace thimble::tflm {

namespace {

/// The tensor's buffer; null where it takes no part in the plan of the head.
const PlannedBuffer* bufferOf(std::span<const PlannedBuffer> buffers, std::uint32_t subgraph,
                              std::int32_t tensor) {
    // Tensors come first, in order.
    const auto tensors = std::ranges::partition_point(
        buffers, [](const PlannedBuffer& buffer) { return !buffer.isScratch(); });
    const auto key = [](const PlannedBuffer& buffer) {
        return std::pair(buffer.subgraph, buffer.tensor);
    };
    const auto found =
        std::ranges::lower_bound(buffers.begin(), tensors, std::pair(subgraph, tensor), {}, key);
    return found != tensors && key(*found) == std::pair(subgraph, tensor) ? &*found : nullptr;
}

/// Which buffers may overlap. A pair's input and output share one scope, that of their operator.
class Allowed {
public:
    explicit Allowed(std::span<const InPlacePair> inPlace) {
        for (const InPlacePair& pair : inPlace)
            m_pairs.push_back(key(pair.subgraph, pair.input, pair.output));
        std::ranges::sort(m_pairs);
    }
    [[nodiscard]] bool overlap(const PlannedBuffer& a, const PlannedBuffer& b) const {
        return !a.isScratch() && !b.isScratch() && a.subgraph == b.subgraph &&
               std::ranges::binary_search(m_pairs, key(a.subgraph, a.tensor, b.tensor));
    }

private:
    using Key = std::tuple<std::uint32_t, std::int32_t, std::int32_t>;
    static Key key(std::uint32_t subgraph, std::int32_t a, std::int32_t b) {
        return {subgraph, std::min(a, b), std::max(a, b)};
    }
    std::vector<Key> m_pairs;
};

/// Whether the younger of two tensors lies only on bytes of the older that nobody reads any more.
bool writesOverConsumed(std::span<const std::vector<ReadAhead>> reads, const PlannedBuffer& a,
                        const PlannedBuffer& b) {
    if (a.isScratch() || b.isScratch() || a.scopes.first == b.scopes.first || reads.empty())
        return false;
    const PlannedBuffer& older = a.scopes.first < b.scopes.first ? a : b;
    const PlannedBuffer& younger = a.scopes.first < b.scopes.first ? b : a;
    const ByteRange written{younger.place().first - older.offset,
                            younger.place().last - older.offset};
    return older.scopes.first >= 0 &&
           isConsumed(reads[static_cast<std::size_t>(older.tensor)], written, younger.scopes.first);
}

/// On what a buffer's address has to be a multiple, or else many processors fault.
Bytes wordBytes(const Model& model, const PlannedBuffer& buffer) {
    constexpr Bytes kScratchWord = 4;
    if (buffer.isScratch()) return kScratchWord;
    const Subgraph& subgraph = model.subgraphs[buffer.subgraph];
    const TensorType type = subgraph.tensors[static_cast<std::size_t>(buffer.tensor)].type;
    return tflmElementBytes(type).value_or(1);
}

}  // namespace

std::vector<InPlacePair> sharedPairs(std::span<const PlannedBuffer> buffers,
                                     std::span<const InPlacePair> mayShare) {
    std::vector<InPlacePair> shared;
    for (const InPlacePair& pair : mayShare) {
        const PlannedBuffer* input = bufferOf(buffers, pair.subgraph, pair.input);
        const PlannedBuffer* output = bufferOf(buffers, pair.subgraph, pair.output);
        if (input != nullptr && output != nullptr && input->offset == output->offset + pair.offset)
            shared.push_back(pair);
    }
    return shared;
}

Bytes headBound(std::span<const PlannedBuffer> buffers, std::span<const InPlacePair> shared) {
    std::map<std::int32_t, Bytes> change;  // from this scope on
    for (const PlannedBuffer& buffer : buffers) {
        if (buffer.scopes.empty()) continue;
        change[buffer.scopes.first] += buffer.plannedBytes;
        change[buffer.scopes.last] -= buffer.plannedBytes;
    }
    // Per operator and place in its output, the most that an input there saves.
    std::map<std::pair<std::int32_t, Bytes>, Bytes> saved;
    for (const InPlacePair& pair : shared) {
        const PlannedBuffer* input = bufferOf(buffers, pair.subgraph, pair.input);
        const PlannedBuffer* output = bufferOf(buffers, pair.subgraph, pair.output);
        if (input == nullptr || output == nullptr) continue;
        Bytes& most = saved[{output->scopes.first, pair.offset}];
        most = std::max(most, input->plannedBytes);
    }
    for (const auto& [where, bytes] : saved) {
        change[where.first] -= bytes;
        change[where.first + 1] += bytes;
    }
    Bytes alive = 0;
    Bytes most = 0;
    for (const auto& [scope, bytes] : change) most = std::max(most, alive += bytes);
    return most;
}

std::vector<std::string> planFaults(const Model& model, std::span<const PlannedBuffer> buffers,
                                    std::span<const InPlacePair> inPlace) {
    constexpr std::size_t kMostFaults = 100;  // every pair may overlap
    const Allowed allowed(inPlace);
    const auto reads = findReads(model);
    std::vector<std::string> faults;
    const auto label = [&model](const PlannedBuffer& buffer) {
        const auto s = static_cast<std::size_t>(buffer.subgraph);
        return buffer.isScratch()
                   ? "scratch of " + operatorLabel(model, s, static_cast<std::size_t>(buffer.op))
                   : tensorLabel(model, s, static_cast<std::size_t>(buffer.tensor));
    };
    for (std::size_t i = 0; i < buffers.size() && faults.size() < kMostFaults; ++i) {
        const PlannedBuffer& a = buffers[i];
        if (a.offset < 0)
            faults.push_back(
                fmt::format("{} begins {} bytes before the arena", label(a), -a.offset));
        if (a.offset % wordBytes(model, a) != 0)
            faults.push_back(fmt::format("{} begins on byte {}, no multiple of its {}-byte words",
                                         label(a), a.offset, wordBytes(model, a)));
        for (std::size_t k = 0; k < i && faults.size() < kMostFaults; ++k)
            if (a.scopes.overlaps(buffers[k].scopes) && a.place().overlaps(buffers[k].place()) &&
                !allowed.overlap(a, buffers[k]) && !writesOverConsumed(reads, a, buffers[k]))
                faults.push_back(fmt::format("{} overlaps {}", label(a), label(buffers[k])));
    }
    return faults;
}

}  // namespace thimble::tflm
