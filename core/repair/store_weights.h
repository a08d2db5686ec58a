#pragma once

#include <Eigen/Core>
#include <string>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/repair/real_sum.h"

namespace thimble::repair {

/// Why the operator's weights must not be changed: another operator has them, too, or the file has
/// them once for several tensors and would grow. Empty: nothing stands in the way.
[[nodiscard]] std::string sharedWeights(const Model& model, const RealSum& sum);

/// Gives the operator other weights, quantised as those that it has: a scale for each output
/// channel where there is one, otherwise one for all; zero points stay. Scales are the smallest
/// with which weights and bias can be stored; of a channel without either it stays. Data that
/// another tensor shares is not touched.
///   weights   as RealSum::weights; on return what has been stored, in real numbers
[[nodiscard]] Result<void> storeWeights(Model& model, const RealSum& sum, Eigen::MatrixXd& weights,
                                        const Eigen::VectorXd& bias);

/// The bias, with the scale that the weights have now.
[[nodiscard]] Result<void> storeBias(Model& model, const RealSum& sum, const Eigen::VectorXd& bias);

}  // namespace thimble::repair
