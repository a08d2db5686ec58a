#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/boards/board.h"
#include "core/boards/code_size.h"
#include "core/boards/sram_placement.h"
#include "core/model/model.h"
#include "core/tflm/device_memory.h"

namespace thimble::boards {

/// What the application takes beside TFLM. Nobody can compute these from a model.
struct FitSettings {
    Bytes stackBytes = 4096;
    Bytes reserveBytes = 0;  ///< SRAM of the application's own
    /// Startup code, drivers, C library: 38 KB in MicroNets' measured map (arXiv 2010.11267, Fig.
    /// 2).
    Bytes flashReserveBytes = Bytes{38} * 1024;
    friend bool operator==(const FitSettings&, const FitSettings&) = default;
};

/// SRAM, by what it is for. Arena: head, tail and what TFLM needs for a moment beyond both.
struct SramNeed {
    Bytes headBytes = 0;
    Bytes tailBytes = 0;
    Bytes temporaryBytes = 0;  ///< smallest arena that works, minus head and tail
    Bytes runtimeBytes = 0;    ///< interpreter, operator resolver, static variables: measured
    Bytes stackBytes = 0;
    Bytes reserveBytes = 0;

    [[nodiscard]] Bytes arenaBytes() const { return headBytes + tailBytes + temporaryBytes; }
    [[nodiscard]] Bytes usedBytes() const {
        return arenaBytes() + runtimeBytes + stackBytes + reserveBytes;
    }
    friend bool operator==(const SramNeed&, const SramNeed&) = default;
};

/// Flash, by what it is for. The first five add up to the file.
struct FlashNeed {
    Bytes weightBytes = 0;        ///< constants, each buffer once
    Bytes quantizationBytes = 0;  ///< scales, zero points, ranges
    Bytes nameBytes = 0;          ///< of tensors, subgraphs, custom operators; nothing runs on them
    Bytes metadataBytes = 0;
    Bytes graphBytes = 0;    ///< the rest: tables, shapes, operators' options, padding
    Bytes runtimeBytes = 0;  ///< TFLM without kernels: measured
    Bytes kernelBytes = 0;   ///< TFLM's code for exactly these operators: measured
    Bytes otherBytes = 0;    ///< FitSettings::flashReserveBytes

    [[nodiscard]] Bytes fileBytes() const {
        return weightBytes + quantizationBytes + nameBytes + metadataBytes + graphBytes;
    }
    [[nodiscard]] Bytes usedBytes() const {
        return fileBytes() + runtimeBytes + kernelBytes + otherBytes;
    }
    friend bool operator==(const FlashNeed&, const FlashNeed&) = default;
};

/// How the model's file divides. Exact: what stands in the file as bytes of its own.
[[nodiscard]] FlashNeed flashOfFile(const Model& model, Bytes fileBytes);

/// The names of the operators that the model uses, sorted, each once.
[[nodiscard]] std::vector<std::string> usedOperators(const Model& model);

/// Whether a model fits a board, and where every byte goes.
struct Fit {
    bool fits = false;
    std::vector<std::string> reasons;  ///< why it does not: a sentence each
    std::vector<std::string> notes;    ///< what the answer rests on and what is not known
    std::optional<SramNeed> sram;      ///< nothing where TFLM refuses the model
    Bytes sramAvailableBytes = 0;
    SramPlacement placement;  ///< of the arena, the stack, the runtime and the reserve
    FlashNeed flash;
    std::optional<Bytes> flashAvailableBytes;  ///< nothing: unknown, and not judged
    CodeSize code;
    std::string codeSource;      ///< of the measured sizes
    bool codeIsMeasured = true;  ///< false: on another core or library, so here an estimate
};

/// The blocks of Fit::placement, in this order.
inline constexpr const char* kSramBlocks[] = {"arena", "stack", "runtime", "reserve"};

/// `device` is deviceMemory of the model for `target`, the board's own or another.
///   errors   Unsupported   no measured code sizes
[[nodiscard]] Result<Fit> fitModel(const Board& board, const tflm::TargetInfo& target,
                                   const Model& model, Bytes fileBytes,
                                   const tflm::DeviceMemory& device, const FitSettings& settings);

}  // namespace thimble::boards
