#include "core/report/contributors.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/grouped_number.h"
#include "core/base/printable.h"
#include "core/model/names.h"

namespace thimble {

namespace {

constexpr std::size_t kMost = 3;
constexpr std::size_t kLongestName = 60;

struct Contributor {
    Bytes bytes;
    std::string sentence;
};

std::string ofSubgraph(std::uint32_t subgraph) {
    return subgraph == 0 ? std::string() : fmt::format(" of subgraph {}", subgraph);
}

/// "1 byte of the tail is", "36,864 bytes at the peak are".
std::string amount(Bytes bytes, std::string_view where) {
    return fmt::format("{} {} {}", counted(bytes, "byte"), where, bytes == 1 ? "is" : "are");
}

std::string operatorText(const Report& report, std::uint32_t subgraph, OperatorId op) {
    const auto index = static_cast<std::int32_t>(indexOf(op));
    return fmt::format("#{} {}", index, report.operatorRow(subgraph, index).name);
}

/// "#2 'conv1/out' [1, 8, 8, 16]".
std::string tensorText(const TensorRow& tensor) {
    const std::string name =
        tensor.name.empty() ? "" : fmt::format(" '{}'", printable(tensor.name, kLongestName));
    return fmt::format("#{}{} {}{}", tensor.index, name, shapeText(tensor.shape),
                       ofSubgraph(tensor.subgraph));
}

/// Why a tensor is alive: who writes it, who reads it last.
std::string reason(const Report& report, const TensorRow& tensor) {
    std::string written =
        tensor.isInput    ? "the model's input arrives before the first operator"
        : tensor.producer ? "written by " + operatorText(report, tensor.subgraph, *tensor.producer)
                          : "written by nothing";
    if (tensor.isOutput) return written + ", an output, kept to the end";
    if (tensor.consumers.empty()) return written + ", read by nothing";
    return written + ", last read by " +
           operatorText(report, tensor.subgraph, tensor.consumers.back());
}

void addBuffersInFullestStep(const Report& report, std::vector<Contributor>& list) {
    const std::string_view where = report.isPeakFullest() ? "at the peak" : "in the fullest step";
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) {
        if (!buffer.scopes.contains(report.peakStep)) continue;
        std::string sentence;
        if (buffer.isScratch()) {
            sentence =
                fmt::format("{} {}{}: a working buffer of its kernel", amount(buffer.bytes, where),
                            report.bufferLabel(buffer), ofSubgraph(buffer.subgraph));
        } else {
            const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
            sentence = fmt::format("{} tensor {}: {}", amount(buffer.bytes, where),
                                   tensorText(tensor), reason(report, tensor));
        }
        list.push_back({buffer.plannedBytes, std::move(sentence)});
    }
}

void addTail(const Report& report, std::vector<Contributor>& list) {
    for (std::size_t c = 0; c < tflm::kTailCategories; ++c) {
        const Bytes bytes = report.device.tail[c];
        if (bytes == 0) continue;
        const auto info = tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c));
        list.push_back(
            {bytes, fmt::format("{} {}", amount(bytes, "of the tail"), info.description)});
    }
}

/// What TFLM plans for the time before the first step: written by nothing.
Bytes bytesBeforeTheFirstStep(const Report& report) {
    Bytes bytes = 0;
    for (const tflm::PlannedBuffer& buffer : report.device.buffers)
        if (buffer.scopes.first < 0) bytes += buffer.plannedBytes;
    return bytes;
}

void addBuffersBeforeTheFirstStep(const Report& report, std::vector<Contributor>& list) {
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) {
        if (buffer.scopes.first >= 0) continue;
        const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
        const bool dangles = !tensor.producer && tensor.consumers.empty();
        const std::string why = !buffer.isNeverUsed() ? reason(report, tensor)
                                : dangles ? "nothing writes or reads it, and TFLM makes room for "
                                            "it all the same"
                                          : "its subgraph never runs, and TFLM makes room for it "
                                            "all the same";
        list.push_back({buffer.plannedBytes,
                        fmt::format("{} tensor {}: {}", amount(buffer.bytes, "of the head"),
                                    tensorText(tensor), why)});
    }
}

}  // namespace

std::vector<std::string> largestContributors(const Report& report) {
    std::vector<Contributor> list;
    // No step holds these, yet the head must: then it is they that make it what it is.
    const Bytes fullest =
        report.peakStep < 0 ? 0
                            : report.steps[static_cast<std::size_t>(report.peakStep)].alignedBytes;
    if (bytesBeforeTheFirstStep(report) > fullest)
        addBuffersBeforeTheFirstStep(report, list);
    else if (report.peakStep >= 0)
        addBuffersInFullestStep(report, list);
    if (report.device.accepts) addTail(report, list);
    if (const Bytes lost = report.device.headBytes - report.device.lowerBoundBytes; lost > 0)
        list.push_back(
            {lost, fmt::format(
                       "{} fragmentation: gaps that TFLM's greedy placement leaves; at most "
                       "{} bytes are alive at once",
                       amount(lost, "of the head"), groupedNumber(report.device.lowerBoundBytes))});
    std::ranges::stable_sort(list, std::ranges::greater{}, &Contributor::bytes);
    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < std::min(kMost, list.size()); ++i)
        sentences.push_back(std::move(list[i].sentence));
    return sentences;
}

}  // namespace thimble
