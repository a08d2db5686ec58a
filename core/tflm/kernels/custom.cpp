// CIRCULAR_BUFFER, TFLite_Detection_PostProcess, TFLM_DECODE, ethos-u: the custom operators outside
// the audio front end. Sources: TFLM micro/kernels/{circular_buffer,circular_buffer_common,
// detection_postprocess,decode,decode_state,decode_state_lut,decode_state_huffman,
// decode_state_prune}.cc, ethos_u/ethosu.cc.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/custom_options.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// Input [N, 1, H, C], output [N, slots, H, C].
void circularBuffer(KernelCall& call) {
    call.init(8);  // OpDataCircularBuffer
    // Without options TFLM guesses how often it runs; the memory is the same.
    if (call.op.customOptions && !call.op.customOptions->empty()) {
        const auto options = CustomOptions::require(call);
        if (!options || !options->requireEntry(call, 0, "cycles_max")) return;
    }
    tempOperands(call, 1);
    if (!requireOperands(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireRankAtLeast(call, input, "input", 4) ||
        !requireRankAtLeast(call, output, "output", 4))
        return;
    const bool suited =
        input.shape[1] == 1 && input.shape[0] == output.shape[0] &&
        std::equal(input.shape.begin() + 2, input.shape.begin() + 4, output.shape.begin() + 2);
    if (!suited) {
        call.refuse("an input that is no slot of its output", "TFLite Micro shifts it in whole");
        return;
    }
    if (requireSameType(call, input, output)) requireType(call, input, "input", {Int8});
}

/// Boxes [1, boxes, 4 or more], scores [1, boxes, classes, perhaps with a background first],
/// anchors [boxes, 4]. TFLM looks at all this when the operator runs.
bool requireBoxes(KernelCall& call, const CustomOptions& options) {
    const Tensor &boxes = *call.input(0), &scores = *call.input(1);
    if (!requireType(call, boxes, "boxes", {Float32}) ||
        !requireType(call, scores, "scores", {Float32}))
        return false;
    if (boxes.shape[0] != 1 || scores.shape[0] != 1)
        return call.refuse("a batch", "TFLite Micro looks at one image at a time");
    if (boxes.shape[2] < 4 || boxes.shape[1] != scores.shape[1])
        return call.refuse("boxes that do not suit the scores",
                           "there are as many, each of 4 coordinates");
    const std::int64_t classes = options.integer("num_classes");
    if (scores.shape[2] != classes && scores.shape[2] != classes + 1)
        return call.refuse(std::to_string(scores.shape[2]) + " scores of each box",
                           "it has " + std::to_string(classes) + " classes, and a background");
    const float overlap = options.real("nms_iou_threshold");
    if (!(overlap > 0.0F && overlap <= 1.0F))
        return call.refuse("nms_iou_threshold " + std::to_string(overlap),
                           "it has to lie between 0 and 1");
    const bool regular = options.flag("use_regular_nms");
    const std::string_view limit = regular ? "detections_per_class" : "max_classes_per_detection";
    return options.integer(limit) > 0 || (regular && !options.has(limit)) ||
           call.refuse("no positive " + std::string(limit), "it would find nothing");
}

void detectionPostProcess(KernelCall& call) {
    const auto options = CustomOptions::require(call);
    if (!options) return;
    call.init(112);  // OpData
    for (std::size_t i = 0; i < 3; ++i) call.tempInput(i);
    if (!requireExactly(call, 3, 4)) return;
    const Tensor &boxes = *call.input(0), &scores = *call.input(1), &anchors = *call.input(2);
    if (!requireRank(call, boxes, "boxes", 3) || !requireRank(call, scores, "scores", 3) ||
        !requireRank(call, anchors, "anchors", 2))
        return;
    const std::int64_t count = boxes.shape[1];
    const std::int64_t detections = options->integer("max_detections");
    const std::int64_t classes = options->integer("num_classes");
    if (detections < 0) {
        call.refuse("max_detections " + std::to_string(detections),
                    "TFLite Micro takes it for a size");
        return;
    }
    const Bytes word = 4;  // of a float or an index
    const Bytes perBox = product({count, word});
    const Bytes perDetection = product({detections, count, word});
    call.scratch(product({count}));           // which boxes are still in
    call.scratch(product({count, 4, word}));  // their corners
    call.scratch(product({scores.shape[1], scores.shape[2], word}));
    call.scratch(perBox);        // scores of one class
    call.scratch(perBox);        // those above the threshold
    call.scratch(perDetection);  // scores that were kept
    call.scratch(perDetection);  // and sorted
    call.scratch(perBox);        // boxes above the threshold
    call.scratch(perDetection);  // and sorted
    call.scratch(product({std::max(classes, detections), count, word}));
    call.scratch(product({std::min(count, detections), count, word}));
    call.enter(Phase::Invoke);
    requireBoxes(call, *options);
}

/// The header of a compressed tensor, in the constant that accompanies it.
struct DecodeHeader {
    enum Kind : std::uint8_t { Lut = 0, Huffman = 1, Prune = 2 };
    static constexpr std::size_t kBytes = 16;
    std::uint8_t kind, version, kindVersion, params;

    /// Nothing where the constant is shorter.
    static std::optional<DecodeHeader> read(std::span<const std::byte> bytes) {
        if (bytes.size() < kBytes) return {};
        const auto at = [bytes](std::size_t i) { return std::to_integer<std::uint8_t>(bytes[i]); };
        return DecodeHeader{at(0), at(1), at(4), at(5)};
    }
    /// A Huffman table of 32-bit entries; 16-bit ones can hold INT8 only.
    [[nodiscard]] bool hasWideTable() const { return (params & 1) != 0; }
};

/// A table or a mask for each channel needs them along the first or the last dimension.
bool requireDecodableAxis(KernelCall& call, const Tensor& output) {
    if (!KernelCall::hasAffineQuantization(output)) return true;
    const std::int64_t axis = output.quantization->quantizedDimension;
    return axis == 0 || (scaleCount(output) > 1 && axis == std::ssize(output.shape) - 1) ||
           call.refuse("channels along dimension " + std::to_string(axis),
                       "TFLite Micro decodes along the first or the last one");
}

/// Pruned elements become the zero point, of which INT8 may have one per channel, in a list.
void decodePruned(KernelCall& call, const Tensor& output) {
    call.persistent(call.sized(40, 80));  // DecodeStatePrune
    if (!requireDecodableAxis(call, output)) return;
    if (KernelCall::hasAffineQuantization(output)) {
        std::span<const std::int64_t> zeros = output.quantization->zeroPoint;
        // TFLM takes the first for all where there is not one for each scale.
        if (std::ssize(zeros) != scaleCount(output)) zeros = zeros.first(1);
        const bool shifted =
            std::ranges::any_of(zeros, [](std::int64_t zero) { return zero != 0; });
        if (shifted && output.type != Int8) {
            call.refuse("a zero point that is not 0", "only INT8 may have one");
            return;
        }
        if (shifted && scaleCount(output) > 1) call.persistent(scaleCount(output));
    }
}

/// One compressed tensor, its table, and what becomes of them.
bool prepareDecoding(KernelCall& call, std::size_t pair) {
    call.tempInput(2 * pair);
    call.tempInput(2 * pair + 1);
    call.tempOutput(pair);
    const Tensor& table = *call.input(2 * pair + 1);
    const Tensor& output = *call.output(pair);
    if (!requireConstant(call, *call.input(2 * pair), "input") ||
        !requireConstant(call, table, "table"))
        return false;
    const auto header = DecodeHeader::read(call.data(table, DecodeHeader::kBytes));
    if (!header)
        return call.refuse("a table without its header", "TFLite Micro reads 16 bytes of it");
    if (header->version != 1 || header->kindVersion != 1)
        return call.refuse("a table of another version", "TFLite Micro knows version 1");
    switch (header->kind) {
        case DecodeHeader::Lut:
            call.persistent(call.sized(36, 72));  // DecodeStateLut
            requireDecodableAxis(call, output);
            break;
        case DecodeHeader::Huffman:
            call.persistent(call.sized(28, 56));  // DecodeStateHuffman
            if (!header->hasWideTable() && output.type != Int8)
                call.refuse("another output than INT8, and a Huffman table of 16-bit entries",
                            "they hold no other");
            break;
        case DecodeHeader::Prune: decodePruned(call, output); break;
        default:
            call.refuse("encoding " + std::to_string(header->kind),
                        "TFLite Micro knows lookup tables, Huffman codes and pruning");
            break;
    }
    return !call.refused();
}

/// That an output's type cannot be decoded is found out when the operator runs.
bool requireDecodableType(KernelCall& call, std::size_t pair) {
    const auto header =
        DecodeHeader::read(call.data(*call.input(2 * pair + 1), DecodeHeader::kBytes));
    const Tensor& output = *call.output(pair);
    if (header && header->kind == DecodeHeader::Huffman)
        return requireType(call, output, "output", {Int8, Int16});
    return requireType(call, output, "output", {Bool, Float32, Int8, Int16, Int32, Int64});
}

/// Decompresses constants: pairs of data and table in, tensors out. Assumes that the application
/// gives no memory of its own for them (SetDecompressionMemory).
void decode(KernelCall& call) {
    const std::size_t pairs = call.outputCount();
    if (pairs == 0) {
        call.refuse("no output", "it cannot do without");
        return;
    }
    if (!requireExactly(call, 2 * pairs, pairs)) return;
    call.persistent(static_cast<Bytes>(pairs) * call.pointerBytes());
    for (std::size_t pair = 0; pair < pairs; ++pair)
        if (!prepareDecoding(call, pair)) return;
    call.enter(Phase::Invoke);
    for (std::size_t pair = 0; pair < pairs; ++pair)
        if (!requireDecodableType(call, pair)) return;
}

/// What Vela makes of the operators that an Ethos-U runs. TFLM has the kernel where it is built for
/// a part with an NPU, which no host is.
void ethosU(KernelCall& call) {
    if (call.target.abi != Abi::Arm32) {
        call.refuse("a host as its target", "it needs an Arm Ethos-U NPU");
        return;
    }
    call.init(12);  // OpData: three ints
    if (!call.op.customOptions || call.op.customOptions->empty()) {
        call.refuse("no options", "it cannot do without");
        return;
    }
    if (call.inputCount() == 0) {
        call.refuse("no input", "the first one holds the NPU's commands");
        return;
    }
    const auto operands = static_cast<Bytes>(call.inputCount() + call.outputCount());
    call.scratch(8 * operands);                    // addresses, 64-bit ones everywhere
    call.scratch(call.pointerBytes() * operands);  // sizes
    call.tempInput(0);
    if (!requireInputs(call, 1)) return;
    call.enter(Phase::Invoke);
    const auto options = CustomOptions::require(call, Phase::Invoke);
    if (options && requireInputs(call, call.inputCount()) && options->loneByte() != 1)
        call.refuse("options of another operator", "TFLite Micro expects a 1 there");
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom, "CIRCULAR_BUFFER", "AddCircularBuffer", circularBuffer},
    KernelEntry{BuiltinOperator::Custom, "TFLM_DECODE", "AddDecode", decode},
    KernelEntry{BuiltinOperator::Custom, "TFLite_Detection_PostProcess", "AddDetectionPostprocess",
                detectionPostProcess},
    KernelEntry{BuiltinOperator::Custom, "ethos-u", "AddEthosU", ethosU},
};

}  // namespace

std::span<const KernelEntry> customKernels() { return kKernels; }

}  // namespace thimble::tflm
