// Bytes of real models are changed at random. Whatever checkModel lets through is grouped and
// pruned: an answer that passes its checks or one clear error, never a crash.

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "core/prune/check_pruned.h"
#include "core/prune/predict_sizes.h"
#include "core/prune/remove_channels.h"
#include "core/prune/zero_channels.h"
#include "core/tflite/reader.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

std::vector<std::byte> mutated(const Blob& file, std::mt19937& random) {
    std::vector<std::byte> bytes(file.bytes().begin(), file.bytes().end());
    const std::size_t changes = 1 + random() % 8;
    for (std::size_t i = 0; i < changes; ++i) {
        std::size_t at = random() % bytes.size();
        // Descriptions are at either end of a file, weights are between them.
        if (random() % 4 != 0)
            at = bytes.size() - 1 - random() % std::min<std::size_t>(bytes.size(), 20'000);
        if (random() % 2 == 0) {
            bytes[at] = static_cast<std::byte>(random());
            continue;
        }
        constexpr std::uint32_t kWords[] = {0, 1, 2, 4, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7F};
        const std::uint32_t word = kWords[random() % std::size(kWords)];
        at &= ~std::size_t{3};
        if (at + sizeof word <= bytes.size()) std::memcpy(&bytes[at], &word, sizeof word);
    }
    return bytes;
}

/// True when it was pruned.
bool prunes(const Model& model, std::uint64_t seed) {
    const auto groups = prune::channelGroups(model);
    if (!groups) {
        EXPECT_FALSE(groups.error().message.empty());
        return false;
    }
    const prune::Selection selection = prune::randomSelection(*groups, 0.5, seed);
    const auto pruned = prune::removeChannels(model, *groups, selection);
    EXPECT_TRUE(pruned.has_value()) << pruned.error().message;
    if (!pruned) return false;
    const auto faults = prune::checkPruned(model, *groups, selection, *pruned);
    EXPECT_TRUE(faults.empty()) << faults.front();
    prune::SizePredictor predictor(model, *groups);
    (void)predictor.predict(prune::keptCounts(selection));
    (void)prune::zeroChannels(model, *groups, selection);
    return true;
}

TEST(HostileModels, AreGroupedOrRefused) {
    THIMBLE_NEEDS_TEST_DATA();
    constexpr int kMutants = 60;
    for (const char* name :
         {"keyword_scrambled_8bit", "trained_lstm_int8", "kws_ref_model", "micro_speech_quantized",
          "rnnoise_int8", "seanet/transpose_conv0", "seanet/strided_slice6", "hey_glados"}) {
        const Blob file = test::readAll(test::sharedModelPath(name));
        std::mt19937 random(static_cast<unsigned>(file.bytes().size()));
        int pruned = 0;
        for (int i = 0; i < kMutants; ++i) {
            SCOPED_TRACE(std::string(name) + ", mutant " + std::to_string(i));
            const auto model = readTflite(Blob(mutated(file, random)));
            if (model) pruned += prunes(*model, static_cast<std::uint64_t>(i)) ? 1 : 0;
        }
        EXPECT_GT(pruned, 0) << name << ": no mutant was readable, so nothing was tried";
    }
}

}  // namespace
}  // namespace thimble
