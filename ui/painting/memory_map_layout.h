#pragma once

#include <QFontMetrics>
#include <QRect>
#include <QString>
#include <optional>
#include <utility>
#include <vector>

#include "core/boards/fit.h"

namespace thimble::ui {

/// What lies in a memory.
enum class MemoryUse {
    Head,
    Startup,
    Tail,
    Runtime,
    Stack,
    Reserve,
    Weights,
    Quantization,
    Graph,
    Names,
    Metadata,
    Code,
    Kernels,
    Application,
    Free,
    Missing,  ///< what is needed beyond the memory's end
};

struct MemoryPart {
    MemoryUse use{};
    Bytes bytes = 0;
    friend bool operator==(const MemoryPart&, const MemoryPart&) = default;
};

/// A memory of a board: a piece of SRAM, or the flash. Its parts in the order of their addresses;
/// they fill it, unless nobody knows how large it is.
struct MemoryBank {
    QString name;
    bool isFlash = false;
    std::optional<Bytes> bytes;  ///< nothing: unknown
    std::vector<MemoryPart> parts;
};

/// As the placement has it. Where there is none, all that is needed stands in one bank for all
/// SRAM; of a refused model nothing is known, and its SRAM has no parts.
[[nodiscard]] std::vector<MemoryBank> memoryBanks(const boards::Fit& fit);

struct MemoryMapLayout {
    struct Cell {
        QRect box;
        std::size_t bank = 0;
        std::size_t part = 0;
    };
    struct Entry {  ///< of the legend below a bar
        QRect swatch;
        QRect text;
        std::size_t bank = 0;
        std::size_t part = 0;
    };
    QRect chip;
    QRect title;
    std::vector<QRect> pins;
    std::vector<QRect> captions;  ///< one per bank, above its bar
    std::vector<QRect> bars;      ///< one per bank: the memory itself, without what is missing
    std::vector<Cell> cells;
    std::vector<Entry> legend;
    int height = 0;

    /// The cell or legend entry at a place: bank and part; null where there is neither.
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> at(QPoint place) const;
};

/// A chip, `width` pixels wide and as high as it takes. Bars of SRAM have lengths in proportion to
/// each other; a part with bytes is at least a pixel wide.
///   `entryText`   what the legend says of a part
[[nodiscard]] MemoryMapLayout layoutMemoryMap(const std::vector<MemoryBank>& banks, int width,
                                              const QFontMetrics& metrics,
                                              QString (*entryText)(const MemoryPart&));

}  // namespace thimble::ui
