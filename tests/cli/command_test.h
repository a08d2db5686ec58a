#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace thimble::test {

struct Outcome {
    int status = -1;  ///< -1: ended by a signal
    std::string out;
    std::string err;
};

/// Runs the program as a shell would, in a folder of the test's own.
class CommandTest : public testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    /// `before` stands in front of the program: "timeout -s INT 1 ".
    [[nodiscard]] Outcome run(const std::string& arguments, const std::string& before = "") const;
    /// A file of the folder; its path.
    std::string write(const std::string& name, const std::string& text) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    [[nodiscard]] std::filesystem::path folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
};

/// Status 2, one line on stderr, nothing on stdout.
void expectOneErrorLine(const Outcome& outcome);

}  // namespace thimble::test
