#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/model/model.h"

namespace thimble {

/// Height and width of an image, in pixels.
struct Resolution {
    std::int32_t height = 0;
    std::int32_t width = 0;
    friend bool operator==(const Resolution&, const Resolution&) = default;
};

/// No image is asked for with more rows or columns.
inline constexpr std::int32_t kLargestSide = 4096;

/// "96x128": height first, as in shapes.
[[nodiscard]] std::string resolutionText(Resolution resolution);
/// The same back; nothing where it is none, each side from 1 to kLargestSide.
[[nodiscard]] std::optional<Resolution> parseResolution(std::string_view text);

/// Of the image [1, height, width, channels] that is the model's only input.
///   errors   Unsupported   several inputs, or one of another shape
[[nodiscard]] Result<Resolution> resolutionOf(const Model& model);

/// The same model for images of another size: the shapes of all that is computed are derived anew
/// from the operators' rules, and with them the operators' own numbers that say a size: the window
/// of a pool that covered its whole input, shapes to reshape to, sizes to resize to. Weights stay
/// as they are, and so does each operator whose inputs keep their shapes. A plan of offsets in the
/// metadata is dropped. The result has passed checkModel.
/// At its own resolution the model stays as it is, but for such a plan.
///   model    has passed checkModel
///   errors   Unsupported       what is not fully convolutional, the operator named: a matrix
///                              product that would get more or fewer elements, a fixed part of the
///                              image, shapes computed at run time, branches that no longer fit
///                              as resolutionOf, checkModel
///            InvalidArgument   a side outside of 1 to kLargestSide
///   cost     O(tensors + operators); weights are shared, not copied
[[nodiscard]] Result<Model> atResolution(const Model& model, Resolution to);

}  // namespace thimble
