#include "core/data/raw.h"

#include <limits>

#include "tests/core/data/data_folder.h"

namespace thimble::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Raw : public DataFolder {
protected:
    Result<std::vector<Window>> read(const std::string& content, const InputFormat& format,
                                     const ReadOptions& options = {},
                                     const std::optional<WindowStep>& step = {}) {
        return readInput(write("a.bin", content), format, options, step);
    }
};

TEST_F(Raw, TheInputsBytesAreTakenAsTheyAre) {
    const auto windows = read("\x80\x01\x7F", int8Format({1, 3}));
    ASSERT_TRUE(windows.has_value()) << errorOf(windows);
    ASSERT_EQ(windows->size(), 1U);
    EXPECT_THAT(valuesOf<std::int8_t>(windows->front()), ElementsAre(-128, 1, 127));
    const InputFormat wide{TensorType::Int64, {1}};
    EXPECT_THAT(valuesOf<std::int64_t>(read(littleEndian<std::int64_t>({-7}), wide).value()[0]),
                ElementsAre(-7));
}

TEST_F(Raw, FloatsAreQuantised) {
    const auto windows = read(littleEndian<float>({0, 0.25F, -900}), int8Format({1, 3}, 0.5F, -1));
    ASSERT_TRUE(windows.has_value()) << errorOf(windows);
    EXPECT_THAT(valuesOf<std::int8_t>(windows->front()), ElementsAre(-1, 0, -128));
    const auto same = read(littleEndian<float>({0.1F, -3}), floatFormat({2}));
    EXPECT_THAT(valuesOf<float>(same.value().front()), ElementsAre(0.1F, -3));
    const float none = std::numeric_limits<float>::quiet_NaN();
    for (const InputFormat& format : {floatFormat({2}), int8Format({2})})
        EXPECT_THAT(errorOf(read(littleEndian<float>({1, none}), format)),
                    HasSubstr("a.bin: the float32 at byte 4 is nan"));
}

TEST_F(Raw, MultiplesAreWindows) {
    const auto stored = read("\1\2\3\4\5\6", int8Format({2}));
    ASSERT_TRUE(stored.has_value()) << errorOf(stored);
    ASSERT_EQ(stored->size(), 3U);
    EXPECT_THAT(valuesOf<std::int8_t>((*stored)[2]), ElementsAre(5, 6));
    const auto real = read(littleEndian<float>({1, 2, 3, 4}), int8Format({2}, 1, 0));
    ASSERT_TRUE(real.has_value()) << errorOf(real);
    ASSERT_EQ(real->size(), 2U);
    EXPECT_THAT(valuesOf<std::int8_t>((*real)[1]), ElementsAre(3, 4));
    // 8 bytes are one window of float32 rather than four as stored, unless told.
    const std::string eight = littleEndian<float>({1, 2});
    EXPECT_EQ(read(eight, int8Format({2}, 1, 0)).value().size(), 1U);
    EXPECT_EQ(
        read(eight, int8Format({2}, 1, 0), {.rawElements = RawElements::Stored}).value().size(),
        4U);
    EXPECT_EQ(read(eight, int8Format({2}, 0)).value().size(), 4U) << "no scale, no float32";
}

TEST_F(Raw, OtherSizesAreAnErrorThatSaysWhichWouldDo) {
    EXPECT_THAT(errorOf(read("abcde", int8Format({1, 3}))),
                HasSubstr("a.bin: 5 bytes do not fit the input INT8 [1, 3], which takes 12 "
                          "(float32) or 3 (as stored), or a multiple"));
    EXPECT_THAT(errorOf(read("abc", floatFormat({1}))), HasSubstr("takes 4 (float32), or"));
    EXPECT_THAT(errorOf(read("", int8Format({3}))), HasSubstr("a.bin: the file is empty"));
    EXPECT_THAT(errorOf(readInput(folder() / "none", int8Format({3}))), HasSubstr("none: No such"));
    EXPECT_THAT(errorOf(readInput(folder(), int8Format({3}))), HasSubstr("not a regular file"));
    EXPECT_THAT(errorOf(read("abc", int8Format({0}))), HasSubstr("dimension below 1"));
    EXPECT_THAT(errorOf(read("abcd", int8Format({1}, 0), {.rawElements = RawElements::Float32})),
                HasSubstr("no scale"));
}

TEST_F(Raw, PixelsAreMappedAsThoseOfImages) {
    const ReadOptions pixels{.rawElements = RawElements::Pixels};
    const std::string file("\x00\x80\xFF", 3);
    EXPECT_THAT(valuesOf<std::int8_t>(read(file, int8Format({3}), pixels).value()[0]),
                ElementsAre(-128, 0, 127));
    EXPECT_THAT(valuesOf<float>(read(file, floatFormat({3}), pixels).value()[0]),
                ElementsAre(0, 128 / 255.0F, 1));
    EXPECT_THAT(errorOf(read("ab", int8Format({3}), pixels)), HasSubstr("3 (pixels)"));
}

TEST_F(Raw, WindowsMayOverlap) {
    const std::string file = littleEndian<float>({1, 2, 3, 4, 5});
    const auto windows = read(file, int8Format({2}, 1, 0), {}, WindowStep{8, 4});
    ASSERT_TRUE(windows.has_value()) << errorOf(windows);
    ASSERT_EQ(windows->size(), 4U);
    EXPECT_THAT(valuesOf<std::int8_t>((*windows)[3]), ElementsAre(4, 5));
    const auto stored = read("\1\2\3\4\5", int8Format({2}), {}, WindowStep{2, 2});
    ASSERT_TRUE(stored.has_value()) << errorOf(stored);
    EXPECT_EQ(stored->size(), 2U) << "what is left over is dropped";
    EXPECT_THAT(errorOf(read(file, int8Format({2}), {}, WindowStep{12, 4})),
                HasSubstr("windows of 12 bytes do not fit"));
    EXPECT_THAT(errorOf(read("\1", int8Format({2}), {}, WindowStep{2, 1})),
                HasSubstr("hold no window"));
    EXPECT_THAT(
        errorOf(read(std::string(70'000, 'a'), int8Format({35'000}), {}, WindowStep{35'000, 1})),
        HasSubstr("over 1 GiB"));
    EXPECT_THAT(errorOf(readInput(write("a.wav", "x"), int8Format({2}), {}, WindowStep{2, 1})),
                HasSubstr("for raw files"));
}

}  // namespace
}  // namespace thimble::data
