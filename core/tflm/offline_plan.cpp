#include "core/tflm/offline_plan.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <span>

namespace thimble::tflm {

namespace {

using Header = std::array<std::uint32_t, 3>;  // version, number of subgraphs, number of offsets

/// A buffer with a plan for so many tensors: the header and an offset for each.
Result<void> checkPlan(std::span<const std::byte> bytes, std::size_t tensors) {
    Header header{};
    if (bytes.size() < sizeof header)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} metadata of {} bytes has no room for its header",
                                kOfflinePlanName, bytes.size()));
    std::memcpy(header.data(), bytes.data(), sizeof header);
    if (header.back() != tensors)
        return fail(ErrorCode::InvalidFile, fmt::format("{} metadata has {} offsets for {} tensors",
                                                        kOfflinePlanName, header.back(), tensors));
    const std::size_t present = (bytes.size() - sizeof header) / sizeof(std::int32_t);
    if (present < tensors)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} metadata ends after {} of its {} offsets", kOfflinePlanName,
                                present, tensors));
    return {};
}

}  // namespace

Result<std::vector<std::int32_t>> readOfflinePlan(const Model& model) {
    std::size_t tensors = 0;
    for (const Subgraph& subgraph : model.subgraphs) tensors += subgraph.tensors.size();

    std::span<const std::byte> plan;
    for (const Metadata& entry : model.metadata) {
        if (entry.name != kOfflinePlanName) continue;
        plan = model.buffers[entry.buffer].data.bytes();  // the last one counts
        THIMBLE_CHECK(checkPlan(plan, tensors));
    }
    std::vector<std::int32_t> offsets;
    if (plan.empty() || tensors == 0) return offsets;
    offsets.resize(tensors);
    std::memcpy(offsets.data(), plan.data() + sizeof(Header), tensors * sizeof(offsets[0]));
    return offsets;
}

}  // namespace thimble::tflm
