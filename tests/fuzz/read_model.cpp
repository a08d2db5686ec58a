#include "tests/fuzz/read_model.h"

#include <vector>

#include "core/base/assert.h"
#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/report/report_json.h"
#include "core/report/summarise.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/op_resolver.h"

namespace thimble::fuzz {

void readModel(const std::uint8_t* data, std::size_t size) {
    const auto* first = reinterpret_cast<const std::byte*>(data);
    const Blob file(std::vector<std::byte>(first, first + size));
    const auto model = readTflite(file);
    if (!model) {
        THIMBLE_ASSERT(!model.error().message.empty());
        return;
    }
    (void)listOddities(*model, file);
    if (const auto bytes = writeTflite(*model)) {
        const auto again = readTflite(Blob(*bytes));
        THIMBLE_ASSERT(again.has_value());
        // Bytes, not values: a scale may be no number, and so unlike itself.
        THIMBLE_ASSERT(writeTflite(*again) == bytes);
    }
    const Graph graph = buildGraph(*model);
    const WorkingSet set = workingSet(graph.subgraphs[0], liveRanges(graph.subgraphs[0]));
    for (const tflm::TargetInfo& target : {tflm::kTargets[0], tflm::kTargets[3]}) {
        auto device = tflm::deviceMemory(*model, target);
        if (!device) continue;
        (void)tflm::opResolverSource(*model, *device);
        (void)tflm::tryArena(*model, *device, 4096);
        const Report report = summarise(*model, graph, set, target, std::move(*device));
        if (report.device.buffers.size() < 1000) THIMBLE_ASSERT(checkReport(report).empty());
        (void)reportJson(report);
    }
}

}  // namespace thimble::fuzz
