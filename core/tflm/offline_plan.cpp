#include "core/tflm/offline_plan.h"

#include <fmt/format.h>

#include <cstring>

namespace thimble::tflm {

namespace {

constexpr std::size_t kHeaderWords = 3;  // version, number of subgraphs, number of offsets

}  // namespace

Result<std::optional<std::vector<std::int32_t>>> readOfflinePlan(const Model& model) {
    const Metadata* plan = nullptr;
    for (const Metadata& entry : model.metadata)
        if (entry.name == kOfflinePlanName) plan = &entry;  // the last one counts
    if (!plan) return std::nullopt;

    std::size_t tensors = 0;
    for (const Subgraph& subgraph : model.subgraphs) tensors += subgraph.tensors.size();
    const auto bytes = model.buffers[plan->buffer].data.bytes();
    std::vector<std::int32_t> words(bytes.size() / sizeof(std::int32_t));
    if (!words.empty()) std::memcpy(words.data(), bytes.data(), words.size() * sizeof(words[0]));
    if (words.size() < kHeaderWords)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} metadata of {} bytes has no room for its header",
                                kOfflinePlanName, bytes.size()));
    if (words[2] < 0 || static_cast<std::size_t>(words[2]) != tensors)
        return fail(ErrorCode::InvalidFile, fmt::format("{} metadata has {} offsets for {} tensors",
                                                        kOfflinePlanName, words[2], tensors));
    if (words.size() < kHeaderWords + tensors)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} metadata ends after {} of its {} offsets", kOfflinePlanName,
                                words.size() - kHeaderWords, tensors));
    return std::vector<std::int32_t>(
        words.begin() + kHeaderWords,
        words.begin() + static_cast<std::ptrdiff_t>(kHeaderWords + tensors));
}

}  // namespace thimble::tflm
