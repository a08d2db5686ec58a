#include "core/eval/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "tests/support/model_builder.h"

namespace thimble::eval {
namespace {

using interp::Program;
using test::addConstant;
using test::addOperator;
using test::addTensor;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

std::shared_ptr<const Program> prepared(const Model& model) {
    auto program = interp::prepareProgram(model);
    if (!program) ADD_FAILURE() << program.error().message;
    return program.value_or(nullptr);
}

/// Its output is its input in another shape: the file says what the model answers.
std::shared_ptr<const Program> mirror(std::int32_t elements) {
    Model model = test::emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, elements})};
    model.subgraphs[0].outputs = {addTensor(model, "y", {elements})};
    addOperator(model, BuiltinOperator::Reshape, {0}, {1});
    return prepared(model);
}

/// An autoencoder that has learned one thing: its output is always 2, 2, 2, 2.
std::shared_ptr<const Program> stubborn() {
    Model model = test::emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, 4})};
    const auto constant = addConstant(model, "constant", {4}, 2);
    model.subgraphs[0].outputs = {addTensor(model, "y", {1, 4})};
    addOperator(model, BuiltinOperator::Reshape, {constant}, {2});
    return prepared(model);
}

class Evaluate : public testing::Test {
protected:
    void SetUp() override {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        m_folder = std::filesystem::temp_directory_path() /
                   ("thimble_eval_" + std::to_string(::getpid()) + "_" + info->name());
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    /// A file of signed bytes, and its line in the list.
    void add(const std::string& name, const std::vector<int>& bytes, const std::string& rest) {
        std::string text;
        for (const int byte : bytes) text += static_cast<char>(byte);
        std::ofstream(m_folder / name, std::ios::binary) << text;
        m_list += name + "," + rest + "\n";
    }
    [[nodiscard]] data::Dataset dataset() const {
        std::ofstream(m_folder / "y_labels.csv") << m_list;
        auto read = data::readDataset(m_folder);
        if (!read) ADD_FAILURE() << read.error().message;
        return read.value_or(data::Dataset());
    }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::string m_list;
};

TEST_F(Evaluate, CountsRightAnswers) {
    add("a", {1, 5, 2}, "3,1");    // right by 3
    add("b", {1, 5, 6}, "3,1");    // wrong by 1
    add("c", {9, 1, 1}, "3,0");    // right by 8
    add("d", {-9, 0, -1}, "3,0");  // wrong by 9
    add("e", {4, 4, 1}, "3,1");    // a tie goes to the first
    const data::Dataset dataset = this->dataset();
    const auto found = evaluate(mirror(3), dataset, {.worst = 3});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->metric, Metric::Top1);
    EXPECT_EQ(found->total, 5U);
    EXPECT_FALSE(found->cancelled);
    EXPECT_THAT(found->score, Optional(DoubleEq(0.4)));
    ASSERT_TRUE(found->confusion);
    EXPECT_EQ(found->confusion->correct(), 2);
    EXPECT_THAT(found->confusion->counts(),
                ElementsAre(ElementsAre(1, 1, 0), ElementsAre(1, 1, 1), ElementsAre(0, 0, 0)));
    EXPECT_THAT(found->worst, ElementsAre(3, 1, 4));
    EXPECT_EQ(found->samples[3].margin, -9);
    EXPECT_EQ(found->samples[3].answer, 1);
}

TEST_F(Evaluate, TwoClassesAsAreaUnderTheCurve) {
    add("a", {1, 5}, "2,1");  // score 4
    add("b", {1, 3}, "2,0");  // score 2
    add("c", {5, 6}, "2,1");  // score 1: below b
    add("d", {9, 0}, "2,0");  // score -9
    const data::Dataset dataset = this->dataset();
    const auto found = evaluate(mirror(2), dataset, {.metric = Metric::Auc});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->score, Optional(DoubleEq(0.75)));
    EXPECT_EQ(found->samples[3].value, -9);
    EXPECT_EQ(found->worst.front(), 1U) << "b and c cost the same; b comes first";
    ASSERT_TRUE(found->confusion);
    EXPECT_EQ(found->confusion->correct(), 3);
    EXPECT_EQ(evaluate(mirror(2), dataset)->metric, Metric::Top1);
}

TEST_F(Evaluate, AutoencodersByTheirErrorOverTheWindows) {
    // Two windows of four bytes, two apart: 2 2 2 2, then 2 2 4 4.
    add("normal", {2, 2, 2, 2, 4, 4}, "2,0,4,2");
    add("odd", {2, 2, 2, 2, 6, 2}, "2,1,4,2");
    const data::Dataset dataset = this->dataset();
    const auto found = evaluate(stubborn(), dataset);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->metric, Metric::Auc);
    EXPECT_TRUE(found->isAutoencoder);
    EXPECT_FALSE(found->confusion);
    EXPECT_EQ(found->samples[0].inferences, 2U);
    EXPECT_EQ(found->samples[0].value, (0 + (4 + 4) / 4.0) / 2);
    EXPECT_EQ(found->samples[1].value, (0 + 16 / 4.0) / 2);
    EXPECT_EQ(found->score, 1);

    const auto mse = evaluate(stubborn(), dataset, {.metric = Metric::Mse});
    ASSERT_TRUE(mse) << mse.error().message;
    EXPECT_EQ(mse->score, 1.5);
    EXPECT_THAT(mse->worst, ElementsAre(1, 0));
}

TEST_F(Evaluate, AgainstExpectedOutputs) {
    add("a", {1, 2}, "1,0");
    add("b", {3, 5}, "1,0");
    data::Dataset dataset = this->dataset();
    dataset.classes = 0;
    for (data::Sample& sample : dataset.samples) sample.label.reset();
    dataset.samples[0].expected = {1, 2};
    dataset.samples[1].expected = {5, 4};
    const auto found = evaluate(mirror(2), dataset);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->metric, Metric::Mse);
    EXPECT_EQ(found->score, 2.5 / 2);
    dataset.samples[1].expected = {5};
    EXPECT_THAT(evaluate(mirror(2), dataset).error().message,
                HasSubstr("b expects 1 numbers; the output has 2"));
}

TEST_F(Evaluate, TheSameForAnyNumberOfThreads) {
    std::mt19937 random(1);
    for (int i = 0; i < 300; ++i)
        add("s" + std::to_string(i),
            {static_cast<int>(random() % 9), static_cast<int>(random() % 9),
             static_cast<int>(random() % 9)},
            "3," + std::to_string(random() % 3));
    const data::Dataset dataset = this->dataset();
    const auto one = evaluate(mirror(3), dataset, {.threads = 1, .worst = 40});
    ASSERT_TRUE(one);
    for (const unsigned threads : {2U, 3U, 8U}) {
        const auto many = evaluate(mirror(3), dataset, {.threads = threads, .worst = 40});
        ASSERT_TRUE(many);
        EXPECT_EQ(many->samples, one->samples);
        EXPECT_EQ(many->worst, one->worst);
        EXPECT_EQ(many->score, one->score);
        EXPECT_EQ(many->confusion->counts(), one->confusion->counts());
    }
    const auto part = evaluate(mirror(3), dataset, {.limit = 3});
    ASSERT_TRUE(part);
    ASSERT_EQ(part->samples.size(), 3U);
    EXPECT_EQ(part->samples[1], one->samples[100]) << "a limit takes samples from everywhere";
}

TEST_F(Evaluate, NamesTheFirstFileThatIsWrong) {
    for (int i = 0; i < 100; ++i)
        add("s" + std::to_string(i), std::vector<int>(i == 41 || i == 87 ? 4 : 3, 1), "3,0");
    const data::Dataset dataset = this->dataset();
    for (const unsigned threads : {1U, 2U, 7U}) {
        const auto found = evaluate(mirror(3), dataset, {.threads = threads});
        ASSERT_FALSE(found);
        EXPECT_THAT(found.error().message, HasSubstr((folder() / "s41").string() + ": "));
    }
}

TEST_F(Evaluate, CancelledItGivesWhatWasDone) {
    for (int i = 0; i < 200; ++i) add("s" + std::to_string(i), {1, i % 2 == 0 ? 2 : 0, 0}, "3,1");
    const data::Dataset dataset = this->dataset();
    std::stop_source source;
    const EvaluateControl control{source.get_token(), [&](std::int64_t done, std::int64_t total) {
                                      EXPECT_EQ(total, 200);
                                      if (done == 21) source.request_stop();
                                  }};
    const auto found = evaluate(mirror(3), dataset, {.threads = 1}, control);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->cancelled);
    EXPECT_EQ(found->samples.size(), 21U);
    EXPECT_EQ(found->total, 200U);
    EXPECT_THAT(found->score, Optional(DoubleEq(11.0 / 21)));

    source.request_stop();
    const auto nothing = evaluate(mirror(3), dataset, {}, {source.get_token(), {}});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->score, std::nullopt);
    EXPECT_TRUE(nothing->samples.empty());
}

TEST_F(Evaluate, SaysWhyAMetricDoesNotSuit) {
    add("a", {1, 2, 3}, "4,1");
    add("b", {1, 2, 3}, "4,3");
    const data::Dataset four = dataset();
    const auto expectError = [](const std::shared_ptr<const Program>& program,
                                const data::Dataset& dataset, Metric metric, const char* words) {
        const auto found = evaluate(program, dataset, {.metric = metric});
        ASSERT_FALSE(found) << words;
        EXPECT_THAT(found.error().message, HasSubstr(words));
    };
    expectError(mirror(3), four, Metric::Auto, "it has 3 elements, for 4 classes");
    expectError(mirror(4), four, Metric::Auc, "auc needs two classes; the data set has 4");
    expectError(mirror(4), four, Metric::Mse, "mse needs expected outputs");

    data::Dataset two = four;
    two.classes = 2;
    for (data::Sample& sample : two.samples) sample.label = 1;
    expectError(mirror(3), two, Metric::Auc, "auc needs an output of one or two elements");
    expectError(mirror(2), two, Metric::Auc, "auc needs samples of both classes");

    Model model = test::emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, 2}), addTensor(model, "x2", {1, 2})};
    model.subgraphs[0].outputs = {addTensor(model, "y", {2})};
    addOperator(model, BuiltinOperator::Reshape, {0}, {2});
    expectError(prepared(model), four, Metric::Auto, "it has 2 inputs; a data set fills one");
}

TEST_F(Evaluate, AnOutputThatIsNoNumberIsAnError) {
    Model model = test::emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, 4})};
    const auto constant = addConstant(model, "constant", {3}, 0);
    model.subgraphs[0].outputs = {addTensor(model, "y", {3, 1})};
    addOperator(model, BuiltinOperator::Reshape, {constant}, {2});
    for (const std::size_t t : {1U, 2U}) {
        model.subgraphs[0].tensors[t].type = TensorType::Float32;
        model.subgraphs[0].tensors[t].quantization.reset();
    }
    model.buffers.back().data = Blob(std::vector<std::byte>(12, std::byte{0xFF}));
    add("a", {1, 2, 3, 4}, "3,1");
    const auto found = evaluate(prepared(model), dataset());
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, HasSubstr("a: element 0 of the output is "));
    EXPECT_THAT(found.error().message, HasSubstr("nan"));
}

}  // namespace
}  // namespace thimble::eval
