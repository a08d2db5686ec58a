// Source: TFLM micro/flatbuffer_utils.cc (FlexbufferWrapper).

#include "core/tflm/kernels/custom_options.h"

#include <flatbuffers/flexbuffers.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "core/tflm/kernels/common.h"

namespace thimble::tflm {

namespace {

/// Vectors of a flexbuffer may overlap, so that going through one of n bytes takes n^2 steps.
constexpr std::size_t kMostBytes = 2048;

flexbuffers::Reference rootOf(std::span<const std::byte> bytes) {
    return flexbuffers::GetRoot(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

/// The entry of a map, or a null one. Not by Map's own search, which trusts keys to be sorted and
/// to end: the verifier leaves both open.
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

double realOf(flexbuffers::Reference entry) {
    return entry.IsNumeric() || entry.IsBool() ? entry.AsDouble() : 0.0;
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

std::optional<CustomOptions> CustomOptions::require(KernelCall& call, Phase phase) {
    if (!call.op.customOptions || call.op.customOptions->empty()) {
        call.refuseIn(phase, "no options", "it cannot do without");
        return {};
    }
    const std::span<const std::byte> bytes = call.op.customOptions->bytes();
    if (bytes.size() > kMostBytes) {
        call.refuseIn(phase, std::to_string(bytes.size()) + " bytes of options",
                      "it knows a handful of numbers");
        return {};
    }
    call.countWork(bytes.size() * bytes.size() / 4);
    std::vector<std::uint8_t> tracker;
    if (flexbuffers::VerifyBuffer(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                  &tracker))
        return CustomOptions(bytes);
    call.refuseIn(phase, "options that are no flexbuffer", "TFLite Micro would read outside them");
    return {};
}

std::optional<std::int32_t> CustomOptions::entry(std::size_t position) const {
    const RawVector entries(rootOf(m_bytes).AsVector());
    if (position >= entries.size()) return {};
    return static_cast<std::int32_t>(entries.integer(position));
}

std::optional<std::int32_t> CustomOptions::requireEntry(KernelCall& call, std::size_t position,
                                                        std::string_view name) const {
    const std::optional<std::int32_t> value = entry(position);
    if (!value)
        call.refuseIn(Phase::Init, "options without " + std::string(name),
                      "TFLite Micro would read outside them");
    return value;
}

bool CustomOptions::has(std::string_view key) const { return !entryOf(m_bytes, key).IsNull(); }

std::int32_t CustomOptions::integer(std::string_view key) const {
    return static_cast<std::int32_t>(integerOf(entryOf(m_bytes, key)));
}

float CustomOptions::real(std::string_view key) const {
    return static_cast<float>(realOf(entryOf(m_bytes, key)));
}

bool CustomOptions::flag(std::string_view key) const {
    return integerOf(entryOf(m_bytes, key)) != 0;
}

std::int8_t CustomOptions::loneByte() const {
    return static_cast<std::int8_t>(integerOf(rootOf(m_bytes)));
}

}  // namespace thimble::tflm
