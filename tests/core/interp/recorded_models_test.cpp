// Whole models against what TFLM computed: outputs for three seeds, and every intermediate tensor
// of the smaller ones.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/model/names.h"
#include "tests/support/test_data.h"

namespace thimble::interp {
namespace {

namespace fs = std::filesystem;

/// Float kernels differ by their fused multiply-adds from machine to machine.
constexpr float kFloatTolerance = 2e-5F;

float worstDifference(std::span<const std::byte> a, std::span<const std::byte> b) {
    float worst = 0;
    for (std::size_t i = 0; i + sizeof(float) <= a.size(); i += sizeof(float)) {
        float x = 0, y = 0;
        std::memcpy(&x, a.data() + i, sizeof x);
        std::memcpy(&y, b.data() + i, sizeof y);
        worst = std::max(worst, std::abs(x - y));
    }
    return worst;
}

std::string difference(std::span<const std::byte> got, std::span<const std::byte> want,
                       TensorType type) {
    if (got.size() != want.size())
        return fmt::format("{} bytes instead of {}", got.size(), want.size());
    if (std::ranges::equal(got, want)) return {};
    if (type == TensorType::Float32) {
        const float worst = worstDifference(got, want);
        return worst <= kFloatTolerance ? "" : fmt::format("off by {}", worst);
    }
    const auto [first, other] = std::ranges::mismatch(got, want);
    return fmt::format("differs from byte {} on", first - got.begin());
}

/// Counts the runs that were compared.
void expectRecordedOutputs(const std::string& name, int& compared) {
    const auto program = prepareProgram(test::readShared(name));
    ASSERT_TRUE(program) << program.error().message;
    Frame frame(*program);
    for (int seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE(fmt::format("seed {}", seed));
        const fs::path golden =
            test::testDataFolder() / "golden" / fmt::format("{}.seed{}.bin", name, seed);
        if (!fs::exists(golden)) continue;  // TFLM refuses the model
        frame.reset();
        ASSERT_TRUE(drawInputs(frame, static_cast<std::uint64_t>(seed)));
        const auto finished = frame.invoke();
        ASSERT_TRUE(finished) << finished.error().message;
        const Blob want = test::readAll(golden);
        std::size_t at = 0;
        for (std::size_t i = 0; i < (*program)->model.subgraphs[0].outputs.size(); ++i) {
            const std::span<const std::byte> output = frame.output(i);
            ASSERT_LE(at + output.size(), want.bytes().size());
            EXPECT_EQ(difference(output, want.bytes().subspan(at, output.size()),
                                 (*program)->output(i).type),
                      "")
                << "output " << i;
            at += output.size();
        }
        EXPECT_EQ(at, want.bytes().size());
        ++compared;
    }
}

/// How many tensors were compared.
int expectRecordedTensors(const std::string& name, const fs::path& folder) {
    const auto program = prepareProgram(test::readShared(name));
    EXPECT_TRUE(program) << program.error().message;
    if (!program) return 0;
    Frame frame(*program);
    EXPECT_TRUE(drawInputs(frame, 1));
    EXPECT_TRUE(frame.invoke());
    int compared = 0;
    for (std::size_t t = 0; t < (*program)->model.subgraphs[0].tensors.size(); ++t) {
        const fs::path file = folder / fmt::format("s0_t{:03}.bin", t);
        const Slot slot = (*program)->slot(0, static_cast<std::int32_t>(t));
        if (!fs::exists(file)) continue;
        EXPECT_EQ(difference(frame.bytes(slot), test::readAll(file).bytes(),
                             (*program)->tensors[slot].type),
                  "")
            << tensorLabel((*program)->model, 0, t);
        ++compared;
    }
    return compared;
}

TEST(RecordedModels, ComputeWhatTflmComputed) {
    THIMBLE_NEEDS_TEST_DATA();
    int compared = 0;
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        expectRecordedOutputs(name, compared);
    }
    EXPECT_GT(compared, 200);
}

TEST(RecordedModels, HaveTheSameTensorsInBetween) {
    THIMBLE_NEEDS_TEST_DATA();
    int compared = 0;
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const fs::path folder = test::testDataFolder() / "golden" / "tensors" / (name + ".seed1");
        if (fs::exists(folder)) compared += expectRecordedTensors(name, folder);
    }
    EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace thimble::interp
