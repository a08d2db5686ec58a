#include "core/report/contributors.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/text.h"

namespace thimble {

namespace {

constexpr std::size_t kMost = 3;

struct Contributor {
    Bytes bytes;
    std::string sentence;
};

std::string operatorText(const Report& report, std::uint32_t subgraph, OperatorId op) {
    const auto index = static_cast<std::int32_t>(indexOf(op));
    return fmt::format("#{} {}", index, report.operatorRow(subgraph, index).name);
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

void addBuffersAtPeak(const Report& report, std::vector<Contributor>& list) {
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) {
        if (!buffer.scopes.contains(report.peakStep)) continue;
        std::string sentence;
        if (buffer.isScratch()) {
            sentence = fmt::format("{} bytes at the peak are {}: a working buffer of its kernel",
                                   groupedNumber(buffer.bytes), report.bufferLabel(buffer));
        } else {
            const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
            sentence = fmt::format("{} bytes at the peak are tensor #{} {}: {}",
                                   groupedNumber(buffer.bytes), tensor.index,
                                   fmt::format("[{}]", fmt::join(tensor.shape, ", ")),
                                   reason(report, tensor));
        }
        list.push_back({buffer.plannedBytes, std::move(sentence)});
    }
}

void addTail(const Report& report, std::vector<Contributor>& list) {
    for (std::size_t c = 0; c < tflm::kTailCategories; ++c) {
        const Bytes bytes = report.device.tail[c];
        if (bytes == 0) continue;
        const auto info = tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c));
        list.push_back({bytes, fmt::format("{} bytes of the tail are {}", groupedNumber(bytes),
                                           info.description)});
    }
}

}  // namespace

std::vector<std::string> largestContributors(const Report& report) {
    std::vector<Contributor> list;
    if (report.peakStep >= 0) addBuffersAtPeak(report, list);
    if (report.device.accepts) addTail(report, list);
    if (const Bytes lost = report.device.headBytes - report.device.lowerBoundBytes; lost > 0)
        list.push_back(
            {lost, fmt::format("{} bytes of the head are fragmentation: gaps that TFLM's greedy "
                               "placement leaves; at most {} bytes are alive at once",
                               groupedNumber(lost), groupedNumber(report.device.lowerBoundBytes))});
    std::ranges::stable_sort(list, std::ranges::greater{}, &Contributor::bytes);
    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < std::min(kMost, list.size()); ++i)
        sentences.push_back(std::move(list[i].sentence));
    return sentences;
}

}  // namespace thimble
