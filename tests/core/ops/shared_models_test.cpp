// Real models and what was recorded of them: the rules must agree with every shape in the files,
// and the costs with the counts.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/model/names.h"
#include "core/ops/operator_rules.h"
#include "tests/support/test_data.h"

namespace thimble::test {
namespace {

using nlohmann::json;

/// Null where nothing was recorded.
json recordedOf(const std::string& name) {
    std::ifstream file(testDataFolder() / "expected" / (name + ".json"));
    return file ? json::parse(file) : json();
}

bool isConvolutionLike(BuiltinOperator code) {
    const OperatorFamily family = operatorFamily(code);
    return family == OperatorFamily::Convolution || family == OperatorFamily::MatrixProduct;
}

TEST(SharedModels, HaveTheShapesOfTheRules) {
    THIMBLE_NEEDS_TEST_DATA();
    int derived = 0;
    for (const std::string& name : sharedModels()) {
        const Model model = readShared(name);
        for (std::size_t s = 0; s < model.subgraphs.size(); ++s) {
            const Subgraph& subgraph = model.subgraphs[s];
            for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
                const Operator& op = subgraph.operators[o];
                const auto shapes = outputShapes(model, subgraph, op);
                if (!shapes) continue;
                std::vector<Shape> written;
                for (const std::int32_t tensor : op.outputs)
                    written.push_back(subgraph.tensors[static_cast<std::size_t>(tensor)].shape);
                EXPECT_EQ(*shapes, written) << name << ": " << operatorLabel(model, s, o);
                ++derived;
            }
        }
    }
    EXPECT_GT(derived, 0);
    RecordProperty("derived", derived);
}

TEST(SharedModels, CostWhatWasCounted) {
    THIMBLE_NEEDS_TEST_DATA();
    int compared = 0;
    for (const std::string& name : sharedModels()) {
        const json recorded = recordedOf(name);
        if (!recorded.contains("macs")) continue;
        SCOPED_TRACE(name);
        const Model model = readShared(name);
        const Subgraph& subgraph = model.subgraphs.front();
        const json& list = recorded["op_list"];
        ASSERT_EQ(list.size(), subgraph.operators.size());
        Macs total = 0;
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const Operator& op = subgraph.operators[o];
            const Macs macs = operatorMacs(model, subgraph, op);
            if (isConvolutionLike(model.operatorCodes[op.opcode].builtin)) total += macs;
            const Macs counted = list[o].value("macs", Macs{0});
            if (counted > 0) {
                EXPECT_EQ(macs, counted) << operatorLabel(model, 0, o);
            }
        }
        EXPECT_EQ(total, recorded["macs"].get<Macs>());
        ++compared;
    }
    EXPECT_GT(compared, 0);
    RecordProperty("compared", compared);
}

}  // namespace
}  // namespace thimble::test
