#include "core/export/node_data.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/pipeline/analyse.h"

namespace thimble {
namespace {

using nlohmann::json;

class NodeData : public testing::Test {
protected:
    void SetUp() override {
        const auto loaded = loadModel(std::filesystem::path(THIMBLE_SAMPLES) / "resnet8.tflite");
        ASSERT_TRUE(loaded) << loaded.error().message;
        m_model = (*loaded)->model;
        m_report = *analyse(**loaded, tflm::kTargets[0]);
    }
    [[nodiscard]] json of(NodeQuantity quantity) const {
        return json::parse(nodeDataJson(m_model, *m_report, quantity));
    }

    Model m_model;
    std::shared_ptr<const Report> m_report;
};

TEST_F(NodeData, HasAResultForEachOperatorByItsPosition) {
    const json graphs = of(NodeQuantity::WorkingSetBytes);
    ASSERT_EQ(graphs.size(), 1U);
    const json& results = graphs.begin().value()["results"];
    ASSERT_EQ(results.size(), m_report->model.operators);
    for (std::size_t o = 0; o < m_report->model.operators; ++o)
        EXPECT_EQ(results[std::to_string(o)]["value"], m_report->operators[o].workingSetBytes);
}

TEST_F(NodeData, EveryQuantityHasItsNumbers) {
    Macs macs = 0;
    const json counts = of(NodeQuantity::MacCount).begin().value()["results"];
    for (const json& result : counts) macs += result["value"].get<Macs>();
    EXPECT_EQ(macs, m_report->model.macs);
    Bytes fullest = 0;
    const json alive = of(NodeQuantity::ArenaBytes).begin().value()["results"];
    for (const json& result : alive) fullest = std::max(fullest, result["value"].get<Bytes>());
    EXPECT_EQ(fullest, m_report->steps[static_cast<std::size_t>(m_report->peakStep)].alignedBytes);
}

TEST_F(NodeData, GraphsAreCalledAsModelExplorerCallsThem) {
    m_model.subgraphs[0].name = "";
    EXPECT_TRUE(of(NodeQuantity::MacCount).contains("main"));
    m_model.subgraphs[0].name = "net";
    EXPECT_TRUE(of(NodeQuantity::MacCount).contains("net"));
    m_model.subgraphs[0].name = "\xff\"";  // what is not UTF-8 is replaced
    EXPECT_EQ(of(NodeQuantity::MacCount).size(), 1U);
}

TEST_F(NodeData, TheGradientHasBothEnds) {
    const json gradient = of(NodeQuantity::MacCount).begin().value()["gradient"];
    EXPECT_EQ(gradient.front()["stop"], 0);
    EXPECT_EQ(gradient.back()["stop"], 1);
    for (const json& item : gradient) EXPECT_EQ(item["bgColor"].get<std::string>().size(), 7U);
}

TEST_F(NodeData, WhatIsNotKnownIsLeftOut) {
    Report report = *m_report;
    report.operators[1].macsKnown = false;
    const json graphs = json::parse(nodeDataJson(m_model, report, NodeQuantity::MacCount));
    EXPECT_FALSE(graphs.begin().value()["results"].contains("1"));
    EXPECT_TRUE(graphs.begin().value()["results"].contains("0"));
}

}  // namespace
}  // namespace thimble
