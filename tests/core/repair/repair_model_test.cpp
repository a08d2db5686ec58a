// Pruned models, repaired.

#include "core/repair/repair_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/eval/values.h"
#include "core/interp/program.h"
#include "core/model/check_model.h"
#include "core/prune/remove_channels.h"
#include "core/repair/importance.h"
#include "core/tflm/device_memory.h"
#include "tests/support/test_data.h"

namespace thimble::repair {
namespace {

/// Mean squared difference of the outputs, in real numbers.
double distance(const Model& a, const Model& b, const Calibration& samples) {
    const auto first = *interp::prepareProgram(a);
    const auto second = *interp::prepareProgram(b);
    double sum = 0;
    std::size_t count = 0;
    for (const auto& sample : samples.samples) {
        std::vector<std::vector<double>> outputs;
        for (const auto& program : {first, second}) {
            interp::Frame frame(program);
            std::ranges::copy(sample[0], frame.input(0).begin());
            EXPECT_TRUE(frame.invoke().value_or(false));
            outputs.push_back(eval::realValues(program->output(0), frame.output(0)));
        }
        for (std::size_t i = 0; i < outputs[0].size(); ++i)
            sum += std::pow(outputs[0][i] - outputs[1][i], 2);
        count += outputs[0].size();
    }
    return sum / static_cast<double>(count);
}

struct Pruned {
    Model model;
    prune::ChannelGroups groups;
    prune::Selection selection;
    Model pruned;
    Calibration calibration;
};

Pruned pruneShared(const std::string& name, double share, std::size_t samples) {
    Pruned p;
    p.model = test::readShared(name);
    p.groups = *prune::channelGroups(p.model);
    p.selection = prune::randomSelection(p.groups, share, 1);
    p.pruned = *prune::removeChannels(p.model, p.groups, p.selection);
    p.calibration = *randomCalibration(p.model, samples, 1);
    return p;
}

TEST(RepairModel, RealModelsStayValidAndComeCloser) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const char* name : {"vww_96_int8", "pretrainedResnet_quant", "mcunet_10fps_vww"}) {
        SCOPED_TRACE(name);
        const Pruned p = pruneShared(name, 0.75, 8);
        const auto repaired =
            repairModel(p.model, p.groups, p.selection, p.pruned, p.calibration, {.rows = 2048});
        ASSERT_TRUE(repaired) << repaired.error().message;
        const Model& result = (*repaired)->model;
        EXPECT_TRUE(checkModel(result));
        const auto device = tflm::deviceMemory(result, tflm::kTargets[0]);
        ASSERT_TRUE(device);
        EXPECT_TRUE(device->accepts) << device->reason;
        EXPECT_EQ(device->usedBytes, tflm::deviceMemory(p.pruned, tflm::kTargets[0])->usedBytes);
        std::size_t better = 0;
        for (const RepairedOperator& op : (*repaired)->operators) {
            EXPECT_EQ(op.why, "");
            EXPECT_LE(op.errorAfter, op.errorBefore) << op.op;
            if (op.errorAfter < op.errorBefore) ++better;
        }
        EXPECT_GT(better, 5U);
        EXPECT_LT(distance(p.model, result, p.calibration),
                  distance(p.model, p.pruned, p.calibration));
    }
}

TEST(RepairModel, IsTheSameForAnyNumberOfThreads) {
    THIMBLE_NEEDS_TEST_DATA();
    const Pruned p = pruneShared("kws_ref_model", 0.5, 8);
    const auto one =
        repairModel(p.model, p.groups, p.selection, p.pruned, p.calibration, {}, {.threads = 1});
    const auto four =
        repairModel(p.model, p.groups, p.selection, p.pruned, p.calibration, {}, {.threads = 4});
    ASSERT_TRUE(one && four);
    EXPECT_EQ((*one)->model, (*four)->model);
    EXPECT_EQ((*one)->operators, (*four)->operators);
}

TEST(RepairModel, NothingGoneIsNothingChanged) {
    THIMBLE_NEEDS_TEST_DATA();
    Pruned p = pruneShared("kws_ref_model", 1.0, 2);
    const auto repaired = repairModel(p.model, p.groups, p.selection, p.pruned, p.calibration);
    ASSERT_TRUE(repaired);
    EXPECT_TRUE((*repaired)->operators.empty());
    EXPECT_EQ((*repaired)->model, p.pruned);
}

/// A channel that is the same as another one adds nothing: its reader can take it from the other.
TEST(RepairModel, WhatOthersHoldIsRecovered) {
    THIMBLE_NEEDS_TEST_DATA();
    Pruned p = pruneShared("kws_ref_model", 1.0, 24);
    // The group of the first convolution and what follows it: channel 5 becomes channel 2, from the
    // filter to the input of the reader.
    ASSERT_FALSE(p.groups.groups.empty());
    const prune::ChannelGroup& group = p.groups.groups[0];
    const auto from = group.atomsOf(2);
    const auto to = group.atomsOf(5);
    Subgraph& subgraph = p.model.subgraphs[0];
    std::vector<std::int32_t> readerWeights;
    for (const prune::Reader& reader : group.readers)
        readerWeights.push_back(subgraph.operators[static_cast<std::size_t>(reader.op)].inputs[1]);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const prune::Atom& a = from[i];
        const prune::Atom& b = to[i];
        ASSERT_EQ(a.tensor, b.tensor);
        Tensor& tensor = subgraph.tensors[static_cast<std::size_t>(a.tensor)];
        const auto data = p.model.buffers[tensor.buffer].data.bytes();
        if (data.empty() || std::ranges::find(readerWeights, a.tensor) != readerWeights.end())
            continue;
        std::vector<std::byte> bytes(data.begin(), data.end());
        std::size_t inner = bytes.size();
        for (std::int32_t d = 0; d <= a.axis; ++d)
            inner /= static_cast<std::size_t>(tensor.shape[static_cast<std::size_t>(d)]);
        const auto length =
            static_cast<std::size_t>(tensor.shape[static_cast<std::size_t>(a.axis)]);
        for (std::size_t o = 0; o < bytes.size() / inner / length; ++o)
            std::memmove(bytes.data() + (o * length + static_cast<std::size_t>(b.index)) * inner,
                         bytes.data() + (o * length + static_cast<std::size_t>(a.index)) * inner,
                         inner);
        p.model.buffers[tensor.buffer].data = Blob(std::move(bytes));
        if (tensor.quantization && tensor.quantization->scale.size() > 1)
            tensor.quantization->scale[static_cast<std::size_t>(b.index)] =
                tensor.quantization->scale[static_cast<std::size_t>(a.index)];
    }
    p.selection.kept[0].erase(std::ranges::find(p.selection.kept[0], 5));
    const Model pruned = *prune::removeChannels(p.model, p.groups, p.selection);
    const auto repaired =
        repairModel(p.model, p.groups, p.selection, pruned, p.calibration, {.ridge = 1e-6});
    ASSERT_TRUE(repaired) << repaired.error().message;
    const RepairedOperator& first = (*repaired)->operators.front();
    EXPECT_GT(first.errorBefore, 1e-4 * first.power);
    EXPECT_LT(first.errorAfter, 1e-3 * first.errorBefore);
    const auto program = *interp::prepareProgram(p.model);
    const auto step = static_cast<double>(program->output(0).scale);
    EXPECT_GT(distance(p.model, pruned, p.calibration), step * step);
    EXPECT_LT(distance(p.model, (*repaired)->model, p.calibration), step * step);
}

TEST(RepairModel, StopsAndSaysSo) {
    THIMBLE_NEEDS_TEST_DATA();
    const Pruned p = pruneShared("kws_ref_model", 0.5, 2);
    std::stop_source stop;
    stop.request_stop();
    const auto repaired = repairModel(p.model, p.groups, p.selection, p.pruned, p.calibration, {},
                                      {.stop = stop.get_token()});
    ASSERT_TRUE(repaired);
    EXPECT_FALSE(*repaired);
}

}  // namespace
}  // namespace thimble::repair
