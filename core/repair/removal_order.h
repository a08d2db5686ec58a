#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace thimble::repair {

/// In which order a group's channels should go, and what that costs.
struct RemovalOrder {
    std::vector<std::int32_t> channels;  ///< the first goes first; one stays and is not here
    /// Of the first k of them, k from 0 on: never falling, 0 at first. What it is relative to is
    /// the same for all groups of a model, so that costs of groups can be compared and added up.
    std::vector<double> costs;
    std::vector<double> alone;  ///< by channel: what it costs if it goes alone
    friend bool operator==(const RemovalOrder&, const RemovalOrder&) = default;
};

/// An operator that sums over the group's channels.
struct ReaderMoments {
    Eigen::MatrixXd weights;     ///< outputs x columns
    Eigen::MatrixXd covariance;  ///< of the columns' inputs
    /// By channel: its columns. All as many.
    std::vector<std::vector<Eigen::Index>> columns;
};

/// Takes away channel after channel, each time the one that costs least once all readers' weights
/// have made up for it as well as they can by least squares. With H the covariance and w the
/// weights of the columns C of a channel:
///
///     error = trace(w * inverse(inverse(H)[C, C]) * w')       divided by trace(W * H * W')
///
/// then W and inverse(H) are updated as if the columns had never been there. Errors of several
/// readers add up. Exact for one channel and one linear reader; greedy for more.
///   source   Hassibi and Stork, "Second order derivatives for network pruning: Optimal Brain
///            Surgeon", NIPS 1992, with columns in place of weights
///   cost     for each reader the cube of its columns
[[nodiscard]] RemovalOrder orderByReconstruction(std::vector<ReaderMoments> readers,
                                                 std::int32_t channels);

/// Takes away channel after channel, each time the one with which all that have gone contribute
/// least to what the readers sum up, weights staying as they are; means do not count, since a bias
/// makes up for them. With T the columns of the channels that have gone:
///
///     error = trace(W[T] * H[T, T] * W[T]')                   divided by trace(W * H * W')
///
///   source   Luo, Wu and Lin, "ThiNet: a filter level pruning method for deep neural network
///            compression", ICCV 2017, with all output channels in place of some that are drawn
[[nodiscard]] RemovalOrder orderByContribution(const std::vector<ReaderMoments>& readers,
                                               std::int32_t channels);

/// The least important first; a channel costs its share of the group's importance, none below zero.
[[nodiscard]] RemovalOrder orderByImportance(const std::vector<double>& importance);

}  // namespace thimble::repair
