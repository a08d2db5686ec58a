#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/interp/kernels/contraction.h"
#include "core/interp/program.h"

namespace thimble::repair {

/// CONV_2D or FULLY_CONNECTED in real numbers: each position of the output is
/// weights * patch + bias, cut off at the bounds of its activation.
struct RealSum {
    std::size_t op = 0;
    interp::Contraction operands;  ///< the window, and which operand is which
    interp::TensorInfo input;
    Eigen::MatrixXd weights;  ///< by output channel; columns by row, column, channel of the window
    Eigen::VectorXd bias;     ///< zero where there is none
    bool hasBias = false;
    double lowest = 0;  ///< of the outputs: what activation and type leave of them
    double highest = 0;

    [[nodiscard]] std::int64_t positions() const {
        return operands.window.batches * operands.window.outHeight * operands.window.outWidth;
    }
    [[nodiscard]] Eigen::Index patchSize() const { return weights.cols(); }
};

/// Reads the operator.
///   errors   Unsupported   other operators; groups; weights that are not INT8, UINT8 or FLOAT32
///                          constants, or that are packed
[[nodiscard]] Result<RealSum> readSum(const interp::Program& program, std::size_t op);

/// One position of one sample's output.
struct Position {
    std::size_t sample = 0;
    std::int64_t position = 0;
};

/// At most `most` of all positions of all samples, drawn from the seed, in order.
[[nodiscard]] std::vector<Position> drawPositions(std::size_t samples, std::int64_t perSample,
                                                  std::size_t most, std::uint64_t seed);

/// Writes what the sum reads there: patchSize() real numbers, 0 for padding.
void readPatch(const RealSum& sum, std::span<const std::byte> input, std::int64_t position,
               float* patch);

/// Where the weight of (output channel, column of `weights`) lies in the constant.
[[nodiscard]] std::size_t weightIndex(const interp::Window& window, std::int64_t output,
                                      std::int64_t column);

}  // namespace thimble::repair
