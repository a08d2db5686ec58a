#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/model/check_model.h"
#include "core/pipeline/analyse.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/target.h"
#include "tools/make_samples/sample_table.h"
#include "tools/make_samples/samples.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;
using samples::allSamples;
using samples::Sample;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path kFolder = THIMBLE_SAMPLE_MODELS;

std::string fileName(const Sample& sample) { return std::string(sample.name) + ".tflite"; }

std::vector<Sample> keptSamples() {
    std::vector<Sample> kept;
    for (const Sample& sample : allSamples())
        if (!sample.isLarge) kept.push_back(sample);
    return kept;
}

Blob written(const Model& model) {
    Result<std::vector<std::byte>> bytes = writeTflite(model);
    EXPECT_TRUE(bytes.has_value()) << bytes.error().message;
    return bytes ? Blob(std::move(*bytes)) : Blob();
}

TEST(SampleModels, TheFolderHoldsWhatTheToolMakes) {
    std::set<std::string> expected;
    for (const Sample& sample : keptSamples()) {
        SCOPED_TRACE(sample.name);
        expected.insert(fileName(sample));
        const Result<Blob> kept = readFile(kFolder / fileName(sample));
        ASSERT_TRUE(kept.has_value()) << kept.error().message;
        EXPECT_TRUE(*kept == written(sample.build())) << "run make_samples --out sample_models";
    }
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(kFolder))
        if (entry.path().extension() == ".tflite") found.insert(entry.path().filename().string());
    EXPECT_EQ(found, expected);
}

TEST(SampleModels, TheFolderStaysSmall) {
    Bytes total = 0;
    for (const Sample& sample : keptSamples()) {
        const Bytes size = written(sample.build()).size();
        EXPECT_LT(size, 1'000'000) << sample.name;
        total += size;
    }
    EXPECT_LT(total, 2'500'000);
}

TEST(SampleModels, TheReadmeHasTheTableOfTheTool) {
    const Result<Blob> readme = readFile(kFolder / "README.md");
    ASSERT_TRUE(readme.has_value()) << readme.error().message;
    const std::string text(reinterpret_cast<const char*>(readme->bytes().data()),
                           static_cast<std::size_t>(readme->size()));
    const Result<std::string> table = samples::sampleTable(allSamples());
    ASSERT_TRUE(table.has_value()) << table.error().message;
    EXPECT_THAT(text, HasSubstr(*table)) << "paste what make_samples --table --large prints";
    EXPECT_THAT(text, HasSubstr("262,144 bytes as written, 122,880 in its best order"));
}

TEST(SampleModels, AreSoundAndReadBackEqual) {
    for (const Sample& sample : allSamples()) {
        SCOPED_TRACE(sample.name);
        const Model model = sample.build();
        const Result<void> checked = checkModel(model);
        EXPECT_TRUE(checked.has_value()) << checked.error().message;
        const Blob file = written(model);
        const Result<Model> read = readTflite(file);
        ASSERT_TRUE(read.has_value()) << read.error().message;
        EXPECT_TRUE(*read == model);
        EXPECT_TRUE(written(*read) == file);
        EXPECT_THAT(listOddities(*read, file), IsEmpty());
        EXPECT_TRUE(sample.build() == model);
    }
}

TEST(SampleModels, TakeAndGiveInt8) {
    for (const Sample& sample : allSamples()) {
        SCOPED_TRACE(sample.name);
        const Model model = sample.build();
        const Subgraph& main = model.subgraphs.front();
        std::vector<std::int32_t> ends = main.inputs;
        ends.insert(ends.end(), main.outputs.begin(), main.outputs.end());
        EXPECT_GE(ends.size(), 2U);
        for (const std::int32_t tensor : ends) {
            const Tensor& end = main.tensors[static_cast<std::size_t>(tensor)];
            EXPECT_EQ(end.type, TensorType::Int8);
            EXPECT_EQ(end.shape.front(), 1);
        }
    }
}

struct Numbers {
    std::string_view name;
    std::size_t operators;
    Macs macs;
    Bytes peak;
    Bytes head;  // what TFLM was seen to plan
};

// The MACs of DS-CNN-S and ResNet-8 are those of MLPerf Tiny's models, MobileNetV2's the 300
// million of its paper.
constexpr Numbers kNumbers[] = {
    {"ds_cnn_s", 13, 2'656'768, 16'000, 16'000},
    {"micronet_kws_s", 15, 8'326'752, 51'660, 51'680},
    {"micronet_kws_l", 19, 65'714'076, 169'740, 169'760},
    {"person_detection", 31, 7'157'888, 55'296, 55'296},
    {"mobilenet_v2_035_144", 66, 25'393'552, 311'040, 311'040},
    {"resnet8", 16, 12'501'632, 49'152, 49'152},
    {"nas_cell", 29, 9'822'528, 262'144, 270'336},
    {"x_lstm", 253, 59'936, 388, 656},
    {"mobilenet_v2_100", 66, 300'774'272, 1'505'280, 1'505'280},
    {"nas_net_2338", 2338, 69'653'664, 40'960, 40'960},
};

TEST(SampleModels, CostWhatTheyAreKnownToCost) {
    ASSERT_EQ(std::size(kNumbers), allSamples().size());
    for (std::size_t i = 0; i < std::size(kNumbers); ++i) {
        const Sample& sample = allSamples()[i];
        const Numbers& expected = kNumbers[i];
        SCOPED_TRACE(expected.name);
        ASSERT_EQ(sample.name, expected.name);
        LoadedModel loaded{fileName(sample), {}, sample.build()};
        loaded.file = written(loaded.model);
        for (const std::string_view name : {"arm32-reference", "host64-reference"}) {
            SCOPED_TRACE(name);
            const auto report = analyse(loaded, *tflm::findTarget(name));
            ASSERT_TRUE(report.has_value()) << report.error().message;
            EXPECT_TRUE((*report)->device.accepts) << (*report)->device.reason;
            EXPECT_EQ((*report)->model.operators, expected.operators);
            EXPECT_EQ((*report)->model.macs, expected.macs);
            EXPECT_EQ((*report)->workingSet.peakBytes, expected.peak);
            EXPECT_EQ((*report)->device.headBytes, expected.head);
        }
    }
}

/// Tries every order of the operators, by the sets of those that have run: what is alive then
/// depends on the set alone. For graphs of up to 64 operators that have few such sets.
class EveryOrder {
public:
    explicit EveryOrder(const SubgraphGraph& graph) : m_graph(graph) {}

    [[nodiscard]] Bytes smallestPeak() { return best(0).peak; }
    /// Operators of an order that reaches it.
    [[nodiscard]] std::vector<std::size_t> bestOrder() {
        std::vector<std::size_t> order;
        for (Set done = 0; done != all();) {
            order.push_back(best(done).next);
            done |= bit(order.back());
        }
        return order;
    }

private:
    using Set = std::uint64_t;
    struct Answer {
        Bytes peak = 0;
        std::size_t next = 0;
    };

    static Set bit(std::size_t op) { return Set{1} << op; }
    [[nodiscard]] Set all() const { return bit(m_graph.operators.size()) - 1; }

    [[nodiscard]] bool canRun(std::size_t op, Set done) const {
        return std::ranges::all_of(m_graph.operators[op].inputs, [&](std::int32_t input) {
            const auto& producer = m_graph.tensors[static_cast<std::size_t>(input)].producer;
            return !producer || (done & bit(indexOf(*producer)));
        });
    }

    /// Bytes alive while `op` runs after those of `done`.
    [[nodiscard]] Bytes alive(std::size_t op, Set done) const {
        Bytes bytes = 0;
        for (const GraphTensor& tensor : m_graph.tensors) {
            if (tensor.role != TensorRole::Activation) continue;
            const bool written = tensor.producer
                                     ? ((done | bit(op)) & bit(indexOf(*tensor.producer)))
                                     : tensor.isInput;
            const bool own = tensor.producer && indexOf(*tensor.producer) == op;
            const bool wanted = std::ranges::any_of(tensor.consumers, [&](OperatorId consumer) {
                return !(done & bit(indexOf(consumer)));
            });
            if (written && (own || wanted || tensor.isOutput)) bytes += tensor.bytes;
        }
        return bytes;
    }

    Answer best(Set done) {
        if (done == all()) return {};
        if (const auto known = m_answers.find(done); known != m_answers.end()) return known->second;
        Answer answer{std::numeric_limits<Bytes>::max(), 0};
        for (std::size_t op = 0; op < m_graph.operators.size(); ++op) {
            if ((done & bit(op)) || !canRun(op, done)) continue;
            const Bytes peak = std::max(alive(op, done), best(done | bit(op)).peak);
            if (peak < answer.peak) answer = {peak, op};
        }
        return m_answers[done] = answer;
    }

    const SubgraphGraph& m_graph;
    std::unordered_map<Set, Answer> m_answers;
};

Bytes peakOf(const Model& model) {
    const Graph graph = buildGraph(model);
    return workingSet(graph.subgraphs[0], liveRanges(graph.subgraphs[0])).peakBytes;
}

TEST(SampleModels, TheNasCellHasABetterOrderThanItsOwn) {
    const Model model = samples::nasCell();
    const Graph graph = buildGraph(model);
    EveryOrder orders(graph.subgraphs[0]);
    EXPECT_EQ(peakOf(model), 262'144);
    EXPECT_EQ(orders.smallestPeak(), 122'880);

    Model reordered = model;
    reordered.subgraphs[0].operators.clear();
    for (const std::size_t op : orders.bestOrder())
        reordered.subgraphs[0].operators.push_back(model.subgraphs[0].operators[op]);
    EXPECT_TRUE(checkModel(reordered).has_value());
    EXPECT_EQ(peakOf(reordered), orders.smallestPeak());
}

}  // namespace
}  // namespace thimble
