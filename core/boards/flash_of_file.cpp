#include <algorithm>
#include <set>

#include "core/boards/fit.h"
#include "core/model/names.h"

namespace thimble::boards {

namespace {

template <typename T>
Bytes bytesOf(const std::vector<T>& values) {
    return static_cast<Bytes>(values.size() * sizeof(T));
}

Bytes quantizationBytes(const Tensor& tensor) {
    if (!tensor.quantization) return 0;
    const Quantization& q = *tensor.quantization;
    return bytesOf(q.min) + bytesOf(q.max) + bytesOf(q.scale) + bytesOf(q.zeroPoint);
}

Bytes lengthOf(const std::string& text) { return static_cast<Bytes>(text.size()); }

Bytes allNames(const Model& model) {
    Bytes sum = lengthOf(model.description);
    for (const OperatorCode& code : model.operatorCodes) sum += lengthOf(code.customCode);
    for (const Subgraph& subgraph : model.subgraphs) {
        sum += lengthOf(subgraph.name);
        for (const Tensor& tensor : subgraph.tensors) sum += lengthOf(tensor.name);
    }
    return sum;
}

/// Each buffer once, weights before metadata.
struct BufferBytes {
    Bytes weights = 0;
    Bytes metadata = 0;
};
BufferBytes bufferBytes(const Model& model) {
    BufferBytes sums;
    std::set<std::uint32_t> seen;
    const auto add = [&](std::uint32_t buffer, Bytes& sum) {
        if (buffer < model.buffers.size() && seen.insert(buffer).second)
            sum += static_cast<Bytes>(model.buffers[buffer].data.size());
    };
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Tensor& tensor : subgraph.tensors) add(tensor.buffer, sums.weights);
    for (const Metadata& entry : model.metadata) add(entry.buffer, sums.metadata);
    return sums;
}

}  // namespace

FlashNeed flashOfFile(const Model& model, Bytes fileBytes) {
    FlashNeed need;
    Bytes rest = fileBytes;
    // A file may let several things share their bytes; together they are no more than the file.
    const auto take = [&rest](Bytes wanted) {
        const Bytes taken = std::min(wanted, rest);
        rest -= taken;
        return taken;
    };
    const BufferBytes buffers = bufferBytes(model);
    need.weightBytes = take(buffers.weights);
    need.metadataBytes = take(buffers.metadata);
    Bytes quantization = 0;
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Tensor& tensor : subgraph.tensors) quantization += quantizationBytes(tensor);
    need.quantizationBytes = take(quantization);
    need.nameBytes = take(allNames(model));
    need.graphBytes = rest;
    return need;
}

std::vector<std::string> usedOperators(const Model& model) {
    std::set<std::string> names;
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Operator& op : subgraph.operators) names.insert(operatorName(model, op));
    return {names.begin(), names.end()};
}

}  // namespace thimble::boards
