#include "core/tflm/consumed.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <optional>

#include "core/model/tensor_type.h"
#include "core/tflm/kernel.h"

namespace thimble::tflm {

namespace {

constexpr Bytes kAlignment = 16;
/// Tensors times outputs that are looked at; no model that makes sense has more.
constexpr std::size_t kMostCandidates = 100'000;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

ByteRange hull(ByteRange a, ByteRange b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {std::min(a.first, b.first), std::max(a.last, b.last)};
}

std::optional<std::vector<std::int32_t>> constant(const Model& model, std::int32_t t) {
    if (t < 0) return {};
    const Tensor& tensor = model.subgraphs[0].tensors[at(t)];
    const auto bytes = model.buffers[tensor.buffer].data.bytes();
    if (tensor.type != TensorType::Int32 || bytes.empty() || bytes.size() > 32 ||
        bytes.size() % sizeof(std::int32_t) != 0)
        return {};
    std::vector<std::int32_t> values(bytes.size() / sizeof(std::int32_t));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

/// From the first byte that SLICE reads to the last; nothing where that is not known beforehand.
std::optional<ByteRange> bytesOfSlice(const Model& model, const Operator& op) {
    if (model.operatorCodes[op.opcode].builtin != BuiltinOperator::Slice || op.inputs.size() != 3)
        return {};
    const Tensor& input = model.subgraphs[0].tensors[at(op.inputs[0])];
    const auto begin = constant(model, op.inputs[1]), size = constant(model, op.inputs[2]);
    const auto element = tflmElementBytes(input.type);
    if (!begin || !size || !element || begin->size() != input.shape.size() ||
        size->size() != input.shape.size())
        return {};
    Bytes stride = *element, first = 0, last = 0;
    for (std::size_t d = input.shape.size(); d-- > 0; stride *= input.shape[d]) {
        const std::int64_t from = (*begin)[d];
        const std::int64_t count = (*size)[d] == -1 ? input.shape[d] - from : (*size)[d];
        if (from < 0 || count < 1 || from + count > input.shape[d]) return {};
        first += from * stride;
        last += (from + count - 1) * stride;
    }
    return ByteRange{first, last + *element};
}

}  // namespace

std::vector<std::vector<ReadAhead>> findReads(const Model& model) {
    if (model.subgraphs.size() != 1) return {};
    const Subgraph& subgraph = model.subgraphs[0];
    std::vector<std::vector<ReadAhead>> reads(subgraph.tensors.size());
    const auto whole = [&](std::int32_t t) {
        return ByteRange{0, std::max<Bytes>(KernelCall::bytes(subgraph.tensors[at(t)]), 1)};
    };
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        const Operator& op = subgraph.operators[o];
        for (std::size_t p = 0; p < op.inputs.size(); ++p) {
            const std::int32_t t = op.inputs[p];
            if (t < 0) continue;
            const auto part = p == 0 ? bytesOfSlice(model, op) : std::nullopt;
            reads[at(t)].push_back({static_cast<std::int32_t>(o) + 1, part ? *part : whole(t)});
        }
    }
    for (const std::int32_t t : subgraph.outputs)
        if (t >= 0) reads[at(t)].push_back({std::numeric_limits<std::int32_t>::max(), whole(t)});
    for (std::vector<ReadAhead>& ofTensor : reads)
        for (std::size_t i = ofTensor.size(); i-- > 1;)
            ofTensor[i - 1].bytes = hull(ofTensor[i - 1].bytes, ofTensor[i].bytes);
    return reads;
}

bool isConsumed(std::span<const ReadAhead> reads, ByteRange bytes, std::int32_t from) {
    const auto next = std::ranges::lower_bound(reads, from, {}, &ReadAhead::scope);
    return next == reads.end() || !next->bytes.overlaps(bytes);
}

std::vector<InPlacePair> consumedPairs(const Model& model, std::span<const PlannedBuffer> buffers,
                                       std::span<const InPlacePair> mayShare) {
    const auto reads = findReads(model);
    if (reads.empty()) return {};
    const Subgraph& subgraph = model.subgraphs[0];
    std::vector<const PlannedBuffer*> bufferOf(reads.size());
    for (const PlannedBuffer& buffer : buffers)
        if (!buffer.isScratch()) bufferOf[at(buffer.tensor)] = &buffer;

    // When the bytes of a tensor may first be written, by what it takes over itself.
    std::vector<std::int32_t> start(reads.size());
    for (std::size_t t = 0; t < start.size(); ++t)
        if (bufferOf[t] != nullptr) start[t] = bufferOf[t]->scopes.first;
    struct Slice {
        std::int32_t start;
        Bytes end;
    };
    std::map<std::int32_t, std::vector<Slice>> joins;  // by operator
    for (const InPlacePair& pair : mayShare) {         // in the order of the operators
        if (bufferOf[at(pair.input)] == nullptr || bufferOf[at(pair.output)] == nullptr) continue;
        std::int32_t& first = start[at(pair.output)];
        first = std::min(first, start[at(pair.input)]);
        const Operator& op = subgraph.operators[at(pair.op)];
        if (model.operatorCodes[op.opcode].builtin == BuiltinOperator::Concatenation)
            joins[pair.op].push_back(
                {start[at(pair.input)], pair.offset + bufferOf[at(pair.input)]->plannedBytes});
    }
    std::vector<std::int32_t> sliced;
    for (std::size_t t = 0; t < reads.size(); ++t)
        if (bufferOf[t] != nullptr && reads[t].size() > 1 &&
            reads[t].front().bytes != reads[t].back().bytes)
            sliced.push_back(static_cast<std::int32_t>(t));
    if (joins.size() * sliced.size() > kMostCandidates) return {};

    std::vector<InPlacePair> pairs;
    std::vector<bool> isTaken(reads.size());
    for (const auto& [o, slices] : joins) {
        const std::int32_t output = subgraph.operators[at(o)].outputs[0];
        const PlannedBuffer& room = *bufferOf[at(output)];
        Bytes mostSaved = 0;
        InPlacePair best;
        for (const std::int32_t t : sliced) {
            const PlannedBuffer& input = *bufferOf[at(t)];
            const bool isBefore = std::ranges::all_of(
                slices, [&](const Slice& slice) { return input.scopes.first < slice.start; });
            if (isTaken[at(t)] || !isBefore || input.scopes.last > room.scopes.first) continue;
            Bytes offset = 0;
            for (const ReadAhead& read : reads[at(t)])
                for (const Slice& slice : slices)
                    if (slice.start <= read.scope)
                        offset = std::max(offset, slice.end - read.bytes.first);
            offset = alignUp(offset, kAlignment);
            const Bytes together = std::max(offset + input.plannedBytes, room.plannedBytes);
            const Bytes saved = input.plannedBytes + room.plannedBytes - together;
            if (saved <= mostSaved) continue;
            mostSaved = saved;
            best = {0, o, t, output, offset};
        }
        if (mostSaved == 0) continue;
        isTaken[at(best.input)] = true;
        pairs.push_back(best);
    }
    return pairs;
}

}  // namespace thimble::tflm
