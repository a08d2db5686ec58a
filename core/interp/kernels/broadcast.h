#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/base/result.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

/// A walk over an output and the two operands that are stretched to its shape, outermost axis
/// first. Axes along which both operands walk alike are one.
struct Broadcast {
    /// More are never left of six dimensions.
    static constexpr std::size_t kMostAxes = 6;
    struct Axis {
        std::size_t size = 1;
        std::size_t first = 0;  ///< from one element to the next; 0: the operand is stretched
        std::size_t second = 0;
    };
    std::array<Axis, kMostAxes> axes{};  ///< in front: of size 1
    bool empty = false;                  ///< there are no elements
};

/// The walk of inputs 0 and 1.
///   errors   Unsupported   the output does not have the shape that both are stretched to; over six
///                          axes
[[nodiscard]] Result<Broadcast> broadcastInputs(const OperatorCall& call);

/// out[i] = f(a[i], b[i]) with a and b as `walk` stretches them.
template <typename A, typename B, typename O, typename F>
void applyBroadcast(const Broadcast& walk, std::span<const A> a, std::span<const B> b,
                    std::span<O> out, const F& f) {
    if (walk.empty) return;
    const auto& axes = walk.axes;
    const Broadcast::Axis inner = axes.back();
    std::array<std::size_t, Broadcast::kMostAxes> index{};
    std::size_t atA = 0;
    std::size_t atB = 0;
    for (std::size_t at = 0; at < out.size(); at += inner.size) {
        for (std::size_t i = 0; i < inner.size; ++i)
            out[at + i] = f(a[atA + i * inner.first], b[atB + i * inner.second]);
        for (std::size_t axis = axes.size() - 1; axis-- > 0;) {
            atA += axes[axis].first;
            atB += axes[axis].second;
            if (++index[axis] < axes[axis].size) break;
            index[axis] = 0;
            atA -= axes[axis].first * axes[axis].size;
            atB -= axes[axis].second * axes[axis].size;
        }
    }
}

/// The step that does so with every element of inputs 0 and 1 and output 0.
template <typename A, typename B, typename O, typename F>
Step broadcastStep(const OperatorCall& call, const Broadcast& walk, const F& f) {
    return [walk, f, a = call.in<A>(0), b = call.in<B>(1),
            out = call.out<O>()](Frame& frame) -> Result<bool> {
        applyBroadcast(walk, a.of(frame), b.of(frame), out.of(frame), f);
        return true;
    };
}

}  // namespace thimble::interp
