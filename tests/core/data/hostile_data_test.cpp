#include "core/base/splitmix.h"
#include "core/data/image.h"
#include "core/data/npy.h"
#include "core/data/wav.h"
#include "tests/core/data/data_folder.h"
#include "tests/core/data/png_writer.h"

// Damaged files: an error with words or a sound value, never more. Worth most under the sanitizers.
namespace thimble::data {
namespace {

const InputFormat kPicture = int8Format({1, 3, 3, 1});
const InputFormat kFloats = floatFormat({1, 3});
const InputFormat kSound{TensorType::Int16, {3}};

void check(const Result<std::vector<Window>>& windows, const InputFormat& format) {
    if (!windows) {
        EXPECT_FALSE(windows.error().message.empty());
        return;
    }
    EXPECT_FALSE(windows->empty());
    for (const Window& window : *windows) ASSERT_EQ(window.size(), byteCount(format));
}

class Hostile : public DataFolder {
protected:
    void damage(const std::string& name, const std::string& file, const InputFormat& format) {
        const auto good = readInput(write(name, file), format);
        ASSERT_TRUE(good.has_value()) << errorOf(good);
        for (std::size_t length = 1; length < file.size(); ++length)
            check(readInput(write(name, file.substr(0, length)), format), format);
        SplitMix random(1);
        for (int round = 0; round < 3000; ++round) {
            std::string damaged = file;
            for (std::uint64_t changes = random.next() % 4 + 1; changes > 0; --changes)
                damaged[random.next() % damaged.size()] = static_cast<char>(random.next());
            check(readInput(write(name, damaged), format), format);
        }
    }
};

TEST_F(Hostile, Npy) { damage("a.npy", npy("<f4", "(2, 3)", std::string(24, '\1')), kFloats); }
TEST_F(Hostile, Wav) { damage("a.wav", wav(2, 16, std::string(40, '\1')), kSound); }
TEST_F(Hostile, PlainPgm) { damage("a.pgm", "P2\n#c\n2 2 9\n1 2 3 4", kPicture); }
TEST_F(Hostile, RawPpm) { damage("a.ppm", "P6 2 2 255\nabcdefghijkl", kPicture); }
TEST_F(Hostile, Png) {
    damage("a.png",
           png({.width = 4,
                .height = 4,
                .colours = PNG_COLOR_TYPE_PALETTE,
                .rows = {0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0},
                .palette = {{10, 20, 30}, {40, 50, 60}},
                .paletteAlpha = {9},
                .interlaced = true}),
           kPicture);
}
TEST_F(Hostile, List) {
    write("a.bin", "x");
    const std::string list = "file,classes,label\n\"a.bin\",3,1\na.bin,3,2,1,1\n";
    SplitMix random(1);
    for (int round = 0; round < 3000; ++round) {
        std::string damaged =
            list.substr(0, round < 40 ? static_cast<std::size_t>(round) + 1 : list.size());
        for (std::uint64_t changes = random.next() % 4; changes > 0; --changes)
            damaged[random.next() % damaged.size()] = static_cast<char>(random.next());
        write("y_labels.csv", damaged);
        const auto dataset = readDataset(folder());
        if (!dataset) {
            EXPECT_THAT(dataset.error().message, testing::HasSubstr("y_labels.csv"));
            continue;
        }
        for (const Sample& sample : dataset->samples)
            ASSERT_TRUE(sample.label.value_or(-1) >= 0 && *sample.label < dataset->classes);
    }
}

}  // namespace
}  // namespace thimble::data
