#include "core/tflm/offline_plan.h"

#include <fmt/format.h>

#include <algorithm>
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

bool isNamed(const Model& model, std::uint32_t buffer) {
    const auto names = [buffer](const auto& user) { return user.buffer == buffer; };
    return buffer == 0 || std::ranges::any_of(model.metadata, names) ||
           std::ranges::count(model.metadataBuffer, static_cast<std::int32_t>(buffer)) > 0 ||
           std::ranges::any_of(model.subgraphs, [&](const Subgraph& subgraph) {
               return std::ranges::any_of(subgraph.tensors, names);
           });
}

/// Removes the model's plans, and returns the buffers that only they named, now empty. Those at the
/// end of the list go; the others stay, as later ones are counted behind them.
std::vector<std::uint32_t> dropPlans(Model& model) {
    std::vector<std::uint32_t> freed;
    std::erase_if(model.metadata, [&](const Metadata& entry) {
        if (entry.name != kOfflinePlanName) return false;
        freed.push_back(entry.buffer);
        return true;
    });
    std::ranges::sort(freed);
    freed.erase(std::unique(freed.begin(), freed.end()), freed.end());
    std::erase_if(freed, [&](std::uint32_t buffer) { return isNamed(model, buffer); });
    for (const std::uint32_t buffer : freed) model.buffers[buffer] = {};
    while (!freed.empty() && freed.back() + 1 == model.buffers.size()) {
        model.buffers.pop_back();
        freed.pop_back();
    }
    return freed;
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

Model withoutOfflinePlan(const Model& model) {
    Model result = model;
    dropPlans(result);
    return result;
}

Model withOfflinePlan(const Model& model, std::span<const std::int32_t> offsets) {
    constexpr std::uint32_t kVersion = 1;
    const Header header{kVersion, static_cast<std::uint32_t>(model.subgraphs.size()),
                        static_cast<std::uint32_t>(offsets.size())};
    std::vector<std::byte> bytes(sizeof header + offsets.size_bytes());
    std::memcpy(bytes.data(), header.data(), sizeof header);
    if (!offsets.empty())
        std::memcpy(bytes.data() + sizeof header, offsets.data(), offsets.size_bytes());

    Model result = model;
    const std::vector<std::uint32_t> freed = dropPlans(result);
    const auto buffer =
        freed.empty() ? static_cast<std::uint32_t>(result.buffers.size()) : freed.front();
    if (freed.empty()) result.buffers.emplace_back();
    result.buffers[buffer].data = Blob(std::move(bytes));
    result.metadata.push_back({kOfflinePlanName, buffer});
    return result;
}

}  // namespace thimble::tflm
