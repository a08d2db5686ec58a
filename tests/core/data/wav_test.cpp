#include "core/data/wav.h"

#include "tests/core/data/data_folder.h"

namespace thimble::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const InputFormat kPairs{TensorType::Int16, {1, 2}};

Result<std::vector<Window>> windowsOf(const std::string& file, const InputFormat& format) {
    THIMBLE_TRY(const Sound sound, readWav(blobOf(file)));
    return soundWindows(sound, format);
}

TEST(WavTest, TheFirstChannelOf8Or16Bits) {
    const auto sound = readWav(blobOf(wav(1, 16, littleEndian<std::int16_t>({1, -32768, 32767}))));
    ASSERT_TRUE(sound.has_value()) << errorOf(sound);
    EXPECT_EQ(*sound, (Sound{16000, {1, -32768, 32767}}));
    EXPECT_EQ(readWav(blobOf(wav(2, 16, littleEndian<std::int16_t>({1, 2, 3, 4})))).value().samples,
              (std::vector<std::int16_t>{1, 3}));
    EXPECT_EQ(readWav(blobOf(wav(1, 8, std::string("\x00\x80\xFF", 3)))).value().samples,
              (std::vector<std::int16_t>{-32768, 0, 32512}));
    // An odd chunk of another kind in between is followed by a byte of padding.
    const std::string other = std::string("LIST\x03\x00\x00\x00", 8) + "abc" + '\0';
    EXPECT_EQ(readWav(blobOf(wav(1, 16, littleEndian<std::int16_t>({7}), other))).value().samples,
              (std::vector<std::int16_t>{7}));
}

TEST(WavTest, WindowsFollowOneAnotherAndTheRestIsDropped) {
    const auto windows =
        windowsOf(wav(1, 16, littleEndian<std::int16_t>({1, 2, 3, 4, 5})), kPairs).value();
    ASSERT_EQ(windows.size(), 2U);
    EXPECT_THAT(valuesOf<std::int16_t>(windows[1]), ElementsAre(3, 4));
    const auto padded = windowsOf(wav(1, 16, littleEndian<std::int16_t>({9})), kPairs).value();
    ASSERT_EQ(padded.size(), 1U);
    EXPECT_THAT(valuesOf<std::int16_t>(padded[0]), ElementsAre(9, 0));
    const auto real =
        windowsOf(wav(1, 16, littleEndian<std::int16_t>({-32768, 16384})), floatFormat({2}));
    EXPECT_THAT(valuesOf<float>(real.value()[0]), ElementsAre(-1, 0.5));
    EXPECT_THAT(errorOf(windowsOf(wav(1, 16, "ab"), int8Format({2}))),
                HasSubstr("INT16 or FLOAT32"));
}

TEST(WavTest, WhatIsWrongIsNamed) {
    const std::string good = wav(1, 16, "abcd");
    const auto with = [&](std::size_t at, char value) {
        std::string file = good;
        file[at] = value;
        return file;
    };
    struct Row {
        std::string file;
        const char* error;
    };
    for (const Row& row :
         {Row{"RIFF", "is no WAV"}, Row{with(0, 'X'), "is no WAV"}, Row{with(20, 3), "coding 3"},
          Row{with(34, 24), "24"}, Row{with(22, 0), "no channels"}, Row{with(32, 3), "frames of 3"},
          Row{with(16, 4), "format of 4 bytes"}, Row{with(40, 5), "promises 5 bytes, 4 are there"},
          Row{good.substr(0, 40), "no data chunk"}, Row{with(12, 'X'), "before their format"},
          Row{wav(1, 16, ""), "no samples"}, Row{wav(1, 16, "a"), "no samples"}})
        EXPECT_THAT(errorOf(readWav(blobOf(row.file))), HasSubstr(row.error)) << row.error;
}

}  // namespace
}  // namespace thimble::data
