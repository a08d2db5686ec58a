#include "tools/fit_cost/measurements.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/file.h"
#include "core/tflite/reader.h"

namespace thimble::cost {

namespace {

using Cells = std::vector<std::string>;

/// Comma-separated; quotes around what has a comma; # begins a comment line.
Cells cellsOf(std::string_view line) {
    Cells cells(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    }
    return cells;
}

Result<std::vector<Cells>> readTable(const std::filesystem::path& file, std::size_t columns) {
    THIMBLE_TRY(const Blob blob, readFile(file));
    const std::span<const std::byte> bytes = blob.bytes();
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): text is bytes
    std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::vector<Cells> table;
    bool isHeading = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        if (std::exchange(isHeading, false)) continue;
        table.push_back(cellsOf(line));
        if (table.back().size() != columns)
            return fail(ErrorCode::InvalidFile, fmt::format("{}: {} columns are expected in '{}'",
                                                            file.string(), columns, line));
    }
    return table;
}

double number(const std::string& cell) { return std::strtod(cell.c_str(), nullptr); }

Result<Model> readModel(const std::filesystem::path& file) {
    THIMBLE_TRY(const Blob blob, readFile(file));
    return readTflite(blob);
}

std::vector<OperatorWork> worksOf(const Model& model) {
    std::vector<OperatorWork> works;
    for (const Operator& op : model.subgraphs[0].operators)
        works.push_back(operatorWork(model, model.subgraphs[0], op));
    return works;
}

/// Versions of one network must not stand for each other.
std::string groupOf(const std::string& model) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kAlike = {
        {{"kws_ref_model", "ds_cnn"},
         {"ds_cnn", "ds_cnn"},
         {"hps_", "hps"},
         {"pretrainedResnet", "resnet8"},
         {"audio_preprocessor", "audio_preprocessor"},
         {"trained_lstm", "trained_lstm"},
         {"hello_world", "hello_world"},
         {"seanet", "seanet"}}};
    for (const auto& [start, group] : kAlike)
        if (std::string_view(model).starts_with(start)) return std::string(group);
    return model;
}

Result<void> addCounted(const std::filesystem::path& folder, const std::string& name,
                        std::vector<CountedOperator>& counted) {
    THIMBLE_TRY(const Blob blob, readFile(folder / "expected" / (name + ".json")));
    const std::span<const std::byte> bytes = blob.bytes();
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): text is bytes
    const std::string_view json(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (json.find("\"m4_instructions\"") == std::string_view::npos) return {};
    THIMBLE_TRY(const Model model, readModel(folder / "models" / (name + ".tflite")));
    const std::vector<OperatorWork> works = worksOf(model);
    const auto countedBy = [&](std::string_view library) -> Result<std::vector<double>> {
        auto counts = countsOf(json, library, works.size());
        if (!counts) return fail(counts.error().code, name + ": " + counts.error().message);
        return counts;
    };
    THIMBLE_TRY(const std::vector<double> reference, countedBy("reference"));
    THIMBLE_TRY(const std::vector<double> cmsis, countedBy("cmsis_nn"));
    if (reference.empty() || cmsis.empty()) return {};
    for (std::size_t i = 0; i < works.size(); ++i)
        counted.push_back({name, groupOf(name), i, works[i], {reference[i], cmsis[i]}});
    return {};
}

Result<std::vector<std::string>> countedModels(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    const auto expected = folder / "expected";
    for (std::filesystem::recursive_directory_iterator at(expected, error), end;
         !error && at != end; at.increment(error))
        if (at->path().extension() == ".json")
            names.push_back(std::filesystem::relative(at->path(), expected)
                                .replace_extension()
                                .generic_string());
    if (error)
        return fail(ErrorCode::Io, fmt::format("{}: {}", expected.string(), error.message()));
    std::ranges::sort(names);
    return names;
}

template <typename T>
Result<std::size_t> find(const std::vector<T>& list, const std::string& name) {
    const auto found = std::ranges::find(list, name, &T::name);
    if (found == list.end())
        return fail(ErrorCode::InvalidFile, fmt::format("latencies.csv: '{}' is not known", name));
    return static_cast<std::size_t>(found - list.begin());
}

}  // namespace

Result<std::vector<double>> countsOf(std::string_view json, std::string_view library,
                                     std::size_t operators) {
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_object())
        return fail(ErrorCode::InvalidFile, "counted instructions are not a JSON object");
    // Where a member is missing, or is something else, there is nothing below it.
    const auto member = [](const nlohmann::json& object, std::string_view key) {
        return object.is_object() ? object.value(std::string(key), nlohmann::json())
                                  : nlohmann::json();
    };
    const nlohmann::json counts =
        member(member(member(parsed, "m4_instructions"), library), "per_op");
    std::vector<double> result;
    for (const nlohmann::json& count : counts)
        if (count.is_number()) result.push_back(count.get<double>());
    if (counts.size() != result.size() || (!result.empty() && result.size() != operators))
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{}: another number of operators was counted", library));
    return result;
}

Result<Measurements> readMeasurements(const MeasurementFolders& folders) {
    Measurements all;
    THIMBLE_TRY(const std::vector<std::string> models, countedModels(folders.testData));
    for (const std::string& name : models)
        THIMBLE_CHECK(addCounted(folders.testData, name, all.operators));

    THIMBLE_TRY(const auto networks, readTable(folders.tables / "networks.csv", 6));
    for (const Cells& cells : networks) {
        Network network{cells[0], {}, cells[2], number(cells[3]), number(cells[4])};
        const std::string_view graph = cells[1];
        constexpr std::string_view kSample = "sample:";
        if (!graph.empty()) {
            const bool isSample = graph.starts_with(kSample);
            const std::string file =
                std::string(graph.substr(isSample ? kSample.size() : 0)) + ".tflite";
            THIMBLE_TRY(
                const Model model,
                readModel(isSample ? folders.samples / file : folders.testData / "models" / file));
            network.operators = worksOf(model);
        }
        all.networks.push_back(std::move(network));
    }
    THIMBLE_TRY(const auto rows, readTable(folders.tables / "rows.csv", 8));
    for (const Cells& c : rows)
        all.rows.push_back({c[0], c[1], c[2], c[4], c[5], c[7], c[6] == "reference", number(c[3])});
    THIMBLE_TRY(const auto latencies, readTable(folders.tables / "latencies.csv", 5));
    for (const Cells& c : latencies) {
        THIMBLE_TRY(const std::size_t row, find(all.rows, c[0]));
        THIMBLE_TRY(const std::size_t network, find(all.networks, c[1]));
        all.latencies.push_back({row, network, c[2], number(c[3]), number(c[4])});
    }
    return all;
}

}  // namespace thimble::cost
