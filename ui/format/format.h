#pragma once

#include <QString>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/interval.h"
#include "core/base/units.h"

// Numbers as people read them. The only place that turns a number into text.
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
/// "-18,432 B (-25.0 %)": with its sign.
[[nodiscard]] QString formatDifference(Bytes before, Bytes after);
/// "7,489,664".
[[nodiscard]] QString formatCount(std::int64_t count);
/// "[1, 96, 96, 3]".
[[nodiscard]] QString formatShape(const std::vector<std::int32_t>& shape);
/// A name out of a model file, which may hold anything: what would break a line becomes a visible
/// replacement, and of a name longer than `most` characters the middle is left out.
[[nodiscard]] QString formatName(std::string_view name, int most = 120);
/// "steps 3 to 7", both inclusive, as people count; "step 3".
[[nodiscard]] QString formatSteps(LiveRange steps);

}  // namespace thimble::ui
