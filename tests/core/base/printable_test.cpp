#include "core/base/printable.h"

#include <gtest/gtest.h>

namespace thimble {
namespace {

struct Case {
    const char* name;
    std::string_view text;
    std::string_view shown;
};

const Case kCases[] = {
    {"plain text stays", "conv1/out [1, 2]", "conv1/out [1, 2]"},
    {"so does text of any alphabet", "größe 重み 𝛼", "größe 重み 𝛼"},
    {"nothing of nothing", "", ""},
    {"an escape sequence loses its escape", "\x1B[31mred", "\uFFFD[31mred"},
    {"line breaks do not break lines", "a\nb\r\tc", "a\uFFFDb\uFFFD\uFFFDc"},
    {"the newer control characters",
     "\xC2\x9B"
     "31m",
     "\uFFFD31m"},
    {"marks of direction", "a\u202Eb\u2066c\u200F", "a\uFFFDb\uFFFDc\uFFFD"},
    {"line separators", "a\u2028b", "a\uFFFDb"},
    {"a byte that starts nothing", "a\xFFz", "a\uFFFDz"},
    {"a continuation without a start", "a\x80z", "a\uFFFDz"},
    {"a sequence cut short by the end", "a\xE4\xB8", "a\uFFFD\uFFFD"},
    {"a sequence cut short by another", "\xE4z", "\uFFFDz"},
    {"longer than it need be", "\xC0\xAF", "\uFFFD\uFFFD"},
    {"a surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
    {"beyond the last character", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
};

TEST(Printable, ShowsWhatTheTableSays) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(printable(c.text), c.shown);
        EXPECT_EQ(printable(c.shown), c.shown) << "what is printable stays as it is";
    }
}

TEST(Printable, CutsBetweenCharacters) {
    EXPECT_EQ(printable("abcdef", 6), "abcdef");
    EXPECT_EQ(printable("abcdef", 3), "abc...");
    EXPECT_EQ(printable("aßc", 2), "a...");
    EXPECT_EQ(printable("aßc", 3), "aß...");
}

}  // namespace
}  // namespace thimble
