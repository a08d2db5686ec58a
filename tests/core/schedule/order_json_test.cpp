#include "core/schedule/order_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace thimble {
namespace {

using testing::HasSubstr;

Result<OrderProblem> read(const std::string& text) {
    return readOrderJson(std::as_bytes(std::span(text)));
}

TEST(OrderJson, ReadsAGraph) {
    const auto problem = read(R"({"tensors": [8, 16, 4], "inputs": [0], "outputs": [2],
        "operators": [{"inputs": [0, 0], "outputs": [1], "name": "whatever"},
                      {"inputs": [1], "outputs": [2], "scratch": 7}],
        "after": [[0, 1]], "comment": 1})");
    ASSERT_TRUE(problem.has_value()) << problem.error().message;
    const OrderProblem expected{.bytes = {8, 16, 4},
                                .operators = {{{0, 0}, {1}, 0}, {{1}, {2}, 7}},
                                .inputs = {0},
                                .outputs = {2},
                                .after = {{0, 1}}};
    EXPECT_EQ(*problem, expected);
}

struct HostileCase {
    const char* text;
    const char* message;
};

const HostileCase kHostile[] = {
    {"", "not a graph in JSON"},
    {"{", "not a graph in JSON"},
    {"\xff\xfe", "not a graph in JSON"},
    {"[]", "an object is expected"},
    {"7", "an object is expected"},
    {"{}", "\"tensors\" is missing"},
    {R"({"tensors": 5})", "a list is expected"},
    {R"({"tensors": [1.5]})", "tensors[0]: a whole number is expected"},
    {R"({"tensors": ["8"]})", "tensors[0]: a whole number is expected"},
    {R"({"tensors": [-1]})", "tensors[0]: -1 is negative"},
    {R"({"tensors": [18446744073709551615]})", "tensors[0]: the number is too large"},
    {R"({"tensors": [1]})", "\"operators\" is missing"},
    {R"({"tensors": [1], "operators": {}})", "operators: a list is expected"},
    {R"({"tensors": [1], "operators": [3]})", "operators[0]: an object is expected"},
    {R"({"tensors": [1], "operators": [{"inputs": [0]}]})", "operators[0]: \"outputs\" is missing"},
    {R"({"tensors": [1], "operators": [{"inputs": [4294967296], "outputs": []}]})",
     "operators[0].inputs[0]: the number is too large"},
    {R"({"tensors": [1], "operators": [], "inputs": [], "outputs": [1]})",
     "outputs: there is no tensor 1"},
    {R"({"tensors": [1], "operators": [], "inputs": [-1], "outputs": []})",
     "inputs[0]: -1 is negative"},
    {R"({"tensors": [1], "operators": [{"inputs": [], "outputs": [7]}], "inputs": [],
        "outputs": []})",
     "operator 0, outputs: there is no tensor 7"},
    {R"({"tensors": [4611686018427387904, 1], "operators": [], "inputs": [], "outputs": []})",
     "tensor 1: the sizes add up to more than 2^62 bytes"},
    {R"({"tensors": [9223372036854775807], "operators": [], "inputs": [], "outputs": []})",
     "more than 2^62"},
    {R"({"tensors": [1], "operators": [{"inputs": [], "outputs": [], "scratch": -4}]})",
     "operators[0].scratch: -4 is negative"},
    {R"({"tensors": [1], "operators": [{"inputs": [], "outputs": [0]},
        {"inputs": [], "outputs": [0]}], "inputs": [], "outputs": []})",
     "tensor 0 is written twice, by operators 0 and 1"},
    {R"({"tensors": [1], "operators": [{"inputs": [], "outputs": [0]}], "inputs": [0],
        "outputs": []})",
     "operator 0 writes tensor 0, an input"},
    {R"({"tensors": [1], "operators": [{"inputs": [0], "outputs": [0]}], "inputs": [],
        "outputs": []})",
     "operator 0 waits for itself: the graph has a cycle"},
    {R"({"tensors": [1, 1, 1], "operators": [{"inputs": [1], "outputs": [2]},
        {"inputs": [0], "outputs": [1]}, {"inputs": [1], "outputs": [0]}], "inputs": [],
        "outputs": []})",
     "waits for itself: the graph has a cycle"},
    {R"({"tensors": [1], "operators": [{"inputs": [], "outputs": []}], "inputs": [],
        "outputs": [], "after": [[0, 0]]})",
     "operator 0 waits for itself"},
    {R"({"tensors": [1], "operators": [], "inputs": [], "outputs": [], "after": [[0, 1]]})",
     "precedence: there is no operator 0"},
    {R"({"tensors": [1], "operators": [], "inputs": [], "outputs": [], "after": [[0]]})",
     "after[0]: two operators are expected"},
};

TEST(OrderJson, SaysWhatIsWrong) {
    for (const auto& [text, message] : kHostile) {
        SCOPED_TRACE(text);
        const auto problem = read(text);
        ASSERT_FALSE(problem.has_value());
        EXPECT_EQ(problem.error().code, ErrorCode::InvalidFile);
        EXPECT_THAT(problem.error().message, HasSubstr(message));
        EXPECT_EQ(problem.error().message.find('\n'), std::string::npos);
    }
}

TEST(OrderJson, DeepNestingIsRefused) {
    EXPECT_FALSE(read(std::string(1'000'000, '[')).has_value());
    EXPECT_FALSE(read(std::string(100'000, '[') + std::string(100'000, ']')).has_value());
    EXPECT_FALSE(read(R"({"x": [[[[[[[[[[1]]]]]]]]]], "tensors": []})").has_value());
}

}  // namespace
}  // namespace thimble
