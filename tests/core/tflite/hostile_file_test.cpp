#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <functional>

#include "core/model/check_model.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

using testing::HasSubstr;

std::vector<std::byte> goodFile() { return *writeTflite(test::chainModel(3, 32)); }

Error errorOf(std::vector<std::byte> bytes) {
    const auto model = readTflite(Blob(std::move(bytes)));
    return model ? Error{} : model.error();
}

TEST(HostileFile, TooShort) {
    EXPECT_THAT(errorOf({}).message, HasSubstr("0 bytes are too few"));
    EXPECT_THAT(errorOf(std::vector<std::byte>(7)).message, HasSubstr("7 bytes"));
}

TEST(HostileFile, NotTfl3) {
    std::vector<std::byte> bytes = goodFile();
    bytes[4] = std::byte{'X'};
    EXPECT_EQ(errorOf(bytes).code, ErrorCode::InvalidFile);
    EXPECT_THAT(errorOf(bytes).message, HasSubstr("TFL3"));
}

TEST(HostileFile, TruncatedAnywhere) {
    const std::vector<std::byte> whole = goodFile();
    std::size_t readable = 0;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        SCOPED_TRACE(length);
        const auto model =
            readTflite(Blob({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}));
        if (model) {
            // Only bytes that say nothing may be missing.
            EXPECT_EQ(*model, *readTflite(Blob(whole)));
            ++readable;
        } else {
            EXPECT_FALSE(model.error().message.empty());
            EXPECT_EQ(model.error().message.find('\n'), std::string::npos);
        }
    }
    EXPECT_LT(readable, 16U) << "padding at the end";
}

TEST(HostileFile, RootOffsetOutside) {
    std::vector<std::byte> bytes = goodFile();
    const std::uint32_t far = 0x7FFFFFF0;
    std::memcpy(bytes.data(), &far, sizeof far);
    EXPECT_THAT(errorOf(bytes).message, HasSubstr("root offset"));
}

/// A change to a good model, and the words that the error must have.
struct BadModel {
    const char* name;
    std::function<void(Model&)> spoil;
    const char* words;
    ErrorCode code = ErrorCode::InvalidFile;
};

const BadModel kBadModels[] = {
    {"no subgraph", [](Model& m) { m.subgraphs.clear(); }, "no subgraph"},
    {"buffer out of range", [](Model& m) { m.subgraphs[0].tensors[1].buffer = 9; },
     "tensor 't0' (#1) names buffer 9"},
    {"input out of range", [](Model& m) { m.subgraphs[0].operators[1].inputs = {77}; },
     "operator #1 RELU reads tensor 77"},
    {"output out of range", [](Model& m) { m.subgraphs[0].operators[1].outputs = {-1}; },
     "operator #1 RELU writes tensor -1"},
    {"subgraph input out of range", [](Model& m) { m.subgraphs[0].inputs = {-2}; },
     "subgraph 0 has as input tensor -2"},
    {"operator code out of range", [](Model& m) { m.subgraphs[0].operators[2].opcode = 5; },
     "operator #2 of subgraph 0 names operator code 5"},
    {"cyclic", [](Model& m) { m.subgraphs[0].operators[0].inputs = {2}; },
     "cyclic or out of order"},
    {"reads itself", [](Model& m) { m.subgraphs[0].operators[1].inputs = {2}; },
     "cyclic or out of order"},
    {"negative dimension",
     [](Model& m) {
         m.subgraphs[0].tensors[1].shape = {1, -1};
     },
     "tensor 't0' (#1) has a dimension of -1"},
    {"a billion elements",
     [](Model& m) {
         m.subgraphs[0].tensors[1].shape = {1000, 1000, 1000};
     },
     "tensor 't0' (#1)"},
    {"overflowing shape",
     [](Model& m) {
         m.subgraphs[0].tensors[1].shape = {2147483647, 2147483647, 2147483647, 2147483647};
     },
     "tensor 't0' (#1)"},
    {"overflow behind a zero",
     [](Model& m) {
         m.subgraphs[0].tensors[1].shape = {2147483647, 2147483647, 2147483647, 0};
     },
     "tensor 't0' (#1)"},
    {"external buffer", [](Model& m) { m.subgraphs[0].tensors[1].externalBuffer = 1; },
     "external buffer", ErrorCode::Unsupported},
    {"external buffers of the model", [](Model& m) { m.externalBuffers.emplace_back(); },
     "external buffers", ErrorCode::Unsupported},
    {"data behind the flatbuffer", [](Model& m) { m.buffers[0].offset = 4096; },
     "buffer 0 keeps its data behind", ErrorCode::Unsupported},
    {"metadata out of range",
     [](Model& m) {
         m.metadata = {{"notes", 12}};
     },
     "metadata 'notes' names buffer 12"},
    {"signature out of range",
     [](Model& m) {
         m.signatures = {{"serve", 3, {}, {}}};
     },
     "signature 'serve' names subgraph 3"},
    {"signature tensor out of range",
     [](Model& m) {
         m.signatures = {{"serve", 0, {{"x", 99}}, {}}};
     },
     "signature 'serve' names tensor 99"},
    {"calls itself",
     [](Model& m) {
         m.operatorCodes.push_back(
             {BuiltinOperator::CallOnce, 127, BuiltinOperator::CallOnce, "", 1});
         m.subgraphs[0].operators[0].opcode = 1;
         m.subgraphs[0].operators[0].options = {103, "CallOnceOptions", {}};
     },
     "which is what calls it"},
    {"calls what is not there",
     [](Model& m) {
         m.subgraphs[0].operators[0].options = {
             92, "IfOptions", {{"then_subgraph_index", 0, std::int64_t{8}}}};
     },
     "calls subgraph 8"},
};

TEST(HostileFile, EachInconsistencyGetsOneErrorThatNamesThePlace) {
    for (const BadModel& bad : kBadModels) {
        SCOPED_TRACE(bad.name);
        Model model = test::chainModel(3, 32);
        bad.spoil(model);
        const auto bytes = writeTflite(model);
        ASSERT_TRUE(bytes.has_value()) << bytes.error().message;
        const Error error = errorOf(*bytes);
        EXPECT_EQ(error.code, bad.code);
        EXPECT_THAT(error.message, HasSubstr(bad.words));
    }
}

TEST(HostileFile, ADamagedTensorIsNamed) {
    // Break the shape of one tensor: its vector's length runs out of the file.
    Model model = test::chainModel(3, 32);
    model.subgraphs[0].tensors[2].shape = {1, 1, 1, 1, 4711};
    std::vector<std::byte> bytes = *writeTflite(model);
    const std::int32_t marker[] = {5, 1, 1, 1, 1, 4711};
    const auto* first = reinterpret_cast<const std::byte*>(marker);
    const auto at = std::search(bytes.begin(), bytes.end(), first, first + sizeof marker);
    ASSERT_NE(at, bytes.end());
    const std::uint32_t huge = 0x40000000;
    std::memcpy(&*at, &huge, sizeof huge);
    EXPECT_THAT(errorOf(bytes).message, HasSubstr("subgraph 0: tensor 2 is damaged"));
}

/// `depth` subgraphs, of which each calls the one that `next` names for it.
Model chainOfCalls(int depth, const std::function<int(int)>& next) {
    Model model = test::chainModel(1, 16);
    for (int i = 1; i < depth; ++i) test::addSubgraph(model);
    for (int i = 0; i < depth; ++i) {
        const int called = next(i);
        if (called < 0) continue;
        const auto s = static_cast<std::size_t>(i);
        const std::size_t o = test::addOperator(model, BuiltinOperator::CallOnce, {}, {}, s);
        model.subgraphs[s].operators[o].options = {
            103, "CallOnceOptions", {{"init_subgraph_index", 0, std::int64_t{called}}}};
    }
    return model;
}

TEST(HostileFile, DeepNestingOfCallsIsRefused) {
    const auto down = [](int i) { return i < 99 ? i + 1 : -1; };
    const Error error = errorOf(*writeTflite(chainOfCalls(100, down)));
    EXPECT_EQ(error.code, ErrorCode::Unsupported);
    EXPECT_THAT(error.message, HasSubstr("operator #0 CALL_ONCE of subgraph 64: calls are nested"));
}

TEST(HostileFile, DeepNestingIsRefusedAlsoWhereTheDeepestIsLookedAtFirst) {
    // The chain runs against the order of the subgraphs, so each depth is known before its
    // caller's.
    const auto up = [](int i) { return i == 0 ? 99 : i - 1 > 0 ? i - 1 : -1; };
    EXPECT_THAT(errorOf(*writeTflite(chainOfCalls(100, up))).message, HasSubstr("nested"));
    const auto upBelowTheTop = [](int i) { return i > 1 ? i - 1 : -1; };
    EXPECT_THAT(errorOf(*writeTflite(chainOfCalls(100, upBelowTheTop))).message,
                HasSubstr("nested more than 64 deep"));
}

TEST(HostileFile, SixtyFourNestedCallsAreFine) {
    const auto down = [](int i) { return i < 64 ? i + 1 : -1; };
    EXPECT_TRUE(readTflite(Blob(*writeTflite(chainOfCalls(65, down)))).has_value());
    const auto oneMore = [](int i) { return i < 65 ? i + 1 : -1; };
    EXPECT_FALSE(readTflite(Blob(*writeTflite(chainOfCalls(66, oneMore)))).has_value());
}

}  // namespace
}  // namespace thimble
