#include "tools/make_samples/samples.h"

#include <array>

namespace thimble::samples {

namespace {

constexpr std::array kSamples = {
    Sample{"ds_cnn_s", "keyword spotting", "DS-CNN-S, Zhang et al., arXiv:1711.07128", false,
           dsCnnS},
    Sample{"micronet_kws_s", "keyword spotting",
           "MicroNet-KWS-S, Banbury et al., arXiv:2010.11267, table 5", false, microNetKwsS},
    Sample{"micronet_kws_l", "keyword spotting",
           "MicroNet-KWS-L, Banbury et al., arXiv:2010.11267, table 5", false, microNetKwsL},
    Sample{"person_detection", "is a person in the picture?",
           "MobileNetV1-0.25, Howard et al., arXiv:1704.04861", false, personDetection},
    Sample{"mobilenet_v2_035_144", "image classification",
           "MobileNetV2-0.35, Sandler et al., arXiv:1801.04381", false, mobileNetV2At035},
    Sample{"resnet8", "image classification",
           "ResNet-8 of MLPerf Tiny, Banbury et al., arXiv:2106.07597", false, resNet8},
    Sample{"nas_cell", "image classification",
           "a cell like those of DARTS, Liu et al., arXiv:1806.09055", false, nasCell},
    Sample{"x_lstm", "will a weight goal be reached?",
           "X-LSTM, Velickovic et al., arXiv:1709.08073", false, xLstm},
    Sample{"mobilenet_v2_100", "image classification",
           "MobileNetV2-1.0, Sandler et al., arXiv:1801.04381", true, mobileNetV2At100},
    Sample{"nas_net_2338", "image classification", "cells of nas_cell, stacked", true, nasNet2338},
};

}  // namespace

std::span<const Sample> allSamples() { return kSamples; }

}  // namespace thimble::samples
