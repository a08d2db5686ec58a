#include <fmt/format.h>

#include <string>

#include "tools/make_samples/network.h"
#include "tools/make_samples/samples.h"

namespace thimble::samples {

Model resNet8() {
    Network net("resnet8",
                "ResNet-8 of MLPerf Tiny for 32x32 pixels, 10 classes. Weights are random.");
    const Activation image = net.input("image", {1, 32, 32, 3}, {1.0F / 128, 0});
    Activation x = net.convolution("stem", image, 16, {}, Fused::Relu);
    for (int i = 1; i <= 3; ++i) {
        const std::string name = fmt::format("stack{}", i);
        const std::int32_t stride = i == 1 ? 1 : 2;
        const std::int32_t channels = x.channels() * stride;
        Activation y =
            net.convolution(name + "/conv1", x, channels, {.stride = stride}, Fused::Relu);
        y = net.convolution(name + "/conv2", y, channels, {}, Fused::None);
        const Activation shortcut =
            stride == 1 ? x
                        : net.convolution(name + "/shortcut", x, channels,
                                          {.height = 1, .width = 1, .stride = stride}, Fused::None);
        x = net.add(name + "/add", shortcut, y, Fused::Relu);
    }
    return net.finish({net.classifier(x, 10)});
}

}  // namespace thimble::samples
