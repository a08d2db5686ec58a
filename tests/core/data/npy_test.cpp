#include "core/data/npy.h"

#include <limits>

#include "tests/core/data/data_folder.h"

namespace thimble::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Npy : public DataFolder {
protected:
    Result<std::vector<Window>> read(const std::string& content, const InputFormat& format) {
        return readInput(write("a.npy", content), format);
    }
};

TEST_F(Npy, ElementsOfEveryTypeBecomeFloats) {
    const InputFormat format = floatFormat({1, 2});
    const auto check = [&](const char* type, const std::string& elements, float a, float b) {
        for (const int version : {1, 2, 3}) {
            SCOPED_TRACE(std::string(type) + " in version " + std::to_string(version));
            const auto windows = read(npy(type, "(1, 2)", elements, version), format);
            ASSERT_TRUE(windows.has_value()) << errorOf(windows);
            ASSERT_EQ(windows->size(), 1U);
            EXPECT_THAT(valuesOf<float>(windows->front()), ElementsAre(a, b));
        }
    };
    check("|b1", std::string("\x01\x00", 2), 1, 0);
    check("|i1", littleEndian<std::int8_t>({-128, 5}), -128, 5);
    check("|u1", littleEndian<std::uint8_t>({200, 5}), 200, 5);
    check("<i2", littleEndian<std::int16_t>({-300, 5}), -300, 5);
    check("<u2", littleEndian<std::uint16_t>({65535, 5}), 65535, 5);
    check("<i4", littleEndian<std::int32_t>({-70000, 5}), -70000, 5);
    check("<u4", littleEndian<std::uint32_t>({4294967295U, 5}), 4294967296.0F, 5);
    check("<i8", littleEndian<std::int64_t>({-5, 5}), -5, 5);
    check("<f4", littleEndian<float>({0.1F, -2}), 0.1F, -2);
    check("<f8", littleEndian<double>({0.1, -2}), 0.1F, -2);
}

TEST_F(Npy, FloatsAreQuantisedAndIntegersAreStored) {
    const auto quantised = read(npy("<f4", "(3,)", littleEndian<float>({0, 0.25F, 1e9F})),
                                int8Format({1, 3}, 0.5F, -1));
    ASSERT_TRUE(quantised.has_value()) << errorOf(quantised);
    EXPECT_THAT(valuesOf<std::int8_t>(quantised->front()), ElementsAre(-1, 0, 127));
    const auto stored = read(npy("<i8", "(3,)", littleEndian<std::int64_t>({-128, 0, 127})),
                             int8Format({1, 3}, 0.5F, -1));
    ASSERT_TRUE(stored.has_value()) << errorOf(stored);
    EXPECT_THAT(valuesOf<std::int8_t>(stored->front()), ElementsAre(-128, 0, 127));

    EXPECT_THAT(errorOf(read(npy("|u1", "(2,)", "\x01\xC8"), int8Format({1, 2}))),
                HasSubstr("element 1 is 200, which INT8 cannot hold"));
    EXPECT_THAT(errorOf(read(npy("<f4", "(1,)", littleEndian<float>({1})), int8Format({1}, 0))),
                HasSubstr("no scale"));
}

TEST_F(Npy, ShapesAreTheInputsWithOrWithoutBatchOrOnePerWindow) {
    const InputFormat format = int8Format({1, 2, 2});
    const std::string eight = "\1\2\3\4\5\6\7\10";
    const std::string four = eight.substr(0, 4);
    for (const char* shape : {"(2, 2)", "(1, 2, 2)", "(1, 1, 2, 2)"})
        EXPECT_EQ(read(npy("|i1", shape, four), format).value().size(), 1U) << shape;
    for (const char* shape : {"(2, 2, 2)", "(2, 1, 2, 2)"}) {
        const auto windows = read(npy("|i1", shape, eight), format);
        ASSERT_TRUE(windows.has_value()) << errorOf(windows);
        ASSERT_EQ(windows->size(), 2U) << shape;
        EXPECT_THAT(valuesOf<std::int8_t>((*windows)[1]), ElementsAre(5, 6, 7, 8));
    }
    for (const char* shape : {"(4,)", "(4, 1)", "(2, 2, 1)"})
        EXPECT_THAT(errorOf(read(npy("|i1", shape, four), format)),
                    HasSubstr("does not fit the input INT8 [1, 2, 2]"))
            << shape;
    EXPECT_EQ(read(npy("|i1", "(4,)", four), int8Format({1, 1})).value().size(), 4U);
    EXPECT_EQ(read(npy("|i1", "()", "\1"), int8Format({1, 1})).value().size(), 1U);
}

TEST_F(Npy, WhatIsNotFiniteIsNamed) {
    const float none = std::numeric_limits<float>::quiet_NaN();
    const float endless = std::numeric_limits<float>::infinity();
    for (const InputFormat& format : {floatFormat({3}), int8Format({3})}) {
        EXPECT_THAT(errorOf(read(npy("<f4", "(3,)", littleEndian<float>({1, none, 1})), format)),
                    HasSubstr("a.npy: element 1 is nan"));
        EXPECT_THAT(
            errorOf(read(npy("<f4", "(3,)", littleEndian<float>({1, 1, -endless})), format)),
            HasSubstr("element 2 is -inf"));
        EXPECT_THAT(errorOf(read(npy("<f8", "(3,)", littleEndian<double>({1e300, 1, 1})), format)),
                    HasSubstr("element 0 is 1e+300"));
    }
}

TEST_F(Npy, HeadersThatLieAreRefused) {
    struct Row {
        std::string file;
        const char* error;
    };
    const std::string four(4, '\0');
    const std::string good = npy("<f4", "(1,)", four);
    std::string longHeader = good;
    longHeader[9] = '\x7F';
    std::string version = good;
    version[6] = 4;
    const Row rows[] = {
        {npy("<f4", "(2,)", four), "promises 8 bytes of elements, 4 are there"},
        {npy("<f4", "(1,)", four + four), "promises 4 bytes of elements, 8 are there"},
        {npy("<f4", "(0,)", ""), "no elements"},
        {npy("<f4", "(4294967296, 4294967296)", four), "too large"},
        {npy("<f4", "(99999999999999999999,)", four), "header"},
        {npy("<f4", "(-1,)", four), "header"},
        {npy("<f4", "(1,", four), "header"},
        {npy("<f4", "1", four), "header"},
        {npy("<f4", "(1,)", four, 1, "Maybe"), "header"},
        {npy("<f4", "(1,)", four, 1, "True"), "Fortran order"},
        {npy(">f4", "(1,)", four), "big-endian"},
        {npy("<f2", "(2,)", four), "type '<f2'"},
        {npy("|O", "(1,)", four), "type '|O'"},
        {good.substr(0, 40), "header of 118 bytes, where 30 follow"},
        {good.substr(0, 8), "is no .npy"},
        {longHeader, "header of"},
        {version, "version 4.0"},
        {"not numpy at all", "is no .npy"},
        {"", "the file is empty"},
    };
    for (const Row& row : rows)
        EXPECT_THAT(errorOf(read(row.file, floatFormat({1}))), HasSubstr(row.error)) << row.error;
}

}  // namespace
}  // namespace thimble::data
