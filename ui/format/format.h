#pragma once

#include <QString>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/units.h"

// Numbers and names as people read them. The only place that turns a number into text.
namespace thimble::ui {

/// "100,660 B": exact, thousands separated.
[[nodiscard]] QString formatBytes(Bytes bytes);
/// "100,660 B (98.3 KiB)": for tooltips.
[[nodiscard]] QString formatBytesLong(Bytes bytes);
/// "98.3 KiB", "512 B": for axes.
[[nodiscard]] QString formatBytesShort(Bytes bytes);
/// "64 KiB", "1,536 B": a mark on an axis whose marks are `step` apart. Exact, in one unit for all
/// marks of an axis.
[[nodiscard]] QString formatBytesTick(Bytes bytes, Bytes step);
/// "500 k", "2 M", "0": a mark on an axis whose marks are `step` apart, in one unit for all of
/// them.
[[nodiscard]] QString formatCountTick(double value, double step);
/// "500 nJ", "20 µJ": likewise, of microjoules.
[[nodiscard]] QString formatEnergyTick(double microjoules, double step);
/// "−432", "+7", "0": with its sign, the minus as wide as the plus.
[[nodiscard]] QString formatSigned(std::int64_t number);
/// "−25.0 %"; empty where there was nothing before.
[[nodiscard]] QString formatPercent(Bytes before, Bytes after);
/// "−18,432 B (−25.0 %)".
[[nodiscard]] QString formatDifference(Bytes before, Bytes after);
/// "7,489,664".
[[nodiscard]] QString formatCount(std::int64_t count);
/// "−1,234": a number with a real minus.
[[nodiscard]] QString formatNumber(std::int64_t number);
/// "0.4141", "−12.50", "3", "1.250e−05": four digits, whole numbers as they are up to a million.
[[nodiscard]] QString formatReal(double value);
/// "4.9 %", "<0.1 %"; empty of nothing.
[[nodiscard]] QString formatShare(std::int64_t part, std::int64_t whole);
/// "12.3 ms", "0.87 µs", "1.04 s": three digits, in the unit that suits.
[[nodiscard]] QString formatTime(double microseconds);
/// "1.23 mJ", "87.0 µJ".
[[nodiscard]] QString formatEnergy(double microjoules);
/// "~12.3 ms (9.84 to 15.4)": an estimate with its range, all in the unit of the estimate.
[[nodiscard]] QString formatTimeRange(double low, double microseconds, double high);
[[nodiscard]] QString formatEnergyRange(double low, double microjoules, double high);
/// "~1,235,000": of a number that is not exact four digits, then zeros.
[[nodiscard]] QString formatAbout(double number);
/// "180 MHz", "16.8 MHz".
[[nodiscard]] QString formatFrequency(std::int64_t hertz);
/// "[1, 96, 96, 3]"; after eight dimensions "... (1,000,000 dimensions)".
[[nodiscard]] QString formatShape(const std::vector<std::int32_t>& shape);
/// Text of our own, as it is.
[[nodiscard]] QString plainText(std::string_view text);
/// Text out of a model file, which may hold anything: what is not UTF-8 or would break a line
/// becomes a visible replacement.
[[nodiscard]] QString formatText(std::string_view text);
/// That as a sentence: the words of an error begin small and end without a full stop.
[[nodiscard]] QString formatSentence(std::string_view words);
/// Such text, at most `most` characters; the middle of a longer name is left out, as names tend to
/// differ at the end.
[[nodiscard]] QString formatName(std::string_view name, int most = 120);

}  // namespace thimble::ui
