#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/model/options.h"

namespace flatbuffers {
class FlatBufferBuilder;
class Table;
struct TypeTable;
}  // namespace flatbuffers

namespace thimble {

// Options of operators, read and written by the schema's own description of its tables, so that no
// operator needs code here.

/// `members` describes the union; `kind` is its discriminator; `table` was verified and may be
/// null.
[[nodiscard]] OptionTable readOptionTable(const flatbuffers::TypeTable& members, std::uint8_t kind,
                                          const flatbuffers::Table* table);

/// The offset of the written table, 0 for no options.
[[nodiscard]] Result<std::uint32_t> writeOptionTable(flatbuffers::FlatBufferBuilder& builder,
                                                     const flatbuffers::TypeTable& members,
                                                     const OptionTable& options);

}  // namespace thimble
