#include "core/cproject/write_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

namespace fs = std::filesystem;

using testing::Contains;

const char* const kProduct = "FULLY_CONNECTED(i8 2x16 q.5:0, i8 4x16 q.02:0 =#1) -> i8 2x4 q.9:1";
const char* const kSum = "ADD(i8 2x4 q.5:0, i8 2x4 q.5:1) -> i8 2x4 q.9:1";

Project projectOf(const std::string& text, KernelSet kernels = KernelSet::Own) {
    auto project = makeProject(test::modelFromText(text), {.kernels = kernels});
    EXPECT_TRUE(project) << project.error().message;
    return std::move(*project);
}

class WriteProject : public testing::Test {
protected:
    ~WriteProject() override { fs::remove_all(m_folder); }

    void write(const Project& project) const {
        const auto written = writeProject(project, m_folder);
        ASSERT_TRUE(written) << written.error().message;
    }
    [[nodiscard]] std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(m_folder))
            if (entry.is_regular_file())
                names.insert(fs::relative(entry.path(), m_folder).generic_string());
        return names;
    }
    static std::set<std::string> namesOf(const Project& project) {
        std::set<std::string> names;
        for (const File& file : project.files) names.insert(file.name);
        return names;
    }

    fs::path m_folder = fs::temp_directory_path() / ("thimble_write_" + std::to_string(getpid()));
};

TEST_F(WriteProject, WritesItsFiles) {
    const Project project = projectOf(kSum);
    write(project);
    EXPECT_EQ(files(), namesOf(project));
}

TEST_F(WriteProject, LeavesNoKernelsOfAnEarlierProject) {
    write(projectOf(kProduct, KernelSet::CmsisNn));
    EXPECT_THAT(files(), Contains("th_cmsis_fully_connected_s8.c"));
    const Project project = projectOf(kSum);
    write(project);
    EXPECT_EQ(files(), namesOf(project));
}

TEST_F(WriteProject, LeavesOtherFilesAlone) {
    fs::create_directories(m_folder);
    for (const char* name : {"th_my_own.c", "application.c"}) std::ofstream(m_folder / name) << "1";
    write(projectOf(kSum));
    EXPECT_THAT(files(), Contains("th_my_own.c"));
    EXPECT_THAT(files(), Contains("application.c"));
}

}  // namespace
}  // namespace thimble::cproject
