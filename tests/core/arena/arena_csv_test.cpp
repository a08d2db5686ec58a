#include "core/arena/arena_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ArenaCsv, ReadsColumnsByTheirNames) {
    const auto table = readArenaCsv(
        "size,note,upper,id,lower,offset\r\n"
        "16,x,900,first,100,\r\n"
        " 32 , y ,1000, b2 ,900, 64\n\n");
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_THAT(table->ids, ElementsAre("first", "b2"));
    EXPECT_THAT(table->lower, ElementsAre(100, 900));
    EXPECT_THAT(table->upper, ElementsAre(900, 1000));
    const ArenaProblem expected{
        {{.bytes = 16, .live = {0, 1}}, {.bytes = 32, .live = {1, 2}, .fixedOffset = 64}}};
    EXPECT_EQ(table->problem, expected);
}

TEST(ArenaCsv, KnowsTheOtherNames) {
    const auto table = readArenaCsv("buffer_id,start,end,size\n7,0,4,8\n8,5,5,8\n");
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_THAT(table->upper, ElementsAre(5, 6));
    EXPECT_FALSE(table->problem.buffers[0].live.overlaps(table->problem.buffers[1].live));
}

TEST(ArenaCsv, AHeaderAloneIsAnEmptyProblem) {
    const auto table = readArenaCsv("id,lower,upper,size");
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_TRUE(table->problem.buffers.empty());
}

TEST(ArenaCsv, WritesWhatItReads) {
    const auto table = readArenaCsv("id,upper,lower,size\na,9,3,4\nb,99999999999,0,0\n");
    ASSERT_TRUE(table) << table.error().message;
    const std::string text = arenaCsv(*table, {{0, 4}, 4});
    EXPECT_EQ(text, "id,lower,upper,size,offset\na,3,9,4,0\nb,0,99999999999,0,4\n");
    const auto again = readArenaCsv(text);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->problem.buffers[1].fixedOffset, 4);
}

struct BadCsv {
    const char* text;
    const char* message;
};

const BadCsv kBadCsvs[] = {
    {"", "line 1: the file is empty"},
    {"\n\n", "line 1: no column id"},
    {"id,lower,upper\n", "line 1: no column size"},
    {"id,lower,upper,size,size\n", "line 1: column size is there twice"},
    {"id,start,lower,upper,size\n", "line 1: column lower is there twice"},
    {"id,lower,upper,size,alignment\n", "line 1: column alignment is not supported"},
    {"id,lower,upper,size,gaps\n", "line 1: column gaps is not supported"},
    {"id,lower,upper,size\n0,1,2\n", "line 2: 3 fields, the header has 4"},
    {"id,lower,upper,size\n0,1,2,3,4\n", "line 2: 5 fields, the header has 4"},
    {"id,lower,upper,size\n0,1,2,3\n\n1,1,2,x\n", "line 4: size is 'x'"},
    {"id,lower,upper,size\n0,1,2,3.5\n", "line 2: size is '3.5'"},
    {"id,lower,upper,size\n0,1,2,\n", "line 2: size is ''"},
    {"id,lower,upper,size\n,1,2,3\n", "line 2: no id"},
    {"id,lower,upper,size\n0,1,2,-3\n", "line 2: size is negative"},
    {"id,lower,upper,size\n0,-1,2,3\n", "line 2: lower is negative"},
    {"id,lower,upper,size,offset\n0,1,2,3,-1\n", "line 2: offset is negative"},
    {"id,lower,upper,size\n0,2,2,3\n", "line 2: lower 2 is not below upper 2"},
    {"id,lower,upper,size\n0,1,2,3\n0,2,3,3\n", "line 3: id '0' for the second time"},
    {"id,lower,upper,size\n0,1,2,99999999999999999999\n", "line 2: size is '99999999999999999999'"},
    {"id,lower,upper,size\n0,1,2,9223372036854775807\n", "line 2: size is over 2^62"},
    {"id,lower,upper,size\n0,1,2,4611686018427387904\n", "line 2: sizes and offsets up to here"},
    {"id,lower,upper,size\n0,1,2,3000000000000000000\n1,1,2,3000000000000000000\n",
     "line 3: sizes and offsets up to here"},
    {"id,lower,upper,size,offset\n0,1,2,3000000000000000000,\n1,1,2,1,3000000000000000000\n",
     "line 3: sizes and offsets up to here"},
    {"\x7f\x45LF\x01\n", "line 1: no column id"},
};

TEST(ArenaCsv, NamesTheLineOfEveryFault) {
    for (const auto& [text, message] : kBadCsvs) {
        SCOPED_TRACE(text);
        const auto table = readArenaCsv(text);
        ASSERT_FALSE(table);
        EXPECT_EQ(table.error().code, ErrorCode::InvalidFile);
        EXPECT_THAT(table.error().message, HasSubstr(message));
    }
}

TEST(ArenaCsv, HugeFilesAreRefused) {
    std::string text = "id,lower,upper,size\n";
    for (int i = 0; i < 32'769; ++i) text += std::to_string(i) + ",0,1,1\n";
    const auto table = readArenaCsv(text);
    ASSERT_FALSE(table);
    EXPECT_THAT(table.error().message, HasSubstr("line 32770: more than 32768 buffers"));
}

}  // namespace
}  // namespace thimble
