#include <fmt/format.h>

#include <string>
#include <vector>

#include "tools/make_samples/network.h"
#include "tools/make_samples/samples.h"

namespace thimble::samples {

namespace {

constexpr std::int32_t kKeywords = 12;  // ten words, silence, something else

/// A depthwise-separable block: 3x3 per channel, then a mix of the channels.
struct Block {
    std::int32_t channels = 0;
    std::int32_t stride = 1;
};

/// The family's plan: one convolution over 10 frames and 4 coefficients, blocks, the average.
Model keywordNet(const std::string& name, const std::string& description, Block stem,
                 const std::vector<Block>& blocks) {
    Network net(name, description);
    // A second of sound: 49 frames of 10 cepstral coefficients.
    const Activation sound = net.input("mfcc", {1, 49, 10, 1}, {0.6F, 80});
    Activation x = net.convolution("stem", sound, stem.channels,
                                   {.height = 10, .width = 4, .stride = stem.stride}, Fused::Relu);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string block = fmt::format("block{}", i + 1);
        x = net.depthwise(block + "/depthwise", x, {.stride = blocks[i].stride}, Fused::Relu);
        x = net.pointwise(block + "/pointwise", x, blocks[i].channels, Fused::Relu);
    }
    return net.finish({net.classifier(x, kKeywords)});
}

}  // namespace

Model dsCnnS() {
    return keywordNet("ds_cnn_s",
                      "DS-CNN-S: keyword spotting on 49x10 MFCCs, 12 classes. Weights are random.",
                      {64, 2}, {{64}, {64}, {64}, {64}});
}

Model microNetKwsS() {
    return keywordNet(
        "micronet_kws_s",
        "MicroNet-KWS-S: keyword spotting on 49x10 MFCCs, 12 classes. Weights are random.", {84, 1},
        {{112, 2}, {84}, {84}, {84}, {196}});
}

Model microNetKwsL() {
    return keywordNet(
        "micronet_kws_l",
        "MicroNet-KWS-L: keyword spotting on 49x10 MFCCs, 12 classes. Weights are random.",
        {276, 1}, {{248, 2}, {276}, {276}, {248}, {248}, {248}, {248}});
}

}  // namespace thimble::samples
