// Every operator against what a reference runtime computed: vectors/*.txt, recorded with
// tools/record_vectors.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "tests/support/model_text.h"
#include "tests/support/vector_file.h"

namespace thimble::interp {
namespace {

using test::RecordedRun;
using test::VectorCase;
using test::VectorLine;

std::vector<std::filesystem::path> vectorFiles() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(THIMBLE_VECTORS))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// The largest difference that the type allows: none, but for floats, as machines fuse differently.
void expectEqual(std::span<const std::byte> got, std::span<const std::byte> want, TensorType type) {
    ASSERT_EQ(got.size(), want.size());
    if (type != TensorType::Float32) {
        EXPECT_TRUE(std::ranges::equal(got, want));
        return;
    }
    for (std::size_t i = 0; i < got.size(); i += sizeof(float)) {
        float a = 0, b = 0;
        std::memcpy(&a, got.data() + i, sizeof a);
        std::memcpy(&b, want.data() + i, sizeof b);
        if (std::isnan(b))
            EXPECT_TRUE(std::isnan(a)) << "element " << i / sizeof(float);
        else if (std::isinf(b))
            EXPECT_EQ(a, b) << "element " << i / sizeof(float);
        else
            EXPECT_NEAR(a, b, 2e-5F * std::max(1.0F, std::abs(b)))
                << "element " << i / sizeof(float);
    }
}

void check(const VectorCase& test, PrepareOptions options) {
    SCOPED_TRACE(test.text);
    const auto program = prepareProgram(test::modelFromText(test.text), options);
    ASSERT_TRUE(program) << program.error().message;
    Frame frame(*program);
    for (const RecordedRun& run : test.runs) {
        SCOPED_TRACE("seed " + std::to_string(run.seed));
        frame.reset();
        ASSERT_TRUE(drawInputs(frame, run.seed));
        const auto finished = frame.invoke();
        ASSERT_TRUE(finished) << finished.error().message;
        std::span<const std::byte> rest = run.outputs;
        for (std::size_t i = 0; i < (*program)->model.subgraphs[0].outputs.size(); ++i) {
            const std::span<const std::byte> output = frame.output(i);
            ASSERT_LE(output.size(), rest.size());
            expectEqual(output, rest.first(output.size()), (*program)->output(i).type);
            rest = rest.subspan(output.size());
        }
        EXPECT_TRUE(rest.empty());
    }
}

class Vectors : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Vectors, AreComputedToTheLastBit) {
    int cases = 0;
    for (const VectorLine& line : test::readVectors(GetParam())) {
        if (line.test.text.empty()) continue;
        ++cases;
        EXPECT_FALSE(line.test.runs.empty()) << line.test.text << " has no answers";
        check(line.test, {});
        check(line.test, {.reference = true});
    }
    EXPECT_GT(cases, 0);
}

INSTANTIATE_TEST_SUITE_P(Files, Vectors, testing::ValuesIn(vectorFiles()),
                         [](const auto& test) { return test.param.stem().string(); });

}  // namespace
}  // namespace thimble::interp
