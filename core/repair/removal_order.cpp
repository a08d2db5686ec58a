#include "core/repair/removal_order.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/repair/least_squares.h"

namespace thimble::repair {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr double kDamping = 1e-4;  ///< of the mean variance, so that dead inputs do no harm

/// A reader's columns while channels go.
class Reader {
public:
    explicit Reader(ReaderMoments moments)
        : m_weights(std::move(moments.weights)), m_columns(std::move(moments.columns)) {
        const MatrixXd& h = moments.covariance;
        const double variance =
            std::max(h.trace() / static_cast<double>(std::max<Index>(h.rows(), 1)), 1e-30);
        m_whole = std::max((m_weights * h).cwiseProduct(m_weights).sum(), 1e-30);
        MatrixXd damped = h;
        damped.diagonal().array() += kDamping * variance;
        m_inverse = damped.llt().solve(MatrixXd::Identity(h.rows(), h.cols()));
    }

    /// Relative error of the channel's removal.
    [[nodiscard]] double cost(std::size_t channel) const {
        const auto& columns = m_columns[channel];
        if (columns.size() == 1) {
            const Index c = columns[0];
            return m_weights.col(c).squaredNorm() / m_inverse(c, c) / m_whole;
        }
        const MatrixXd w = m_weights(Eigen::all, columns);
        const MatrixXd solved = m_inverse(columns, columns).llt().solve(w.transpose());
        return solved.cwiseProduct(w.transpose()).sum() / m_whole;
    }

    void remove(std::size_t channel) {
        const auto& columns = m_columns[channel];
        const MatrixXd block = m_inverse(columns, columns);
        const MatrixXd rows = m_inverse(columns, Eigen::all);
        const MatrixXd factor = block.llt().solve(rows);
        m_weights -= m_weights(Eigen::all, columns).eval() * factor;
        m_inverse.noalias() -= rows.transpose() * factor;
        // A unit there keeps later factorisations regular; nobody reads it any more.
        for (const Index c : columns) {
            m_weights.col(c).setZero();
            m_inverse.col(c).setZero();
            m_inverse.row(c).setZero();
            m_inverse(c, c) = 1;
        }
    }

private:
    MatrixXd m_weights;
    MatrixXd m_inverse;
    std::vector<std::vector<Index>> m_columns;
    double m_whole = 1;
};

}  // namespace

RemovalOrder orderByReconstruction(std::vector<ReaderMoments> readers, std::int32_t channels) {
    fixProductBlocks();
    std::vector<Reader> state;
    state.reserve(readers.size());
    for (ReaderMoments& reader : readers) state.emplace_back(std::move(reader));
    std::vector<std::size_t> alive(static_cast<std::size_t>(channels));
    std::iota(alive.begin(), alive.end(), std::size_t{0});
    const auto costOf = [&state](std::size_t channel) {
        double cost = 0;
        for (const Reader& reader : state) cost += std::max(reader.cost(channel), 0.0);
        return std::isfinite(cost) ? cost : 0;
    };
    RemovalOrder order{.costs = {0}};
    for (const std::size_t channel : alive) order.alone.push_back(costOf(channel));
    while (alive.size() > 1) {
        double least = std::numeric_limits<double>::infinity();
        std::size_t place = 0;
        for (std::size_t i = 0; i < alive.size(); ++i) {
            const double cost = costOf(alive[i]);
            if (cost >= least) continue;
            least = cost;
            place = i;
        }
        for (Reader& reader : state) reader.remove(alive[place]);
        order.channels.push_back(static_cast<std::int32_t>(alive[place]));
        order.costs.push_back(order.costs.back() + least);
        alive.erase(alive.begin() + static_cast<std::ptrdiff_t>(place));
    }
    return order;
}

namespace {

/// By two channels, what their contributions to the reader's sums have in common, relative to all.
MatrixXd sharedContributions(const ReaderMoments& reader) {
    const MatrixXd products = reader.weights.transpose() * reader.weights;
    const MatrixXd each = products.cwiseProduct(reader.covariance);
    const auto channels = static_cast<Index>(reader.columns.size());
    MatrixXd shared = MatrixXd::Zero(channels, channels);
    for (Index a = 0; a < channels; ++a)
        for (Index b = 0; b < channels; ++b)
            shared(a, b) = each(reader.columns[static_cast<std::size_t>(a)],
                                reader.columns[static_cast<std::size_t>(b)])
                               .sum();
    return shared / std::max(each.sum(), 1e-30);
}

}  // namespace

RemovalOrder orderByContribution(const std::vector<ReaderMoments>& readers, std::int32_t channels) {
    fixProductBlocks();
    MatrixXd shared = MatrixXd::Zero(channels, channels);
    for (const ReaderMoments& reader : readers) shared += sharedContributions(reader);
    const auto finite = [](double cost) { return std::isfinite(cost) ? cost : 0; };
    RemovalOrder order{.costs = {0}};
    std::vector<std::int32_t> alive(static_cast<std::size_t>(channels));
    std::iota(alive.begin(), alive.end(), 0);
    for (const std::int32_t c : alive) order.alone.push_back(std::max(finite(shared(c, c)), 0.0));
    double error = 0;
    Eigen::VectorXd withGone =
        Eigen::VectorXd::Zero(channels);  // by channel, of all that have gone
    while (alive.size() > 1) {
        const auto added = [&](std::int32_t c) { return finite(shared(c, c) + 2 * withGone(c)); };
        const auto next = std::ranges::min_element(alive, {}, added);
        error += added(*next);
        withGone += shared.col(*next);
        order.channels.push_back(*next);
        // Contributions may cancel out; costs do not fall.
        order.costs.push_back(std::max(order.costs.back(), error));
        alive.erase(next);
    }
    return order;
}

RemovalOrder orderByImportance(const std::vector<double>& importance) {
    std::vector<std::int32_t> order(importance.size());
    std::iota(order.begin(), order.end(), 0);
    const auto of = [&](std::int32_t c) { return importance[static_cast<std::size_t>(c)]; };
    std::ranges::stable_sort(order, [&](std::int32_t a, std::int32_t b) { return of(a) < of(b); });
    double whole = 0;
    for (const double value : importance) whole += std::max(value, 0.0);
    RemovalOrder result{.costs = {0}};
    for (const double value : importance)
        result.alone.push_back(std::max(value, 0.0) / (whole > 0 ? whole : 1.0));
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        result.channels.push_back(order[i]);
        result.costs.push_back(result.costs.back() +
                               result.alone[static_cast<std::size_t>(order[i])]);
    }
    return result;
}

}  // namespace thimble::repair
