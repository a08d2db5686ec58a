#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "tools/make_samples/network.h"
#include "tools/make_samples/samples.h"

namespace thimble::samples {

namespace {

/// What can stand on an edge of a cell.
enum class Edge { Skip, AveragePool, MaxPool, Separable5, Inverted3, Inverted5 };

/// A node is the sum of two edges. 0 and 1 are the cell's inputs, 2 its first node, and so on.
struct Node {
    std::size_t left;
    Edge leftEdge;
    std::size_t right;
    Edge rightEdge;
};

constexpr std::array<Node, 4> kCell = {{
    {0, Edge::Inverted3, 1, Edge::Inverted5},
    {0, Edge::MaxPool, 1, Edge::Inverted3},
    {0, Edge::Inverted5, 2, Edge::Skip},
    {1, Edge::Separable5, 3, Edge::AveragePool},
}};
constexpr std::int32_t kExpansion = 6;

/// Nodes of a cell are concatenated, so they have one encoding.
constexpr Encoding kNodeEncoding = {0.09F, -4};

Activation edge(Network& net, const std::string& name, const Activation& in, Edge kind) {
    const bool wide = kind == Edge::Separable5 || kind == Edge::Inverted5;
    const std::int32_t size = wide ? 5 : 3;
    const Window window = {.height = size, .width = size};
    switch (kind) {
        case Edge::Skip: return in;
        case Edge::AveragePool: return net.averagePool(name + "/average", in, window);
        case Edge::MaxPool: return net.maxPool(name + "/max", in, window);
        case Edge::Separable5: {
            const Activation x = net.depthwise(name + "/depthwise", in, window, Fused::Relu);
            return net.pointwise(name + "/pointwise", x, in.channels(), Fused::None);
        }
        case Edge::Inverted3:
        case Edge::Inverted5: {
            Activation x =
                net.pointwise(name + "/expand", in, in.channels() * kExpansion, Fused::Relu6);
            x = net.depthwise(name + "/depthwise", x, window, Fused::Relu6);
            return net.pointwise(name + "/project", x, in.channels(), Fused::None);
        }
    }
    return in;
}

/// All nodes side by side, of the outputs of the two cells before.
Activation cell(Network& net, const std::string& name, const Activation& before,
                const Activation& last, std::int32_t channels) {
    std::vector<Activation> x = {
        net.pointwise(name + "/squeeze0", before, channels, Fused::Relu),
        net.pointwise(name + "/squeeze1", last, channels, Fused::Relu),
    };
    for (const Node& node : kCell) {
        const std::string nodeName = fmt::format("{}/node{}", name, x.size());
        const Activation left = edge(net, nodeName + "/left", x[node.left], node.leftEdge);
        const Activation right = edge(net, nodeName + "/right", x[node.right], node.rightEdge);
        x.push_back(net.add(nodeName, left, right, Fused::None, kNodeEncoding));
    }
    return net.concatenation(name, {x.begin() + 2, x.end()});
}

Activation imageInput(Network& net) { return net.input("image", {1, 32, 32, 3}, {1.0F / 128, 0}); }

}  // namespace

Model nasCell() {
    Network net("nas_cell",
                "A branchy cell from architecture search for 32x32 pixels, 10 classes. Written "
                "level by level, which is not its best order. Weights are random.");
    const Activation image = imageInput(net);
    const Activation before = net.convolution("stem0", image, 16, {}, Fused::Relu);
    const Activation last = net.convolution("stem1", before, 16, {}, Fused::Relu);
    const Activation out = cell(net, "cell", before, last, 8);
    const Activation answer = net.classifier(out, 10);
    net.builder().orderByDepth();
    return net.finish({answer});
}

Model nasNet2338() {
    constexpr std::size_t kOperators = 2338;
    constexpr std::size_t kClassifierOperators = 4;
    constexpr std::int32_t kChannels = 4;
    Network net(
        "nas_net_2338",
        "A stack of branchy cells with 2,338 operators, for benchmarks. Weights are random.");
    const Activation image = imageInput(net);
    Activation before = net.convolution("stem0", image, 16, {.stride = 2}, Fused::Relu);
    Activation last = net.convolution("stem1", before, 16, {}, Fused::Relu);

    std::size_t operatorsOfCell = 0;
    const auto left = [&] {
        return kOperators - kClassifierOperators - net.builder().operatorCount();
    };
    for (int i = 0; left() >= operatorsOfCell; ++i) {
        const std::size_t start = net.builder().operatorCount();
        const Activation next = cell(net, fmt::format("cell{}", i), before, last, kChannels);
        operatorsOfCell = net.builder().operatorCount() - start;
        before = std::exchange(last, next);
    }
    for (int i = 0; left() > 0; ++i)
        last = net.pointwise(fmt::format("mix{}", i), last, last.channels(), Fused::Relu);
    const Activation answer = net.classifier(last, 10);
    THIMBLE_ASSERT(net.builder().operatorCount() == kOperators);
    net.builder().orderByDepth();
    return net.finish({answer});
}

}  // namespace thimble::samples
