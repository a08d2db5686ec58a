#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/units.h"
#include "core/tflm/target.h"

namespace thimble::boards {

/// Memory that can hold data while the program runs.
struct SramRegion {
    std::string name;  ///< "SRAM1", as the vendor calls it
    Bytes bytes = 0;
    std::optional<std::uint64_t> address;  ///< its start; regions that touch are one to a program
    std::optional<int> waitStates;         ///< of a read by the core at the board's clock
    friend bool operator==(const SramRegion&, const SramRegion&) = default;
};

/// Memory that keeps program and weights.
struct Flash {
    std::optional<Bytes> internalBytes;  ///< on the chip; 0 where it has none
    std::optional<Bytes> externalBytes;  ///< mapped into its addresses; nothing: none, or unknown
    std::optional<int> waitStates;       ///< of the internal one, at the board's clock
    /// Nothing where it is not known: all that is there, if any, is off the chip.
    [[nodiscard]] std::optional<Bytes> totalBytes() const {
        if (!externalBytes && internalBytes.value_or(0) == 0) return std::nullopt;
        return internalBytes.value_or(0) + externalBytes.value_or(0);
    }
    friend bool operator==(const Flash&, const Flash&) = default;
};

/// What the chip or the board draws while it computes.
struct ActivePower {
    double milliwatts = 0;
    std::optional<std::int64_t> clockHz;  ///< at which it was measured
    friend bool operator==(const ActivePower&, const ActivePower&) = default;
};

/// How results leave: a radio, or the downlink of a spacecraft.
struct Link {
    std::string name;  ///< "Bluetooth LE 2M", "UHF downlink"
    std::optional<double> bitsPerSecond;
    std::optional<double> nanojoulesPerBit;  ///< spent by the sender
    friend bool operator==(const Link&, const Link&) = default;
};

/// A machine of the catalogue. What nobody has stated is absent, never guessed, and every number
/// says where it is from.
struct Board {
    std::string id;      ///< "nucleo-f446re"
    std::string name;    ///< "ST NUCLEO-F446RE"
    std::string vendor;  ///< "STMicroelectronics"
    std::string chip;    ///< "STM32F446RE"
    std::string core;    ///< one of the names in cores.h: "cortex-m4f"
    std::int64_t clockHz = 0;
    std::vector<SramRegion> sram;  ///< in order of address where known
    Flash flash;
    std::optional<double> supplyVolts;
    std::optional<ActivePower> activePower;
    tflm::TargetInfo target;  ///< exact only where it is measured and the core is an Arm
    std::optional<double> priceUsd;
    std::optional<Link> link;
    std::string notes;  ///< for people; may be empty
    /// By field as in the JSON ("clock_hz", "sram", "flash.internal_bytes"): document and page,
    /// table or chapter. A field stands for all that is below it.
    std::map<std::string, std::string> sources;

    [[nodiscard]] Bytes sramBytes() const {
        Bytes sum = 0;
        for (const SramRegion& region : sram) sum += region.bytes;
        return sum;
    }
    /// Of the entry that covers the field; empty where there is none.
    [[nodiscard]] std::string sourceOf(const std::string& field) const;
};

/// The target to reckon with on the board: `chosen`, or the board's own. Nothing is exact on a core
/// that is no Arm.
[[nodiscard]] tflm::TargetInfo targetOn(const Board& board,
                                        const std::optional<tflm::TargetInfo>& chosen);

}  // namespace thimble::boards
