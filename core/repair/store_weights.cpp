#include "core/repair/store_weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/model/names.h"

namespace thimble::repair {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

std::int32_t tensorAt(const Model& model, const RealSum& sum, std::size_t position) {
    return model.subgraphs[0].operators[sum.op].inputs[position];
}

/// Another tensor, or metadata, has the same data.
bool isShared(const Model& model, std::int32_t tensor) {
    const std::uint32_t buffer = model.subgraphs[0].tensors[at(tensor)].buffer;
    std::size_t users = 0;
    for (const Subgraph& subgraph : model.subgraphs)
        users += static_cast<std::size_t>(std::ranges::count_if(
            subgraph.tensors, [buffer](const Tensor& t) { return t.buffer == buffer; }));
    return users > 1 || std::ranges::any_of(model.metadata, [buffer](const Metadata& m) {
               return m.buffer == buffer;
           });
}

void replaceData(Model& model, std::int32_t tensor, std::vector<std::byte> bytes) {
    Tensor& changed = model.subgraphs[0].tensors[at(tensor)];
    if (isShared(model, tensor)) {
        changed.buffer = static_cast<std::uint32_t>(model.buffers.size());
        model.buffers.emplace_back();
    }
    model.buffers[changed.buffer].data = Blob(std::move(bytes));
}

/// Bounds of stored weights.
struct StoredRange {
    double lowest = 0;
    double highest = 0;
};
StoredRange rangeOf(TensorType type) {
    // -128 is not used: kernels count on symmetric weights.
    return type == TensorType::UInt8 ? StoredRange{0, 255} : StoredRange{-127, 127};
}

/// Of a stored bias.
constexpr double kMostBias = std::numeric_limits<std::int32_t>::max();

/// The smallest scale with which all of these fit around the zero point.
double scaleFor(const Eigen::RowVectorXd& values, const StoredRange& range, double zero) {
    double scale = 0;
    for (const double value : values) {
        const double room = value > 0 ? range.highest - zero : zero - range.lowest;
        if (value != 0) scale = std::max(scale, std::abs(value) / std::max(room, 1.0));
    }
    return scale;
}

/// min and max of the file are those of other weights. So many as there were are put in their
/// place, from what can be stored: the file is as long as was predicted.
void setScales(Tensor& tensor, std::vector<float> scales, const StoredRange& range) {
    Quantization& q = *tensor.quantization;
    q.scale = std::move(scales);
    const auto set = [&q](std::vector<float>& ends, double stored) {
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const std::size_t zero = q.zeroPoint.size() == 1 ? 0 : i;
            const double from =
                zero < q.zeroPoint.size() ? static_cast<double>(q.zeroPoint[zero]) : 0;
            const float scale = q.scale[std::min(i, q.scale.size() - 1)];
            ends[i] = static_cast<float>(static_cast<double>(scale) * (stored - from));
        }
    };
    set(q.min, range.lowest);
    set(q.max, range.highest);
}

}  // namespace

std::string sharedWeights(const Model& model, const RealSum& sum) {
    const Subgraph& subgraph = model.subgraphs[0];
    std::vector<std::int32_t> own = {tensorAt(model, sum, sum.operands.weightsAt)};
    if (sum.hasBias) own.push_back(tensorAt(model, sum, sum.operands.biasAt));
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
        for (const std::int32_t t : subgraph.operators[o].inputs)
            if (o != sum.op && std::ranges::find(own, t) != own.end())
                return operatorLabel(model, 0, o) + " has the same weights";
    for (const std::int32_t t : own)
        if (isShared(model, t)) return "its weights are in the file once for several tensors";
    for (const std::int32_t t : subgraph.outputs)
        if (std::ranges::find(own, t) != own.end()) return "its weights are an output of the model";
    return {};
}

Result<void> storeWeights(Model& model, const RealSum& sum, Eigen::MatrixXd& weights,
                          const Eigen::VectorXd& bias) {
    const std::int32_t number = tensorAt(model, sum, sum.operands.weightsAt);
    Tensor& tensor = model.subgraphs[0].tensors[at(number)];
    const interp::Window& window = sum.operands.window;
    const auto count = static_cast<std::size_t>(weights.size());
    if (tensor.type == TensorType::Float32) {
        std::vector<std::byte> bytes(count * sizeof(float));
        for (Eigen::Index o = 0; o < weights.rows(); ++o)
            for (Eigen::Index c = 0; c < weights.cols(); ++c) {
                const auto value = static_cast<float>(weights(o, c));
                std::memcpy(bytes.data() + sizeof value * weightIndex(window, o, c), &value,
                            sizeof value);
                weights(o, c) = static_cast<double>(value);
            }
        replaceData(model, number, std::move(bytes));
        return {};
    }
    const Quantization& q = *tensor.quantization;
    const StoredRange range = rangeOf(tensor.type);
    const bool perChannel = q.scale.size() > 1;
    const auto zeroOf = [&q](std::size_t channel) {
        if (q.zeroPoint.empty()) return 0.0;
        return static_cast<double>(q.zeroPoint[q.zeroPoint.size() == 1 ? 0 : channel]);
    };
    std::vector<float> scales = q.scale;
    for (std::size_t s = 0; s < scales.size(); ++s) {
        const auto row = static_cast<Eigen::Index>(s);
        const double forWeights =
            perChannel
                ? scaleFor(weights.row(row), range, zeroOf(s))
                : scaleFor(Eigen::Map<const Eigen::RowVectorXd>(weights.data(), weights.size()),
                           range, zeroOf(0));
        // The bias is stored in units of input scale times this one.
        constexpr double kMostStored = 1U << 30U;
        const double largest = perChannel ? std::abs(bias(row)) : bias.cwiseAbs().maxCoeff();
        const double forBias = sum.hasBias && sum.input.scale > 0
                                   ? largest / (static_cast<double>(sum.input.scale) * kMostStored)
                                   : 0;
        const double own = forWeights > 0 ? forWeights : static_cast<double>(scales[s]);
        const double scale = std::max(own, forBias);
        // As a float that is not below it, so that the largest weight still fits.
        if (scale > static_cast<double>(scales[s]) || forWeights > 0)
            scales[s] = std::nextafter(static_cast<float>(scale), 1e30F);
    }
    std::vector<std::byte> bytes(count);
    for (Eigen::Index o = 0; o < weights.rows(); ++o) {
        const auto channel = static_cast<std::size_t>(o);
        const auto scale = static_cast<double>(scales[perChannel ? channel : 0]);
        for (Eigen::Index c = 0; c < weights.cols(); ++c) {
            const double steps = scale > 0 ? std::round(weights(o, c) / scale) : 0;
            const double stored = std::clamp(steps + zeroOf(channel), range.lowest, range.highest);
            bytes[weightIndex(window, o, c)] =
                static_cast<std::byte>(static_cast<std::int32_t>(stored) & 0xFF);
            weights(o, c) = scale * (stored - zeroOf(channel));
        }
    }
    setScales(tensor, std::move(scales), range);
    replaceData(model, number, std::move(bytes));
    return {};
}

Result<void> storeBias(Model& model, const RealSum& sum, const Eigen::VectorXd& bias) {
    if (!sum.hasBias) return {};
    const std::int32_t number = tensorAt(model, sum, sum.operands.biasAt);
    const Tensor& weights =
        model.subgraphs[0].tensors[at(tensorAt(model, sum, sum.operands.weightsAt))];
    Tensor& tensor = model.subgraphs[0].tensors[at(number)];
    const auto channels = static_cast<std::size_t>(bias.size());
    const std::size_t width = tensor.type == TensorType::Int64 ? 8 : 4;
    std::vector<std::byte> bytes(channels * width);
    const bool isReal = tensor.type == TensorType::Float32;
    if (!isReal && tensor.type != TensorType::Int32 && tensor.type != TensorType::Int64)
        return fail(ErrorCode::Unsupported,
                    operatorLabel(model, 0, sum.op) + " has a bias of another type");
    std::vector<float> scales;
    for (std::size_t c = 0; c < channels; ++c) {
        const double value = bias(static_cast<Eigen::Index>(c));
        if (isReal) {
            const auto real = static_cast<float>(value);
            std::memcpy(bytes.data() + c * width, &real, width);
            continue;
        }
        const std::vector<float>& all = weights.quantization->scale;
        const float scale = sum.input.scale * all[all.size() == 1 ? 0 : c];
        if (scales.size() < all.size()) scales.push_back(scale);
        const auto stored = static_cast<std::int64_t>(
            std::clamp(std::round(value / static_cast<double>(scale)), -kMostBias, kMostBias));
        std::memcpy(bytes.data() + c * width, &stored, width);  // little-endian: the low bytes
    }
    if (!isReal && tensor.quantization && !tensor.quantization->scale.empty())
        setScales(tensor, std::move(scales), {-kMostBias, kMostBias});
    replaceData(model, number, std::move(bytes));
    return {};
}

}  // namespace thimble::repair
