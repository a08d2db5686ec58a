#include "core/interp/kernels/custom_options.h"

#include <flatbuffers/flexbuffers.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

// Source: TFLM micro/flatbuffer_utils.cc (FlexbufferWrapper).

namespace thimble::interp {

namespace {

/// Vectors of a flexbuffer may overlap, so verifying n bytes takes up to n^2 steps.
constexpr std::size_t kMostBytes = 2048;

flexbuffers::Reference rootOf(std::span<const std::byte> bytes) {
    return flexbuffers::GetRoot(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

/// The entry of a map, or a null one. The map's own search trusts keys to be sorted and to end,
/// which the verifier does not look at.
flexbuffers::Reference entryOf(std::span<const std::byte> bytes, std::string_view key) {
    const flexbuffers::Map map = rootOf(bytes).AsMap();
    const flexbuffers::TypedVector keys = map.Keys();
    const char* end = reinterpret_cast<const char*>(bytes.data() + bytes.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const char* begin = keys[i].AsKey();
        if (std::string_view(begin, std::find(begin, end, '\0')) == key) return map.Values()[i];
    }
    return {};
}

/// Fractions are cut off; what is no number counts as 0.
std::int64_t integerOf(flexbuffers::Reference entry) {
    constexpr double kTwoTo62 = 4611686018427387904.0;
    if (!entry.IsFloat()) return entry.IsNumeric() || entry.IsBool() ? entry.AsInt64() : 0;
    const double value = entry.AsDouble();
    return value > -kTwoTo62 && value < kTwoTo62 ? static_cast<std::int64_t>(value) : 0;
}

/// A vector whose entries can be read without a look at their types.
struct RawVector : flexbuffers::Vector {
    explicit RawVector(const flexbuffers::Vector& vector) : Vector(vector) {}
    [[nodiscard]] std::int64_t integer(std::size_t position) const {
        return flexbuffers::ReadInt64(data_ + position * byte_width_, byte_width_);
    }
};

}  // namespace

Result<CustomOptions> CustomOptions::of(const OperatorCall& call) {
    if (!call.op().customOptions || call.op().customOptions->empty())
        return call.fail("it has no options");
    const std::span<const std::byte> bytes = call.op().customOptions->bytes();
    if (bytes.size() > kMostBytes)
        return call.fail(fmt::format("{} bytes of options are too many", bytes.size()));
    std::vector<std::uint8_t> tracker;
    if (!flexbuffers::VerifyBuffer(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                   bytes.size(), &tracker))
        return call.fail("its options are no flexbuffer");
    return CustomOptions(call, bytes);
}

Result<std::int32_t> CustomOptions::entry(std::size_t position, std::string_view name) const {
    const RawVector entries(rootOf(m_bytes).AsVector());
    if (position >= entries.size()) return m_call->fail(fmt::format("its options lack {}", name));
    return static_cast<std::int32_t>(entries.integer(position));
}

Result<std::int32_t> CustomOptions::entry(std::size_t position, std::string_view name,
                                          std::int32_t lowest, std::int32_t highest) const {
    THIMBLE_TRY(const std::int32_t value, entry(position, name));
    if (value < lowest || value > highest)
        return m_call->fail(fmt::format("its {} of {} makes no sense", name, value));
    return value;
}

bool CustomOptions::has(std::string_view key) const { return !entryOf(m_bytes, key).IsNull(); }

std::int64_t CustomOptions::integer(std::string_view key) const {
    return integerOf(entryOf(m_bytes, key));
}

float CustomOptions::real(std::string_view key) const {
    const flexbuffers::Reference entry = entryOf(m_bytes, key);
    return entry.IsNumeric() || entry.IsBool() ? static_cast<float>(entry.AsDouble()) : 0.0F;
}

std::int64_t CustomOptions::loneInteger() const { return integerOf(rootOf(m_bytes)); }

}  // namespace thimble::interp
