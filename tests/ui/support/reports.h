#pragma once

#include <QString>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>

#include "core/pipeline/analyse.h"
#include "tests/support/test_data.h"

// Reports of real models for tests of the window, and small ones made by hand.
namespace thimble::test {

/// A sample model of the source tree: "resnet8".
[[nodiscard]] std::filesystem::path samplePath(const std::string& name);
[[nodiscard]] QString sampleFile(const std::string& name);

/// Rows of a column "path" for a test of one model each: the samples, then the shared models. Where
/// there are none a row without a path stands for them; see THIMBLE_SKIP_WITHOUT_MODEL.
void addModelRows(std::initializer_list<const char*> samples);

/// Null when the file cannot be read or analysed.
[[nodiscard]] std::shared_ptr<const Report> reportOf(const std::filesystem::path& path,
                                                     const std::string& target = "arm32-reference");

/// Two operators and four tensors, one of them a constant and one without a name, in one subgraph:
///   step    in         #0 CONV_2D       #1 ADD
///   alive   input      input, middle    middle, output
[[nodiscard]] Report smallReport();

}  // namespace thimble::test

#define THIMBLE_SKIP_WITHOUT_MODEL(path) \
    if ((path).isEmpty()) QSKIP(::thimble::test::noTestData().c_str())
