#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/base/units.h"

namespace thimble {

/// An immutable run of bytes with shared ownership: a copy costs a pointer, and a part of a blob
/// keeps the whole alive. Two blobs are equal when their bytes are.
class Blob {
public:
    Blob() = default;
    explicit Blob(std::vector<std::byte> bytes) {
        auto owned = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
        m_bytes = *owned;
        m_owner = std::move(owned);
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }
    [[nodiscard]] Bytes size() const { return static_cast<Bytes>(m_bytes.size()); }
    [[nodiscard]] bool empty() const { return m_bytes.empty(); }

    /// A part that shares this blob's memory; [offset, offset + length) must lie inside.
    [[nodiscard]] Blob part(std::size_t offset, std::size_t length) const {
        Blob result;
        result.m_owner = m_owner;
        result.m_bytes = m_bytes.subspan(offset, length);
        return result;
    }

    friend bool operator==(const Blob& a, const Blob& b) {
        return std::ranges::equal(a.m_bytes, b.m_bytes);
    }

private:
    std::shared_ptr<const void> m_owner;
    std::span<const std::byte> m_bytes;
};

}  // namespace thimble
