#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/splitmix.h"
#include "core/model/model.h"
#include "core/model/options.h"

namespace thimble::test {

struct Scale {
    float scale = 0.0625F;
    std::int64_t zeroPoint = 3;
};

/// A quantised network, built operator by operator: shapes of outputs are those of the operators'
/// rules, weights are random. Activations have scale 1/16 and zero point 3.
class Net {
public:
    using Options = std::initializer_list<std::pair<std::string_view, OptionValue>>;
    Net();

    std::int32_t input(std::vector<std::int32_t> shape, TensorType type = TensorType::Int8);
    /// A tensor of the network's type that nothing has written yet.
    std::int32_t tensor(std::vector<std::int32_t> shape, Scale scale = {});
    std::int32_t variable(std::vector<std::int32_t> shape, TensorType type, Scale scale);
    /// Random, with a scale per index of `axis`, or one for all (-1).
    std::int32_t weights(std::vector<std::int32_t> shape, std::int32_t axis);
    std::int32_t bias(std::int32_t channels);
    std::int32_t integers(const std::vector<std::int32_t>& values, std::vector<std::int32_t> shape);

    /// Its outputs; they have to have one scale.
    std::vector<std::int32_t> all(BuiltinOperator code, std::string_view optionType,
                                  Options options, std::vector<std::int32_t> inputs,
                                  std::size_t outputs, Scale scale = {});
    std::int32_t one(BuiltinOperator code, std::string_view optionType, Options options,
                     std::vector<std::int32_t> inputs, Scale scale = {});

    std::int32_t conv(std::int32_t x, std::int32_t channels, std::int32_t window = 3,
                      std::int32_t groups = 1);
    std::int32_t depthwise(std::int32_t x, std::int32_t multiplier = 1);
    std::int32_t fullyConnected(std::int32_t x, std::int32_t units);
    std::int32_t add(std::int32_t a, std::int32_t b);

    [[nodiscard]] const std::vector<std::int32_t>& shape(std::int32_t t) const {
        return model.subgraphs[0].tensors[static_cast<std::size_t>(t)].shape;
    }
    /// The model with these outputs.
    Model output(std::vector<std::int32_t> tensors);

    Model model;

private:
    std::int32_t constant(std::vector<std::byte> data, std::vector<std::int32_t> shape,
                          TensorType type);
    SplitMix m_random{7};
};

}  // namespace thimble::test
