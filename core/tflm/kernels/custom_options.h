#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/tflm/kernel.h"

namespace thimble::tflm {

/// The options of a custom operator, a flexbuffer: sound, or there is none of this. Holds no bytes
/// of its own, so that it lives no longer than the operator.
class CustomOptions {
public:
    /// Refuses an operator without options, or with options that are no flexbuffer; TFLM reads
    /// anything, and would read outside them. `phase` is the one in which it reads them.
    [[nodiscard]] static std::optional<CustomOptions> require(KernelCall& call,
                                                              Phase phase = Phase::Init);

    /// The entry at a position of a map (its keys are sorted) or of a vector, read as an integer of
    /// the width at hand, whatever its type: the way in which TFLM's signal kernels look at it.
    [[nodiscard]] std::optional<std::int32_t> entry(std::size_t position) const;
    /// As `entry`, which Init looks at; refuses where there is none. `name` is for the message.
    [[nodiscard]] std::optional<std::int32_t> requireEntry(KernelCall& call, std::size_t position,
                                                           std::string_view name) const;

    // Entries of a map by their keys, converted from whatever number they are.

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::int32_t integer(std::string_view key) const;
    [[nodiscard]] float real(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key) const;

    /// Options that are one number and nothing else, cut to a byte.
    [[nodiscard]] std::int8_t loneByte() const;

private:
    explicit CustomOptions(std::span<const std::byte> bytes) : m_bytes(bytes) {}
    std::span<const std::byte> m_bytes;
};

}  // namespace thimble::tflm
