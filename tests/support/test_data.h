#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/blob.h"
#include "core/model/model.h"

// Real models and what TFLM was recorded to do with them: the folder that THIMBLE_TESTDATA names,
// or the one the build was configured with. Without it, tests that need it skip.
namespace thimble::test {

[[nodiscard]] std::filesystem::path testDataFolder();

/// "no test data in /some/folder; set THIMBLE_TESTDATA to ...": why a test is skipped.
[[nodiscard]] std::string noTestData();

/// "vww_96_int8", "seanet/conv0", ...: every model of the folder, sorted; empty without it.
[[nodiscard]] std::vector<std::string> sharedModels();
[[nodiscard]] std::filesystem::path sharedModelPath(const std::string& name);

/// The file, or a failed test and an empty blob.
[[nodiscard]] Blob readAll(const std::filesystem::path& path);

/// The model, or a failed test and an empty model.
[[nodiscard]] Model readShared(const std::string& name);

}  // namespace thimble::test

#define THIMBLE_NEEDS_TEST_DATA()                          \
    do {                                                   \
        if (::thimble::test::sharedModels().empty())       \
            GTEST_SKIP() << ::thimble::test::noTestData(); \
    } while (false)
