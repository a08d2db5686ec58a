#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace thimble::boards {

/// An object of a board file, read field by field. Every error names the file, the board and the
/// field: "f.json: board 'x': flash.internal_bytes: a whole number is expected".
class JsonFields {
public:
    /// `where` stands in front of every error ("f.json: board 'x'"), `path` in front of the fields'
    /// names ("flash.", or empty).
    JsonFields(const nlohmann::json& object, std::string where, std::string path)
        : m_object(object), m_where(std::move(where)), m_path(std::move(path)) {}

    /// A field that nobody knows is a mistake: a misspelt one would be lost in silence.
    [[nodiscard]] Result<void> haveOnly(std::initializer_list<std::string_view> known) const;

    // Absent and null are the same: nobody has stated it.
    [[nodiscard]] Result<std::optional<std::int64_t>> maybeInteger(std::string_view key,
                                                                   std::int64_t least,
                                                                   std::int64_t most) const;
    /// Over 0 and finite.
    [[nodiscard]] Result<std::optional<double>> maybeNumber(std::string_view key) const;
    [[nodiscard]] Result<std::optional<std::string>> maybeText(std::string_view key) const;
    /// A start address as text, "0x20000000": JSON has no hexadecimal numbers.
    [[nodiscard]] Result<std::optional<std::uint64_t>> maybeAddress(std::string_view key) const;
    /// Nothing where it is absent or null.
    [[nodiscard]] Result<std::optional<JsonFields>> maybeObject(std::string_view key) const;

    [[nodiscard]] Result<std::int64_t> integer(std::string_view key, std::int64_t least,
                                               std::int64_t most) const;
    [[nodiscard]] Result<double> number(std::string_view key) const;
    /// Not empty, at most 1000 bytes.
    [[nodiscard]] Result<std::string> text(std::string_view key) const;
    [[nodiscard]] Result<JsonFields> object(std::string_view key) const;
    /// The elements of a list, each an object.
    [[nodiscard]] Result<std::vector<JsonFields>> objects(std::string_view key) const;

    [[nodiscard]] const nlohmann::json& json() const { return m_object.get(); }
    [[nodiscard]] tl::unexpected<Error> wrong(std::string_view key, std::string_view what) const;

private:
    [[nodiscard]] const nlohmann::json* find(std::string_view key) const;

    std::reference_wrapper<const nlohmann::json> m_object;
    std::string m_where;
    std::string m_path;
};

}  // namespace thimble::boards
