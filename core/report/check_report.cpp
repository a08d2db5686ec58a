#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/report/summarise.h"

namespace thimble {

std::vector<std::string> checkReport(const Report& report) {
    std::vector<std::string> faults;
    const tflm::DeviceMemory& device = report.device;

    Bytes top = 0;
    for (const tflm::PlannedBuffer& buffer : device.buffers)
        top = std::max(top, buffer.place().last);
    if (top != device.headBytes)
        faults.push_back(fmt::format("buffers reach {}, the head is {}", top, device.headBytes));
    if (!device.hasOfflinePlan && device.lowerBoundBytes > device.headBytes)
        faults.emplace_back("the head is below its lower bound");

    if (device.accepts) {
        const Bytes tail = std::accumulate(device.tail.begin(), device.tail.end(), Bytes{0});
        if (tail != device.tailBytes)
            faults.push_back(
                fmt::format("the tail's parts are {}, the tail {}", tail, device.tailBytes));
        if (device.usedBytes != device.headBytes + device.tailBytes)
            faults.emplace_back("head and tail are not what is used");
        if (device.minimumBytes < device.usedBytes)
            faults.emplace_back("the smallest arena is smaller than what is used");
    }

    for (std::size_t step = 0; step < report.steps.size(); ++step) {
        Bytes alive = 0;
        Bytes aligned = 0;
        for (const tflm::PlannedBuffer& buffer : device.buffers)
            if (buffer.scopes.contains(static_cast<std::int32_t>(step))) {
                alive += buffer.bytes;
                aligned += buffer.plannedBytes;
            }
        const StepRow& row = report.steps[step];
        if (row.totalBytes() != alive || row.alignedBytes != aligned || row.otherBytes < 0)
            faults.push_back(
                fmt::format("step {} says {} bytes, {} are alive", step, row.totalBytes(), alive));
    }

    Bytes peak = 0;
    for (const Bytes bytes : report.workingSet.perOperator) peak = std::max(peak, bytes);
    if (peak != report.workingSet.peakBytes) faults.emplace_back("the peak is not the largest");
    return faults;
}

}  // namespace thimble
