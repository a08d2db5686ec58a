#pragma once

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"

namespace thimble::ui {

/// What one operator of a measured inference took.
struct MeasuredOperator {
    int step = 0;  ///< of the project's order
    QString name;
    std::int64_t instructions = 0;
};

/// A C project that was built for a Cortex-M and run in an emulator. Numbers that were not stated
/// are nothing.
struct Measurement {
    std::optional<Bytes> arenaBytes;
    std::optional<Bytes> stateBytes;
    std::optional<Bytes> textBytes;
    std::optional<Bytes> dataBytes;
    std::optional<Bytes> stackBytes;
    std::optional<std::int64_t> instructions;
    std::vector<MeasuredOperator> operators;
    QString cpu;
    bool isSound = true;  ///< read only what it had written, wrote only into its arena
};

/// Reads what `measure --json` prints: arena_bytes, text_bytes and so on, some of them under
/// "compiled".
///   errors   InvalidFile   no JSON object, or none of the numbers in it
[[nodiscard]] Result<Measurement> readMeasurement(const QByteArray& json);

}  // namespace thimble::ui
