#include "core/interp/kernels/packed_contraction.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/interp/kernels/packed_kernels.h"

namespace thimble::interp {

namespace {

/// Read behind the image by kernels that load whole vectors.
constexpr std::int64_t kSlack = 64;

/// Each group is padded to whole blocks of channels, which of many small ones would be most.
constexpr std::int64_t kMostGroups = 4096;

/// One batch of the input as 16-bit numbers with its padding around it, [height][width][depth].
/// A depthwise convolution with several outputs per channel finds each channel as often.
struct Image {
    std::int64_t height = 0, width = 0, depth = 0;
    std::int64_t copies = 1;  ///< of each channel, side by side
    [[nodiscard]] std::int64_t elements() const { return height * width * depth; }
};

struct PackedGroup {
    std::int64_t firstInput = 0, firstOutput = 0;
    PackedMatrix matrix;
};

struct Packed {
    Window window;
    Image image;
    bool isSigned = true;
    std::int16_t inputZero = 0;
    std::vector<PackedGroup> groups;  ///< or, without any:
    PackedDepthwise depthwise;
};

/// Weights as 16-bit numbers, less their zero point, wherever they lie.
struct Weights {
    const std::byte* bytes = nullptr;
    bool isSigned = true;
    std::int32_t zero = 0;
    const Window* window = nullptr;

    [[nodiscard]] std::int16_t at(std::int64_t output, std::int64_t y, std::int64_t x,
                                  std::int64_t c) const {
        const std::byte byte = bytes[output * window->weightsPerOutput + y * window->weightsPerRow +
                                     x * window->weightsPerColumn + c];
        const int value = isSigned ? static_cast<std::int8_t>(byte) : std::to_integer<int>(byte);
        return static_cast<std::int16_t>(value - zero);
    }
};

/// Input channels that a product with the matrix takes in, in the order of the runs.
std::vector<Run> runsOf(const Window& w, const Image& image) {
    std::vector<Run> runs;
    const bool wholeRows = w.dilationWidth == 1 && w.depth == image.depth;
    for (std::int64_t y = 0; y < w.height; ++y)
        for (std::int64_t x = 0; x < (wholeRows ? 1 : w.width); ++x)
            runs.push_back(
                {(y * w.dilationHeight * image.width + x * w.dilationWidth) * image.depth,
                 ((wholeRows ? w.width : 1) * w.depth + 1) / 2});
    return runs;
}

PackedMatrix packMatrix(const Window& w, const Image& image, const Weights& weights,
                        std::int64_t firstOutput, std::int64_t channels) {
    PackedMatrix matrix{.channels = channels, .runs = runsOf(w, image)};
    for (const Run& run : matrix.runs) matrix.pairs += run.pairs;
    const std::int64_t columnsPerRun =
        std::ssize(matrix.runs) == w.height ? w.width : std::int64_t{1};
    const std::int64_t elements = columnsPerRun * w.depth;  // of a run
    const std::int64_t blocks = (channels + kChannelBlock - 1) / kChannelBlock;
    matrix.weights.assign(static_cast<std::size_t>(blocks * matrix.pairs * kChannelBlock * 2), 0);
    for (std::int64_t channel = 0; channel < channels; ++channel) {
        std::int16_t* to = matrix.weights.data() +
                           channel / kChannelBlock * matrix.pairs * kChannelBlock * 2 +
                           channel % kChannelBlock * 2;
        for (std::int64_t run = 0; run < std::ssize(matrix.runs); ++run)
            for (std::int64_t pair = 0; pair < matrix.runs[static_cast<std::size_t>(run)].pairs;
                 ++pair, to += kChannelBlock * 2)
                for (std::int64_t half = 0; half < 2; ++half) {
                    const std::int64_t i = pair * 2 + half;
                    if (i >= elements) continue;
                    const std::int64_t column = run * columnsPerRun + i / w.depth;
                    to[half] = weights.at(firstOutput + channel, column / w.width, column % w.width,
                                          i % w.depth);
                }
    }
    return matrix;
}

PackedDepthwise packFilter(const Window& w, const Image& image, const Weights& weights,
                           const PackedScaling& scaling) {
    std::vector<std::int64_t> taps;
    std::vector<std::int16_t> values;
    for (std::int64_t y = 0; y < w.height; ++y)
        for (std::int64_t x = 0; x < w.width; ++x) {
            taps.push_back((y * w.dilationHeight * image.width + x * w.dilationWidth) *
                           image.depth);
            for (std::int64_t c = 0; c < w.outDepth; ++c) values.push_back(weights.at(c, y, x, 0));
        }
    return packDepthwise(w.outDepth, std::move(taps), values, scaling);
}

/// The image that a window in all its positions sees; nothing where that is absurdly more than the
/// input.
std::optional<Image> imageOf(const Window& w, std::int64_t copies) {
    Image image;
    image.copies = copies;
    image.depth = w.inDepth * copies;
    image.height =
        std::max((w.outHeight - 1) * w.strideHeight + (w.height - 1) * w.dilationHeight + 1,
                 w.padTop + w.inHeight);
    image.width = std::max((w.outWidth - 1) * w.strideWidth + (w.width - 1) * w.dilationWidth + 1,
                           w.padLeft + w.inWidth);
    // Up to here nothing overflows: a tensor has less than 2^29 elements, a step is below 2^24.
    const std::int64_t input = w.inHeight * w.inWidth * w.inDepth;
    constexpr std::int64_t kSmall = 1 << 16;
    if (image.height > w.inHeight + kSmall || image.width > w.inWidth + kSmall) return {};
    if (image.height * image.width > (input * copies + kSmall) * 4 / image.depth) return {};
    return image;
}

/// Scaling of `channels` output channels from `first` on.
PackedScaling packScaling(const Requantisation& how, std::span<const std::int32_t> bias,
                          std::int64_t first, std::int64_t channels) {
    const std::int64_t padded = (channels + kChannelBlock - 1) / kChannelBlock * kChannelBlock;
    PackedScaling scaling{
        .outputZero = how.outputZero, .lowest = how.range.lowest, .highest = how.range.highest};
    for (std::int64_t c = 0; c < padded; ++c) {
        const auto channel = static_cast<std::size_t>(first + std::min(c, channels - 1));
        const Multiplier factor = how.factors[channel];
        const int left = std::clamp(factor.shift, 0, 31);
        const int right = std::clamp(-factor.shift, 0, 31);
        scaling.bias.push_back(bias.empty() ? 0 : bias[channel]);
        scaling.multiplier.push_back(factor.multiplier);
        scaling.left.push_back(left);
        scaling.right.push_back(right);
        scaling.mask.push_back(static_cast<std::int32_t>((std::int64_t{1} << right) - 1));
        scaling.shiftsLeft |= left != 0;
    }
    return scaling;
}

/// The input of one batch into the frame's scratch.
void fillImage(const Packed& packed, const std::byte* input, std::int16_t* image) {
    const Window& w = packed.window;
    const Image& to = packed.image;
    const std::int64_t inRow = w.inWidth * w.inDepth;
    const std::int64_t left = w.padLeft * to.depth;
    const std::int64_t inside = inRow * to.copies;
    const std::int64_t row = to.width * to.depth;
    std::fill_n(image, w.padTop * row, std::int16_t{0});
    image += w.padTop * row;
    for (std::int64_t y = 0; y < w.inHeight; ++y, image += row, input += inRow) {
        std::fill_n(image, left, std::int16_t{0});
        std::fill_n(image + left + inside, row - left - inside, std::int16_t{0});
        widen(input, inRow, packed.isSigned, packed.inputZero, image + left);
        // From the end on, as copies lie where the row was widened to.
        if (to.copies > 1)
            for (std::int64_t i = inRow; i-- > 0;)
                std::fill_n(image + left + i * to.copies, to.copies, (image + left)[i]);
    }
    std::fill_n(image, (to.height - w.padTop - w.inHeight) * row + kSlack, std::int16_t{0});
}

void runPacked(const Packed& packed, const std::byte* input, std::byte* output,
               std::int16_t* image) {
    const Window& w = packed.window;
    const std::int64_t step = packed.image.depth;
    Positions positions{.image = image,
                        .rows = w.outHeight,
                        .columns = w.outWidth,
                        .rowStep = w.strideHeight * packed.image.width * step,
                        .columnStep = w.strideWidth * step};
    for (std::int64_t n = 0; n < w.batches; ++n) {
        fillImage(packed, input, image);
        for (const PackedGroup& group : packed.groups) {
            positions.image = image + group.firstInput;
            multiplyPacked(group.matrix, positions, output + group.firstOutput, w.outDepth);
        }
        if (packed.groups.empty()) filterDepthwise(packed.depthwise, positions, output);
        input += w.inHeight * w.inWidth * w.inDepth;
        output += w.outHeight * w.outWidth * w.outDepth;
    }
}

std::shared_ptr<const Packed> pack(const Contraction& contraction, const Requantisation& how,
                                   Weights weights, std::span<const std::int32_t> bias,
                                   bool isSigned) {
    const Window& w = contraction.window;
    const std::int64_t groups = w.outDepth / w.outPerGroup;
    // Channels that see one input channel each are filtered side by side.
    const bool depthwise = w.depth == 1 && groups > 1;
    if (!depthwise && groups > kMostGroups) return {};
    const auto image = imageOf(w, depthwise ? w.outPerGroup : 1);
    if (!image) return {};
    auto packed = std::make_shared<Packed>();
    packed->window = w;
    packed->image = *image;
    packed->isSigned = isSigned;
    packed->inputZero = static_cast<std::int16_t>(how.inputZero);
    weights.window = &w;
    if (depthwise) {
        packed->depthwise = packFilter(w, *image, weights, packScaling(how, bias, 0, w.outDepth));
        return packed;
    }
    for (std::int64_t g = 0; g < groups; ++g) {
        const std::int64_t first = g * w.outPerGroup;
        PackedGroup group{.firstInput = g * w.depth,
                          .firstOutput = first,
                          .matrix = packMatrix(w, *image, weights, first, w.outPerGroup)};
        group.matrix.scaling = packScaling(how, bias, first, w.outPerGroup);
        packed->groups.push_back(std::move(group));
    }
    return packed;
}

}  // namespace

Step packedContraction(OperatorCall& call, const Contraction& contraction,
                       const Requantisation& requantisation) {
    const TensorInfo& input = call.input(contraction.inputAt);
    const TensorInfo& filter = call.input(contraction.weightsAt);
    const bool hasBias = call.has(contraction.biasAt);
    if (!packedKernelsFit()) return {};
    if (!filter.isConstant || (hasBias && !call.input(contraction.biasAt).isConstant)) return {};
    constexpr std::int32_t kUnpackable = std::numeric_limits<std::int32_t>::min();
    for (const Multiplier& factor : requantisation.factors)
        if (factor.multiplier == kUnpackable) return {};
    if (input.elements == 0 || call.output().elements == 0 || filter.elements == 0) return {};
    const bool isSigned = input.type == TensorType::Int8;
    const Weights weights{
        .bytes = filter.constant.data(), .isSigned = isSigned, .zero = requantisation.weightZero};
    std::span<const std::int32_t> bias;
    if (hasBias) bias = call.constant<std::int32_t>(contraction.biasAt);
    const auto packed = pack(contraction, requantisation, weights, bias, isSigned);
    if (!packed) return {};
    call.addScratch(static_cast<std::size_t>(packed->image.elements() + kSlack) *
                    sizeof(std::int16_t));
    return [packed, in = call.inputSlot(contraction.inputAt),
            out = call.outputSlot()](Frame& frame) -> Result<bool> {
        runPacked(*packed, frame.bytes(in).data(), frame.writable(out).data(),
                  reinterpret_cast<std::int16_t*>(frame.scratch().data()));
        return true;
    };
}

}  // namespace thimble::interp
