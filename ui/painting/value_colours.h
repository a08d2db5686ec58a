#pragma once

#include <QColor>
#include <QPalette>
#include <vector>

#include "core/eval/tensor_statistics.h"

namespace thimble::ui {

/// Which colour stands for which value. Where values of both signs occur, 0 has the ground's colour
/// and both directions have a hue of their own, blue below and orange above (distinct for
/// colour-blind people, too), as far as the largest distance from 0. Otherwise the colour gets
/// stronger from the lowest value to the highest.
struct ValueScale {
    enum class Kind { Grey, OneHue, TwoHues };
    Kind kind = Kind::OneHue;
    double lowest = 0;
    double highest = 0;

    /// 0 at the lowest, 1 at the highest; the middle where both are the same.
    [[nodiscard]] double position(double value) const;
    friend bool operator==(const ValueScale&, const ValueScale&) = default;
};

/// For a heat map.
[[nodiscard]] ValueScale heatScale(const eval::TensorStatistics& statistics);
/// For an image, from black to white: over all that the type can hold where that is 8 bits, since
/// pixels are stored like that; otherwise from the lowest value to the highest.
[[nodiscard]] ValueScale imageScale(const eval::TensorStatistics& statistics,
                                    const interp::TensorInfo& tensor);

/// A scale's colours on a light or a dark ground.
class ValueColours {
public:
    ValueColours(const ValueScale& scale, const QPalette& palette);

    [[nodiscard]] const ValueScale& scale() const { return m_scale; }
    /// NaN has the colour of the peak: it is always worth a look.
    [[nodiscard]] QRgb colour(double value) const;
    /// 0..1 from the lowest to the highest.
    [[nodiscard]] QRgb colourAt(double position) const;
    /// 0..255
    [[nodiscard]] int level(double value) const;

private:
    ValueScale m_scale;
    std::vector<QRgb> m_colours;
    QRgb m_notANumber;
};

}  // namespace thimble::ui
