#include "core/repair/least_squares.h"

#include <Eigen/Cholesky>
#include <algorithm>

namespace thimble::repair {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Index kBlock = 512;  ///< rows that are turned into double precision at once

template <typename Work>
void byBlocks(Index rows, const Work& work) {
    for (Index first = 0; first < rows; first += kBlock)
        work(first, std::min(kBlock, rows - first));
}

VectorXd meanOf(const Rows& rows) {
    VectorXd sum = VectorXd::Zero(rows.cols());
    byBlocks(rows.rows(), [&](Index first, Index count) {
        sum += rows.middleRows(first, count).cast<double>().colwise().sum().transpose();
    });
    return sum / static_cast<double>(std::max<Index>(rows.rows(), 1));
}

/// (rows - mean)' * (rows - mean) / rows
MatrixXd covarianceOf(const Rows& rows, const VectorXd& mean) {
    MatrixXd sum = MatrixXd::Zero(rows.cols(), rows.cols());
    byBlocks(rows.rows(), [&](Index first, Index count) {
        const MatrixXd block =
            rows.middleRows(first, count).cast<double>().rowwise() - mean.transpose();
        sum.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
    });
    sum.triangularView<Eigen::StrictlyUpper>() = sum.transpose();
    return sum / static_cast<double>(std::max<Index>(rows.rows(), 1));
}

/// (a - mean a)' * (b - mean b) / rows
MatrixXd crossOf(const Rows& a, const VectorXd& meanA, const Rows& b, const VectorXd& meanB) {
    MatrixXd sum = MatrixXd::Zero(a.cols(), b.cols());
    byBlocks(a.rows(), [&](Index first, Index count) {
        const MatrixXd left =
            a.middleRows(first, count).cast<double>().rowwise() - meanA.transpose();
        const MatrixXd right =
            b.middleRows(first, count).cast<double>().rowwise() - meanB.transpose();
        sum.noalias() += left.transpose() * right;
    });
    return sum / static_cast<double>(std::max<Index>(a.rows(), 1));
}

/// What the fit gives, in single precision.
Rows predicted(const Rows& inputs, const MatrixXd& weights, const VectorXd& bias) {
    const Rows transposed = weights.transpose().cast<float>();
    Rows result = inputs * transposed;
    result.rowwise() += bias.transpose().cast<float>();
    return result;
}

double errorOf(const Rows& got, const Rows& wanted, float lowest, float highest) {
    double sum = 0;
    byBlocks(got.rows(), [&](Index first, Index count) {
        const auto a = got.middleRows(first, count).array().max(lowest).min(highest);
        const auto b = wanted.middleRows(first, count).array().max(lowest).min(highest);
        sum += (a - b).square().cast<double>().sum();
    });
    return sum / static_cast<double>(std::max<Index>(got.size(), 1));
}

/// Wanted values beyond a bound: what the fit gives where it is beyond as well, or the bound.
Rows freed(const Rows& wanted, const Rows& got, float lowest, float highest) {
    Rows result = wanted;
    for (Index i = 0; i < wanted.size(); ++i) {
        const float w = wanted.data()[i];
        const float g = got.data()[i];
        if (w <= lowest) result.data()[i] = std::min(g, lowest);
        if (w >= highest) result.data()[i] = std::max(g, highest);
    }
    return result;
}

}  // namespace

void fixProductBlocks() {
    static const bool once = [] {
        constexpr std::ptrdiff_t kKilobyte = 1024;
        Eigen::setCpuCacheSizes(32 * kKilobyte, 256 * kKilobyte, 2048 * kKilobyte);
        return true;
    }();
    static_cast<void>(once);
}

Moments momentsOf(const Rows& rows) {
    fixProductBlocks();
    Moments moments{.mean = meanOf(rows)};
    moments.covariance = covarianceOf(rows, moments.mean);
    return moments;
}

Fit fitRows(const Rows& inputs, const Rows& wanted, const MatrixXd& start,
            const VectorXd& startBias, const FitOptions& options) {
    fixProductBlocks();
    const auto lowest = static_cast<float>(options.lowest);
    const auto highest = static_cast<float>(options.highest);
    Fit best{.weights = start, .bias = startBias};
    Rows got = predicted(inputs, start, startBias);
    best.errorBefore = errorOf(got, wanted, lowest, highest);
    best.errorAfter = best.errorBefore;
    if (inputs.rows() == 0 || inputs.cols() == 0) return best;

    const VectorXd mean = options.hasBias ? meanOf(inputs) : VectorXd::Zero(inputs.cols());
    MatrixXd normal = covarianceOf(inputs, mean);
    const double ridge =
        std::max(options.ridge * normal.trace() / static_cast<double>(normal.rows()), 1e-30);
    normal.diagonal().array() += ridge;
    const Eigen::LLT<MatrixXd> solver(normal);
    if (solver.info() != Eigen::Success) return best;
    const bool isCut = lowest > -std::numeric_limits<float>::infinity() ||
                       highest < std::numeric_limits<float>::infinity();
    Rows target = wanted;
    for (int round = 0; round < (isCut ? options.rounds : 1); ++round) {
        const VectorXd wantedMean = options.hasBias ? meanOf(target) : startBias;
        const MatrixXd right =
            crossOf(inputs, mean, target, wantedMean) + ridge * start.transpose();
        Fit fit{.weights = solver.solve(right).transpose(), .errorBefore = best.errorBefore};
        if (!fit.weights.allFinite()) break;
        fit.bias = options.hasBias ? VectorXd(wantedMean - fit.weights * mean) : startBias;
        got = predicted(inputs, fit.weights, fit.bias);
        fit.errorAfter = errorOf(got, wanted, lowest, highest);
        if (fit.errorAfter < best.errorAfter) best = fit;
        target = freed(wanted, got, lowest, highest);
    }
    return best;
}

}  // namespace thimble::repair
