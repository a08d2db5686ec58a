#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/units.h"
#include "core/cproject/row_study.h"
#include "core/eval/metrics.h"
#include "core/report/report.h"

namespace thimble::variants {

/// What runs a model, and so what its memory is.
enum class Runtime : std::uint8_t {
    Tflm,      ///< an unmodified TFLM runs the .tflite in an arena
    CProject,  ///< `thimble export --c`: one static arena, no tail
};

/// What a variant needs. Nothing stands for what is not known or does not exist.
struct Figures {
    Runtime runtime = Runtime::Tflm;
    std::string target;   ///< TFLM: that the bytes are true for
    bool exact = true;    ///< false: by formula, see tflm::DeviceMemory
    Bytes peakBytes = 0;  ///< of the working set; by rows: the most bytes in use
    /// The smallest that allocates and runs; nothing: TFLM refuses the model.
    std::optional<Bytes> arenaBytes;
    std::optional<Bytes> headBytes;
    std::optional<Bytes> tailBytes;
    std::optional<Bytes> fileBytes;    ///< the .tflite in flash
    std::optional<Bytes> weightBytes;  ///< each buffer once
    std::optional<Macs> macs;
    friend bool operator==(const Figures&, const Figures&) = default;
};

/// How good it is. Two of them compare only where all but the value is the same.
struct Score {
    eval::Metric metric = eval::Metric::Top1;
    double value = 0;
    std::int64_t samples = 0;
    std::string data;  ///< folder of the data set
    friend bool operator==(const Score&, const Score&) = default;
};

/// Whether one is better than the other can be said.
[[nodiscard]] bool areAlike(const Score& a, const Score& b);

/// On the report's target.
[[nodiscard]] Figures figuresOf(const Report& report);

/// `model` is the report of what runs by rows. Its working set is what is in use of the arena, of
/// tensors that are never there as a whole.
[[nodiscard]] Figures figuresByRows(const Report& model, const cproject::RowAnswer& answer);

}  // namespace thimble::variants
