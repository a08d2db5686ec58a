#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/report/report.h"

namespace thimble {

/// What people put into a spreadsheet.
enum class ReportTable { Operators, Tensors, Buffers };
inline constexpr ReportTable kReportTables[] = {ReportTable::Operators, ReportTable::Tensors,
                                                ReportTable::Buffers};

/// "operators": the name of the table's file without its ending.
[[nodiscard]] std::string_view tableName(ReportTable table);

/// The table as CSV (RFC 4180, but lines end in \n): a line of heads, then one per row; all
/// subgraphs. Numbers are plain integers in bytes or counts; what is not known or has no value is
/// an empty field. Text out of the model is one printable line, and a field that a spreadsheet
/// would take for a formula begins with an apostrophe.
[[nodiscard]] std::string tableCsv(const Report& report, ReportTable table);

/// All tables, each into a file NAME.csv of a folder that is made if it is not there. The paths.
///   errors   InvalidArgument   one of the files is the model itself
///            Io                the folder or a file cannot be written; earlier ones remain
[[nodiscard]] Result<std::vector<std::filesystem::path>> writeTables(
    const Report& report, const std::filesystem::path& folder);

}  // namespace thimble
