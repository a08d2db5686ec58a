#include "ui/painting/value_colours.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/painting/role_colours.h"

namespace thimble::ui {

namespace {

constexpr int kLevels = 256;

/// Equally far apart.
template <std::size_t N>
QRgb between(const std::array<QColor, N>& stops, double position) {
    const double at = std::clamp(position, 0.0, 1.0) * static_cast<double>(N - 1);
    const auto below = std::min(static_cast<std::size_t>(at), N - 2);
    return blend(stops[below], stops[below + 1], at - static_cast<double>(below)).rgb();
}

std::vector<QRgb> coloursOf(ValueScale::Kind kind, const QPalette& palette) {
    const bool dark = isDark(palette);
    const QColor ground = dark ? QColor(0x2b2f33) : QColor(0xf4f5f6);
    const QColor blue = dark ? QColor(0x3d9be0) : QColor(0x0072b2);
    const QColor deepBlue = dark ? QColor(0xbfe4ff) : QColor(0x062f52);
    const QColor orange = dark ? QColor(0xf0a33c) : QColor(0xd9700a);
    const QColor deepOrange = dark ? QColor(0xffe3b8) : QColor(0x5e2a00);
    std::vector<QRgb> colours(kLevels);
    for (int i = 0; i < kLevels; ++i) {
        const double at = i / static_cast<double>(kLevels - 1);
        auto& colour = colours[static_cast<std::size_t>(i)];
        switch (kind) {
            case ValueScale::Kind::Grey: colour = qRgb(i, i, i); break;
            case ValueScale::Kind::OneHue:
                colour = between(std::array{ground, blue, deepBlue}, at);
                break;
            case ValueScale::Kind::TwoHues:
                colour = between(std::array{deepBlue, blue, ground, orange, deepOrange}, at);
                break;
        }
    }
    return colours;
}

}  // namespace

double ValueScale::position(double value) const {
    if (!(highest > lowest)) return 0.5;
    // Halves, because the distance of the largest numbers is none.
    return std::clamp((value / 2 - lowest / 2) / (highest / 2 - lowest / 2), 0.0, 1.0);
}

ValueScale heatScale(const eval::TensorStatistics& statistics) {
    if (statistics.lowest < 0 && statistics.highest > 0) {
        const double most = std::max(-statistics.lowest, statistics.highest);
        return {ValueScale::Kind::TwoHues, -most, most};
    }
    return {ValueScale::Kind::OneHue, statistics.lowest, statistics.highest};
}

ValueScale imageScale(const eval::TensorStatistics& statistics, const interp::TensorInfo& tensor) {
    const auto range = eval::storedRange(tensor.type);
    constexpr std::int64_t kWide = 255;
    if (!range || range->lowest < -kWide || range->highest > kWide)
        return {ValueScale::Kind::Grey, statistics.lowest, statistics.highest};
    return {ValueScale::Kind::Grey, eval::realOf(tensor, static_cast<double>(range->lowest)),
            eval::realOf(tensor, static_cast<double>(range->highest))};
}

ValueColours::ValueColours(const ValueScale& scale, const QPalette& palette)
    : m_scale(scale),
      m_colours(coloursOf(scale.kind, palette)),
      m_notANumber(peakColour(palette).rgb()) {}

QRgb ValueColours::colour(double value) const {
    return std::isnan(value) ? m_notANumber : colourAt(m_scale.position(value));
}

QRgb ValueColours::colourAt(double position) const {
    const double at = std::clamp(position, 0.0, 1.0) * (kLevels - 1);
    return m_colours[static_cast<std::size_t>(std::lround(at))];
}

int ValueColours::level(double value) const {
    if (std::isnan(value)) return 0;
    return static_cast<int>(std::lround(m_scale.position(value) * (kLevels - 1)));
}

}  // namespace thimble::ui
