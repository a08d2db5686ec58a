#include "core/interp/kernels/broadcast.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/model/names.h"

namespace thimble::interp {

namespace {

/// Whether stepping once along `outer` is the same as leaving `inner` behind.
bool continues(const Broadcast::Axis& outer, const Broadcast::Axis& inner) {
    return outer.first == inner.first * inner.size && outer.second == inner.second * inner.size;
}

}  // namespace

Result<Broadcast> broadcastInputs(const OperatorCall& call) {
    const TensorInfo& a = call.input(0);
    const TensorInfo& b = call.input(1);
    const TensorInfo& out = call.output();
    const auto misfit = [&] {
        return call.fail(fmt::format("shapes {} and {} do not give {}", shapeText(a.shape),
                                     shapeText(b.shape), shapeText(out.shape)));
    };
    const std::size_t rank = std::max(a.shape.size(), b.shape.size());
    if (out.shape.size() != rank) return misfit();

    Broadcast walk;
    walk.empty = out.elements == 0;
    std::size_t next = walk.axes.size();  // the outermost axis so far
    std::size_t strideA = 1;
    std::size_t strideB = 1;
    for (std::size_t fromEnd = 0; fromEnd < rank; ++fromEnd) {
        const std::int32_t sizeA = a.fromEnd(fromEnd);
        const std::int32_t sizeB = b.fromEnd(fromEnd);
        if (sizeA != sizeB && sizeA != 1 && sizeB != 1) return misfit();
        if (out.fromEnd(fromEnd) != (sizeA == 1 ? sizeB : sizeA)) return misfit();
        const Broadcast::Axis axis{static_cast<std::size_t>(out.fromEnd(fromEnd)),
                                   sizeA == 1 ? 0 : strideA, sizeB == 1 ? 0 : strideB};
        strideA *= static_cast<std::size_t>(sizeA);
        strideB *= static_cast<std::size_t>(sizeB);
        if (axis.size == 1) continue;
        if (next < walk.axes.size() && continues(axis, walk.axes[next])) {
            walk.axes[next].size *= axis.size;
            continue;
        }
        if (next == 0) return call.fail("operands are stretched along more than six axes");
        walk.axes[--next] = axis;
    }
    return walk;
}

}  // namespace thimble::interp
