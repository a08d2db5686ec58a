#include "core/data/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

#include "core/base/printable.h"
#include "core/data/data_file.h"

namespace thimble::data {

namespace {

constexpr std::size_t kLargestList = std::size_t{64} << 20;
constexpr std::int32_t kMostClasses = 1 << 20;

using Fields = std::vector<std::string>;

std::string inQuotes(std::string_view text) { return "'" + printable(text, 80) + "'"; }

void trim(std::string& field) {
    const auto blank = " \t\r";
    field.erase(field.find_last_not_of(blank) + 1);
    field.erase(0, field.find_first_not_of(blank));
}

/// The fields of one line; nothing where a quote is not closed or text follows one.
std::optional<Fields> fieldsOf(std::string_view line) {
    Fields fields;
    for (;;) {
        std::string field;
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (line.starts_with('"')) {
            line.remove_prefix(1);
            for (;;) {
                const std::size_t quote = line.find('"');
                if (quote == std::string_view::npos) return std::nullopt;
                field += line.substr(0, quote);
                line.remove_prefix(quote + 1);
                if (!line.starts_with('"')) break;
                field += '"';  // written twice
                line.remove_prefix(1);
            }
            line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
            if (!line.empty() && line.front() != ',') return std::nullopt;
        } else {
            field = line.substr(0, line.find(','));
            line.remove_prefix(field.size());
            trim(field);
        }
        fields.push_back(std::move(field));
        if (line.empty()) return fields;
        line.remove_prefix(1);
    }
}

template <typename T>
std::optional<T> numberOf(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Result<void> checkName(const std::string& name, const std::filesystem::path& folder) {
    if (name.empty()) return fail(ErrorCode::InvalidFile, "no file name");
    if (std::ranges::any_of(name, [](char c) { return c >= '\0' && c < ' '; }))
        return fail(ErrorCode::InvalidFile,
                    "the file name " + inQuotes(name) + " has control characters");
    const std::filesystem::path path(name);
    if (path.is_absolute() || std::ranges::find(path, "..") != path.end())
        return fail(ErrorCode::InvalidFile,
                    "the file " + inQuotes(name) + " is outside the folder");
    std::error_code missing;
    if (!std::filesystem::is_regular_file(folder / path, missing))
        return fail(ErrorCode::Io, "no file " + inQuotes(name) + " in the folder");
    return {};
}

Result<std::int32_t> readClasses(const std::string& text, std::int32_t before) {
    const std::optional<std::int32_t> classes = numberOf<std::int32_t>(text);
    if (!classes || *classes < 1 || *classes > kMostClasses)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("the number of classes is {}, which is no number from 1 to {}",
                                inQuotes(text), kMostClasses));
    if (before != 0 && before != *classes)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} classes, in the lines before {}", *classes, before));
    return *classes;
}

Result<Sample> readRow(const Fields& fields, const std::filesystem::path& folder,
                       std::int32_t& classes) {
    if (fields.size() != 3 && fields.size() != 5)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} fields; a row is file,classes,label and perhaps window,stride",
                                fields.size()));
    THIMBLE_TRY(classes, readClasses(fields[1], classes));
    Sample sample{.file = fields[0], .label = numberOf<std::int32_t>(fields[2])};
    if (!sample.label || *sample.label < 0 || *sample.label >= classes)
        return fail(ErrorCode::InvalidFile, fmt::format("the label is {}, which is none of 0 to {}",
                                                        inQuotes(fields[2]), classes - 1));
    if (fields.size() == 5) {
        const auto bytes = numberOf<std::uint32_t>(fields[3]);
        const auto stride = numberOf<std::uint32_t>(fields[4]);
        if (bytes.value_or(0) == 0 || stride.value_or(0) == 0)
            return fail(ErrorCode::InvalidFile,
                        fmt::format("window {} and stride {} are not two numbers above 0",
                                    inQuotes(fields[3]), inQuotes(fields[4])));
        sample.step = WindowStep{*bytes, *stride};
    }
    THIMBLE_CHECK(checkName(sample.file, folder));
    return sample;
}

bool isHeader(const Fields& fields) {
    const auto isWord = [](const std::string& field) {
        return !field.empty() && field.find_first_of("0123456789") == std::string::npos;
    };
    return fields.size() >= 3 && isWord(fields[1]) && isWord(fields[2]);
}

}  // namespace

Result<Dataset> readLabels(const std::filesystem::path& folder, const std::filesystem::path& list) {
    THIMBLE_TRY(const Blob file, readDataFile(list, kLargestList));
    std::string_view text(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a mark that spreadsheets leave
    Dataset dataset{.folder = folder};
    bool first = true;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::string_view row = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(row.size() + 1, text.size()));
        if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const std::string where = fmt::format("{}: line {}", list.string(), line);
        const std::optional<Fields> fields = fieldsOf(row);
        if (!fields)
            return fail(ErrorCode::InvalidFile, where + ": a quote is not closed, or goes on");
        if (std::exchange(first, false) && isHeader(*fields)) continue;
        THIMBLE_TRY(Sample sample, named(where, readRow(*fields, folder, dataset.classes)));
        if (dataset.samples.size() == kMostSamples)
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: more than {} samples", where, kMostSamples));
        dataset.samples.push_back(std::move(sample));
    }
    if (dataset.samples.empty())
        return fail(ErrorCode::InvalidFile,
                    list.string() + ": no samples; rows are file,classes,label");
    return dataset;
}

}  // namespace thimble::data
