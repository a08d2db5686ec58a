#include "core/tflite/option_names.h"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <optional>

#include "core/base/assert.h"
#include "tflite_generated.h"

namespace thimble {

namespace {

using flatbuffers::TypeTable;

std::optional<std::size_t> positionOf(std::string_view name, const TypeTable& table) {
    for (std::size_t i = 0; i < table.num_elems; ++i)
        if (name == table.names[i]) return i;
    return {};
}

/// Whether the value is held as readTflite would hold the field.
bool fits(const OptionValue& value, const flatbuffers::TypeCode& code) {
    const bool list = code.is_repeating != 0;
    switch (code.base_type) {
        case flatbuffers::ET_BOOL:
            return list ? std::holds_alternative<std::vector<bool>>(value)
                        : std::holds_alternative<bool>(value);
        case flatbuffers::ET_FLOAT:
            return list ? std::holds_alternative<std::vector<float>>(value)
                        : std::holds_alternative<float>(value);
        case flatbuffers::ET_DOUBLE:
            return list ? std::holds_alternative<std::vector<double>>(value)
                        : std::holds_alternative<double>(value);
        case flatbuffers::ET_STRING: return std::holds_alternative<std::string>(value);
        default:
            return list ? std::holds_alternative<std::vector<std::int64_t>>(value)
                        : std::holds_alternative<std::int64_t>(value);
    }
}

}  // namespace

OptionTable makeOptions(std::string_view type,
                        std::initializer_list<std::pair<std::string_view, OptionValue>> fields) {
    const TypeTable* members = tflite::BuiltinOptionsTypeTable();
    std::optional<std::size_t> kind = positionOf(type, *members);
    if (!kind) {
        members = tflite::BuiltinOptions2TypeTable();
        kind = positionOf(type, *members);
    }
    THIMBLE_ASSERT(kind.has_value() && *kind != 0);

    OptionTable options;
    options.kind = static_cast<std::uint8_t>(*kind);
    options.type = members->names[*kind];
    const TypeTable& table = *members->type_refs[members->type_codes[*kind].sequence_ref]();
    for (const auto& [name, value] : fields) {
        const std::optional<std::size_t> index = positionOf(name, table);
        THIMBLE_ASSERT(index.has_value());
        THIMBLE_ASSERT(fits(value, table.type_codes[*index]));
        options.fields.push_back({table.names[*index], static_cast<std::uint16_t>(*index), value});
    }
    // readTflite lists fields by position too.
    std::ranges::sort(options.fields, {}, &OptionField::index);
    return options;
}

}  // namespace thimble
