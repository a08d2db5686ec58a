// Fits against another road to the same answer, and what is promised whatever comes in.

#include "core/repair/least_squares.h"

#include <gtest/gtest.h>

#include <Eigen/QR>
#include <cmath>

#include "core/base/splitmix.h"

namespace thimble::repair {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double draw(SplitMix& random) {
    return static_cast<double>(random.next() >> 11U) / 4503599627370496.0 - 1;
}

MatrixXd randomMatrix(Index rows, Index columns, SplitMix& random) {
    MatrixXd matrix(rows, columns);
    for (Index r = 0; r < rows; ++r)
        for (Index c = 0; c < columns; ++c) matrix(r, c) = draw(random);
    return matrix;
}

Rows asRows(const MatrixXd& matrix) { return matrix.cast<float>(); }

/// The ridge and the bias written out as rows and a column of one system, solved by QR.
Fit byQr(const Rows& inputs, const Rows& wanted, const MatrixXd& start, double ridge) {
    const Index n = inputs.rows();
    const Index k = inputs.cols();
    const MatrixXd x = inputs.cast<double>();
    const VectorXd mean = x.colwise().mean();
    const double variance =
        (x.rowwise() - mean.transpose()).squaredNorm() / static_cast<double>(n * k);
    const double root = std::sqrt(ridge * variance * static_cast<double>(n));
    MatrixXd system = MatrixXd::Zero(n + k, k + 1);
    system.topLeftCorner(n, k) = x;
    system.topRightCorner(n, 1).setOnes();
    system.bottomLeftCorner(k, k) = root * MatrixXd::Identity(k, k);
    MatrixXd right(n + k, wanted.cols());
    right.topRows(n) = wanted.cast<double>();
    right.bottomRows(k) = root * start.transpose();
    const MatrixXd solved = system.colPivHouseholderQr().solve(right);
    return {.weights = solved.topRows(k).transpose(), .bias = solved.bottomRows(1).transpose()};
}

TEST(LeastSquares, IsWhatQrGives) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        SCOPED_TRACE(seed);
        SplitMix random(seed);
        const Index rows = 40 + 200 * static_cast<Index>(seed);
        const Index columns = 3 * static_cast<Index>(seed);
        MatrixXd inputs = randomMatrix(rows, columns, random);
        inputs.array() += 0.7;  // a mean that is not zero
        const MatrixXd wanted = randomMatrix(rows, 4, random);
        const MatrixXd start = randomMatrix(4, columns, random);
        const VectorXd bias = randomMatrix(4, 1, random);
        const FitOptions options{.ridge = 0.01 * static_cast<double>(seed)};
        const Fit fit = fitRows(asRows(inputs), asRows(wanted), start, bias, options);
        const Fit other = byQr(asRows(inputs), asRows(wanted), start, options.ridge);
        EXPECT_LT((fit.weights - other.weights).cwiseAbs().maxCoeff(), 1e-9);
        EXPECT_LT((fit.bias - other.bias).cwiseAbs().maxCoeff(), 1e-9);
        EXPECT_LT(fit.errorAfter, fit.errorBefore);
    }
}

TEST(LeastSquares, WithoutABiasTheStartsStays) {
    SplitMix random(3);
    const Rows inputs = asRows(randomMatrix(100, 5, random));
    const MatrixXd truth = randomMatrix(2, 5, random);
    const VectorXd bias = randomMatrix(2, 1, random);
    // What the operator adds anyway is in what is wanted; nothing else can make up for it.
    const Rows wanted =
        asRows((inputs.cast<double>() * truth.transpose()).rowwise() + bias.transpose());
    const Fit fit =
        fitRows(inputs, wanted, MatrixXd::Zero(2, 5), bias, {.ridge = 1e-9, .hasBias = false});
    EXPECT_EQ(fit.bias, bias);
    EXPECT_LT((fit.weights - truth).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(LeastSquares, FindsWeightsBehindAnActivation) {
    SplitMix random(5);
    const Rows inputs = asRows(randomMatrix(2000, 6, random));
    const MatrixXd truth = randomMatrix(3, 6, random);
    const VectorXd bias = randomMatrix(3, 1, random);
    const MatrixXd sums = (inputs.cast<double>() * truth.transpose()).rowwise() + bias.transpose();
    // Beyond the bounds anything may be wanted.
    MatrixXd wanted = sums;
    for (Index i = 0; i < wanted.size(); ++i)
        if (wanted.data()[i] <= 0)
            wanted.data()[i] = 0;
        else if (wanted.data()[i] >= 0.8)
            wanted.data()[i] = 5;
    const FitOptions cut{.ridge = 1e-6, .lowest = 0, .highest = 0.8, .rounds = 200};
    const Fit fit = fitRows(inputs, asRows(wanted), MatrixXd::Zero(3, 6), VectorXd::Zero(3), cut);
    EXPECT_LT(fit.errorAfter, 1e-4);
    FitOptions once = cut;
    once.rounds = 1;
    const Fit plain =
        fitRows(inputs, asRows(wanted), MatrixXd::Zero(3, 6), VectorXd::Zero(3), once);
    EXPECT_LT(fit.errorAfter, plain.errorAfter / 10);
}

TEST(LeastSquares, IsNeverWorseThanTheStart) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        SplitMix random(seed);
        const Index rows = 1 + static_cast<Index>(random.next() % 30);
        const Index columns = 1 + static_cast<Index>(random.next() % 40);
        MatrixXd inputs = randomMatrix(rows, columns, random);
        if (seed % 3 == 0) inputs.setConstant(0.25);  // nothing to learn from
        if (seed % 3 == 1) inputs.col(0).setZero();
        const MatrixXd start = randomMatrix(2, columns, random);
        const VectorXd bias = VectorXd::Zero(2);
        const Rows wanted = asRows(randomMatrix(rows, 2, random));
        const FitOptions options{.ridge = seed % 2 == 0 ? 0.0 : 1e-3, .lowest = -0.2};
        const Fit fit = fitRows(asRows(inputs), wanted, start, bias, options);
        EXPECT_LE(fit.errorAfter, fit.errorBefore);
        EXPECT_TRUE(fit.weights.allFinite());
        EXPECT_TRUE(fit.bias.allFinite());
    }
}

TEST(LeastSquares, NoRowsGiveTheStart) {
    const MatrixXd start = MatrixXd::Ones(2, 3);
    const Fit fit = fitRows(Rows(0, 3), Rows(0, 2), start, VectorXd::Zero(2), {});
    EXPECT_EQ(fit.weights, start);
    EXPECT_EQ(fit.errorAfter, 0);
}

TEST(Moments, AreThoseOfTheDefinition) {
    SplitMix random(9);
    const MatrixXd values = randomMatrix(1300, 7, random).array() + 3;
    const Moments moments = momentsOf(asRows(values));
    const MatrixXd exact = asRows(values).cast<double>();
    const VectorXd mean = exact.colwise().mean();
    EXPECT_LT((moments.mean - mean).cwiseAbs().maxCoeff(), 1e-12);
    for (Index a = 0; a < 7; ++a)
        for (Index b = 0; b < 7; ++b) {
            double sum = 0;
            for (Index r = 0; r < exact.rows(); ++r)
                sum += (exact(r, a) - mean(a)) * (exact(r, b) - mean(b));
            EXPECT_NEAR(moments.covariance(a, b), sum / 1300, 1e-12);
        }
}

}  // namespace
}  // namespace thimble::repair
