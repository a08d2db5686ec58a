#include "tests/cli/command_test.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace thimble::test {

using testing::StartsWith;

void CommandTest::SetUp() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    m_folder =
        std::filesystem::temp_directory_path() / ("thimble_" + std::to_string(::getpid()) + "_" +
                                                  info->test_suite_name() + "_" + info->name());
    std::filesystem::create_directories(m_folder);
}

void CommandTest::TearDown() { std::filesystem::remove_all(m_folder); }

Outcome CommandTest::run(const std::string& arguments, const std::string& before) const {
    const std::string errors = (m_folder / "stderr").string();
    const std::string command = "cd '" + m_folder.string() + "' && " + before + "'" +
                                THIMBLE_BINARY + "' " + arguments + " 2>'" + errors + "'";
    FILE* pipe = ::popen(command.c_str(), "r");
    Outcome outcome;
    std::array<char, 4096> chunk{};
    while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe))
        outcome.out.append(chunk.data(), count);
    const int status = ::pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    outcome.err = read("stderr");
    return outcome;
}

std::string CommandTest::write(const std::string& name, const std::string& text) const {
    std::ofstream(m_folder / name) << text;
    return (m_folder / name).string();
}

std::string CommandTest::read(const std::string& name) const {
    std::ifstream file(m_folder / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void expectOneErrorLine(const Outcome& outcome) {
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("thimble: error: "));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
}

}  // namespace thimble::test
