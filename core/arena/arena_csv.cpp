#include "core/arena/arena_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_set>

namespace thimble {

namespace {

constexpr std::size_t kMostBuffers = 32'768;  // placing them is quadratic
constexpr Bytes kMostBytes = Bytes{1} << 62;

enum Column : std::size_t { Id, Lower, Upper, Size, Offset, ColumnCount };
constexpr std::array<std::string_view, ColumnCount> kNames = {"id", "lower", "upper", "size",
                                                              "offset"};

struct Header {
    std::array<std::optional<std::size_t>, ColumnCount> at;  ///< position in a row
    std::size_t fields = 0;
    bool inclusiveEnd = false;
};

/// Takes the next field off the row; spaces around it do not count.
std::string_view takeField(std::string_view& row) {
    const std::size_t comma = row.find(',');
    std::string_view field = row.substr(0, comma);
    row.remove_prefix(comma == std::string_view::npos ? row.size() : comma + 1);
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!field.empty() && blank(field.front())) field.remove_prefix(1);
    while (!field.empty() && blank(field.back())) field.remove_suffix(1);
    return field;
}

std::size_t countFields(std::string_view row) {
    return static_cast<std::size_t>(std::ranges::count(row, ',')) + 1;
}

/// What a hostile file says is quoted in an error only in part, and only what can be printed.
std::string quoted(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    std::string result = "'";
    for (const char c : text.substr(0, kLongest)) result += c >= ' ' && c <= '~' ? c : '?';
    return result + (text.size() > kLongest ? "...'" : "'");
}

tl::unexpected<Error> failAt(std::size_t line, const std::string& message) {
    return fail(ErrorCode::InvalidFile, fmt::format("line {}: {}", line, message));
}

Result<Header> readHeader(std::string_view row) {
    Header header;
    header.fields = countFields(row);
    for (std::size_t i = 0; i < header.fields; ++i) {
        std::string_view name = takeField(row);
        header.inclusiveEnd |= name == "end";
        if (name == "buffer" || name == "buffer_id") name = kNames[Id];
        if (name == "start" || name == "begin") name = kNames[Lower];
        if (name == "end") name = kNames[Upper];
        if (name == "alignment" || name == "gaps")  // passing over these would give wrong answers
            return failAt(1, fmt::format("column {} is not supported", name));
        const auto column = static_cast<std::size_t>(
            std::distance(kNames.begin(), std::ranges::find(kNames, name)));
        if (column == ColumnCount) continue;
        if (header.at[column])
            return failAt(1, fmt::format("column {} is there twice", kNames[column]));
        header.at[column] = i;
    }
    for (const std::size_t column : {Id, Lower, Upper, Size})
        if (!header.at[column])
            return failAt(1, fmt::format("no column {}; needed are id, lower, upper and size",
                                         kNames[column]));
    return header;
}

using Fields = std::array<std::string_view, ColumnCount>;

Result<std::int64_t> readNumber(const Fields& fields, Column column, std::size_t line) {
    const std::string_view text = fields[column];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return failAt(line, fmt::format("{} is {}, which is no 64-bit integer", kNames[column],
                                        quoted(text)));
    if (value < 0) return failAt(line, fmt::format("{} is negative: {}", kNames[column], value));
    if (value > kMostBytes)
        return failAt(line, fmt::format("{} is over 2^62: {}", kNames[column], value));
    return value;
}

/// Steps become their ranks among all that occur, so that any 64-bit number will do.
void renumberSteps(ArenaTable& table) {
    std::vector<std::int64_t> steps = table.lower;
    steps.insert(steps.end(), table.upper.begin(), table.upper.end());
    std::ranges::sort(steps);
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    const auto rank = [&](std::int64_t step) {
        return static_cast<std::int32_t>(std::ranges::lower_bound(steps, step) - steps.begin());
    };
    for (std::size_t i = 0; i < table.ids.size(); ++i)
        table.problem.buffers[i].live = {rank(table.lower[i]), rank(table.upper[i])};
}

}  // namespace

Result<ArenaTable> readArenaCsv(std::string_view text) {
    ArenaTable table;
    std::optional<Header> header;
    std::unordered_set<std::string_view> known;
    Bytes sum = 0;
    Bytes furthest = 0;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t newline = text.find('\n');
        std::string_view row = text.substr(0, newline);
        text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
        if (row.find_first_not_of(" \t\r") == std::string_view::npos && header) continue;
        if (!header) {
            THIMBLE_TRY(header, readHeader(row));
            continue;
        }
        if (countFields(row) != header->fields)
            return failAt(line, fmt::format("{} fields, the header has {}", countFields(row),
                                            header->fields));
        Fields fields;
        for (std::size_t i = 0; i < header->fields; ++i) {
            const std::string_view field = takeField(row);
            for (std::size_t c = 0; c < ColumnCount; ++c)
                if (header->at[c] == i) fields[c] = field;
        }
        if (fields[Id].empty()) return failAt(line, "no id");
        if (!known.insert(fields[Id]).second)
            return failAt(line, fmt::format("id {} for the second time", quoted(fields[Id])));
        THIMBLE_TRY(const std::int64_t lower, readNumber(fields, Lower, line));
        THIMBLE_TRY(std::int64_t upper, readNumber(fields, Upper, line));
        THIMBLE_TRY(const Bytes size, readNumber(fields, Size, line));
        if (header->inclusiveEnd) ++upper;
        if (lower >= upper)
            return failAt(line, fmt::format("lower {} is not below upper {}", lower, upper));
        ArenaBuffer buffer{.bytes = size};
        if (!fields[Offset].empty()) {
            THIMBLE_TRY(buffer.fixedOffset, readNumber(fields, Offset, line));
            furthest = std::max(furthest, *buffer.fixedOffset);
        }
        sum += size;  // both were at most 2^62, so this cannot overflow
        if (sum >= kMostBytes - furthest)
            return failAt(line, "sizes and offsets up to here add up to 2^62 or more");
        if (table.ids.size() == kMostBuffers)
            return failAt(line, fmt::format("more than {} buffers", kMostBuffers));
        table.ids.emplace_back(fields[Id]);
        table.lower.push_back(lower);
        table.upper.push_back(upper);
        table.problem.buffers.push_back(buffer);
    }
    if (!header) return failAt(1, "the file is empty; it begins with id,lower,upper,size");
    renumberSteps(table);
    return table;
}

std::string arenaCsv(const ArenaTable& table, const ArenaPlan& plan) {
    std::string text = "id,lower,upper,size,offset\n";
    for (std::size_t i = 0; i < table.ids.size(); ++i)
        text += fmt::format("{},{},{},{},{}\n", table.ids[i], table.lower[i], table.upper[i],
                            table.problem.buffers[i].bytes, plan.offsets[i]);
    return text;
}

}  // namespace thimble
