#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/make_samples/filters.h"
#include "tools/make_samples/model_builder.h"

namespace thimble::samples {

/// The schema's numbers.
enum class Padding : std::uint8_t { Same = 0, Valid = 1 };
enum class Fused : std::uint8_t { None = 0, Relu = 1, Relu6 = 3 };

/// real = scale * (stored - zeroPoint)
struct Encoding {
    float scale = 1;
    std::int64_t zeroPoint = 0;
    friend bool operator==(const Encoding&, const Encoding&) = default;
};

/// An int8 tensor of a network, and what the layer behind it needs to choose its own scales.
struct Activation {
    std::int32_t tensor = -1;
    std::vector<std::int32_t> shape;  ///< [1, H, W, C] of images, [1, N] of vectors
    Encoding encoding;
    double rms = 1;  ///< of the real values, as expected

    [[nodiscard]] std::int32_t channels() const { return shape.back(); }
};

struct Window {
    std::int32_t height = 3;
    std::int32_t width = 3;
    std::int32_t stride = 1;  ///< down and across
    Padding padding = Padding::Same;
};

/// The weights of a fully connected layer, which several of them may share.
struct DenseWeights {
    std::int32_t weights = -1;  ///< tensor [units, depth]
    std::int32_t bias = -1;     ///< tensor [units]
    std::int32_t units = 0;
    double rms = 1;  ///< of what comes out
};

/// Builds int8 networks layer by layer, batch 1, as TensorFlow's converter quantises them: images
/// and vectors per tensor, convolutions per channel, fully connected layers per tensor. Each layer
/// takes the name of its output. Where `encoding` is given the output has it; otherwise it follows
/// from what is expected to come out.
class Network {
public:
    /// Weights depend on the name alone.
    Network(const std::string& name, const std::string& description);

    Activation input(const std::string& name, std::vector<std::int32_t> shape, Encoding encoding);
    /// A constant, all of it real 0.
    Activation zeros(const std::string& name, std::vector<std::int32_t> shape, Encoding encoding);

    Activation convolution(const std::string& name, const Activation& in, std::int32_t channels,
                           Window window, Fused fused, std::optional<Encoding> encoding = {});
    Activation pointwise(const std::string& name, const Activation& in, std::int32_t channels,
                         Fused fused, std::optional<Encoding> encoding = {});
    Activation depthwise(const std::string& name, const Activation& in, Window window, Fused fused,
                         std::optional<Encoding> encoding = {});
    /// `in` [1, N] stands for all that will use the weights: same encoding, same N.
    DenseWeights denseWeights(const std::string& name, const Activation& in, std::int32_t units,
                              double rms);
    Activation fullyConnected(const std::string& name, const Activation& in,
                              const DenseWeights& weights, Fused fused,
                              std::optional<Encoding> encoding = {});

    Activation averagePool(const std::string& name, const Activation& in, Window window);
    Activation maxPool(const std::string& name, const Activation& in, Window window);

    Activation add(const std::string& name, const Activation& a, const Activation& b, Fused fused,
                   std::optional<Encoding> encoding = {});
    Activation multiply(const std::string& name, const Activation& a, const Activation& b,
                        Encoding encoding);
    Activation logistic(const std::string& name, const Activation& in);
    Activation tanh(const std::string& name, const Activation& in);
    Activation softmax(const std::string& name, const Activation& in);

    /// Along the last dimension. All of one encoding.
    Activation concatenation(const std::string& name, const std::vector<Activation>& parts);
    /// [1, N] in equal parts along N, "name/0" and so on.
    std::vector<Activation> split(const std::string& name, const Activation& in,
                                  std::int32_t parts);
    /// [1, T, N] as T vectors [1, N], "name/0" and so on.
    std::vector<Activation> unpack(const std::string& name, const Activation& in);
    /// [1, H, W, C] as a vector.
    Activation flatten(const std::string& name, const Activation& in);

    /// The usual end: average over the image, one fully connected layer, softmax.
    Activation classifier(const Activation& image, std::int32_t classes);

    [[nodiscard]] ModelBuilder& builder() { return m_builder; }
    [[nodiscard]] Model finish(const std::vector<Activation>& outputs);

private:
    Activation activation(const std::string& name, std::vector<std::int32_t> shape,
                          Encoding encoding, double rms);
    /// The output of a layer whose sums have the spread `rms`.
    Activation output(const std::string& name, std::vector<std::int32_t> shape, double rms,
                      Fused fused, std::optional<Encoding> encoding);
    Activation pool(BuiltinOperator code, const std::string& name, const Activation& in,
                    Window window);
    std::int32_t weightTensor(const std::string& name, std::vector<std::int32_t> shape,
                              const std::vector<std::int8_t>& weights,
                              const std::vector<float>& scales, std::int32_t channelDimension);
    std::int32_t biasTensor(const std::string& name, const Filters& filters, float inputScale);
    std::int32_t integers(const std::string& name, std::vector<std::int32_t> shape,
                          const std::vector<std::int32_t>& values);

    ModelBuilder m_builder;
    SplitMix64 m_random;
    std::vector<std::int32_t> m_inputs;
};

}  // namespace thimble::samples
