#pragma once

#include <cstdint>
#include <string>

#include "core/model/model.h"

namespace thimble::cost {

/// What kind of numbers an operator computes with.
enum class NumberKind : std::uint8_t {
    Int8,   ///< 8-bit activations, whatever the weights
    Int16,  ///< 16-bit activations
    Float,
    Other,  ///< 32-bit integers, truth values, strings: shapes and indices, mostly
};

/// What one run of an operator has to do, in the numbers that a cost depends on. All of them are
/// counts; 0 where they do not apply or shapes make no sense. Floating point, so that nothing
/// overflows on a hostile file.
struct OperatorWork {
    BuiltinOperator code{};
    std::string custom;  ///< a custom operator's own code
    NumberKind number = NumberKind::Other;

    double macs = 0;            ///< as operatorMacs; saturated at 2^63
    double inputElements = 0;   ///< of the tensors written at run time, together
    double outputElements = 0;  ///< of all outputs
    double elementBytes = 0;    ///< of one element of the output
    double inputs = 0;          ///< tensors written at run time
    double outputs = 0;
    double innerElements = 0;   ///< of the last dimension of the first output
    double runs = 0;            ///< pieces of memory that a copying operator copies one by one
    bool fromUnsigned = false;  ///< the input is unsigned: only its sign is turned
    bool broadcasts = false;    ///< an element-wise operator whose inputs differ in shape

    // Operators with a window: convolutions, pooling. Fully connected: a window of one element.
    double positions = 0;       ///< where the window stops, batches counted
    double taps = 0;            ///< pairs of position and window element that lie inside the image
    double window = 0;          ///< elements of the window, one channel
    double windowHeight = 0;    ///< its rows
    double inputChannels = 0;   ///< that one output element depends on
    double outputChannels = 0;  ///< or units
    double imageChannels = 0;   ///< of the input tensor
    double stride = 0;          ///< product over both axes
    double dilation = 0;        ///< likewise
    double padding = 0;         ///< elements added above and left: the larger
    double multiplier = 0;      ///< depthwise: output channels for one input channel
    bool perChannel = false;    ///< weights have a scale for each channel
};

/// `model` has passed checkModel, or is as far from it as a test likes: no number is trusted.
[[nodiscard]] OperatorWork operatorWork(const Model& model, const Subgraph& subgraph,
                                        const Operator& op);

}  // namespace thimble::cost
