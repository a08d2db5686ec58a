#include "core/data/dataset.h"

#include <sys/stat.h>

#include "tests/core/data/data_folder.h"
#include "tests/support/test_data.h"

namespace thimble::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Labels : public DataFolder {
protected:
    void SetUp() override {
        DataFolder::SetUp();
        for (const char* name : {"a.bin", "b.bin", "in/c.bin", "d,\"e\".bin"}) write(name, "\1\2");
    }
    Result<Dataset> read(std::string_view list) {
        write("y_labels.csv", list);
        return readDataset(folder());
    }
};

TEST_F(Labels, RowsAreSamples) {
    for (const char* list :
         {"a.bin,3,2\nin/c.bin,3,0\n", "a.bin,3,2\r\n\r\nin/c.bin,3,0\r\n",
          "a.bin,3,2\nin/c.bin,3,0", "file,classes,label\na.bin,3,2\nin/c.bin,3,0\n",
          "\xEF\xBB\xBF\"a.bin\",\"3\", 2 \n\n in/c.bin , 3,0\n"}) {
        const auto dataset = read(list);
        ASSERT_TRUE(dataset.has_value()) << errorOf(dataset);
        EXPECT_EQ(dataset->classes, 3);
        EXPECT_THAT(dataset->samples, ElementsAre(Sample{.file = "a.bin", .label = 2},
                                                  Sample{.file = "in/c.bin", .label = 0}));
        EXPECT_EQ(readSample(*dataset, 1, int8Format({2})).value().size(), 1U);
    }
    EXPECT_EQ(read("\"d,\"\"e\"\".bin\",2,1\n").value().samples[0].file, "d,\"e\".bin");
}

TEST_F(Labels, MayHaveWindowsAndStrides) {
    const auto dataset = read("a.bin,2,1,1,1\n");
    ASSERT_TRUE(dataset.has_value()) << errorOf(dataset);
    EXPECT_EQ(dataset->samples[0].step, (WindowStep{1, 1}));
    EXPECT_EQ(readSample(*dataset, 0, int8Format({1})).value().size(), 2U);
}

TEST_F(Labels, ErrorsNameFileAndLine) {
    struct Row {
        std::string_view list;
        const char* error;
    };
    using namespace std::string_view_literals;
    for (const Row& row : {
             Row{"a.bin,3,2\nno.bin,3,1\n", "y_labels.csv: line 2: no file 'no.bin'"},
             Row{"a.bin,3,3\n", "line 1: the label is '3', which is none of 0 to 2"},
             Row{"a.bin,3,-1\n", "the label is '-1'"},
             Row{"a.bin,3,1x\n", "the label is '1x'"},
             Row{"\n\na.bin,3,\n", "line 3: the label is ''"},
             Row{"a.bin,many,1\n", "classes is 'many'"},
             Row{"a.bin,0,0\n", "classes is '0'"},
             Row{"a.bin,99999999999,0\n", "classes is '99999999999'"},
             Row{"a.bin,3,0\nb.bin,4,0\n", "line 2: 4 classes, in the lines before 3"},
             Row{"file,classes,label\nfile,classes,label\n", "line 2: the number of classes"},
             Row{"a.bin\n", "1 fields"},
             Row{"a.bin,3,0,8\n", "4 fields"},
             Row{"a.bin,3,0,0,8\n", "window '0'"},
             Row{"\"a.bin,3,0\n", "line 1: a quote"},
             Row{"\"a.bin\"x,3,0\n", "line 1: a quote"},
             Row{",3,0\n", "no file name"},
             Row{"../a.bin,3,0\n", "'../a.bin' is outside the folder"},
             Row{"in/../../a.bin,3,0\n", "outside the folder"},
             Row{"/etc/passwd,3,0\n", "outside the folder"},
             Row{"a.bin\0b,3,0\n"sv, "control characters"},
             Row{"in,3,0\n", "no file 'in'"},
             Row{"file,classes,label\n", "y_labels.csv: no samples"},
             Row{"\n\r\n", "y_labels.csv: no samples"},
             Row{"", "y_labels.csv: the file is empty"},
         })
        EXPECT_THAT(errorOf(read(row.list)), HasSubstr(row.error)) << row.list;
}

TEST_F(DataFolder, WithoutAnyListSaysWhatIsExpected) {
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("expected y_labels.csv with rows"));
    EXPECT_THAT(errorOf(readDataset(folder() / "none")), HasSubstr("none: No such"));
    ASSERT_EQ(::mkfifo((folder() / "y_labels.csv").c_str(), 0600), 0);
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("not a regular file"));
}

TEST_F(DataFolder, SubFoldersAreClassesInTheOrderOfTheirNames) {
    for (const char* name : {"dog/2.pgm", "dog/10.PGM", "cat/1.pgm", "cat/notes.txt",
                             "cat/.hidden.pgm", ".git/1.pgm", "Zebra/1.pgm"})
        write(name, "P5 1 1 255\nx");
    const auto dataset = readDataset(folder());
    ASSERT_TRUE(dataset.has_value()) << errorOf(dataset);
    EXPECT_THAT(dataset->classNames, ElementsAre("Zebra", "cat", "dog"));
    EXPECT_EQ(dataset->classes, 3);
    EXPECT_THAT(dataset->samples, ElementsAre(Sample{.file = "Zebra/1.pgm", .label = 0},
                                              Sample{.file = "cat/1.pgm", .label = 1},
                                              Sample{.file = "dog/10.PGM", .label = 2},
                                              Sample{.file = "dog/2.pgm", .label = 2}));
    EXPECT_TRUE(readSample(*dataset, 2, int8Format({1, 1, 1, 1})).has_value());

    write("eel/readme.txt", "x");
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("eel: no samples of this class"));
    write("eel/1.jpg", "x");
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("1.jpg: .jpg files are not supported"));
}

TEST_F(DataFolder, ArraysHoldSamplesAndLabels) {
    write("x.npy", npy("|i1", "(3, 2)", "\1\2\3\4\5\6"));
    write("y.npy", npy("<i8", "(3,)", littleEndian<std::int64_t>({0, 4, 1})));
    const auto dataset = readDataset(folder());
    ASSERT_TRUE(dataset.has_value()) << errorOf(dataset);
    EXPECT_EQ(dataset->classes, 5);
    EXPECT_EQ(dataset->samples[1].label, 4);
    const auto windows = readSample(*dataset, 1, int8Format({1, 2}));
    ASSERT_TRUE(windows.has_value()) << errorOf(windows);
    EXPECT_THAT(valuesOf<std::int8_t>(windows->front()), ElementsAre(3, 4));
    EXPECT_THAT(errorOf(readSample(*dataset, 0, int8Format({1, 3}))),
                HasSubstr("x.npy: the shape [2] does not fit"));

    write("y.npy", npy("<f4", "(3, 2)", littleEndian<float>({1, 2, 3, 4, 5, 6})));
    const auto targets = readDataset(folder());
    ASSERT_TRUE(targets.has_value()) << errorOf(targets);
    EXPECT_EQ(targets->classes, 0);
    EXPECT_THAT(targets->samples[2].expected, ElementsAre(5, 6));
    EXPECT_EQ(targets->samples[2].label, std::nullopt);
}

TEST_F(DataFolder, ArraysThatDoNotBelongTogetherAreRefused) {
    const std::string x = npy("|i1", "(3, 2)", "\1\2\3\4\5\6");
    write("x.npy", x);
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("y.npy: No such"));
    write("y.npy", npy("|i1", "(2,)", "\1\2"));
    EXPECT_THAT(errorOf(readDataset(folder())),
                HasSubstr("y.npy: the shape is [2], that of x.npy [3, 2]"));
    write("y.npy", npy("|i1", "(3,)", "\1\2\xFF"));
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("y.npy: element 2 is the label -1"));
    write("y.npy", npy("|i1", "(3, 2)", "\1\2\3\4\5\6"));
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("one for each sample"));
    write("y.npy",
          npy("<f4", "(3,)", littleEndian<float>({1, std::bit_cast<float>(0x7FC00000), 1})));
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("y.npy: element 1 is nan"));
    write("x.npy", "nothing");
    EXPECT_THAT(errorOf(readDataset(folder())), HasSubstr("x.npy: is no .npy"));
}

TEST(SharedDatasetTest, KeywordsAreReadWhole) {
    const std::filesystem::path folder = test::testDataFolder() / "data" / "kws01";
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "no " << folder << "; " << test::noTestData();
    const auto dataset = readDataset(folder);
    ASSERT_TRUE(dataset.has_value()) << errorOf(dataset);
    EXPECT_EQ(dataset->samples.size(), 600U);
    EXPECT_EQ(dataset->classes, 12);
    const auto format = inputFormat(test::readShared("kws_ref_model"), 0);
    ASSERT_TRUE(format.has_value()) << errorOf(format);
    for (std::size_t i = 0; i < dataset->samples.size(); ++i) {
        const Sample& sample = dataset->samples[i];
        // tst_000000_Stop_7.bin
        EXPECT_EQ("_" + std::to_string(*sample.label) + ".bin",
                  sample.file.substr(sample.file.rfind('_')));
        const auto windows = readSample(*dataset, i, *format);
        ASSERT_TRUE(windows.has_value()) << errorOf(windows);
        ASSERT_EQ(windows->size(), 1U);
        EXPECT_TRUE(
            std::ranges::equal(windows->front(), test::readAll(folder / sample.file).bytes()));
    }
}

}  // namespace
}  // namespace thimble::data
