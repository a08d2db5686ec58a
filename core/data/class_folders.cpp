#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "core/data/data_file.h"
#include "core/data/labels.h"

namespace thimble::data {

namespace {

constexpr std::array<std::string_view, 7> kKnown = {".png", ".pgm", ".ppm", ".pnm",
                                                    ".npy", ".wav", ".bin"};
constexpr std::array<std::string_view, 5> kOtherPictures = {".jpg", ".jpeg", ".bmp", ".gif",
                                                            ".webp"};

bool isAmong(std::span<const std::string_view> extensions, const std::string& extension) {
    return std::ranges::find(extensions, extension) != extensions.end();
}

Result<std::vector<std::string>> samplesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code problem;
    std::filesystem::directory_iterator entry(folder, problem);
    for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        std::error_code unreadable;
        if (name.starts_with('.') || !entry->is_regular_file(unreadable)) continue;
        const std::string extension = lowerExtension(entry->path());
        if (isAmong(kOtherPictures, extension))  // leaving them out would change the dataset
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: {} files are not supported; convert them to PNG",
                                    entry->path().string(), extension));
        if (isAmong(kKnown, extension)) names.push_back(name);
        if (names.size() > kMostSamples)
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: more than {} samples", folder.string(), kMostSamples));
    }
    if (problem) return fail(ErrorCode::Io, folder.string() + ": " + problem.message());
    if (names.empty())
        return fail(ErrorCode::InvalidFile,
                    folder.string() +
                        ": no samples of this class (.png, .pgm, .ppm, .npy, .wav, "
                        ".bin)");
    std::ranges::sort(names);
    return names;
}

}  // namespace

Result<Dataset> readClassFolders(const std::filesystem::path& folder,
                                 std::vector<std::string> names) {
    std::ranges::sort(names);
    Dataset dataset{.folder = folder, .classes = static_cast<std::int32_t>(names.size())};
    for (std::size_t i = 0; i < names.size(); ++i) {
        THIMBLE_TRY(const std::vector<std::string> files, samplesIn(folder / names[i]));
        for (const std::string& file : files)
            dataset.samples.push_back(
                {.file = names[i] + "/" + file, .label = static_cast<std::int32_t>(i)});
        if (dataset.samples.size() > kMostSamples)
            return fail(ErrorCode::Unsupported,
                        fmt::format("{}: more than {} samples", folder.string(), kMostSamples));
    }
    dataset.classNames = std::move(names);
    return dataset;
}

}  // namespace thimble::data
