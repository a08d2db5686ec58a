#include "core/tflite/option_table.h"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "core/tflite/vector_elements.h"

namespace thimble {

namespace {

using flatbuffers::ElementaryType;
using flatbuffers::Table;
using flatbuffers::TypeTable;
using flatbuffers::voffset_t;

voffset_t fieldOffset(std::size_t index) { return static_cast<voffset_t>(4 + 2 * index); }

/// Calls `with` with a value of the C++ type that the schema's scalar type is stored as.
template <typename Function>
auto withScalarType(ElementaryType type, Function with) {
    switch (type) {
        case flatbuffers::ET_BOOL:
        case flatbuffers::ET_UCHAR:
        case flatbuffers::ET_UTYPE: return with(std::uint8_t{});
        case flatbuffers::ET_CHAR: return with(std::int8_t{});
        case flatbuffers::ET_SHORT: return with(std::int16_t{});
        case flatbuffers::ET_USHORT: return with(std::uint16_t{});
        case flatbuffers::ET_UINT: return with(std::uint32_t{});
        case flatbuffers::ET_LONG: return with(std::int64_t{});
        case flatbuffers::ET_ULONG: return with(std::uint64_t{});
        case flatbuffers::ET_FLOAT: return with(float{});
        case flatbuffers::ET_DOUBLE: return with(double{});
        case flatbuffers::ET_INT:
        default: return with(std::int32_t{});
    }
}

template <typename T>
OptionValue scalarValue(T value, bool isBool) {
    if (isBool) return value != T{};
    if constexpr (std::is_floating_point_v<T>)
        return value;
    else
        return static_cast<std::int64_t>(value);
}

template <typename T>
OptionValue vectorValue(const flatbuffers::Vector<T>& vector, bool isBool) {
    const std::vector<T> elements = vectorElements(vector);
    if (isBool) {
        std::vector<bool> flags;
        flags.reserve(elements.size());
        for (const T element : elements) flags.push_back(element != T{});
        return flags;
    }
    using Element = std::conditional_t<std::is_floating_point_v<T>, T, std::int64_t>;
    return std::vector<Element>(elements.begin(), elements.end());
}

template <typename T>
T scalarOf(const OptionValue& value) {
    if (const bool* flag = std::get_if<bool>(&value)) return static_cast<T>(*flag);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<T>(*integer);
    if (const float* real = std::get_if<float>(&value)) return static_cast<T>(*real);
    if (const double* real = std::get_if<double>(&value)) return static_cast<T>(*real);
    return T{};
}

template <typename T>
std::vector<T> vectorOf(const OptionValue& value) {
    return std::visit(
        [](const auto& held) -> std::vector<T> {
            using Held = std::decay_t<decltype(held)>;
            std::vector<T> result;
            if constexpr (std::is_same_v<Held, std::vector<bool>> ||
                          std::is_same_v<Held, std::vector<std::int64_t>> ||
                          std::is_same_v<Held, std::vector<float>> ||
                          std::is_same_v<Held, std::vector<double>>) {
                result.reserve(held.size());
                for (const auto element : held) result.push_back(static_cast<T>(element));
            }
            return result;
        },
        value);
}

}  // namespace

OptionTable readOptionTable(const TypeTable& members, std::uint8_t kind, const Table* table) {
    OptionTable options;
    options.kind = kind;
    if (kind == 0 || kind >= members.num_elems) return options;
    options.type = members.names[kind];
    if (!table) return options;

    const TypeTable& fields = *members.type_refs[members.type_codes[kind].sequence_ref]();
    for (std::size_t i = 0; i < fields.num_elems; ++i) {
        const voffset_t at = table->GetOptionalFieldOffset(fieldOffset(i));
        if (at == 0) continue;
        const auto type = static_cast<ElementaryType>(fields.type_codes[i].base_type);
        const bool isBool = type == flatbuffers::ET_BOOL;
        OptionField field{fields.names[i], static_cast<std::uint16_t>(i), {}};
        if (type == flatbuffers::ET_STRING) {
            const auto* text = table->GetPointer<const flatbuffers::String*>(fieldOffset(i));
            field.value = text->str();
        } else if (fields.type_codes[i].is_repeating) {
            field.value = withScalarType(type, [&](auto scalar) {
                using T = decltype(scalar);
                return vectorValue(
                    *table->GetPointer<const flatbuffers::Vector<T>*>(fieldOffset(i)), isBool);
            });
        } else {
            field.value = withScalarType(type, [&](auto scalar) {
                return scalarValue(table->GetField(fieldOffset(i), scalar), isBool);
            });
        }
        options.fields.push_back(std::move(field));
    }
    return options;
}

Result<std::uint32_t> writeOptionTable(flatbuffers::FlatBufferBuilder& builder,
                                       const TypeTable& members, const OptionTable& options) {
    if (options.kind == 0) return 0U;
    if (options.kind >= members.num_elems)
        return fail(ErrorCode::Unsupported, "operator options of kind " +
                                                std::to_string(options.kind) +
                                                " are not in schema 3d and cannot be written");
    if (options.type != members.names[options.kind])
        return fail(ErrorCode::InvalidArgument,
                    "operator options of kind " + std::to_string(options.kind) + " are " +
                        members.names[options.kind] + ", not " + std::string(options.type));
    const TypeTable& fields = *members.type_refs[members.type_codes[options.kind].sequence_ref]();

    // What a table refers to is written before the table itself.
    std::vector<std::uint32_t> children(options.fields.size(), 0);
    for (std::size_t k = 0; k < options.fields.size(); ++k) {
        const OptionField& field = options.fields[k];
        if (field.index >= fields.num_elems)
            return fail(ErrorCode::Unsupported,
                        std::string(options.type) + " has no field " + std::string(field.name));
        const auto type = static_cast<ElementaryType>(fields.type_codes[field.index].base_type);
        if (type == flatbuffers::ET_STRING) {
            const std::string* text = std::get_if<std::string>(&field.value);
            children[k] = builder.CreateString(text ? *text : std::string()).o;
        } else if (fields.type_codes[field.index].is_repeating) {
            children[k] = withScalarType(type, [&](auto scalar) {
                return builder.CreateVector(vectorOf<decltype(scalar)>(field.value)).o;
            });
        }
    }

    const auto start = builder.StartTable();
    for (std::size_t k = 0; k < options.fields.size(); ++k) {
        const OptionField& field = options.fields[k];
        const voffset_t at = fieldOffset(field.index);
        if (children[k] != 0) {
            builder.AddOffset(at, flatbuffers::Offset<void>(children[k]));
            continue;
        }
        const auto type = static_cast<ElementaryType>(fields.type_codes[field.index].base_type);
        withScalarType(type, [&](auto scalar) {
            builder.AddElement(at, scalarOf<decltype(scalar)>(field.value));
        });
    }
    return builder.EndTable(start);
}

}  // namespace thimble
