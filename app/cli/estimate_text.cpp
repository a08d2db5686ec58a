#include "app/cli/estimate_text.h"

#include <fmt/format.h>

#include <array>

namespace thimble::cli {

namespace {

struct Unit {
    const char* name;
    double size;
};
constexpr std::array<Unit, 3> kTimes = {{{"us", 1}, {"ms", 1e3}, {"s", 1e6}}};
constexpr std::array<Unit, 3> kEnergies = {{{"uJ", 1}, {"mJ", 1e3}, {"J", 1e6}}};

const Unit& unitOf(double value, const std::array<Unit, 3>& units) {
    const Unit* unit = units.data();
    for (const Unit& larger : units)
        if (value >= larger.size) unit = &larger;
    return *unit;
}

std::string text(double value, const std::array<Unit, 3>& units) {
    const Unit& unit = unitOf(value, units);
    return fmt::format("{:.4g} {}", value / unit.size, unit.name);
}

std::string range(double low, double value, double high, const std::array<Unit, 3>& units) {
    const double size = unitOf(value, units).size;
    return fmt::format("{} ({:.4g} to {:.4g})", text(value, units), low / size, high / size);
}

}  // namespace

std::string timeText(double microseconds) { return text(microseconds, kTimes); }

std::string energyText(double microjoules) { return text(microjoules, kEnergies); }

std::string timeRangeText(double low, double microseconds, double high) {
    return range(low, microseconds, high, kTimes);
}

std::string energyRangeText(double low, double microjoules, double high) {
    return range(low, microjoules, high, kEnergies);
}

}  // namespace thimble::cli
