#include "core/pipeline/share_places.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace thimble {

namespace {

using tflm::DeviceMemory;
using tflm::InPlacePair;
using tflm::PlannedBuffer;

/// CONCATENATIONs that are tried one by one.
constexpr std::size_t kMostAlone = 8;

using TensorKey = std::pair<std::uint32_t, std::int32_t>;
using OperatorKey = std::pair<std::uint32_t, std::int32_t>;

std::map<TensorKey, std::size_t> tensorIndices(const DeviceMemory& device) {
    std::map<TensorKey, std::size_t> indices;
    for (std::size_t i = 0; i < device.buffers.size(); ++i)
        if (!device.buffers[i].isScratch())
            indices[{device.buffers[i].subgraph, device.buffers[i].tensor}] = i;
    return indices;
}

struct Step {
    std::size_t output;
    Bytes offset;
};
using Steps = std::vector<std::optional<Step>>;

/// Whether the tensor is consumed by its output's slices: it has died when that is written.
bool isConsumed(const ArenaProblem& original, const Steps& next, std::size_t i) {
    return next[i] && original.buffers[i].live.last <= original.buffers[next[i]->output].live.first;
}

/// From when on each tensor's room is taken: by the first of its slices, too.
std::vector<LiveRange> roomsOf(const ArenaProblem& original, const Steps& next) {
    std::vector<LiveRange> rooms;
    for (const ArenaBuffer& buffer : original.buffers) rooms.push_back(buffer.live);
    for (std::size_t i = 0; i < next.size(); ++i)
        for (std::size_t t = i; next[t] && !isConsumed(original, next, t);) {
            t = next[t]->output;
            rooms[t].first = std::min(rooms[t].first, original.buffers[i].live.first);
        }
    return rooms;
}

/// A rectangle around what consumes and what is consumed is as high as either to the end. At the
/// bottom of the arena, where it can be fixed, it may be as high as it has to be in each step.
void addStairs(const ArenaProblem& original, const Steps& next, SharedPlaces& shared) {
    std::map<std::size_t, std::vector<std::size_t>> members;  // by new buffer
    for (std::size_t i = 0; i < next.size(); ++i)
        if (isConsumed(original, next, i)) members[shared.buffer[i]];
    for (std::size_t i = 0; i < next.size(); ++i)
        if (const auto found = members.find(shared.buffer[i]); found != members.end())
            found->second.push_back(i);
    const std::vector<LiveRange> rooms = roomsOf(original, next);
    std::vector<LiveRange> fixed;
    for (const auto& [number, inside] : members) {
        const LiveRange live = shared.problem.buffers[number].live;
        if (std::ranges::any_of(fixed, [&](LiveRange other) { return other.overlaps(live); }))
            continue;
        fixed.push_back(live);
        std::set<std::int32_t> steps;
        for (const std::size_t i : inside) steps.insert({rooms[i].first, rooms[i].last});
        std::vector<ArenaBuffer> stairs;
        for (auto step = steps.begin(); std::next(step) != steps.end(); ++step) {
            Bytes height = 0;
            for (const std::size_t i : inside)
                if (rooms[i].contains(*step))
                    height = std::max(height, shared.offset[i] + original.buffers[i].bytes);
            if (!stairs.empty() && stairs.back().bytes == height)
                stairs.back().live.last = *std::next(step);
            else
                stairs.push_back(
                    {.bytes = height, .live = {*step, *std::next(step)}, .fixedOffset = 0});
        }
        shared.problem.buffers[number] = stairs.front();
        shared.problem.buffers.insert(shared.problem.buffers.end(), stairs.begin() + 1,
                                      stairs.end());
    }
}

}  // namespace

ArenaPlan SharedPlaces::expand(const ArenaPlan& plan) const {
    ArenaPlan result;
    result.arenaBytes = plan.arenaBytes;
    for (std::size_t i = 0; i < buffer.size(); ++i)
        result.offsets.push_back(plan.offsets[buffer[i]] + offset[i]);
    return result;
}

SharedPlaces sharePlaces(const ArenaProblem& original, const DeviceMemory& device,
                         std::span<const InPlacePair> pairs) {
    const std::map<TensorKey, std::size_t> indices = tensorIndices(device);
    Steps next(original.buffers.size());
    for (const InPlacePair& pair : pairs)
        next[indices.at({pair.subgraph, pair.input})] =
            Step{indices.at({pair.subgraph, pair.output}), pair.offset};

    SharedPlaces shared;
    shared.problem.alignment = original.alignment;
    shared.buffer.resize(original.buffers.size());
    shared.offset.resize(original.buffers.size());
    std::vector<std::size_t> newIndex(original.buffers.size());
    for (std::size_t i = 0; i < original.buffers.size(); ++i) {
        if (next[i]) continue;
        newIndex[i] = shared.problem.buffers.size();
        shared.problem.buffers.push_back(original.buffers[i]);
    }
    for (std::size_t i = 0; i < original.buffers.size(); ++i) {
        std::size_t last = i;
        for (; next[last]; last = next[last]->output) shared.offset[i] += next[last]->offset;
        shared.buffer[i] = newIndex[last];
        ArenaBuffer& whole = shared.problem.buffers[newIndex[last]];
        whole.live.first = std::min(whole.live.first, original.buffers[i].live.first);
        whole.bytes = std::max(whole.bytes, shared.offset[i] + original.buffers[i].bytes);
    }
    addStairs(original, next, shared);
    return shared;
}

std::vector<std::vector<InPlacePair>> inPlaceChoices(const DeviceMemory& device) {
    const std::map<TensorKey, std::size_t> indices = tensorIndices(device);
    const auto bufferOf = [&](const InPlacePair& pair, std::int32_t tensor) {
        const auto found = indices.find({pair.subgraph, tensor});
        return found == indices.end() ? nullptr : &device.buffers[found->second];
    };

    // Of two inputs that could be overwritten, the younger: the older may end deep under others.
    std::map<OperatorKey, std::pair<std::int32_t, InPlacePair>> whole;
    std::map<OperatorKey, std::vector<InPlacePair>> slices;
    for (const InPlacePair& pair : device.mayShare) {
        const PlannedBuffer* input = bufferOf(pair, pair.input);
        const PlannedBuffer* output = bufferOf(pair, pair.output);
        if (input == nullptr || output == nullptr) continue;
        const OperatorKey key{pair.subgraph, pair.op};
        if (input->bytes != output->bytes) {
            slices[key].push_back(pair);
            continue;
        }
        const std::pair candidate{input->scopes.first, pair};
        const auto [known, isNew] = whole.try_emplace(key, candidate);
        if (!isNew && candidate.first > known->second.first) known->second = candidate;
    }

    std::vector<InPlacePair> plain;
    plain.reserve(whole.size());
    for (const auto& [key, candidate] : whole) plain.push_back(candidate.second);
    std::vector<InPlacePair> all = plain;
    for (const auto& [key, pairs] : slices) all.insert(all.end(), pairs.begin(), pairs.end());

    std::vector<std::vector<InPlacePair>> choices;
    const auto addWithConsumed = [&](std::span<const InPlacePair> consumed) {
        if (consumed.empty()) return;
        choices.push_back(all);
        choices.back().insert(choices.back().end(), consumed.begin(), consumed.end());
    };
    addWithConsumed(device.mayConsume);
    if (device.mayConsume.size() > 1 && device.mayConsume.size() <= kMostAlone)
        for (const InPlacePair& pair : device.mayConsume) addWithConsumed({&pair, 1});
    if (!all.empty()) choices.push_back(all);
    if (!slices.empty() && !plain.empty()) choices.push_back(plain);
    if (slices.size() > 1 && slices.size() <= kMostAlone)
        for (const auto& [key, pairs] : slices) {
            choices.push_back(plain);
            choices.back().insert(choices.back().end(), pairs.begin(), pairs.end());
        }
    choices.emplace_back();
    return choices;
}

}  // namespace thimble
