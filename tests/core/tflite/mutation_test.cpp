// Bytes of real models are changed at random and each result is read and analysed. Whatever comes
// out must be an answer or one clear error; never a crash, a hang, or memory beyond 64 MB and 16
// times the file. Run under the sanitizers this is worth most.

#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <new>
#include <random>

#include "app/cli/commands/inspect_text.h"
#include "core/export/plot.h"
#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/report/report_json.h"
#include "core/report/summarise.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"
#include "tests/support/test_data.h"

namespace {

std::atomic<std::int64_t> live{0};
std::atomic<std::int64_t> most{0};

void* counted(std::size_t size) {
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (!memory) throw std::bad_alloc();
    const std::int64_t now = live += static_cast<std::int64_t>(malloc_usable_size(memory));
    std::int64_t before = most;
    while (now > before && !most.compare_exchange_weak(before, now)) {
    }
    return memory;
}

void uncounted(void* memory) noexcept {
    if (!memory) return;
    live -= static_cast<std::int64_t>(malloc_usable_size(memory));
    std::free(memory);
}

}  // namespace

// Every allocation of this program is counted: that is what the limit is about.
void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void operator delete(void* memory) noexcept { uncounted(memory); }
void operator delete[](void* memory) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t) noexcept { uncounted(memory); }
void operator delete[](void* memory, std::size_t) noexcept { uncounted(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { uncounted(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { uncounted(memory); }

namespace thimble {
namespace {

constexpr std::size_t kSmall = 64 << 10;
constexpr int kMutations = 2000;
constexpr int kShowOneIn = 20;  // of those that are accepted

/// What the command line makes of a report besides JSON.
void show(const Report& report) {
    EXPECT_FALSE(cli::inspectText(report, {}).empty());
    const std::filesystem::path plot = std::filesystem::path(testing::TempDir()) /
                                       ("thimble_mutant_" + std::to_string(::getpid()) + ".svg");
    const auto written = writePlot(report, plot, {400, 300});
    EXPECT_TRUE(written.has_value()) << written.error().message;
    std::filesystem::remove(plot);
}

/// The whole road that a file takes; true when it was accepted. Every so often it is shown, too:
/// that takes longer than all the rest.
bool analyseBytes(std::vector<std::byte> bytes, bool isShown = false) {
    const Blob file(std::move(bytes));
    const auto model = readTflite(file);
    if (!model) {
        EXPECT_FALSE(model.error().message.empty());
        EXPECT_EQ(model.error().message.find('\n'), std::string::npos);
        return false;
    }
    (void)listOddities(*model, file);
    const Graph graph = buildGraph(*model);
    const WorkingSet set = workingSet(graph.subgraphs[0], liveRanges(graph.subgraphs[0]));
    auto device = tflm::deviceMemory(*model, tflm::kTargets[0]);
    if (device) {
        const Report report = summarise(*model, graph, set, tflm::kTargets[0], std::move(*device));
        (void)reportJson(report);
        if (isShown) show(report);
    }
    return true;
}

std::vector<std::byte> mutated(const Blob& file, std::mt19937& random) {
    std::vector<std::byte> bytes(file.bytes().begin(), file.bytes().end());
    const auto at = [&] { return random() % bytes.size(); };
    switch (random() % 6) {
        case 0:  // a bit
            bytes[at()] ^= std::byte{static_cast<unsigned char>(1U << (random() % 8))};
            break;
        case 1:  // a byte
            bytes[at()] = static_cast<std::byte>(random());
            break;
        case 2:  // the end is missing
            bytes.resize(at() + 1);
            break;
        case 3: {  // a word of extreme value
            constexpr std::uint32_t kExtremes[] = {0,          1,          0x7FFFFFFF, 0x80000000,
                                                   0xFFFFFFFF, 0x3FFFFFFF, 0x00010000, 0x7F};
            const std::uint32_t value = kExtremes[random() % std::size(kExtremes)];
            const std::size_t where = at() & ~std::size_t{3};
            if (where + 4 <= bytes.size()) std::memcpy(&bytes[where], &value, 4);
            break;
        }
        case 4: {  // a piece copied elsewhere
            const std::size_t length = std::min<std::size_t>(random() % 64, bytes.size());
            const std::size_t from = random() % (bytes.size() - length + 1);
            const std::size_t to = random() % (bytes.size() - length + 1);
            std::memmove(bytes.data() + to, bytes.data() + from, length);
            break;
        }
        default:  // several of the small ones
            for (int i = 0; i < 8; ++i) bytes[at()] = static_cast<std::byte>(random());
    }
    return bytes;
}

constexpr unsigned kShards = 8;  // so that the test runner can use all cores

class Mutation : public testing::TestWithParam<unsigned> {};

TEST_P(Mutation, NoMutantOfASmallModelDoesHarm) {
    THIMBLE_NEEDS_TEST_DATA();
    std::uint32_t seed = 0;
    for (const std::string& name : test::sharedModels()) {
        if (++seed % kShards != GetParam()) continue;
        const Blob file = test::readAll(test::sharedModelPath(name));
        if (file.bytes().size() > kSmall) continue;
        std::mt19937 random(seed);
        int accepted = 0;
        for (int i = 0; i < kMutations; ++i) {
            SCOPED_TRACE(name + ", mutant " + std::to_string(i));
            std::vector<std::byte> bytes = mutated(file, random);
            const auto limit =
                std::int64_t{64} * 1'000'000 + 16 * static_cast<std::int64_t>(bytes.size());
            const std::int64_t before = live;
            most = before;
            accepted += analyseBytes(std::move(bytes), accepted % kShowOneIn == 0) ? 1 : 0;
            ASSERT_LE(most - before, limit);
        }
        EXPECT_GT(accepted, 0) << name << ": no mutant was readable, so nothing was tried";
    }
}

INSTANTIATE_TEST_SUITE_P(Shard, Mutation, testing::Range(0U, kShards));

/// 8 bytes of file for each of a million tensors that are all the same table.
TEST(SharedTables, DoNotMultiply) {
    Model model;
    model.buffers.emplace_back();
    Subgraph subgraph;
    Tensor tensor;
    tensor.name = std::string(2000, 'n');
    tensor.shape = std::vector<std::int32_t>(2000, 1);
    subgraph.tensors.assign(4000, tensor);
    model.subgraphs.push_back(subgraph);
    std::vector<std::byte> bytes = *writeTflite(model);
    // Point every entry of the list of tensors at the first one.
    const std::uint32_t count = 4000;
    const auto* marker = reinterpret_cast<const std::byte*>(&count);
    auto at = std::search(bytes.begin(), bytes.end(), marker, marker + sizeof count);
    ASSERT_NE(at, bytes.end());
    at += sizeof count;
    std::uint32_t first = 0;
    std::memcpy(&first, &*at, sizeof first);
    for (std::uint32_t i = 1; i < count; ++i) {
        const std::uint32_t offset = first - i * 4;
        std::memcpy(&*(at + i * 4), &offset, sizeof offset);
    }
    // Only the head of the file, and the one tensor, are needed now.
    const auto limit = std::int64_t{64} * 1'000'000 + 16 * static_cast<std::int64_t>(bytes.size());
    const std::int64_t before = live;
    most = before;
    (void)analyseBytes(bytes, true);
    EXPECT_LE(most - before, limit);
}

}  // namespace
}  // namespace thimble
