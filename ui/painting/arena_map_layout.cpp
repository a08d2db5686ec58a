#include "ui/painting/arena_map_layout.h"

#include <algorithm>

#include "ui/painting/timeline_layout.h"

namespace thimble::ui {

namespace {

using tflm::PlannedBuffer;

/// Tensors without elements take no room.
bool isPlaced(const PlannedBuffer& buffer) {
    return !buffer.scopes.empty() && buffer.plannedBytes > 0;
}

QRect boxRect(const StepScale& scale, const QRect& plot, const ByteAxis& bytes, LiveRange steps,
              ByteRange place) {
    const QRect column = stepColumn(scale, plot, steps.first, steps.last);
    if (column.isEmpty()) return {};
    const int top = bytes.y(place.last);
    const int bottom = bytes.y(place.first);
    return {column.left(), std::min(top, bottom - 1), column.width(), std::max(1, bottom - top)};
}

std::vector<QRect> findOverlaps(const Report& report, const ArenaMapLayout& layout) {
    std::vector<const PlannedBuffer*> byStart;
    for (const PlannedBuffer& buffer : report.device.buffers)
        if (isPlaced(buffer)) byStart.push_back(&buffer);
    std::ranges::sort(byStart, {}, [](const PlannedBuffer* b) { return b->scopes.first; });
    std::vector<QRect> overlaps;
    for (std::size_t i = 0; i < byStart.size(); ++i)
        for (std::size_t j = i + 1; j < byStart.size(); ++j) {
            const PlannedBuffer& a = *byStart[i];
            const PlannedBuffer& b = *byStart[j];
            if (b.scopes.first >= a.scopes.last) break;
            if (!a.place().overlaps(b.place())) continue;
            const LiveRange shownA = report.shownSteps(a);
            const LiveRange shownB = report.shownSteps(b);
            const LiveRange steps{std::max(shownA.first, shownB.first),
                                  std::min(shownA.last, shownB.last)};
            const ByteRange place{std::max(a.place().first, b.place().first),
                                  std::min(a.place().last, b.place().last)};
            const QRect rect = boxRect(layout.scale, layout.plot, layout.bytes, steps, place);
            if (!rect.isEmpty()) overlaps.push_back(rect);
        }
    return overlaps;
}

Role idleRole(const Report& report, const PlannedBuffer& buffer) {
    if (buffer.isScratch()) return Role::IdleScratch;
    if (buffer.isNeverUsed()) return Role::Unused;
    const TensorRow& tensor = report.tensorRow(buffer.subgraph, buffer.tensor);
    const bool isModelIo = tensor.subgraph == 0 && (tensor.isInput || tensor.isOutput);
    return isModelIo ? Role::IdleModelIo : Role::IdleTensor;
}

std::int32_t largestAtPeak(const Report& report) {
    std::int32_t best = -1;
    Bytes most = 0;
    const auto& buffers = report.device.buffers;
    for (std::size_t b = 0; b < buffers.size(); ++b)
        if (isPlaced(buffers[b]) && buffers[b].scopes.contains(report.peakStep) &&
            buffers[b].plannedBytes > most) {
            most = buffers[b].plannedBytes;
            best = static_cast<std::int32_t>(b);
        }
    return best;
}

Bytes centre(const PlannedBuffer& buffer) { return buffer.offset + buffer.plannedBytes / 2; }

/// How far a buffer is from another in a direction, smaller is nearer; nothing: not in that
/// direction.
std::optional<std::pair<std::int64_t, std::int64_t>> distance(const PlannedBuffer& from,
                                                              const PlannedBuffer& to,
                                                              Direction direction) {
    const std::int64_t steps = to.scopes.first - from.scopes.first;
    const Bytes bytes = centre(to) - centre(from);
    const bool together = from.scopes.overlaps(to.scopes);
    switch (direction) {
        case Direction::Left:
            if (steps < 0) return {{-steps, std::abs(bytes)}};
            break;
        case Direction::Right:
            if (steps > 0) return {{steps, std::abs(bytes)}};
            break;
        case Direction::Up:
            if (together && bytes > 0) return {{bytes, std::abs(steps)}};
            break;
        case Direction::Down:
            if (together && bytes < 0) return {{-bytes, std::abs(steps)}};
            break;
        case Direction::Next:
        case Direction::Previous: break;
    }
    return {};
}

}  // namespace

std::int32_t ArenaMapLayout::bufferAt(const QPoint& point) const {
    std::int32_t below = -1;
    for (std::size_t i = boxes.size(); i-- > 0;) {
        const ArenaBox& box = boxes[i];
        if (!box.rect.contains(point)) continue;
        if (box.isUsed) return box.buffer;
        if (below < 0) below = box.buffer;
    }
    return below;
}

std::optional<std::int32_t> ArenaMapLayout::stepAt(const QPoint& point) const {
    if (!plot.contains(point)) return {};
    return static_cast<std::int32_t>(scale.stepAt(point.x() + 0.5));
}

ArenaMapLayout layoutArenaMap(const Report& report, const StepScale& scale, const QRect& plot,
                              int tickDistance, Bytes atLeast) {
    const tflm::DeviceMemory& device = report.device;
    ArenaMapLayout layout;
    layout.plot = plot;
    layout.scale = scale;
    layout.bytes = makeByteAxis(std::max(device.headBytes, atLeast), plot.top(), plot.bottom() + 1,
                                tickDistance);
    layout.headY = layout.bytes.y(device.headBytes);
    if (device.lowerBoundBytes < device.headBytes)
        layout.boundY = layout.bytes.y(device.lowerBoundBytes);
    for (std::size_t b = 0; b < device.buffers.size(); ++b) {
        const PlannedBuffer& buffer = device.buffers[b];
        const LiveRange steps = report.shownSteps(buffer);
        if (!isPlaced(buffer) || steps.last <= scale.first || steps.first >= scale.last) continue;
        const QRect rect = boxRect(scale, plot, layout.bytes, steps, buffer.place());
        if (!rect.isEmpty())
            layout.boxes.push_back({static_cast<std::int32_t>(b), rect, !buffer.isNeverUsed()});
    }
    if (!device.planFaults.empty()) layout.overlaps = findOverlaps(report, layout);
    return layout;
}

std::vector<Role> rolesAtStep(const Report& report, std::int32_t step) {
    const auto& buffers = report.device.buffers;
    std::vector<Role> roles;
    roles.reserve(buffers.size());
    for (const PlannedBuffer& buffer : buffers) {
        if (step < 0 || !buffer.scopes.contains(step))
            roles.push_back(idleRole(report, buffer));
        else
            roles.push_back(buffer.isScratch() ? Role::Scratch : Role::Other);
    }
    if (step < 0 || static_cast<std::size_t>(step) >= report.steps.size()) return roles;

    const StepRow& row = report.steps[static_cast<std::size_t>(step)];
    const auto mark = [&](std::int32_t tensor, Role role) {
        if (tensor < 0) return;
        const std::int32_t buffer = report.tensorRow(row.subgraph, tensor).buffer;
        if (buffer < 0) return;
        Role& now = roles[static_cast<std::size_t>(buffer)];
        if (now == Role::Other) now = role;
    };
    if (row.op < 0) {
        for (const TensorRow& tensor : report.tensors)
            if (tensor.subgraph == row.subgraph && tensor.isInput) mark(tensor.index, Role::Input);
        return roles;
    }
    const OperatorRow& op = report.operatorRow(row.subgraph, row.op);
    for (const std::int32_t tensor : op.outputs) mark(tensor, Role::Output);
    for (const std::int32_t tensor : op.inputs) mark(tensor, Role::Input);
    return roles;
}

std::int32_t neighbour(const Report& report, std::int32_t current, Direction direction) {
    const auto& buffers = report.device.buffers;
    const auto count = static_cast<std::int32_t>(buffers.size());
    if (current < 0 || current >= count) return largestAtPeak(report);
    if (direction == Direction::Next || direction == Direction::Previous) {
        const std::int32_t by = direction == Direction::Next ? 1 : -1;
        for (std::int32_t b = current + by; b >= 0 && b < count; b += by)
            if (isPlaced(buffers[static_cast<std::size_t>(b)])) return b;
        return -1;
    }
    const PlannedBuffer& from = buffers[static_cast<std::size_t>(current)];
    std::int32_t best = -1;
    std::optional<std::pair<std::int64_t, std::int64_t>> nearest;
    for (std::int32_t b = 0; b < count; ++b) {
        const PlannedBuffer& to = buffers[static_cast<std::size_t>(b)];
        if (b == current || !isPlaced(to)) continue;
        const auto away = distance(from, to, direction);
        if (away && (!nearest || *away < *nearest)) {
            nearest = away;
            best = b;
        }
    }
    return best;
}

}  // namespace thimble::ui
