// Operator by operator it is the same as at once.

#include "core/repair/walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/interp/program.h"
#include "tests/support/test_data.h"

namespace thimble::repair {
namespace {

using Outputs = std::vector<std::vector<std::byte>>;

/// Outputs of one sample, each from a reset state.
Outputs atOnce(const std::shared_ptr<const interp::Program>& program, const Calibration& samples,
               std::size_t sample) {
    interp::Frame frame(program);
    for (std::size_t i = 0; i < samples.samples[sample].size(); ++i)
        std::ranges::copy(samples.samples[sample][i], frame.input(i).begin());
    EXPECT_TRUE(frame.invoke().value_or(false));
    Outputs outputs;
    for (std::size_t i = 0; i < program->model.subgraphs[0].outputs.size(); ++i) {
        const auto bytes = frame.output(i);
        outputs.emplace_back(bytes.begin(), bytes.end());
    }
    return outputs;
}

Result<std::vector<Outputs>> byWalk(const Model& model, const Calibration& samples,
                                    unsigned threads) {
    THIMBLE_TRY(Walk walk, Walk::start(model, samples));
    for (std::size_t op = 0; op < model.subgraphs[0].operators.size(); ++op) {
        THIMBLE_TRY(const bool ran, walk.run(model, op, {.threads = threads}));
        EXPECT_TRUE(ran);
        walk.release(op);
    }
    std::vector<Outputs> all;
    for (std::size_t s = 0; s < walk.samples(); ++s) {
        Outputs& outputs = all.emplace_back();
        for (const std::int32_t t : model.subgraphs[0].outputs) {
            const auto bytes = walk.bytes(s, t);
            outputs.emplace_back(bytes.begin(), bytes.end());
        }
    }
    return all;
}

TEST(Walk, GivesWhatAPlainRunGives) {
    THIMBLE_NEEDS_TEST_DATA();
    std::size_t compared = 0;
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const Model model = test::readShared(name);
        const auto program = interp::prepareProgram(model);
        if (!program) continue;
        const auto samples = randomCalibration(model, 3, 7);
        if (!samples) continue;
        const auto walked = byWalk(model, *samples, 2);
        if (!walked) {
            // Several subgraphs, or an operator that waits: said, not guessed.
            EXPECT_EQ(walked.error().code, ErrorCode::Unsupported) << walked.error().message;
            continue;
        }
        ++compared;
        for (std::size_t s = 0; s < 3; ++s)
            EXPECT_EQ((*walked)[s], atOnce(*program, *samples, s)) << s;
    }
    EXPECT_GE(compared, 25U);
}

TEST(Walk, AnyNumberOfThreadsGivesTheSame) {
    THIMBLE_NEEDS_TEST_DATA();
    const Model model = test::readShared("kws_ref_model");
    const auto samples = randomCalibration(model, 9, 3);
    ASSERT_TRUE(samples);
    const auto one = byWalk(model, *samples, 1);
    const auto five = byWalk(model, *samples, 5);
    ASSERT_TRUE(one && five);
    EXPECT_EQ(*one, *five);
}

TEST(Walk, StopsAndSaysSo) {
    THIMBLE_NEEDS_TEST_DATA();
    const Model model = test::readShared("kws_ref_model");
    const auto samples = randomCalibration(model, 2, 3);
    ASSERT_TRUE(samples);
    auto walk = Walk::start(model, *samples);
    ASSERT_TRUE(walk);
    std::stop_source stop;
    stop.request_stop();
    const auto ran = walk->run(model, 0, {.stop = stop.get_token()});
    ASSERT_TRUE(ran);
    EXPECT_FALSE(*ran);
}

TEST(Walk, SamplesOfAnotherSizeAreRefused) {
    THIMBLE_NEEDS_TEST_DATA();
    const Model model = test::readShared("kws_ref_model");
    EXPECT_EQ(Walk::start(model, {{{}}}).error().code, ErrorCode::InvalidArgument);
    auto walk = Walk::start(model, {{{std::vector<std::byte>(3)}}});
    ASSERT_TRUE(walk);
    EXPECT_EQ(walk->run(model, 0).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace thimble::repair
