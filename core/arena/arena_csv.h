#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/arena/arena_plan.h"
#include "core/base/result.h"

namespace thimble {

/// A table of buffers: the text format in which google/minimalloc publishes its instances.
///
///     id,lower,upper,size          columns in any order; unknown ones are passed over
///     0,995328,1000448,656384      alive in [lower, upper), size bytes
///
/// A column `offset` fixes buffers where its field is not empty. Columns may also be called
/// buffer, buffer_id (id), start, begin (lower) and end (upper, but inclusive).
struct ArenaTable {
    std::vector<std::string> ids;
    std::vector<std::int64_t> lower, upper;  ///< as in the file
    ArenaProblem problem;                    ///< steps renumbered from 0, in the same order
};

/// Errors (InvalidFile) name the line: a missing or doubled column, `alignment` and `gaps`, fields
/// that are no numbers or negative, lower >= upper, an id for the second time, sizes and offsets
/// that reach 2^62 together, more than 32,768 buffers.
[[nodiscard]] Result<ArenaTable> readArenaCsv(std::string_view text);

/// `id,lower,upper,size,offset`, rows as in the table.
[[nodiscard]] std::string arenaCsv(const ArenaTable& table, const ArenaPlan& plan);

}  // namespace thimble
