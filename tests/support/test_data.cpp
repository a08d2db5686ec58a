#include "tests/support/test_data.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/file.h"
#include "core/tflite/reader.h"

namespace thimble::test {

std::filesystem::path testDataFolder() {
    if (const char* named = std::getenv("THIMBLE_TESTDATA"); named && *named) return named;
    return THIMBLE_DEFAULT_TESTDATA;
}

std::string noTestData() {
    return "no test data in " + testDataFolder().string() +
           "; set THIMBLE_TESTDATA to a folder that has models/";
}

std::vector<std::string> sharedModels() {
    std::vector<std::string> names;
    const std::filesystem::path models = testDataFolder() / "models";
    std::error_code none;
    for (std::filesystem::recursive_directory_iterator it(models, none), end; it != end;
         it.increment(none))
        if (it->path().extension() == ".tflite")
            names.push_back(
                std::filesystem::relative(it->path(), models).replace_extension().string());
    std::ranges::sort(names);
    return names;
}

std::filesystem::path sharedModelPath(const std::string& name) {
    return testDataFolder() / "models" / (name + ".tflite");
}

Blob readAll(const std::filesystem::path& path) {
    const auto file = readFile(path);
    if (!file) ADD_FAILURE() << file.error().message;
    return file.value_or(Blob());
}

Model readShared(const std::string& name) {
    const auto model = readTflite(readAll(sharedModelPath(name)));
    if (!model) ADD_FAILURE() << name << ": " << model.error().message;
    return model.value_or(Model());
}

}  // namespace thimble::test
