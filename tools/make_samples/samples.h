#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/model/model.h"

namespace thimble::samples {

/// A model of the folder sample_models/, or one that is made on request.
struct Sample {
    std::string_view name;    ///< of the file, without .tflite
    std::string_view task;    ///< what it would do if it were trained
    std::string_view origin;  ///< of its architecture
    bool isLarge = false;     ///< for benchmarks, not kept in the tree
    Model (*build)() = nullptr;
};

/// All there are, the large ones last.
[[nodiscard]] std::span<const Sample> allSamples();

// One function per model, one file per family.
[[nodiscard]] Model dsCnnS();
[[nodiscard]] Model microNetKwsS();
[[nodiscard]] Model microNetKwsL();
[[nodiscard]] Model personDetection();
[[nodiscard]] Model mobileNetV2At035();
[[nodiscard]] Model mobileNetV2At100();
[[nodiscard]] Model resNet8();
[[nodiscard]] Model nasCell();
[[nodiscard]] Model nasNet2338();
[[nodiscard]] Model xLstm();

}  // namespace thimble::samples
