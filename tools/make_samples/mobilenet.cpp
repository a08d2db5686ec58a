#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tools/make_samples/network.h"
#include "tools/make_samples/samples.h"

namespace thimble::samples {

namespace {

/// Channels come in eights, and scaling takes away at most a tenth more than it should.
std::int32_t scaledChannels(std::int32_t channels, std::int32_t percent) {
    const std::int32_t hundredths = channels * percent;
    const std::int32_t rounded = std::max(8, (hundredths + 400) / 800 * 8);
    return rounded * 1000 < hundredths * 9 ? rounded + 8 : rounded;
}

/// An inverted bottleneck: more channels, 3x3 on each, fewer again; around it the shortcut where
/// shapes allow.
Activation bottleneck(Network& net, const std::string& name, const Activation& in,
                      std::int32_t expansion, std::int32_t channels, std::int32_t stride) {
    Activation x = in;
    if (expansion > 1)
        x = net.pointwise(name + "/expand", x, in.channels() * expansion, Fused::Relu6);
    x = net.depthwise(name + "/depthwise", x, {.stride = stride}, Fused::Relu6);
    x = net.pointwise(name + "/project", x, channels, Fused::None);
    return x.shape == in.shape ? net.add(name + "/add", in, x, Fused::None) : x;
}

Model mobileNetV2(const std::string& name, const std::string& description, std::int32_t percent,
                  std::int32_t size, std::int32_t classes) {
    struct Stage {
        std::int32_t expansion, channels, blocks, stride;
    };
    constexpr Stage kStages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                 {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    Network net(name, description);
    const Activation image = net.input("image", {1, size, size, 3}, {1.0F / 128, 0});
    Activation x =
        net.convolution("stem", image, scaledChannels(32, percent), {.stride = 2}, Fused::Relu6);
    int block = 0;
    for (const Stage& stage : kStages)
        for (std::int32_t i = 0; i < stage.blocks; ++i)
            x = bottleneck(net, fmt::format("block{}", block++), x, stage.expansion,
                           scaledChannels(stage.channels, percent), i == 0 ? stage.stride : 1);
    x = net.pointwise("last", x, std::max(1280, scaledChannels(1280, percent)), Fused::Relu6);
    return net.finish({net.classifier(x, classes)});
}

}  // namespace

Model mobileNetV2At035() {
    return mobileNetV2("mobilenet_v2_035_144",
                       "MobileNetV2-0.35 for 144x144 pixels, 10 classes. Weights are random.", 35,
                       144, 10);
}

Model mobileNetV2At100() {
    return mobileNetV2("mobilenet_v2_100",
                       "MobileNetV2-1.0 for 224x224 pixels, 1000 classes. Weights are random.", 100,
                       224, 1000);
}

Model personDetection() {
    struct Block {
        std::int32_t channels, stride;
    };
    constexpr Block kBlocks[] = {{16, 1},  {32, 2},  {32, 1},  {64, 2},  {64, 1},
                                 {128, 2}, {128, 1}, {128, 1}, {128, 1}, {128, 1},
                                 {128, 1}, {256, 2}, {256, 1}};
    Network net("person_detection",
                "MobileNetV1-0.25 for 96x96 grey pixels: is a person in it? Weights are random.");
    const Activation image = net.input("image", {1, 96, 96, 1}, {1.0F / 128, 0});
    Activation x = net.convolution("stem", image, 8, {.stride = 2}, Fused::Relu6);
    int number = 0;
    for (const Block& block : kBlocks) {
        const std::string name = fmt::format("block{}", ++number);
        x = net.depthwise(name + "/depthwise", x, {.stride = block.stride}, Fused::Relu6);
        x = net.pointwise(name + "/pointwise", x, block.channels, Fused::Relu6);
    }
    // The classifier as a convolution of the one pixel that is left.
    x = net.averagePool("average", x, {.height = 3, .width = 3, .padding = Padding::Valid});
    x = net.pointwise("logits", x, 2, Fused::None);
    return net.finish({net.softmax("probabilities", net.flatten("flat", x))});
}

}  // namespace thimble::samples
