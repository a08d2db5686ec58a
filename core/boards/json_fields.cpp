#include "core/boards/json_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace thimble::boards {

namespace {

constexpr std::size_t kLongestText = 1000;

/// What was left out but must be there.
constexpr std::string_view kMissing = "is missing";

}  // namespace

tl::unexpected<Error> JsonFields::wrong(std::string_view key, std::string_view what) const {
    return fail(ErrorCode::InvalidFile, fmt::format("{}: {}{}: {}", m_where, m_path, key, what));
}

const nlohmann::json* JsonFields::find(std::string_view key) const {
    const auto found = json().find(std::string(key));
    return found == json().end() || found->is_null() ? nullptr : &*found;
}

Result<void> JsonFields::haveOnly(std::initializer_list<std::string_view> known) const {
    for (const auto& entry : json().items())
        if (std::find(known.begin(), known.end(), entry.key()) == known.end())
            return wrong(entry.key().substr(0, kLongestText), "no such field");
    return {};
}

Result<std::optional<std::int64_t>> JsonFields::maybeInteger(std::string_view key,
                                                             std::int64_t least,
                                                             std::int64_t most) const {
    const nlohmann::json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_integer()) return wrong(key, "a whole number is expected");
    const bool isTooLarge = value->is_number_unsigned() &&
                            value->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    if (isTooLarge || value->get<std::int64_t>() < least || value->get<std::int64_t>() > most)
        return wrong(key, fmt::format("a whole number from {} to {} is expected", least, most));
    return value->get<std::int64_t>();
}

Result<std::optional<double>> JsonFields::maybeNumber(std::string_view key) const {
    const nlohmann::json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) return wrong(key, "a number is expected");
    const auto number = value->get<double>();
    if (!std::isfinite(number) || number <= 0) return wrong(key, "a number over 0 is expected");
    return number;
}

Result<std::optional<std::string>> JsonFields::maybeText(std::string_view key) const {
    const nlohmann::json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) return wrong(key, "text is expected");
    auto text = value->get<std::string>();
    if (text.size() > kLongestText)
        return wrong(key, fmt::format("more than {} bytes of text", kLongestText));
    return text;
}

Result<std::optional<std::uint64_t>> JsonFields::maybeAddress(std::string_view key) const {
    constexpr std::string_view kExpected =
        "an address of 32 bits as text is expected, such as \"0x20000000\"";
    const nlohmann::json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) return wrong(key, kExpected);
    const auto text = value->get<std::string>();
    if (text.size() < 3 || !text.starts_with("0x")) return wrong(key, kExpected);
    std::uint32_t address = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 2, end, address, 16);
    if (read.ec != std::errc() || read.ptr != end) return wrong(key, kExpected);
    return address;
}

Result<std::optional<JsonFields>> JsonFields::maybeObject(std::string_view key) const {
    const nlohmann::json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_object()) return wrong(key, "an object is expected");
    return JsonFields(*value, m_where, fmt::format("{}{}.", m_path, key));
}

Result<std::int64_t> JsonFields::integer(std::string_view key, std::int64_t least,
                                         std::int64_t most) const {
    THIMBLE_TRY(const std::optional<std::int64_t> value, maybeInteger(key, least, most));
    if (!value) return wrong(key, kMissing);
    return *value;
}

Result<double> JsonFields::number(std::string_view key) const {
    THIMBLE_TRY(const std::optional<double> value, maybeNumber(key));
    if (!value) return wrong(key, kMissing);
    return *value;
}

Result<std::string> JsonFields::text(std::string_view key) const {
    THIMBLE_TRY(std::optional<std::string> value, maybeText(key));
    if (!value || value->empty()) return wrong(key, kMissing);
    return std::move(*value);
}

Result<JsonFields> JsonFields::object(std::string_view key) const {
    THIMBLE_TRY(const std::optional<JsonFields> value, maybeObject(key));
    if (!value) return wrong(key, kMissing);
    return *value;
}

Result<std::vector<JsonFields>> JsonFields::objects(std::string_view key) const {
    const nlohmann::json* value = find(key);
    if (value == nullptr) return wrong(key, kMissing);
    if (!value->is_array()) return wrong(key, "a list is expected");
    std::vector<JsonFields> result;
    for (std::size_t i = 0; i < value->size(); ++i) {
        if (!(*value)[i].is_object())
            return wrong(fmt::format("{}[{}]", key, i), "an object is expected");
        result.emplace_back((*value)[i], m_where, fmt::format("{}{}[{}].", m_path, key, i));
    }
    return result;
}

}  // namespace thimble::boards
