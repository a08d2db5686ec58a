#include "core/base/file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <span>
#include <string>

namespace thimble {
namespace {

using testing::HasSubstr;

class File : public testing::Test {
protected:
    void SetUp() override {
        m_folder =
            std::filesystem::temp_directory_path() / ("thimble_file_" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] std::filesystem::path at(const char* name) const { return m_folder / name; }
    static void write(const std::filesystem::path& path, std::string_view text) {
        ASSERT_TRUE(writeFile(path, std::as_bytes(std::span(text))).has_value());
    }
    static std::string textOf(const Blob& blob) {
        const auto bytes = blob.bytes();
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

private:
    std::filesystem::path m_folder;
};

TEST_F(File, IsReadAsItWasWritten) {
    write(at("a"), "one");
    write(at("a"), "another");
    EXPECT_EQ(textOf(readFile(at("a")).value()), "another");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(at("a").parent_path()), {}), 1)
        << "no temporary files stay behind";
}

TEST_F(File, WhatIsNoRegularFileIsWrittenInto) {
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
    const int reader = ::open(at("pipe").c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    write(at("pipe"), "through");
    std::string got(16, ' ');
    EXPECT_EQ(::read(reader, got.data(), got.size()), 7);
    EXPECT_EQ(got.substr(0, 7), "through");
    ::close(reader);
    EXPECT_TRUE(std::filesystem::is_fifo(at("pipe"))) << "and stays what it is";
    EXPECT_FALSE(writeFile(at("pipe").parent_path(), {}).has_value()) << "a folder is neither";
}

TEST_F(File, ErrorsNameIt) {
    EXPECT_THAT(readFile(at("missing")).error().message, HasSubstr("missing: No such file"));
    EXPECT_THAT(readFile(at("missing").parent_path()).error().message, HasSubstr("directory"));
    EXPECT_THAT(readFile("").error().message, HasSubstr("'': "));
    EXPECT_THAT(writeFile(at("no/folder"), {}).error().message, HasSubstr("no/folder: "));
}

TEST_F(File, ItsStartIsReadWithoutTheRest) {
    write(at("a"), "0123456789");
    EXPECT_EQ(textOf(readFileStart(at("a"), 4).value()), "0123");
    EXPECT_EQ(textOf(readFileStart(at("a"), 40).value()), "0123456789");
    EXPECT_FALSE(readFileStart(at("missing"), 4).has_value());
}

TEST_F(File, ThatIsTheInputIsFoundOutUnderEveryName) {
    write(at("model"), "weights");
    std::filesystem::create_symlink(at("model"), at("symbolic"));
    std::filesystem::create_hard_link(at("model"), at("hard"));
    write(at("copy"), "weights");
    const auto dotted = at("model").parent_path() / "." / "model";
    for (const auto& name : {at("model"), at("symbolic"), at("hard"), dotted})
        EXPECT_THAT(checkNotInput(name, at("model")).error().message, HasSubstr("is the input"));
    for (const auto& name : {at("copy"), at("missing"), std::filesystem::path()})
        EXPECT_TRUE(checkNotInput(name, at("model")).has_value()) << name;
}

TEST_F(File, NoTwoOutputsAreOne) {
    write(at("model"), "weights");
    write(at("recipe"), "{}");
    const std::filesystem::path inputs[] = {at("model"), at("recipe"), {}};
    EXPECT_TRUE(checkOutputs({at("a"), at("b"), {}, {}, "/dev/null", "/dev/null"}, inputs));
    EXPECT_THAT(checkOutputs({at("a"), at("recipe")}, inputs).error().message,
                HasSubstr("is the input"));
    const auto dotted = at("a").parent_path() / "." / "a";
    EXPECT_THAT(checkOutputs({at("a"), at("b"), dotted}, inputs).error().message,
                HasSubstr("two things"));
}

}  // namespace
}  // namespace thimble
