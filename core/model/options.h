#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thimble {

/// One value of an operator's options. Enumerations, bytes and every width of integer are int64
/// (an unsigned 64-bit value keeps its bit pattern).
using OptionValue =
    std::variant<bool, std::int64_t, float, double, std::string, std::vector<bool>,
                 std::vector<std::int64_t>, std::vector<float>, std::vector<double>>;

struct OptionField {
    std::string_view name;    ///< the schema's, with static storage: "stride_w"
    std::uint16_t index = 0;  ///< position among the fields of its table
    OptionValue value;

    friend bool operator==(const OptionField&, const OptionField&) = default;
};

/// The options of an operator as the file has them: a table's fields by name, absent ones left out.
/// Kept generic so that all options of all operators, also those that nothing here interprets,
/// survive reading and writing.
struct OptionTable {
    std::uint8_t kind = 0;  ///< the union's discriminator; 0: no options
    std::string_view type;  ///< "Conv2DOptions", with static storage; empty: no options
    std::vector<OptionField> fields;

    /// The field's value, or `otherwise` when it is absent or of another type. `otherwise` is the
    /// schema's default: 0 for most, 1 for dilation factors.
    [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t otherwise = 0) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] float real(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const;

    friend bool operator==(const OptionTable&, const OptionTable&) = default;
};

}  // namespace thimble
