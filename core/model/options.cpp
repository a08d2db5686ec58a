#include "core/model/options.h"

namespace thimble {

namespace {

template <typename T>
T valueOr(const OptionTable& table, std::string_view name, T otherwise) {
    for (const OptionField& field : table.fields)
        if (field.name == name)
            if (const T* value = std::get_if<T>(&field.value)) return *value;
    return otherwise;
}

}  // namespace

std::int64_t OptionTable::integer(std::string_view name, std::int64_t otherwise) const {
    return valueOr<std::int64_t>(*this, name, otherwise);
}
bool OptionTable::flag(std::string_view name) const { return valueOr<bool>(*this, name, false); }
float OptionTable::real(std::string_view name) const { return valueOr<float>(*this, name, 0.0F); }
std::string OptionTable::text(std::string_view name) const {
    return valueOr<std::string>(*this, name, {});
}
std::vector<std::int64_t> OptionTable::integers(std::string_view name) const {
    return valueOr<std::vector<std::int64_t>>(*this, name, {});
}

}  // namespace thimble
