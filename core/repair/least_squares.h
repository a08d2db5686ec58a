#pragma once

#include <Eigen/Core>
#include <limits>

namespace thimble::repair {

/// Sums go in the same order on every machine: Eigen would ask the processor for its caches and cut
/// its products accordingly. Before the first product.
void fixProductBlocks();

/// Rows are observations.
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct FitOptions {
    double ridge = 1e-3;  ///< how much the start is worth, in mean variances of the inputs
    bool hasBias = true;
    /// Outputs are cut off there, so that how far beyond they are does not matter.
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    int rounds = 4;
};

struct Fit {
    Eigen::MatrixXd weights;  ///< outputs x inputs
    Eigen::VectorXd bias;
    double errorBefore = 0;  ///< mean squared error of all outputs, cut off, with the start
    double errorAfter = 0;
};

/// Weights and bias with which `inputs` give `wanted`:
///
///     minimise  |wanted - inputs * weights' - bias|^2 + ridge * v * |weights - start|^2
///
/// v: the mean variance of the inputs. Where the activation cuts off, wanted values beyond a bound
/// are met by anything beyond it: each round puts there what the last fit gives, or the bound (an
/// upper bound of the error with the cut, which no round makes larger). In double precision by
/// normal equations; no more than `rounds` solutions. Never worse than the start on these rows.
///   source   idea of the cut: Zhang et al., "Accelerating very deep convolutional networks",
///            arXiv 1505.06798
[[nodiscard]] Fit fitRows(const Rows& inputs, const Rows& wanted, const Eigen::MatrixXd& start,
                          const Eigen::VectorXd& startBias, const FitOptions& options);

/// The second moments of the rows around their mean, divided by their number.
struct Moments {
    Eigen::VectorXd mean;
    Eigen::MatrixXd covariance;
};
[[nodiscard]] Moments momentsOf(const Rows& rows);

}  // namespace thimble::repair
