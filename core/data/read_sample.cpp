#include "core/data/read_sample.h"

#include <fmt/format.h>

#include <string_view>

#include "core/base/assert.h"
#include "core/data/data_file.h"
#include "core/data/wav.h"

namespace thimble::data {

namespace {

enum class Kind { Raw, Npy, Png, Pnm, Wav, OtherPicture };

Kind kindOf(std::string_view extension) {
    if (extension == ".npy") return Kind::Npy;
    if (extension == ".png") return Kind::Png;
    if (extension == ".pgm" || extension == ".ppm" || extension == ".pnm") return Kind::Pnm;
    if (extension == ".wav") return Kind::Wav;
    // Raw files may have any ending, but nobody means these.
    for (const std::string_view other : {".jpg", ".jpeg", ".bmp", ".gif", ".webp"})
        if (extension == other) return Kind::OtherPicture;
    return Kind::Raw;
}

Result<std::vector<Window>> onlyWindow(Result<Window> window) {
    THIMBLE_TRY(Window only, std::move(window));
    return std::vector<Window>{std::move(only)};
}

Result<std::vector<Window>> windowsOf(const Blob& file, Kind kind, const InputFormat& format,
                                      const ReadOptions& options,
                                      const std::optional<WindowStep>& step) {
    if (step && kind != Kind::Raw)
        return fail(ErrorCode::InvalidFile, "a window and a stride are for raw files");
    switch (kind) {
        case Kind::Npy: {
            THIMBLE_TRY(const NpyArray array, readNpy(file));
            return npyWindows(array, format);
        }
        case Kind::Png: {
            THIMBLE_TRY(Image image, readPng(file));
            return onlyWindow(imageWindow(std::move(image), format, options.imageScaling));
        }
        case Kind::Pnm: {
            THIMBLE_TRY(Image image, readPnm(file));
            return onlyWindow(imageWindow(std::move(image), format, options.imageScaling));
        }
        case Kind::Wav: {
            THIMBLE_TRY(const Sound sound, readWav(file));
            return soundWindows(sound, format);
        }
        case Kind::OtherPicture:
            return fail(ErrorCode::Unsupported,
                        "such pictures are not supported; convert them to PNG");
        case Kind::Raw: break;
    }
    return rawWindows(file, format, options.rawElements, options.imageScaling, step);
}

}  // namespace

Result<std::vector<Window>> readInput(const std::filesystem::path& path, const InputFormat& format,
                                      const ReadOptions& options,
                                      const std::optional<WindowStep>& step) {
    THIMBLE_CHECK(checkFormat(format));
    THIMBLE_TRY(const Blob file, readDataFile(path));
    const Kind kind = kindOf(lowerExtension(path));
    return named(path.string(), windowsOf(file, kind, format, options, step));
}

Result<std::vector<Window>> readSample(const Dataset& dataset, std::size_t index,
                                       const InputFormat& format, const ReadOptions& options) {
    THIMBLE_ASSERT(index < dataset.samples.size());
    const Sample& sample = dataset.samples[index];
    if (!dataset.inputs)
        return readInput(dataset.folder / sample.file, format, options, sample.step);
    THIMBLE_CHECK(checkFormat(format));
    return onlyWindow(
        named((dataset.folder / sample.file).string(), npyRow(*dataset.inputs, index, format)));
}

}  // namespace thimble::data
