#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/data/little_endian.h"
#include "core/data/wav.h"

namespace thimble::data {

namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t kPcm = 1;
constexpr std::uint16_t kExtensible = 0xFFFE;  // the coding is in the sub-format

std::string_view textOf(Bytes bytes, std::size_t at, std::size_t count) {
    return {reinterpret_cast<const char*>(bytes.data()) + at, count};
}

struct Coding {
    std::uint16_t channels = 0;
    std::uint32_t samplesPerSecond = 0;
    std::uint16_t bits = 0;
    [[nodiscard]] std::size_t frameBytes() const { return std::size_t{channels} * bits / 8; }
};

Result<Coding> readCoding(Bytes chunk) {
    if (chunk.size() < 16)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("a format of {} bytes; it has 16 or more", chunk.size()));
    auto code = loadLittle<std::uint16_t>(chunk.data());
    if (code == kExtensible && chunk.size() >= 26) code = loadLittle<std::uint16_t>(&chunk[24]);
    const Coding coding{loadLittle<std::uint16_t>(&chunk[2]), loadLittle<std::uint32_t>(&chunk[4]),
                        loadLittle<std::uint16_t>(&chunk[14])};
    if (code != kPcm || (coding.bits != 8 && coding.bits != 16))
        return fail(ErrorCode::Unsupported,
                    fmt::format("coding {} with {} bits is not supported: only PCM with 8 or 16",
                                code, coding.bits));
    if (coding.channels == 0) return fail(ErrorCode::InvalidFile, "a sound of no channels");
    if (loadLittle<std::uint16_t>(&chunk[12]) != coding.frameBytes())
        return fail(
            ErrorCode::InvalidFile,
            fmt::format("{} channels of {} bits do not make frames of {} bytes", coding.channels,
                        coding.bits, loadLittle<std::uint16_t>(&chunk[12])));
    return coding;
}

Sound firstChannel(Bytes data, const Coding& coding) {
    Sound sound{coding.samplesPerSecond, {}};
    const std::size_t frame = coding.frameBytes();
    sound.samples.reserve(data.size() / frame);
    for (std::size_t at = 0; at + frame <= data.size(); at += frame)
        sound.samples.push_back(
            coding.bits == 16
                ? loadLittle<std::int16_t>(&data[at])
                : static_cast<std::int16_t>((std::to_integer<int>(data[at]) - 128) * 256));
    return sound;
}

}  // namespace

Result<Sound> readWav(const Blob& file) {
    constexpr std::size_t kHead = 8;  // name and length of a chunk
    Bytes rest = file.bytes();
    if (rest.size() < 12 || textOf(rest, 0, 4) != "RIFF" || textOf(rest, 8, 4) != "WAVE")
        return fail(ErrorCode::InvalidFile, "is no WAV file: it does not begin with RIFF and WAVE");
    rest = rest.subspan(12);
    std::optional<Coding> coding;
    while (rest.size() >= kHead) {
        const std::string_view name = textOf(rest, 0, 4);
        const std::size_t length = loadLittle<std::uint32_t>(&rest[4]);
        rest = rest.subspan(kHead);
        if (length > rest.size())
            return fail(
                ErrorCode::InvalidFile,
                fmt::format("a chunk promises {} bytes, {} are there", length, rest.size()));
        const Bytes chunk = rest.first(length);
        if (name == "fmt ") {
            THIMBLE_TRY(coding, readCoding(chunk));
        } else if (name == "data") {
            if (!coding) return fail(ErrorCode::InvalidFile, "the data come before their format");
            Sound sound = firstChannel(chunk, *coding);
            if (sound.samples.empty())
                return fail(ErrorCode::InvalidFile, "the sound has no samples");
            return sound;
        }
        // A chunk of odd length is followed by a byte that does not count.
        rest = rest.subspan(std::min(rest.size(), length + length % 2));
    }
    return fail(ErrorCode::InvalidFile, "no data chunk");
}

Result<std::vector<Window>> soundWindows(const Sound& sound, const InputFormat& format) {
    const bool real = format.type == TensorType::Float32;
    if (!real && format.type != TensorType::Int16)
        return fail(ErrorCode::Unsupported,
                    fmt::format("a sound does not fit the input {}: it has to be INT16 or FLOAT32",
                                formatText(format)));
    const std::size_t step = elementBytes(format);
    const std::size_t length = elementCount(format);
    const std::size_t count = std::max<std::size_t>(1, sound.samples.size() / length);
    std::vector<Window> windows(count, Window(byteCount(format)));
    for (std::size_t i = 0; i < std::min(count * length, sound.samples.size()); ++i) {
        std::byte* to = &windows[i / length][i % length * step];
        const std::int16_t sample = sound.samples[i];
        if (real)
            storeLittle(static_cast<float>(sample) / 32768.0F, to);
        else
            storeLittle(sample, to);
    }
    return windows;
}

}  // namespace thimble::data
