#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

/// The options of a custom operator, a flexbuffer that has been verified. Holds no bytes of its
/// own: for use while the operator is prepared.
class CustomOptions {
public:
    ///   errors   Unsupported   no options; too many bytes; no flexbuffer
    [[nodiscard]] static Result<CustomOptions> of(const OperatorCall& call);

    /// The entry at a position of a map, whose keys are sorted, or of a vector, as an integer of
    /// the width at hand whatever its type: so TFLM's signal kernels read theirs. `name` is for the
    /// message.
    ///   errors   Unsupported   there are fewer entries
    [[nodiscard]] Result<std::int32_t> entry(std::size_t position, std::string_view name) const;
    /// The same, within bounds that are both allowed.
    [[nodiscard]] Result<std::int32_t> entry(std::size_t position, std::string_view name,
                                             std::int32_t lowest, std::int32_t highest) const;

    // Entries of a map by their keys, converted from whatever number they are; 0 where there is
    // none.
    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::int64_t integer(std::string_view key) const;
    [[nodiscard]] float real(std::string_view key) const;
    /// Of options that are one number and nothing else.
    [[nodiscard]] std::int64_t loneInteger() const;

private:
    CustomOptions(const OperatorCall& call, std::span<const std::byte> bytes)
        : m_call(&call), m_bytes(bytes) {}
    const OperatorCall* m_call;
    std::span<const std::byte> m_bytes;
};

}  // namespace thimble::interp
