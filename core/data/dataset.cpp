#include "core/data/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <system_error>

#include "core/data/data_file.h"
#include "core/data/labels.h"

namespace thimble::data {

namespace {

constexpr std::int64_t kMostClasses = 1 << 20;

Result<NpyArray> readArray(const std::filesystem::path& path) {
    THIMBLE_TRY(const Blob file, readDataFile(path));
    return named(path.string(), readNpy(file));
}

Result<void> setLabels(const NpyArray& y, Dataset& dataset) {
    if (elementCount(y) != dataset.samples.size())
        return fail(ErrorCode::InvalidFile,
                    fmt::format("integers are labels, one for each sample, but the shape is {}",
                                shapeText(y.shape)));
    for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
        const std::int64_t label = integerAt(y, i);
        if (label < 0 || label >= kMostClasses)
            return fail(ErrorCode::InvalidFile,
                        fmt::format("element {} is the label {}; labels are 0 to {}", i, label,
                                    kMostClasses - 1));
        dataset.samples[i].label = static_cast<std::int32_t>(label);
        dataset.classes = std::max(dataset.classes, static_cast<std::int32_t>(label) + 1);
    }
    return {};
}

Result<void> setExpected(const NpyArray& y, Dataset& dataset) {
    const std::size_t each = elementCount(y) / dataset.samples.size();
    for (std::size_t i = 0; i < elementCount(y); ++i) {
        const double value = realAt(y, i);
        if (std::isnan(value) || std::abs(value) > double{std::numeric_limits<float>::max()})
            return fail(ErrorCode::InvalidFile,
                        fmt::format("element {} is {}, which is no finite float32", i, value));
        dataset.samples[i / each].expected.push_back(static_cast<float>(value));
    }
    return {};
}

Result<Dataset> readArrays(const std::filesystem::path& folder) {
    THIMBLE_TRY(NpyArray x, readArray(folder / "x.npy"));
    const std::filesystem::path yPath = folder / "y.npy";
    THIMBLE_TRY(const NpyArray y, readArray(yPath));
    if (x.shape.empty() || y.shape.empty() || x.shape.front() != y.shape.front())
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{}: the shape is {}, that of x.npy {}: the first dimension of "
                                "both is the samples",
                                yPath.string(), shapeText(y.shape), shapeText(x.shape)));
    const auto count = static_cast<std::size_t>(x.shape.front());
    if (count > kMostSamples)
        return fail(ErrorCode::Unsupported,
                    fmt::format("{}: more than {} samples", folder.string(), kMostSamples));
    Dataset dataset{.folder = folder, .samples = std::vector<Sample>(count, {.file = "x.npy"})};
    THIMBLE_CHECK(
        named(yPath.string(), isFloat(y.type) ? setExpected(y, dataset) : setLabels(y, dataset)));
    dataset.inputs = std::move(x);
    return dataset;
}

Result<std::vector<std::string>> subFolders(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code problem;
    std::filesystem::directory_iterator entry(folder, problem);
    for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        std::error_code unreadable;
        if (!name.starts_with('.') && entry->is_directory(unreadable)) names.push_back(name);
        if (names.size() > static_cast<std::size_t>(kMostClasses)) break;
    }
    if (problem) return fail(ErrorCode::Io, folder.string() + ": " + problem.message());
    return names;
}

}  // namespace

Result<Dataset> readDataset(const std::filesystem::path& folder) {
    const auto has = [&](const char* name) {
        std::error_code missing;
        return std::filesystem::exists(folder / name, missing);
    };
    if (has("y_labels.csv")) return readLabels(folder, folder / "y_labels.csv");
    if (has("x.npy") || has("y.npy")) return readArrays(folder);
    THIMBLE_TRY(std::vector<std::string> names, subFolders(folder));
    if (names.empty())
        return fail(ErrorCode::InvalidFile,
                    folder.string() +
                        ": no dataset: expected y_labels.csv with rows file,classes,label, or "
                        "x.npy with y.npy, or a sub-folder for each class");
    return readClassFolders(folder, std::move(names));
}

}  // namespace thimble::data
